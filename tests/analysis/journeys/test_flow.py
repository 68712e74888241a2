"""What flows in flows out: links reconcile at every step, losses leave, and nobody can be made out."""

from collections import Counter
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.analysis.journeys import LEFT, OTHER, Group, flow
from cjm_research.study import Thresholds
from tests.analysis.journeys.conftest import crowd
from tests.analysis.journeys.walks import WALKS, many, on, told, walked


def customers(**ways):
    return [
        (f"{way}{who}", place, letter)
        for way, n in ways.items()
        for who in range(n)
        for place, letter in enumerate(way)
    ]


def links(found):
    return {(r.step, r.source, r.target): r.customers for r in found}


def test_customers_flow_or_leave(opened):
    found = flow(crowd(opened(customers(AAXB=6, AB=2, A=5, BA=7))), 3)
    assert links(found) == {
        (1, "a", "b"): 8,
        (1, "a", LEFT): 5,
        (1, "b", "a"): 7,
        (2, "a", LEFT): 7,
        (2, "b", LEFT): 8,
    }
    assert str(found[0].of_source) == "62 % [36, 82], n = 13, indicative"
    assert str(found[0].of_base) == "40 % [22, 61], n = 20, indicative"


def test_who_goes_on_after_the_last_step_is_not_followed(opened):
    assert links(flow(crowd(opened(customers(ABCD=5))), 2)) == {(1, "a", "b"): 5}


def test_ways_of_few_are_other_and_flow_on(opened):
    found = flow(crowd(opened(customers(AB=9, AC=3, AD=2, A=2))), 3)
    assert links(found) == {(1, "a", "b"): 9, (1, "a", OTHER): 7, (2, "b", LEFT): 9, (2, OTHER, LEFT): 7}
    assert not any(link.rarer for link in found)


def test_too_few_for_other_are_told_with_the_most_frequent_way(opened):
    found = flow(crowd(opened(customers(AB=9, ACD=3))), 3)
    assert links(found) == {(1, "a", "b"): 12, (2, "b", LEFT): 12}
    assert [link.rarer for link in found] == [True, True]


def test_rarer_places_are_told_together(opened):
    found = flow(crowd(opened(customers(AB=30, AC=9, AD=8))), 2, "touchpoint", top=2)
    assert links(found) == {(1, "a", "b"): 30, (1, "a", OTHER): 17}


@pytest.mark.parametrize("rows", [[], customers(AB=4), customers(X=9)], ids=["empty", "few", "none in a place"])
def test_where_nobody_can_be_told_there_is_no_row(opened, rows):
    found = flow(crowd(opened(rows)))
    assert not found
    assert {"step", "source", "target", "customers"} <= set(found.frame())


def test_who_meets_one_phase_only_leaves(opened):
    assert links(flow(crowd(opened(customers(A=9))))) == {(1, "a", LEFT): 9}


def taken(walks, step, least):
    """Return each walk's place at a step as told: few ways from one place are other, too few join the most frequent."""
    at = {}
    for before in {walk[step - 1] for walk in walks.values()}:
        here = [who for who, walk in walks.items() if walk[step - 1] == before]
        counts = Counter(walks[who][step] for who in here)
        ranked = sorted((place for place in counts if place != OTHER), key=lambda p: (-counts[p], p != LEFT, p))
        named = [place for place in ranked if counts[place] >= least]
        left = len(here) - sum(counts[place] for place in named)
        rest = named[0] if named and left < least else OTHER
        at |= {who: walks[who][step] if walks[who][step] in named else rest for who in here}
    return at


def plain(rows, level, persona, steps, top, least):
    paths = [
        [place for place, _ in groupby(place for _, place in on(level, journey))] for journey in told(rows, persona)
    ]
    if sum(not path for path in paths) >= least:  # fewer stay, as if they had left before the first place
        paths = [path for path in paths if path]
    met = Counter(place for path in paths for place in path[:steps])
    known = sorted(met, key=lambda place: (-met[place], place))[:top]
    walks = {
        who: ["", *([p if p in known else OTHER for p in path] + [LEFT] * steps)[:steps]]
        for who, path in enumerate(paths)
    }
    found = Counter()
    if len(walks) < least:
        return found
    for step in range(1, steps + 1):
        at = taken(walks, step, least)
        if step > 1:
            found.update((step - 1, walks[who][step - 1], at[who]) for who in walks)
        walks = {who: [*walk[:step], at[who], *walk[step + 1 :]] for who, walk in walks.items() if at[who] != LEFT}
    return found


CASES = st.tuples(
    st.sampled_from(["phase", "touchpoint"]),
    st.sampled_from(["", "q"]),
    st.integers(2, 5),
    st.sampled_from([1, 2, 8]),
    st.sampled_from([2, 3]),
)


@settings(max_examples=60, deadline=None)
@given(WALKS, CASES)
def test_a_walk_through_the_events_finds_the_same_links(rows, case):
    level, persona, steps, top, least = case
    with walked(rows) as journeys:
        found = flow(crowd(journeys, Group(persona), Thresholds(min_group=least)), steps, level, top=top)
    assert links(found) == plain(rows, level, persona, steps, top, least)


@settings(max_examples=40, deadline=None)
@given(WALKS, st.integers(2, 4))
def test_what_flows_in_flows_out_or_leaves(rows, least):
    with walked(rows) as journeys:
        found = flow(crowd(journeys, thresholds=Thresholds(min_group=least)), 5).frame()
    assert (found["customers"] >= least).all()
    inside = found[found["target"] != LEFT].groupby(["step", "target"])["customers"].sum()
    out = found.groupby(["step", "source"])["customers"].sum()
    assert {(step + 1, place): n for (step, place), n in inside.items() if step < 4} == {
        (step, place): n for (step, place), n in out.items() if step > 1
    }
    base = int(found.loc[found["step"] == 1, "customers"].sum())
    lost = int(found.loc[found["target"] == LEFT, "customers"].sum())
    assert base - lost == int(found.loc[(found["step"] == 4) & (found["target"] != LEFT), "customers"].sum())


def test_spark_finds_the_same(both):
    duckdb, spark = both(many())
    for level, top in (("phase", 8), ("touchpoint", 3)):
        here, there = (flow(crowd(engine, Group("p")), 4, level, top=top) for engine in (duckdb, spark))
        assert here == there
        assert len(here) > 10
