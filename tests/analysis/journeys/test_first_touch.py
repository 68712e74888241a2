"""Each customer comes in once, at the first event that is in a place."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.analysis.journeys import Group, first_touch
from cjm_research.study import Thresholds
from tests.analysis.journeys.conftest import crowd
from tests.analysis.journeys.walks import WALKS, many, on, told, walked

ALL = Thresholds().model_copy(update={"min_group": 1})


def journeys_of(**ways):
    return [
        (f"{way}{who}", place, letter)
        for way, n in ways.items()
        for who in range(n)
        for place, letter in enumerate(way)
    ]


def counts(found):
    return [(row.place, row.customers, row.rarer) for row in found]


def test_events_in_no_touchpoint_are_passed_over(opened):
    found = first_touch(crowd(opened(journeys_of(XAB=6, BA=9, X=5))))
    assert counts(found) == [("b", 9, False), ("a", 6, False)]
    assert str(found[1].share) == "40 % [20, 64], n = 15, indicative"


def test_places_of_few_customers_are_told_together(opened):
    found = first_touch(crowd(opened(journeys_of(A=9, B=3, C=4))))
    assert counts(found) == [("a", 9, False), (None, 7, False)]


def test_where_too_few_are_left_they_are_told_with_the_most_frequent(opened):
    found = first_touch(crowd(opened(journeys_of(A=9, B=6, C=4))))
    assert counts(found) == [("a", 13, True), ("b", 6, False)]


def test_the_entry_channel_is_that_of_the_first_event_of_all(opened):
    rows = [
        (f"u{who}", minute, event, channel)
        for who in range(5)
        for minute, event, channel in ((0, "X", "mail"), (1, "A", "web"))
    ]
    assert counts(first_touch(crowd(opened(rows)), "channel")) == [("mail", 5, False)]


def test_events_have_their_own_names(opened):
    assert counts(first_touch(crowd(opened(journeys_of(XA=5))), "event")) == [("X", 5, False)]


@pytest.mark.parametrize("rows", [[], journeys_of(A=4), journeys_of(X=9)], ids=["empty", "few", "none in a place"])
def test_where_nobody_can_be_told_there_is_no_row(opened, rows):
    found = first_touch(crowd(opened(rows)))
    assert not found
    assert list(found.frame()) == ["place", "customers", "share", "rarer"]


@settings(max_examples=40, deadline=None)
@given(WALKS, st.sampled_from(["touchpoint", "channel", "event", "phase"]), st.sampled_from(["", "q"]))
def test_a_walk_through_the_events_finds_the_same(rows, level, persona):
    with walked(rows) as journeys:
        found = first_touch(crowd(journeys, Group(persona), ALL), level)
    first = Counter(places[0][1] for journey in told(rows, persona) if (places := on(level, journey)))
    assert {row.place: row.customers for row in found} == first
    assert [row.share.value for row in found] == [row.customers / sum(first.values()) for row in found]
    assert not any(row.rarer for row in found)


@settings(max_examples=40, deadline=None)
@given(WALKS, st.sampled_from(["touchpoint", "channel", "event", "phase"]), st.sampled_from(["", "q"]))
def test_who_comes_in_alone_is_told_with_others_and_nobody_is_lost(rows, level, persona):
    with walked(rows) as journeys:
        found = first_touch(crowd(journeys, Group(persona), Thresholds(min_group=2)), level)
    first = Counter(places[0][1] if (places := on(level, journey)) else None for journey in told(rows, persona))
    if first[None] != 1:  # one without a place is told with the rarer, more are not counted
        del first[None]
    base, alone = sum(first.values()), sum(n == 1 for n in first.values())
    assert sum(row.customers for row in found) == (base if base > 1 else 0)
    assert all(row.customers > 1 for row in found)
    for row in found:
        if row.place is not None:
            assert row.customers == first[row.place] + (alone if row.rarer else 0)
    assert any(row.rarer for row in found) == (alone == 1 and base > 1 and len(first) > 1)


def test_spark_finds_the_same(both):
    duckdb, spark = both(many())
    for level in ("touchpoint", "channel"):
        here, there = (first_touch(crowd(engine, Group("q")), level) for engine in (duckdb, spark))
        assert here == there
        assert len(here) >= 3
