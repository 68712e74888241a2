"""Batches of a log on their way to one Parquet file, whose columns are known only when the last batch has come."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cjm_research.imports.row_groups import row_groups

_BUCKET = 500_000
_ROW = "\0row"


class Spool:
    """Keeps batches in ``folder``, one file per set of columns, and puts them together at the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts: list[Path] = []
        self._writer: pq.ParquetWriter | None = None
        self._fields: dict[str, pa.DataType] = {}

    def add(self, batch: pa.Table) -> None:
        """Keep one batch."""
        self._fields |= {field.name: field.type for field in batch.schema}
        if self._writer is None or self._writer.schema != batch.schema:
            self.close()
            self._parts.append(self._folder / f"part-{len(self._parts)}.parquet")
            self._writer = pq.ParquetWriter(self._parts[-1], batch.schema, compression="zstd")
        self._writer.write_table(batch)

    def close(self) -> None:
        """Close the file that is being written."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def finish(self, target: Path, ties: tuple[str, ...], settled: Callable[[pa.Table], pa.Table] | None = None) -> int:
        """Write all batches to ``target``, whole or not at all, and return how many rows changed their place.

        Rows keep the order they came in. Where ``ties`` names columns that are there, they are put into the order of
        ``at`` and then of these. ``settled`` makes of some rows what shall be written of them.
        """
        self.close()
        keys = [key for key in ties if key in self._fields]
        schema = pa.schema(list(self._fields.items()))
        moved, fresh = 0, self._folder / "whole.parquet"
        if len(self._parts) == 1 and not keys and settled is None:
            self._parts[0].replace(fresh)
        else:
            with pq.ParquetWriter(fresh, schema, compression="zstd") as writer:
                for batch, changed in self._sorted(keys) if keys else ((batch, 0) for batch in self._all()):
                    moved += changed
                    writer.write_table(settled(batch) if settled else batch)
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        fresh.replace(target)
        return moved

    def _all(self) -> Iterator[pa.Table]:
        for part in self._parts:
            with row_groups(part) as file:
                for group in range(file.num_row_groups):
                    table = file.read_row_group(group)
                    columns = {
                        name: table[name] if name in table.column_names else pa.nulls(len(table), kind)
                        for name, kind in self._fields.items()
                    }
                    yield pa.table(columns)

    def _sorted(self, keys: list[str]) -> Iterator[tuple[pa.Table, int]]:
        times = [table["at"].cast(pa.int64()).to_numpy() for table in self._all()]
        at = np.concatenate(times) if times else np.empty(0, dtype=np.int64)
        edges = [*np.unique(np.sort(at)[::_BUCKET]).tolist(), np.iinfo(np.int64).max]
        placed = 0
        for low, high in pairwise(edges):
            table = self._between(low, high)
            sorting = {"at": table["at"].cast(pa.int64()), "row": table[_ROW]}
            sorting |= {key: _numbers(table[key]) for key in keys}
            by = [("at", "ascending"), *((key, "ascending") for key in keys), ("row", "ascending")]
            chosen = table.take(pc.sort_indices(pa.table(sorting), sort_keys=by))
            moved = int((chosen[_ROW].to_numpy() != np.arange(placed, placed + len(chosen))).sum())
            placed += len(chosen)
            yield chosen.drop_columns([_ROW]), moved

    def _between(self, low: int, high: int) -> pa.Table:
        found, start = [], 0
        for table in self._all():
            at = table["at"].cast(pa.int64()).to_numpy()
            mine = (at >= low) & (at < high)
            rows = np.arange(start, start + len(at))[mine]
            found.append(table.filter(pa.array(mine)).append_column(_ROW, pa.array(rows)))
            start += len(at)
        return pa.concat_tables(found)


def _numbers(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    digits = pc.match_substring_regex(texts, r"^\d{1,18}$")
    return pc.if_else(digits, texts, None).cast(pa.int64())
