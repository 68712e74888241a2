"""Spark, for logs that live in a cluster: an item is a struct of moment, place in the log and code."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cjm_research.analysis.journeys.engine import Engine
from cjm_research.errors import EvidenceError

if TYPE_CHECKING:
    from cjm_research.analysis.journeys.log import Log

THIS_MACHINE = "local[2]"
_NUMBERS = count(1)


class OnSpark(Engine):
    """The Spark session there is, else one on the named master, else one on this machine."""

    def __init__(self, master: str) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            what = "asks for Spark, which is not installed. Install it with: pip install 'cjm_research[spark]'"
            raise EvidenceError("evidence/sources.yaml", what) from None
        self._session = SparkSession.getActiveSession() or _started(SparkSession.builder, master)
        self._session.conf.set("spark.sql.session.timeZone", "UTC")
        self._prefix = f"cjm_{next(_NUMBERS)}_"
        self._kept: list[str] = []

    def open(self, log: Log) -> dict[str, str]:
        from pyspark.errors import PySparkException

        try:
            found = self._from_file(log.place) if isinstance(log.place, Path) else self._from_table(log)
            found.createOrReplaceTempView(self.relation("source"))
        except PySparkException:
            raise EvidenceError(log.name, _why_not(log)) from None
        self._kept.append("source")
        return {name: kind.lower() for name, kind in found.dtypes if name != "cjm_place"}

    def _from_file(self, path: Path) -> Any:
        return self._session.read.parquet(path.as_uri()).selectExpr("*", "_metadata.row_index as cjm_place")

    def _from_table(self, log: Log) -> Any:
        place = self.name(log.order) if log.order else "0"
        return self._session.table(str(log.place)).selectExpr("*", f"cast({place} as bigint) as cjm_place")

    def relation(self, name: str) -> str:
        return self._prefix + name

    def keep(self, name: str, query: str) -> None:
        self._session.sql(query).cache().createOrReplaceTempView(self.relation(name))
        self._kept.append(name)

    def view(self, name: str, query: str) -> None:
        self._session.sql(query).createOrReplaceTempView(self.relation(name))
        self._kept.append(name)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._session.sql(query).collect()]

    def seal(self) -> None:
        """Leave the session as it is: its tables are where it reads from."""

    def close(self) -> None:
        for name in self._kept:
            self._session.catalog.uncacheTable(self.relation(name))
            self._session.catalog.dropTempView(self.relation(name))

    def name(self, column: str) -> str:
        return "`" + column.replace("`", "``") + "`"

    def text(self, value: str) -> str:
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def number(self, column: str) -> str:
        return f"try_cast({column} as double)"

    def micros(self, column: str) -> str:
        return f"unix_micros(cast({column} as timestamp))"

    def packed(self, micros: str, place: str, code: str) -> str:
        return f"named_struct('moment', {micros}, 'place', {place}, 'code', cast({code} as int))"

    def moment(self, item: str) -> str:
        return f"{item}.moment"

    def code(self, item: str) -> str:
        return f"{item}.code"

    def recoded(self, item: str, code: str) -> str:
        made = f"named_struct('moment', {item}.moment, 'place', {item}.place, 'code', {code})"
        return f"case when {code} is not null then {made} end"

    def gathered(self, items: str) -> str:
        return f"array_sort(collect_list({items}))"

    def union_of_bits(self, bits: str) -> str:
        return f"bit_or({bits})"

    def list_of(self, values: Sequence[str]) -> str:
        return f"cast(array({', '.join(values)}) as array<int>)"

    def numbers(self, last: str) -> str:
        return f"sequence(1, {last})"

    def length(self, values: str) -> str:
        return f"size({values})"

    def at(self, values: str, place: str) -> str:
        return f"get({values}, cast({place} as int) - 1)"

    def part(self, values: str, first: str, last: str) -> str:
        return f"slice({values}, cast({first} as int), cast(greatest({last} - ({first}) + 1, 0) as int))"

    def each(self, values: str, expression: str) -> str:
        return f"transform({values}, v -> {expression})"

    def only(self, values: str, condition: str) -> str:
        return f"filter({values}, v -> {condition})"

    def capped(self, items: str, most: int) -> str:
        return f"slice({items}, 1, {most})"

    def unrepeated(self, path: str) -> str:
        return f"filter({path}, (v, i) -> i = 0 or v <> get({path}, i - 1))"

    def firsts(self, path: str) -> str:
        return f"filter({path}, (v, i) -> array_position({path}, v) = i + 1)"

    def changes(self, items: str) -> str:
        return f"filter({items}, (v, i) -> i = 0 or v.code <> get({items}, i - 1).code)"

    def fold(self, values: str, start: str, expression: str) -> str:
        return f"aggregate({values}, cast({start} as bigint), (a, v) -> cast({expression} as bigint))"

    def distinct(self, values: str) -> str:
        return f"array_distinct({values})"

    def holds(self, values: str, value: str) -> str:
        return f"array_contains({values}, {value})"

    def place(self, values: str, value: str) -> str:
        return f"nullif(array_position({values}, {value}), 0)"

    def rows_of(self, values: str, name: str) -> str:
        return f"explode({values}) as {name}"

    def pairs(self, values: str) -> str:
        count = f"cast(greatest(size({values}) - 1, 0) as int)"
        return f"inline(arrays_zip(slice({values}, 1, {count}), slice({values}, 2, {count}))) as (a, z)"

    def neighbours(self, path: str) -> str:
        earlier = f"slice({path}, 1, cast(greatest(size({path}) - 1, 0) as int))"
        return f"transform({earlier}, (v, i) -> cast(v as bigint) * 65536 + get({path}, i + 1))"

    def quantile(self, values: str, share: float) -> str:
        return f"percentile({values}, {share})"


def _started(builder: Any, master: str) -> Any:
    made = builder.appName("cjm_research").config("spark.ui.enabled", "false")
    made = made.config("spark.ui.showConsoleProgress", "false").config("spark.sql.shuffle.partitions", "8")
    session = made.master(master or THIS_MACHINE).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _why_not(log: Log) -> str:
    if isinstance(log.place, Path):
        return "cannot be read as Parquet. Export it again."
    return (
        "is not a table this Spark session knows, or its column for 'order' is not there. Check both in sources.yaml."
    )
