"""Spark, for logs that live in a cluster: an item is a struct of moment, place in the log and code."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import finalize

from cjm_research.analysis.journeys.engine import Engine
from cjm_research.errors import EvidenceError

if TYPE_CHECKING:
    from cjm_research.analysis.journeys.log import Log

THIS_MACHINE = "local[2]"
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.memory": "3g",
    "spark.sql.shuffle.partitions": "8",
}
"""For a session of our own; one that is there keeps its settings."""
ZONE = "spark.sql.session.timeZone"
_NUMBERS = count(1)


class OnSpark(Engine):
    """The Spark session there is, else one on the named master, else one on this machine.

    Views and what is kept in memory leave the session with `close`, or when nobody holds the engine any more.
    """

    def __init__(self, master: str) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            what = "asks for Spark, which is not installed. Install it with: pip install 'cjm_research[spark]'"
            raise EvidenceError("evidence/sources.yaml", what) from None
        self._session = SparkSession.getActiveSession() or _started(SparkSession.builder, master)
        self._zone = str(self._session.conf.get(ZONE))
        self._prefix = f"cjm_{next(_NUMBERS)}_"
        self._views: list[str] = []
        self._left = finalize(self, _leave, self._session, self._views)
        self._left.atexit = False

    def open(self, log: Log) -> dict[str, str]:
        self._session.conf.set(ZONE, "UTC")  # what a moment without a zone means is settled when a query is planned
        rows = self._from_file(log, log.place) if isinstance(log.place, Path) else self._from_table(log, log.place)
        columns = {name: kind.lower() for name, kind in rows.dtypes}
        row = "_metadata.row_index" if isinstance(log.place, Path) else "cast(0 as bigint)"
        place = self.name(log.order) if log.order in columns else row
        self._name(rows.selectExpr("*", f"{place} as cjm_place"), "source")
        return columns

    def _from_file(self, log: Log, path: Path) -> Any:
        from pyspark.errors import PySparkException

        try:
            return self._session.read.parquet(path.as_uri())
        except PySparkException:
            raise EvidenceError(log.name, "cannot be read as Parquet. Export it again.") from None

    def _from_table(self, log: Log, table: str) -> Any:
        from pyspark.errors import PySparkException

        try:
            if self._session.catalog.tableExists(table):  # a plain attempt would print a page of Java where it fails
                return self._session.table(table)
        except PySparkException:
            pass
        raise EvidenceError(log.name, "is not a table this Spark session knows. Check 'table' in sources.yaml.")

    def _name(self, found: Any, name: str) -> None:
        found.createOrReplaceTempView(self.relation(name))
        self._views.append(self.relation(name))

    def relation(self, name: str) -> str:
        return self._prefix + name

    def keep(self, name: str, query: str) -> None:
        self._name(self._session.sql(query).cache(), name)

    def view(self, name: str, query: str) -> None:
        self._name(self._session.sql(query), name)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._session.sql(query).collect()]

    def seal(self) -> None:
        self._session.conf.set(ZONE, self._zone)

    def close(self) -> None:
        self.seal()
        self._left()

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

    def quantiles(self, values: str, shares: Sequence[float]) -> str:
        return f"percentile({values}, array({', '.join(map(str, shares))}))"


def _started(builder: Any, master: str) -> Any:
    for setting, value in SETTINGS.items():
        builder = builder.config(setting, value)
    session = builder.appName("cjm_research").master(master or THIS_MACHINE).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _leave(session: Any, views: list[str]) -> None:
    for view in reversed(views):
        session.catalog.uncacheTable(view)
        session.catalog.dropTempView(view)
    views.clear()
