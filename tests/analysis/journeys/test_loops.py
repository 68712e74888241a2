"""Customers who come back, against a plain walk."""

from itertools import groupby, pairwise

from hypothesis import given, settings

from cjm_research.analysis.journeys import Group, loops, returns
from cjm_research.study import Thresholds
from tests.analysis.journeys.conftest import crowd, events
from tests.analysis.journeys.walks import WALKS, many, on, told, walked

ALL = Thresholds().model_copy(update={"min_group": 1})


def by_hand(rows, level, place, persona=""):
    """Return customers, who returned, how often, who repeated, how often; at a place, or (None) at any."""
    sums = [0] * 5
    for journey in told(rows, persona):
        path = [where for _, where in on(level, journey)]
        visits = [where for where, _ in groupby(path)]
        times, came = (len([w for w in walk if place in (w, None)]) for walk in (path, visits))
        places = len(set(visits)) if place is None else min(came, 1)
        own = (times > 0, came > places, came - places, times > came, times - came)
        sums = [a + b for a, b in zip(sums, own, strict=True)]
    return sums


@settings(max_examples=40, deadline=None)
@given(WALKS)
def test_any_log_counts_as_the_plain_walk_through_it(rows):
    with walked(rows) as journeys:
        for level in ("touchpoint", "event", "phase", "channel"):
            for row in loops(crowd(journeys, Group("p"), ALL), level):
                customers, returned, times, repeated, repeats = by_hand(rows, level, row.place, "p")
                assert row.customers == customers
                for share, count in ((row.returned, returned), (row.repeated, repeated)):
                    assert share.n == customers
                    assert share.value is None if customers < 1 else round(share.value * customers) == count
                assert row.returns == (times if returned >= 1 else None)
                assert row.repeats == (repeats if repeated >= 1 else None)


@settings(max_examples=40, deadline=None)
@given(WALKS)
def test_any_log_goes_back_as_the_plain_walk_through_it(rows):
    with walked(rows) as journeys:
        found = returns(crowd(journeys, thresholds=ALL))
    assert [row.phase for row in found] == list("bcd")
    walks = [[place for _, place in on("phase", journey)] for journey in told(rows)]
    for row in found:
        back = [[z for a, z in pairwise(walk) if a == row.phase and z < a] for walk in walks]
        returned, to = sum(map(bool, back)), {z: sum(z in one for one in back) for z in "abcd"}
        assert row.customers == row.returned.n == sum(row.phase in walk for walk in walks)
        assert row.returned.value is None or round(row.returned.value * row.customers) == returned
        assert row.returns == (sum(map(len, back)) if returned >= 1 else None)
        assert row.earlier == (max(to, key=lambda z: (to[z], z)) if max(to.values()) >= 1 else None)
        if row.earlier:
            assert round(row.mostly.value * row.customers) == to[row.earlier]


def test_a_repeat_is_no_return(opened):
    found = loops(crowd(opened(events(**{f"u{n}": "AAB" for n in range(5)}))))
    assert [(r.place, r.returned.value, r.returns, r.repeated.value, r.repeats) for r in found] == [
        ("a", 0.0, None, 1.0, 5),
        ("b", 0.0, None, 0.0, None),
        (None, 0.0, None, 1.0, 5),
    ]


def test_the_place_most_people_come_back_to_stands_first(opened):
    journeys = opened(events(**{f"u{n}": "BAB" for n in range(6)}, **{f"v{n}": "ABA" for n in range(5)}))
    assert [loop.place for loop in loops(crowd(journeys))] == ["b", "a", None]


def test_a_log_without_events_has_no_loops(opened):
    assert not loops(crowd(opened([])))
    assert [row.returned.reason for row in returns(crowd(opened([])))] == ["no answers"] * 3
    assert not returns(crowd(opened(events(u="A"), phases=())))


def test_spark_counts_the_same(both):
    duckdb, spark = both(many())
    for group in (Group(), Group("q")):
        one, other = crowd(duckdb, group), crowd(spark, group)
        assert loops(one) == loops(other)
        assert loops(one, "phase") == loops(other, "phase")
        assert returns(one) == returns(other)
