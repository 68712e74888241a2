"""What a reader of one format tells the writer: batches of text columns, their roles, how times count."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa

from cjm_research.errors import EvidenceError
from cjm_research.study import Columns

Batch = tuple[np.ndarray, pa.Table]
"""Row numbers and, for these rows, text columns under the names of the file."""

Record = dict[str, str]

BATCH_ROWS = 10_000
MAX_COLUMNS = 2_000


@dataclass
class Layout:
    """One log, opened. ``warnings`` may grow while ``batches`` is read.

    ``unit``, ``documented`` and ``wall`` say how times count (see `Clock`); ``ties`` are the columns that order events
    of one moment; ``once`` are the columns whose values together name an event, where the vendor documents that;
    ``who`` is what is counted.
    """

    reader: str
    vendor: str
    roles: Columns
    batches: Iterator[Batch]
    unit: str = ""
    documented: str = ""
    wall: bool = False
    ties: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    who: str = "customers"
    warnings: list[str] = field(default_factory=list)


def in_batches(records: Iterable[tuple[int, Record]], name: str) -> Iterator[Batch]:
    """Yield records as batches of text columns; a key that a record lacks is null there."""
    source, known = iter(records), dict[str, None]()
    while part := list(islice(source, BATCH_ROWS)):
        for row, record in part:
            known.update(dict.fromkeys(record))
            if len(known) > MAX_COLUMNS:
                raise EvidenceError(name, f"has more than {MAX_COLUMNS:,} different attributes. Export fewer.", row=row)
        columns = {key: pa.array([record.get(key) for _, record in part], pa.string()) for key in known}
        yield np.fromiter((row for row, _ in part), dtype=np.int64, count=len(part)), pa.table(columns)


def flat(value: Mapping[str, Any], before: str = "") -> Record:
    """Return nested fields as one level of text; lists become JSON, and what is null or empty is left out.

    Examples
    --------
    >>> flat({"geo": {"country": "IT", "city": None}, "price": 5.0, "ok": True, "items": [{"id": "7"}]})
    {'geo.country': 'IT', 'price': '5', 'ok': 'true', 'items': '[{"id": "7"}]'}
    """
    found: Record = {}
    for key, inner in value.items():
        if isinstance(inner, Mapping):
            found |= flat(inner, f"{before}{key}.")
        elif isinstance(inner, list | tuple):
            if kept := pruned(inner):
                found[before + key] = json.dumps(kept, ensure_ascii=False, sort_keys=True)
        elif inner is not None:
            found[before + key] = text(inner)
    return found


def text(value: Any) -> str:
    """Return a single value as text: a whole number without ``.0``, a truth as true or false."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def pruned(value: Any) -> Any:
    """Return a nested value with every leaf as text and without nulls and empty parts."""
    if isinstance(value, Mapping):
        kept = {key: pruned(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner not in (None, [], {})}
    if isinstance(value, list | tuple):
        return [inner for inner in map(pruned, value) if inner not in (None, [], {})]
    return None if value is None else text(value)


def first_of(records: Iterator[tuple[int, Any]], name: str) -> tuple[int, Any]:
    """Return the first record; refuse a log without any."""
    found = next(records, None)
    if found is None:
        raise EvidenceError(name, "holds no event.")
    return found
