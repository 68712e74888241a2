"""Transitions: counted, timed, and told together where too few customers make them."""

from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings

from cjm_research.analysis.journeys import EVERYBODY, Group, transitions
from cjm_research.study import Thresholds
from tests.analysis.journeys.conftest import crowd, events
from tests.analysis.journeys.walks import WALKS, many, on, told, walked

ALL = Thresholds().model_copy(update={"min_group": 1})
LEVELS = ("event", "touchpoint", "channel", "phase")


def by_hand(rows, level, persona=""):
    """Return for each pair of places: transitions, customers, and the seconds between."""
    counts, customers, waits = Counter(), Counter(), defaultdict(list)
    for journey in told(rows, persona):
        steps = list(pairwise(on(level, journey)))
        customers.update({(a, z) for (_, a), (_, z) in steps})
        for (start, a), (end, z) in steps:
            counts[a, z] += 1
            waits[a, z].append(60 * (end - start))
    return counts, customers, waits


@settings(max_examples=40, deadline=None)
@given(WALKS)
def test_the_same_as_in_plain_python(rows):
    with walked(rows) as journeys:
        for level in LEVELS:
            counts, customers, waits = by_hand(rows, level)
            found = transitions(crowd(journeys, thresholds=ALL), level)
            assert {(r.source, r.target): (r.count, r.customers) for r in found} == {
                pair: (count, customers[pair]) for pair, count in counts.items()
            }
            for row in found:
                between = waits[row.source, row.target]
                assert (row.median, row.p90) == pytest.approx((np.quantile(between, 0.5), np.quantile(between, 0.9)))
                assert row.departures == sum(count for (a, _), count in counts.items() if a == row.source)


@settings(max_examples=40, deadline=None)
@given(WALKS)
def test_nothing_about_too_few_can_be_worked_out(rows):
    least, (counts, customers, _) = 3, by_hand(rows, "touchpoint")
    journeys_on = [on("touchpoint", journey) for journey in told(rows)]
    with walked(rows) as journeys:
        found = transitions(crowd(journeys, thresholds=Thresholds(min_group=least)), "touchpoint").frame()
    for source, here in found.groupby("source"):
        assert here["count"].sum() == here["departures"].iloc[0]
        assert here["share"].sum() == pytest.approx(1)
        shown = set(here["target"].dropna())
        assert all(customers[source, target] >= least for target in shown)
        hidden = {pair for pair in counts if pair[0] == source and pair[1] not in shown}
        concerned = sum(any((a[1], z[1]) in hidden for a, z in pairwise(path)) for path in journeys_on)
        assert not hidden or concerned >= least


def test_one_customer_counts_once_for_the_reach_and_as_often_as_it_happens_for_the_share(opened):
    journeys = opened(events(u="ABABAC", **{f"v{number}": "AB" for number in range(5)}))
    found = transitions(crowd(journeys, thresholds=ALL), "touchpoint").frame().set_index(["source", "target"])
    assert found.loc[("a", "b"), ["count", "departures", "customers"]].tolist() == [7, 8, 6]
    assert found.loc[("a", "b"), "share"] == 7 / 8
    assert str(found.loc[("a", "c"), "reach"]) == "17 % [3, 56], n = 6, indicative"
    assert (found.loc[("a", "b"), "median"], found.loc[("a", "b"), "p90"]) == (3600, 3600)


def test_the_rarest_of_the_others_is_told_with_the_hidden_ones_only_where_these_are_too_few(opened):
    rows = events(**{f"b{n}": "AB" for n in range(9)}, **{f"c{n}": "AC" for n in range(6)}, d="AD")
    found = transitions(crowd(opened(rows)), "touchpoint")
    assert [(row.target, row.count) for row in found] == [("b", 9), (None, 7)]
    rows += events(**{f"x{n}": "AA" for n in range(4)})
    found = transitions(crowd(opened(rows)), "touchpoint")
    assert [(row.target, row.count) for row in found] == [("b", 9), ("c", 6), (None, 5)]


@pytest.mark.parametrize(
    "rows", [[], events(u="A"), events(u="X"), events(u="AB")], ids=["none", "one", "placeless", "few"]
)
def test_who_goes_nowhere_has_no_transition(opened, rows):
    found = transitions(crowd(opened(rows)), "touchpoint")
    assert not found
    assert list(found.frame())[:3] == ["source", "target", "count"]


def test_spark_says_the_same(both):
    duckdb, spark = both(many())
    for level in LEVELS:
        for group in (EVERYBODY, Group("p", channel="web")):
            one, other = (transitions(crowd(journeys, group), level) for journeys in (duckdb, spark))
            assert len(one)
            assert one == other
