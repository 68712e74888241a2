"""Tables without the rows of one person; all other rows stay as they are and where they are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

_ROWS = 50_000


class Without(NamedTuple):
    """A table without a person: its content or where it lies now, how many rows and ids left, and notes of theirs."""

    content: bytes | Path
    rows: int
    people: int
    notes: set[str]


def without(path: Path, column: str, ids: set[str], aside: Path) -> Without | None:
    """Return a table without the rows whose ``column`` holds one of ``ids``, None where no row does.

    Event logs may be larger than memory: they are read twice, piece by piece, and written to ``aside``.
    """
    return _csv(path, column, ids) if path.suffix == ".csv" else _parquet(path, column, ids, aside)


def _csv(path: Path, column: str, ids: set[str]) -> Without | None:
    """Return the file without a person's records, each other record as it stands, and what left."""
    text = path.read_bytes().decode("utf-8-sig")
    records = list(_records(text))
    heading = records[0][1]
    if column not in heading:
        return None
    who = heading.index(column)
    note = heading.index("note") if "note" in heading else None
    leaving = [values for _, values in records[1:] if len(values) > who and values[who] in ids]
    if not leaving:
        return None
    staying = [(raw, values) for raw, values in records[1:] if not (len(values) > who and values[who] in ids)]
    theirs = {values[note] for values in leaving} if note is not None else set[str]()
    others = {values[note] for _, values in staying if note is not None and len(values) > note}
    data = (
        ("\ufeff" if path.read_bytes().startswith(b"\xef\xbb\xbf") else "")
        + records[0][0]
        + "".join(r for r, _ in staying)
    )
    notes = {name for note in theirs - others if note for name in (note, f"{note}.md", f"{note}.txt")}
    return Without(data.encode(), len(leaving), len({values[who] for values in leaving}), notes)


def _records(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each record as it stands in the file, with its cells."""
    csv.field_size_limit(1_000_000)
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    for values in csv.reader(lines(), strict=True):
        yield "".join(taken), values
        taken.clear()


def _parquet(path: Path, column: str, ids: set[str], aside: Path) -> Without | None:
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    from cjm_research.imports.row_groups import row_groups

    count, people = _found(path, column, ids)
    if not count:
        return None
    with row_groups(path) as file, pq.ParquetWriter(aside, file.schema_arrow, compression="zstd") as writer:
        for batch in file.iter_batches(batch_size=_ROWS):
            writer.write_batch(batch.filter(pc.invert(_is_of(batch.column(column), ids))))
    return Without(aside, count, people, set())


def _found(path: Path, column: str, ids: set[str]) -> tuple[int, int]:
    """Return how many rows hold one of the ids, and how many of the ids there are."""
    import pyarrow as pa

    from cjm_research.imports.row_groups import row_groups

    count, people = 0, set[str]()
    with row_groups(path) as file:
        if column not in file.schema_arrow.names:
            return 0, 0
        for batch in file.iter_batches(batch_size=_ROWS, columns=[column]):
            values = batch.column(0).cast(pa.string())
            found = values.filter(_is_of(values, ids))
            count += len(found)
            people |= set(found.unique().to_pylist())
    return count, len(people)


def _is_of(values: Any, ids: set[str]) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.is_in(values.cast(pa.string()), value_set=pa.array(sorted(ids), pa.string()))
