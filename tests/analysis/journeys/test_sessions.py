"""A session ends after a pause strictly longer than the gap; midnight is no end."""

from itertools import pairwise
from statistics import mean, median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.analysis.journeys import Group, sessions
from cjm_research.study import Thresholds
from tests.analysis.journeys.conftest import crowd
from tests.analysis.journeys.walks import WALKS, many, told, walked

ALL = Thresholds().model_copy(update={"min_group": 1})


def at(*minutes, customers=5):
    """Return the same events for several customers, so that nothing is withheld."""
    return [(f"u{who}", minute, "A") for who in range(customers) for minute in minutes]


def clock(text):
    hours, minutes = text.split(":")
    return 60 * int(hours) + int(minutes)


def per_customer(found):
    return {row.gap_minutes: row.per_customer.value for row in found}


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (["11:30", "11:59"], 1),
        (["11:30", "12:01"], 2),
        (["11:30", "12:00"], 1),
        (["23:55", "24:10"], 1),
        (["11:30", "11:59", "12:30", "23:55", "24:10"], 3),
    ],
    ids=["29 minutes", "31 minutes", "exactly 30 minutes", "over midnight", "a day"],
)
def test_published_examples_with_30_minutes(opened, times, expected):
    found = sessions(crowd(opened(at(*map(clock, times)))))
    assert per_customer(found)[30] == expected


def test_microseconds_decide(opened):
    found = sessions(crowd(opened(at(0, 30 + 1 / 60_000_000))))
    assert per_customer(found)[30] == 2


def test_the_sensitivity_to_the_gap_is_told_and_the_usual_one_marked(opened):
    found = sessions(crowd(opened(at(0, 20, 65, 70))))
    assert [row.usual for row in found] == [False, True, False]
    assert [row.sessions for row in found] == [15, 10, 5]
    assert [row.customers for row in found] == [5, 5, 5]
    assert [row.events for row in found] == [1.0, 2.0, 4.0]
    assert [row.several.value for row in found] == [1.0, 1.0, 0.0]


def test_each_session_counts_once_in_the_median_of_its_events(opened):
    rows = [*at(0, 1, 2, customers=6), *[(f"v{who}", 100 * place, "A") for who in range(9) for place in range(2)]]
    found = sessions(crowd(opened(rows)), (30,))
    assert [row.sessions for row in found] == [24]
    assert [row.events for row in found] == [1.0]
    assert found[0].several.value == pytest.approx(0.6)


def test_events_in_no_phase_keep_a_session_alive(opened):
    rows = [(who, minute, event) for who in "uvwxy" for minute, event in ((0, "A"), (25, "X"), (50, "B"))]
    assert per_customer(sessions(crowd(opened(rows)), (30,))) == {30: 1}


def test_too_few_customers_and_an_empty_log_have_no_row(opened):
    assert not sessions(crowd(opened(at(0, 50, customers=4))))
    assert not sessions(crowd(opened([])))


def plain(rows, gap, persona=""):
    """Walk through the events: sessions of each customer, events of each session."""
    lengths = []
    for journey in told(rows, persona):
        lengths.append([1])
        for (before, *_), (now, *_) in pairwise(journey):
            if now - before > gap:
                lengths[-1].append(0)
            lengths[-1][-1] += 1
    return lengths


def expected(rows, gap, persona=""):
    lengths = plain(rows, gap, persona)
    if not lengths:
        return None
    counts = [len(journey) for journey in lengths]
    return (
        gap,
        gap == 30,
        sum(counts),
        len(counts),
        mean(counts) if len(counts) > 1 else None,
        sum(n > 1 for n in counts) / len(counts),
        median(n for journey in lengths for n in journey),
    )


def values(found):
    return [
        (r.gap_minutes, r.usual, r.sessions, r.customers, r.per_customer.value, r.several.value, r.events)
        for r in found
    ]


@settings(max_examples=40, deadline=None)
@given(WALKS, st.sampled_from(["", "p"]))
def test_a_walk_through_the_events_finds_the_same(rows, persona):
    with walked(rows) as journeys:
        found = sessions(crowd(journeys, Group(persona), ALL), (0, 1, 3))
    assert values(found) == [
        pytest.approx(line) for gap in (0, 1, 3) if (line := expected(rows, gap, persona)) is not None
    ]


def test_spark_finds_the_same(both):
    duckdb, spark = both(many())
    here, there = (sessions(crowd(engine, Group("p")), (5, 30, 60)) for engine in (duckdb, spark))
    assert here == there
    assert len(here) == 3
