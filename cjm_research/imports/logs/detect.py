"""Which kind of log a file is, by what it holds, never by its name alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cjm_research.errors import EvidenceError
from cjm_research.imports.logs import amplitude, delimited, ga4, mixpanel, ocel, xes
from cjm_research.imports.logs.layout import Layout
from cjm_research.imports.logs.streams import Progress, is_packed, start_of, unpacked
from cjm_research.imports.reading import Options
from cjm_research.imports.signatures import looks_like

VENDORS = ("ga4", "amplitude", "mixpanel", "xes", "ocel", "generic")

_Reader = Callable[[Path, Options, Progress], Layout]
_JSON: dict[str, _Reader] = {
    "ga4": ga4.from_json,
    "amplitude": amplitude.from_lines,
    "mixpanel": mixpanel.from_lines,
    "ocel": ocel.from_json,
}


@contextmanager
def layout_of(path: Path, options: Options, progress: Progress, folder: Path) -> Iterator[Layout]:
    """Give the layout of a log; ``folder`` takes a plain copy of a gzipped table for as long as it is read."""
    vendor = options.vendor.casefold()
    if vendor and vendor not in VENDORS:
        raise EvidenceError(path.name, f"cannot be read as '{options.vendor}'. There is: {', '.join(VENDORS)}.")
    found = looks_like(path)
    reader = _by_sign(path, found, vendor) or _by_text(path, vendor)
    if reader is None:
        with unpacked(path, folder) as plain:
            yield _with_packed(delimited.from_csv(plain, options, progress), path)
    else:
        yield _with_packed(reader(path, options, progress), path)


def _with_packed(layout: Layout, path: Path) -> Layout:
    if is_packed(path):
        layout.warnings.append("The file is gzipped; it was unpacked while it was read.")
    return layout


def _by_sign(path: Path, found: str, vendor: str) -> _Reader | None:
    if found == "a Parquet file":
        is_ga4 = ga4.is_ga4(delimited.schema_of(path).names)
        wanted = vendor or ("ga4" if is_ga4 else "generic")
        if wanted not in ("ga4", "generic"):
            raise EvidenceError(path.name, f"is a Parquet file, which {wanted} does not export. Leave the vendor out.")
        return ga4.from_parquet if wanted == "ga4" else delimited.from_parquet
    if found == "a ZIP archive or office file":
        if vendor not in ("", "amplitude") or not amplitude.members_of(path):
            raise EvidenceError(
                path.name,
                "is a ZIP archive or office file without JSON lines inside. Of archives only those of "
                "Amplitude are read; save a workbook as CSV.",
            )
        return amplitude.from_zip
    if found and found != "a gzip file":
        raise EvidenceError(
            path.name, f"is {found}, no event log. There is: CSV, Parquet, JSON lines, XES, OCEL 2.0 JSON."
        )
    return None


def _by_text(path: Path, vendor: str) -> _Reader | None:
    """Return the reader of a text file, None for a table."""
    start = start_of(path).lstrip()
    if vendor == "xes" or (not vendor and start.startswith(b"<")):
        return xes.from_xes
    if vendor:
        return _JSON.get(vendor)
    if start.startswith(b"["):
        raise EvidenceError(
            path.name, "is a JSON list. Export it as JSON lines: one object per line, without brackets."
        )
    return _by_fields(path, start) if start.startswith(b"{") else None


def _by_fields(path: Path, start: bytes) -> _Reader:
    event = _first_object(start)
    if event is None or "objectTypes" in event or "eventTypes" in event:
        if ocel.is_ocel(start):
            return ocel.from_json
        raise _unknown_json(path, "is JSON, but its first line is no object")
    tests: tuple[tuple[Callable[[Any], bool], _Reader], ...] = (
        (ga4.is_ga4, ga4.from_json),
        (mixpanel.is_mixpanel, mixpanel.from_lines),
        (amplitude.is_amplitude, amplitude.from_lines),
    )
    found = next((reader for holds, reader in tests if holds(event)), None)
    if found is None:
        raise _unknown_json(path, f"is JSON with the fields {', '.join(list(event)[:8]) or 'nothing'}")
    return found


def _unknown_json(path: Path, what: str) -> EvidenceError:
    return EvidenceError(
        path.name,
        f"{what}, which is no event of GA4, Amplitude or Mixpanel and no OCEL 2.0 log. Save it as CSV with "
        "one column each for customer, time and event.",
    )


def _first_object(start: bytes) -> dict[str, Any] | None:
    line = start.lstrip().partition(b"\n")[0]
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
