"""The files of a study's evidence as columns of texts, each text once with how often it stands there."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from cjm_research.errors import EvidenceError
from cjm_research.imports.csv_text import known_encoding, records, separator_of
from cjm_research.imports.json_documents import json_document, json_lines

Columns = Iterable[tuple[str, Counter[str]]]
"""Heading, and how often each text stands in the column, in the order of the file."""


def tidy_columns(path: Path) -> Columns:
    """Return the columns of a table as the workbench writes it: CSV with commas, or Parquet."""
    if path.suffix.lower() == ".parquet":
        return _parquet(path)
    csv.field_size_limit(1_000_000)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return _counted(csv.reader(file))


def original_columns(path: Path) -> Columns:
    """Return the columns of a file as it came: a table with any separator, Parquet, or JSON with its keys.

    Raises
    ------
    EvidenceError
        It cannot be taken apart into columns.
    """
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        return _parquet(path)
    if suffix in (".json", ".jsonl"):
        try:
            return _keys(document for _, document in json_lines(path))
        except EvidenceError:
            return _keys([json_document(path)])
    encoding = known_encoding(path, "")
    return _counted(row for _, row in records(path, encoding, separator_of(path, encoding, "")[0]) if row)


def _counted(rows: Iterator[Sequence[str]]) -> Columns:
    heading = next(rows, [])
    counts: list[Counter[str]] = [Counter() for _ in heading]
    for row in rows:
        for count, value in zip(counts, row, strict=False):
            count[value] += 1
    return list(zip(heading, counts, strict=True))


def _keys(documents: Iterable[Any]) -> Columns:
    counts: dict[str, Counter[str]] = {}
    for document in documents:
        for key, leaf in _leaves(document, ""):
            counts.setdefault(key, Counter())[leaf] += 1
    return counts.items()


def _leaves(value: Any, key: str) -> Iterator[tuple[str, str]]:
    """Yield key and text of each leaf; of ``{"key": "page", "value": "/"}`` the value stands under its own key."""
    if isinstance(value, dict):
        title = next((value[name] for name in ("key", "name") if isinstance(value.get(name), str)), "value")
        for name, inner in value.items():
            inside = title if name == "value" else name
            yield from _leaves(inner, f"{key}.{inside}" if key else inside)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, key)
    elif value is not None:
        yield key, str(value)


def _parquet(path: Path) -> Columns:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for field in file.schema_arrow:
            count: Counter[str] = Counter()
            if (
                pa.types.is_string(field.type)
                or pa.types.is_large_string(field.type)
                or pa.types.is_dictionary(field.type)
            ):
                for batch in file.iter_batches(columns=[field.name]):
                    for pair in pc.value_counts(batch.column(0)).to_pylist():
                        count[pair["values"] or ""] += pair["counts"]
            yield field.name, count
