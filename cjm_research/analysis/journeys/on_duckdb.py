"""DuckDB, the embedded engine: an item is one 128-bit integer, microseconds above place in the log above code."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import duckdb

from cjm_research.analysis.journeys.engine import Engine
from cjm_research.errors import EvidenceError

if TYPE_CHECKING:
    from cjm_research.analysis.journeys.log import Log

MEMORY = "3GB"
"""Above this, DuckDB works on disk."""


class OnDuckDB(Engine):
    """DuckDB inside this process; what does not fit in memory goes to a folder of its own, which goes with it."""

    def __init__(self) -> None:
        self._spill = tempfile.TemporaryDirectory(prefix="cjm-")
        config: dict[str, Any] = {"threads": "2", "memory_limit": MEMORY, "temp_directory": self._spill.name}
        self._connection = duckdb.connect(":memory:", config=config)
        for setting in ("enable_progress_bar = false", "preserve_insertion_order = false", "timezone = 'UTC'"):
            self._connection.execute(f"set {setting}")

    def open(self, log: Log) -> dict[str, str]:
        file = f"read_parquet({self.text(str(log.place))}, file_row_number = true)"
        try:
            found = self.rows(f"describe select * from {file}")
        except (duckdb.IOException, duckdb.InvalidInputException):
            raise EvidenceError(log.name, "cannot be read as Parquet. Export it again.") from None
        columns = {name: kind.lower() for name, kind, *_ in found if name != "file_row_number"}
        place = "file_row_number"
        if log.order in columns:
            place = f"row_number() over (order by {self.name(log.order)}, file_row_number)"
        self.view("source", f"select * exclude (file_row_number), {place} as cjm_place from {file}")
        return columns

    def relation(self, name: str) -> str:
        return name

    def view(self, name: str, query: str) -> None:
        self._connection.execute(f"create view {name} as {query}")

    def keep(self, name: str, query: str) -> None:
        self._connection.execute(f"create table {name} as {query}")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(query).fetchall()

    def seal(self) -> None:
        self._connection.execute("set enable_external_access = false")

    def close(self) -> None:
        self._connection.close()
        self._spill.cleanup()

    def name(self, column: str) -> str:
        return '"' + column.replace('"', '""') + '"'

    def text(self, value: str) -> str:
        return "'" + value.replace("'", "''") + "'"

    def number(self, column: str) -> str:
        return f"try_cast({column} as double)"

    def micros(self, column: str) -> str:
        return f"epoch_us({column})"

    def packed(self, micros: str, place: str, code: str) -> str:
        return f"({micros}::hugeint << 56) + (({place} << 16) + {code})"

    def moment(self, item: str) -> str:
        return f"({item} >> 56)::bigint"

    def code(self, item: str) -> str:
        return f"({item} & 65535)::integer"

    def recoded(self, item: str, code: str) -> str:
        return f"((({item}) >> 16) << 16) + {code}"

    def gathered(self, items: str) -> str:
        return f"list_sort(list({items}))"

    def union_of_bits(self, bits: str) -> str:
        return f"bit_or({bits})"

    def list_of(self, values: Sequence[str]) -> str:
        return f"[{', '.join(values)}]::integer[]"

    def numbers(self, last: str) -> str:
        return f"range(1, {last} + 1)"

    def length(self, values: str) -> str:
        return f"len({values})"

    def at(self, values: str, place: str) -> str:
        return f"({values})[{place}]"

    def part(self, values: str, first: str, last: str) -> str:
        return f"list_slice({values}, {first}, {last})"

    def each(self, values: str, expression: str) -> str:
        return f"list_transform({values}, lambda v: {expression})"

    def only(self, values: str, condition: str) -> str:
        return f"list_filter({values}, lambda v: {condition})"

    def capped(self, items: str, most: int) -> str:
        return f"case when len({items}) > {most} then {items}[:{most}] else {items} end"

    def unrepeated(self, path: str) -> str:
        return f"list_filter({path}, lambda v, i: i = 1 or v <> {path}[i - 1])"

    def firsts(self, path: str) -> str:
        return f"list_filter({path}, lambda v, i: list_position({path}, v) = i)"

    def changes(self, items: str) -> str:
        before = self.code(f"{items}[i - 1]")
        return f"list_filter({items}, lambda v, i: i = 1 or {self.code('v')} <> {before})"

    def fold(self, values: str, start: str, expression: str) -> str:
        return f"list_reduce(({values})::bigint[], lambda a, v: ({expression})::bigint, ({start})::bigint)"

    def distinct(self, values: str) -> str:
        return f"list_distinct({values})"

    def holds(self, values: str, value: str) -> str:
        return f"list_contains({values}, {value})"

    def place(self, values: str, value: str) -> str:
        return f"nullif(list_position({values}, {value}), 0)"

    def rows_of(self, values: str, name: str) -> str:
        return f"unnest({values}) as {name}"

    def pairs(self, values: str) -> str:
        return f"unnest(({values})[:-2]) as a, unnest(({values})[2:]) as z"

    def neighbours(self, path: str) -> str:
        return f"list_transform({path}[:-2], lambda v, i: v::bigint * 65536 + {path}[i + 1])"

    def quantile(self, values: str, share: float) -> str:
        return f"quantile_cont({values}, {share})"

    def quantiles(self, values: str, shares: Sequence[float]) -> str:
        return f"quantile_cont({values}, [{', '.join(map(str, shares))}])"
