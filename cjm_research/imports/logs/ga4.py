"""Google Analytics 4, as exported by BigQuery: JSON lines with integers as text, or Parquet with nested lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from cjm_research.errors import EvidenceError
from cjm_research.imports.json_documents import json_stream
from cjm_research.imports.logs.layout import Layout, Record, flat, in_batches, text
from cjm_research.imports.logs.streams import Progress, opened
from cjm_research.imports.reading import Options
from cjm_research.imports.row_groups import row_groups
from cjm_research.study import Columns

TIES = ("batch_page_id", "batch_ordering_id", "batch_event_index")
_LISTS = ("event_params", "user_properties")
_VALUES = ("string_value", "int_value", "float_value", "double_value")
_CHANNEL = "collected_traffic_source.manual_medium"
_ROWS = 1_000


def is_ga4(names: Iterable[str]) -> bool:
    """Say whether these are fields of a GA4 event."""
    return {"event_name", "event_timestamp"} <= set(names)


def from_json(path: Path, options: Options, progress: Progress) -> Layout:
    """Open a GA4 export of JSON lines, plain or gzipped."""
    return _layout(path.name, "JSON lines", _from_lines(path, progress), options)


def from_parquet(path: Path, options: Options, progress: Progress) -> Layout:
    """Open a GA4 export of Parquet."""
    return _layout(path.name, "Parquet", _from_groups(path, progress), options)


def _layout(name: str, form: str, events: Iterator[tuple[int, Mapping[str, Any]]], options: Options) -> Layout:
    asked = options.columns
    roles = Columns(
        participant=asked.participant or "user_pseudo_id",
        at=asked.at or "event_timestamp",
        event=asked.event or "event_name",
        channel=asked.channel or _CHANNEL,
    )
    warnings = [
        f"A customer is a '{roles.participant}', which stands for a browser or a device more than for a person."
    ]
    if not asked.channel:
        warnings.append(
            f"The channel is '{_CHANNEL}', the medium this event came by. Others that may be there: "
            f"traffic_source.medium "
            "(what first brought the user), platform."
        )
    warnings.append(
        "A session is one value of 'event_params.ga_session_id' of one customer; alone that number is not unique."
    )
    records = in_batches(_records(events, name, warnings), name)
    unit = "microseconds" if roles.at == "event_timestamp" else ""
    return Layout(f"GA4 BigQuery export ({form})", "ga4", roles, records, unit=unit, ties=TIES, warnings=warnings)


def _from_lines(path: Path, progress: Progress) -> Iterator[tuple[int, Mapping[str, Any]]]:
    with opened(path, progress) as file:
        yield from json_stream(file, path.name)


def _from_groups(path: Path, progress: Progress) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        with row_groups(path) as file:
            size, rows, done = path.stat().st_size, max(1, file.metadata.num_rows), 0
            for batch in file.iter_batches(batch_size=_ROWS):
                yield from enumerate(batch.to_pylist(), start=done + 1)
                done += len(batch)
                progress(size * done // rows)
    except (pa.ArrowException, OSError):
        raise EvidenceError(path.name, "cannot be read as Parquet. Export it again.") from None


def _records(
    events: Iterator[tuple[int, Mapping[str, Any]]], name: str, said: list[str]
) -> Iterator[tuple[int, Record]]:
    other_day = 0
    for row, event in events:
        if not is_ga4(event):
            problem = (
                "has no 'event_name' or no 'event_timestamp', so it is no GA4 event. Take it out, or say --vendor."
            )
            raise EvidenceError(name, problem, row=row)
        other_day += _is_another_day(event)
        yield row, event_record(event, name, row)
    if other_day:
        said.append(
            f"In {other_day:,} event{'' if other_day == 1 else 's'} 'event_date' is more than a day from "
            f"'event_timestamp'; the time is "
            "taken from the latter."
        )


def event_record(event: Mapping[str, Any], name: str, row: int) -> Record:
    """Return one event as one level of text.

    Examples
    --------
    >>> event = {"event_name": "scroll", "event_params": [{"key": "depth", "value": {"int_value": "90"}}]}
    >>> event_record(event, "x.json", 1)
    {'event_name': 'scroll', 'event_params.depth': '90'}
    """
    plain = {key: value for key, value in event.items() if key not in _LISTS}
    found = flat(plain)
    for field in _LISTS:
        for pair in _pairs(event.get(field), name, row, field):
            value = next((v for kind in _VALUES if (v := (pair.get("value") or {}).get(kind)) is not None), None)
            if value is not None:
                key, shown = f"{field}.{pair['key']}", _value(value, pair["value"])
                found[key] = f"{found[key]}; {shown}" if key in found else shown
    return found


def _pairs(value: Any, name: str, row: int, field: str) -> list[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        value = [value]
    pairs = value or []
    good = isinstance(pairs, list) and all(
        isinstance(pair, Mapping) and pair.get("key") and isinstance(pair.get("value") or {}, Mapping) for pair in pairs
    )
    if not good:
        raise EvidenceError(name, "is no list of keys and values, as GA4 writes it.", row=row, column=field)
    return pairs


def _value(value: Any, typed: Mapping[str, Any]) -> str:
    """Return the value as text; a decimal number alike from JSON, which may give it as text, and from Parquet."""
    decimal = typed.get("string_value") is None and typed.get("int_value") is None
    try:
        return text(float(value) if decimal else value)
    except (TypeError, ValueError):
        return text(value)


def _is_another_day(event: Mapping[str, Any]) -> bool:
    try:
        day = datetime.strptime(str(event.get("event_date")), "%Y%m%d").replace(tzinfo=UTC)
        at = datetime.fromtimestamp(int(event["event_timestamp"]) / 1e6, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return False
    return not -timedelta(days=1) <= at - day < timedelta(days=2)
