"""Small logs, written as a person would say them, opened with either engine."""

import shutil
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cjm_research.analysis.journeys import EVERYBODY, Crowd, Group, Journeys, Log
from cjm_research.analysis.journeys.on_duckdb import OnDuckDB
from cjm_research.study import Condition, Thresholds

DAY = datetime(2026, 5, 1, tzinfo=UTC)
LETTERS = tuple((letter.lower(), (letter,)) for letter in "ABCD")
"""Phases a, b, c, d with the events A, B, C, D; any other letter is in none."""


def crowd(journeys: Journeys, group: Group = EVERYBODY, thresholds: Thresholds | None = None) -> Crowd:
    """Return these people of a log, with the limits of the house unless said otherwise."""
    return Crowd(journeys, group, thresholds or Thresholds())


def events(**paths):
    """Return (customer, minutes, event) for paths such as ``u="ABXC"``, an hour between two letters."""
    return [(who, 60 * place, letter) for who, path in paths.items() for place, letter in enumerate(path)]


def write(rows, path):
    """Write (customer, minutes, event[, channel[, persona]]) in this order as a Parquet file."""
    filled = [(*row, "", "")[:5] if len(row) == 3 else (*row, "")[:5] for row in rows]
    columns = list(zip(*filled, strict=True)) or [[]] * 5
    names = ["customer", "at", "event", "channel", "persona"]
    values = dict(zip(names, columns, strict=True))
    values["at"] = [DAY + timedelta(minutes=minutes) for minutes in values["at"]]
    kinds = {name: pa.string() for name in names} | {"at": pa.timestamp("us", "UTC")}
    pq.write_table(pa.table({name: pa.array(list(values[name]), kinds[name]) for name in names}), path)


def log_at(path, **more):
    """Return the log of such a file: phases a to d, personas p and q by their column, unless said otherwise."""
    rules = tuple((name, (Condition(source="log", column="persona", any_of=(name,)),)) for name in ("p", "q"))
    given = {"personas": rules, "phases": LETTERS, "touchpoints": LETTERS} | more
    return Log(
        place=path,
        name="evidence/log.parquet",
        customer="customer",
        moment="at",
        event="event",
        channel="channel",
        **given,
    )


@pytest.fixture
def opened(tmp_path):
    """Open (customer, minutes, event[, channel[, persona]]) rows with DuckDB; keywords go to the log."""
    made = []

    def open_rows(rows, **more):
        path = tmp_path / f"log{len(made)}.parquet"
        write(rows, path)
        made.append(Journeys(log_at(path, **more), OnDuckDB()))
        return made[-1]

    yield open_rows
    for journeys in made:
        journeys.close()


@pytest.fixture(scope="session")
def spark():
    """Return what opens the same rows with a real Spark session on this machine."""
    if shutil.which("java") is None:
        pytest.skip("no Java on this machine, so no Spark session can be started")
    pytest.importorskip("pyspark", reason="Spark is an extra: pip install 'cjm_research[spark]'")
    from cjm_research.analysis.journeys.on_spark import OnSpark

    return lambda log: Journeys(log, OnSpark("local[2]"))


@pytest.fixture
def both(opened, spark, tmp_path):
    """Open the same rows with DuckDB and with Spark."""

    def open_rows(rows, **more):
        path = tmp_path / "both.parquet"
        write(rows, path)
        return opened(rows, **more), spark(log_at(path, **more))

    return open_rows
