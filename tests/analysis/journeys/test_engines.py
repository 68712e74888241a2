"""What each engine reads from, what it leaves behind, and what it does with a journey of a million events."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cjm_research.analysis.journeys import Journeys, Log
from cjm_research.analysis.journeys.on_duckdb import OnDuckDB
from cjm_research.errors import EvidenceError

ROLES = {"customer": "customer", "moment": "at", "event": "event"}
EVENTS = 1_000_000


def paths(journeys):
    names = journeys.places("event")
    found = journeys.engine.rows(f"select path, n from {journeys.variants('event')}")
    return {"".join(names[place] for place in path): int(n) for path, n in found}


def table(order, moment="2026-05-01T00:00", kind=None):
    """Return the events A, B, C of one customer at one time, whose order stands in a column."""
    count = len(order)
    columns = {"customer": ["u"] * count, "event": list("ABC"[:count]), "turn": pa.array(order, kind)}
    return pa.table(columns | {"at": pa.array([np.datetime64(moment, "us")] * count)})


def written(rows, path):
    pq.write_table(rows, path)
    return Log(place=path, name="evidence/log.parquet", order="turn", **ROLES)


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    """Return a log in which one customer has a million events and another has two, mixed."""
    moments = np.datetime64("2026-05-01", "us") + np.random.default_rng(1).permutation(EVENTS + 2)
    who = np.where(np.isin(np.arange(EVENTS + 2), (5, 500_000)), "person", "bot")
    path = tmp_path_factory.mktemp("bot") / "bot.parquet"
    pq.write_table(pa.table({"customer": who, "at": moments, "event": np.where(who == "bot", "ping", "visit")}), path)
    return Log(place=path, name="evidence/bot.parquet", **ROLES)


class TestOrder:
    def test_equal_times_follow_the_column_for_order(self, tmp_path):
        assert paths(Journeys(written(table([2, 3, 1]), tmp_path / "log.parquet"), OnDuckDB())) == {"CAB": 1}

    def test_a_blank_order_or_one_of_text_is_refused(self, tmp_path):
        with pytest.raises(EvidenceError, match=r"column 'turn': is blank in 1 rows"):
            Journeys(written(table([2, None, 1]), tmp_path / "blank.parquet"), OnDuckDB())
        with pytest.raises(EvidenceError, match=r"column 'turn': holds text, in which 10 comes before 9"):
            Journeys(written(table(["9", "10"]), tmp_path / "text.parquet"), OnDuckDB())

    def test_a_column_for_order_that_is_not_there_is_asked_for(self, tmp_path):
        rows = table([1, 2]).drop_columns("turn")
        with pytest.raises(EvidenceError, match="has no column 'turn' for order"):
            Journeys(written(rows, tmp_path / "log.parquet"), OnDuckDB())


def test_blank_times_are_refused_and_counted(opened, tmp_path):
    rows = table([1, 2, 3]).drop_columns("at").append_column("at", pa.array([None, 5, None], pa.timestamp("us", "UTC")))
    with pytest.raises(EvidenceError, match=r"column 'at': is blank in 2 rows"):
        Journeys(written(rows, tmp_path / "log.parquet"), OnDuckDB())


def test_a_file_that_is_no_parquet_is_refused_with_a_sentence(tmp_path):
    path = tmp_path / "log.parquet"
    path.write_text("customer,at,event")
    with pytest.raises(EvidenceError, match="cannot be read as Parquet"):
        Journeys(Log(place=path, name="evidence/log.parquet", **ROLES), OnDuckDB())


def test_a_journey_of_a_million_events_is_cut_and_reported(bot):
    base = Journeys(bot, OnDuckDB()).base()
    assert (base.customers, base.events, base.cut, base.lost) == (2, EVENTS + 2, 1, EVENTS - 10_000)


class TestSpark:
    def test_a_journey_of_a_million_events_is_cut_and_reported_alike(self, bot, spark):
        journeys = spark(bot)
        assert journeys.base() == Journeys(bot, OnDuckDB()).base()
        journeys.close()

    def test_a_table_of_the_session_follows_its_order_and_leaves_the_session_as_it_was(self, session, spark, tmp_path):
        log = written(table([2, 3, 1]), tmp_path / "log.parquet")
        session.read.parquet(log.place.as_uri()).createOrReplaceTempView("visits")
        session.conf.set("spark.sql.session.timeZone", "Europe/Berlin")
        journeys = spark(Log(place="visits", name="visits", order="turn", engine="spark", **ROLES))
        assert paths(journeys) == {"CAB": 1}
        assert journeys.base().first.hour == 0  # a time without a zone counts as UTC, wherever the session lives
        assert session.conf.get("spark.sql.session.timeZone") == "Europe/Berlin"
        journeys.close()
        assert [view.name for view in session.catalog.listTables() if view.name.startswith("cjm_")] == []
        assert session._jsparkSession.sharedState().cacheManager().isEmpty()
        session.catalog.dropTempView("visits")

    def test_an_engine_nobody_holds_leaves_nothing_behind(self, session, spark, tmp_path):
        spark(written(table([1, 2, 3]), tmp_path / "log.parquet"))
        assert [view.name for view in session.catalog.listTables() if view.name.startswith("cjm_")] == []

    def test_a_table_that_is_missing_or_lacks_its_order_is_refused_with_a_sentence(self, session, spark, tmp_path):
        for name in ("missing", "no.such.table"):
            with pytest.raises(EvidenceError, match=f"{name}: is not a table this Spark session knows"):
                spark(Log(place=name, name=name, engine="spark", **ROLES))
        log = written(table([1, 2]).drop_columns("turn"), tmp_path / "log.parquet")
        with pytest.raises(EvidenceError, match=r"has no column 'turn' for order"):
            spark(log)
        assert [view.name for view in session.catalog.listTables() if view.name.startswith("cjm_")] == []


@pytest.fixture
def session(spark):
    """Return the Spark session of the tests."""
    from pyspark.sql import SparkSession

    return SparkSession.builder.getOrCreate()
