"""Amplitude: a ZIP of gzipped JSON lines, one file per hour, or the JSON lines themselves."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from cjm_research.errors import EvidenceError
from cjm_research.imports.archives import SafeZip, opened_zip
from cjm_research.imports.json_documents import json_stream
from cjm_research.imports.limits import MAX_RATIO, MEGABYTE
from cjm_research.imports.logs.layout import Layout, first_of, flat, in_batches
from cjm_research.imports.logs.streams import Progress, opened
from cjm_research.imports.reading import Options
from cjm_research.study import Columns

_IDS = ("amplitude_id", "user_id", "device_id")
_MAX_ARCHIVE = 2_000 * MEGABYTE
_MAX_MEMBER = 200 * MEGABYTE


def is_amplitude(event: Any) -> bool:
    """Say whether this is an event of Amplitude."""
    return isinstance(event, dict) and "event_type" in event and any(name in event for name in _IDS)


def members_of(path: Path) -> list[str]:
    """Return the files of JSON lines in an archive, in the order of their names, numbers counted as numbers."""
    with opened_zip(path, max_unpacked=_MAX_ARCHIVE) as archive:
        return _members(archive)


def from_zip(path: Path, options: Options, progress: Progress) -> Layout:
    """Open the archive Amplitude exports."""
    return _layout(path.name, "ZIP", _from_members(path, progress), options)


def from_lines(path: Path, options: Options, progress: Progress) -> Layout:
    """Open JSON lines of Amplitude, plain or gzipped."""
    return _layout(path.name, "JSON lines", _from_lines(path, progress), options)


def _layout(name: str, form: str, events: Iterator[tuple[int, dict[str, Any]]], options: Options) -> Layout:
    row, first = first_of(events, name)
    asked = options.columns
    who = asked.participant or next(key for key in (*_IDS, "user_id") if first.get(key) is not None or key == "user_id")
    roles = Columns(
        participant=who,
        at=asked.at or "event_time",
        event=asked.event or "event_type",
        channel=asked.channel or "platform",
    )
    warnings = [f"A customer is a value of '{who}'; the channel is '{roles.channel}'."]
    if asked.participant == "":
        there = [key for key in _IDS if first.get(key) is not None]
        warnings.append(
            f"The first event has {', '.join(there) or 'no id'}. Name another as the participant to use it."
        )
    records = ((place, flat(event)) for place, event in _checked(chain([(row, first)], events), name))
    batches = in_batches(records, name)
    return Layout(f"Amplitude export ({form})", "amplitude", roles, batches, documented="UTC", warnings=warnings)


def _checked(events: Iterator[tuple[int, dict[str, Any]]], name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for row, event in events:
        if "event_type" not in event:
            raise EvidenceError(name, "has no 'event_type', so it is no event of Amplitude.", row=row)
        yield row, event


def _from_lines(path: Path, progress: Progress) -> Iterator[tuple[int, dict[str, Any]]]:
    with opened(path, progress) as file:
        yield from json_stream(file, path.name)


def _from_members(path: Path, progress: Progress) -> Iterator[tuple[int, dict[str, Any]]]:
    with opened_zip(path, max_unpacked=_MAX_ARCHIVE) as archive:
        names, size, number = _members(archive), path.stat().st_size, 0
        if not names:
            there = ", ".join(archive.names()[:5]) or "nothing"
            raise EvidenceError(path.name, f"holds no file of JSON lines (.json or .json.gz). It holds: {there}.")
        for place, name in enumerate(names, start=1):
            data = archive.read(name, limit=_MAX_MEMBER)
            plain = _unpacked(data, path.name, name) if name.endswith(".gz") else data
            for _, event in json_stream(io.BytesIO(plain), f"{path.name}/{name}"):
                number += 1
                yield number, event
            progress(size * place // len(names))


def _members(archive: SafeZip) -> list[str]:
    names = [name for name in archive.names() if re.search(r"\.jsonl?(\.gz)?$", name) and "__MACOSX" not in name]
    return sorted(names, key=lambda name: [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)])


def _unpacked(data: bytes, archive: str, name: str) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            plain = file.read(_MAX_MEMBER + 1)
    except (OSError, EOFError, zlib.error):
        raise EvidenceError(archive, f"is damaged inside, in '{name}'. Export it again.") from None
    if len(plain) > _MAX_MEMBER or (len(plain) > MEGABYTE and len(plain) > MAX_RATIO * len(data)):
        raise EvidenceError(archive, f"holds '{name}', which unpacks to far more than a log would.")
    return plain
