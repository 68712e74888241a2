"""One list per customer, in the order of the log, on every level; the same on both engines."""

import pytest

from cjm_research.analysis.journeys import Group
from cjm_research.errors import EvidenceError, UnknownIdError


def events(**paths):
    return [(who, 60 * place, letter) for who, path in paths.items() for place, letter in enumerate(path)]


def paths(journeys, level="event", group=None):
    """Return how many customers go each path, written in letters."""
    where = journeys.where(group or Group())
    names = journeys.places(level)
    found = journeys.engine.rows(f"select path, sum(n) from {journeys.variants(level)} where {where} group by path")
    return {"".join(names[place] for place in path): int(n) for path, n in found}


def test_equal_times_keep_the_order_of_the_log(opened):
    assert paths(opened([("u", 0, "B"), ("u", 0, "A"), ("v", 0, "A"), ("v", 0, "B")])) == {"BA": 1, "AB": 1}


def test_time_goes_before_the_order_of_the_log(opened):
    assert paths(opened([("u", 5, "B"), ("u", 0, "A")])) == {"AB": 1}


def test_a_phase_is_told_once_as_long_as_it_lasts_and_events_in_no_phase_are_left_out(opened):
    journeys = opened(events(u="AAXABBA", v="X"))
    assert paths(journeys, "phase") == {"aba": 1, "": 1}
    assert paths(journeys, "touchpoint") == {"aaabba": 1, "": 1}


def test_groups_are_told_apart(opened):
    rows = [
        ("u", 0, "A", "web", "p"),
        ("u", 1, "B", "shop", "p"),
        ("v", 0, "A", "shop", "q"),
        ("w", 0, "B", "web", "q"),
    ]
    journeys = opened(rows, waves=(("may", 0, 2**60), ("later", 2**60 + 1, 2**61)))
    assert paths(journeys, group=Group("p")) == {"AB": 1}
    assert paths(journeys, group=Group(channel="shop")) == {"A": 1}
    assert paths(journeys, group=Group("q", channel="web")) == {"B": 1}
    assert paths(journeys, group=Group(wave="later")) == {}
    with pytest.raises(UnknownIdError, match="'r'"):
        journeys.where(Group("r"))


def test_who_fulfils_two_rules_belongs_to_both(opened):
    journeys = opened([("u", 0, "A", "", "p"), ("u", 1, "B", "", "q")])
    assert paths(journeys, group=Group("p")) == paths(journeys, group=Group("q")) == {"AB": 1}


def test_an_endless_journey_is_cut_and_the_cut_is_reported(opened):
    base = opened(events(bot="A" * 12, u="AB"), cap=5).base()
    assert (base.customers, base.events, base.cut, base.lost) == (2, 14, 1, 7)


def test_events_of_nobody_and_nameless_events_are_refused(opened):
    with pytest.raises(EvidenceError, match=r"column 'customer': is blank in 2 rows"):
        opened([("u", 0, "A"), (" ", 0, "A"), ("", 1, "B")])
    with pytest.raises(EvidenceError, match=r"column 'event': is blank"):
        opened([("u", 0, "A"), ("u", 0, " ")])


def test_a_log_without_events_has_nobody(opened):
    journeys = opened([])
    assert journeys.base().customers == 0
    assert paths(journeys, "phase") == {}


def test_more_than_256_events_keep_their_names(opened):
    rows = [("u", number, f"e{number:04}") for number in range(1000)]
    assert list(paths(opened(rows))) == ["".join(f"e{number:04}" for number in range(1000))]


def test_spark_makes_the_same_lists(both):
    rows = [
        ("u", 5, "B", "web", "p"),
        ("u", 5, "A", "shop", "p"),
        ("v", 0, "X", "", "q"),
        ("v", 9, "C", "it's \\ `", "q"),
    ]
    duckdb, spark = both(rows, waves=(("may", 0, 2**60),))
    for level in ("event", "touchpoint", "phase"):
        assert paths(duckdb, level) == paths(spark, level)
    assert duckdb.base(Group("p", channel="web", wave="may")) == spark.base(Group("p", channel="web", wave="may"))
    assert duckdb.channels == spark.channels
