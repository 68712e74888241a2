"""The tree of ways adds up at every branching, forward and backward, and nobody can be made out."""

from collections import Counter
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.analysis.journeys import Group, passed_over, path_tree
from cjm_research.errors import UnknownIdError
from cjm_research.study import Thresholds
from tests.analysis.journeys.conftest import crowd
from tests.analysis.journeys.walks import WALKS, many, on, told, walked

ALL = Thresholds().model_copy(update={"min_group": 1})


def customers(**ways):
    return [
        (f"{way}{who}", place, letter)
        for way, n in ways.items()
        for who in range(n)
        for place, letter in enumerate(way)
    ]


def ways(tree):
    """Return customers by way, such as ``a-b-ended``; a star where a few of rarer ways are among them."""
    found = []
    for row in tree:
        name = row.place or row.kind
        found.append(name if row.step == 0 else f"{found[row.parent]}-{name}")
    return {
        f"{way.partition('-')[2]}{'*' if row.rarer else ''}": row.customers
        for way, row in zip(found, tree, strict=True)
        if row.step
    }


def test_from_the_beginning(opened):
    tree = path_tree(crowd(opened(customers(AAB=6, AXC=5, B=7, X=9))), depth=2)
    assert ways(tree) == {"a": 11, "b": 7, "a-b": 6, "a-c": 5, "b-ended": 7}
    assert tree[0].customers == 18
    assert str(tree[3].of_base) == "33 % [16, 56], n = 18, indicative"
    assert str(tree[3].of_parent) == "55 % [28, 79], n = 11, indicative"


def test_back_from_the_end(opened):
    tree = path_tree(crowd(opened(customers(ABD=6, CBD=5, D=8))), "backward", depth=3)
    assert ways(tree) == {
        "d": 19,
        "d-b": 11,
        "d-ended": 8,
        "d-b-a": 6,
        "d-b-c": 5,
    }


def test_back_from_the_first_time_a_place_is_met(opened):
    tree = path_tree(crowd(opened(customers(ABAB=5, B=6, AC=9))), "backward", "b")
    assert ways(tree) == {"ended": 6, "a": 5, "a-ended": 5}
    assert tree[0].place == "b"


def test_on_from_a_phase(opened):
    tree = path_tree(crowd(opened(customers(ABC=5, CAD=7))), "forward", "a", depth=1, level="phase")
    assert ways(tree) == {"d": 7, "b": 5}


def test_rare_ways_are_other_and_too_few_of_them_join_the_most_frequent(opened):
    tree = path_tree(crowd(opened(customers(AB=20, AC=9, AD=3, A=2, B=4, C=3))), depth=2)
    assert ways(tree) == {"a": 34, "other": 7, "a-b": 20, "a-c": 9, "a-other": 5}
    tree = path_tree(crowd(opened(customers(AB=20, AC=9, AD=3, B=4))), depth=2)
    assert ways(tree) == {"a*": 36, "a-b": 20, "a-c": 9, "a-other": 7}


def test_only_the_most_frequent_and_those_worth_a_branch_are_told(opened):
    journeys = opened(customers(A=40, B=30, C=20, D=10))
    assert ways(path_tree(crowd(journeys), depth=1, top=2)) == {"a": 40, "b": 30, "other": 30}
    assert ways(path_tree(crowd(journeys), depth=1, least_share=0.2)) == {
        "a": 40,
        "b": 30,
        "c": 20,
        "other": 10,
    }


def test_a_place_whose_ways_cannot_be_told_has_no_branches(opened):
    tree = path_tree(crowd(opened(customers(AB=3, AC=3, AD=3))), depth=2)
    assert ways(tree) == {"a": 9}


@pytest.mark.parametrize("rows", [[], customers(AB=4), customers(X=9)], ids=["empty", "few", "none in a place"])
def test_where_nobody_can_be_told_there_is_no_row(opened, rows):
    tree = path_tree(crowd(opened(rows)))
    assert not tree
    assert {"node", "parent", "customers", "of_parent"} <= set(tree.frame())


def test_a_place_that_is_not_there_is_refused_by_name(opened):
    with pytest.raises(UnknownIdError, match="'e'"):
        path_tree(crowd(opened(customers(A=5))), "forward", "e")


def test_how_much_is_passed_over(opened):
    journeys = opened(customers(AXX=2, BB=1))
    assert passed_over(crowd(journeys), "touchpoint") == pytest.approx(0.5)
    assert passed_over(crowd(journeys), "event") == 0
    assert passed_over(crowd(opened([])), "phase") == 0


def plain(rows, level, direction, anchor, persona):
    """Return for each customer who meets the anchor the places after it, or before it."""
    walks = []
    for journey in told(rows, persona):
        path = [place for place, _ in groupby(place for _, place in on(level, journey))]
        if not path or (anchor and anchor not in path):
            continue
        if direction == "forward":
            walks.append(path[path.index(anchor) + 1 :] if anchor else path)
        else:
            walks.append(path[: path.index(anchor)][::-1] if anchor else path[::-1])
    return walks


def grown(walks, here, way, depth, least, top, worth):
    """Branch in plain Python; ``here`` may be more customers than walks, those of rarer ways told here."""
    counts = Counter(walk[len(way)] if len(walk) > len(way) else "" for walk in walks)
    ranked = sorted(counts, key=lambda place: (-counts[place], place))
    often = [place for place in ranked if place and counts[place] >= max(least, worth)][:top]
    named = [place for place in ranked if place in often or (not place and counts[place] >= least)]
    if not named or len(way) == depth:
        return {}
    left = here - sum(counts[place] for place in named)
    found = {"-".join((*way, "other")): left} if left >= least else {}
    for place in named:
        joined = left if place == named[0] and left < least else 0
        told_as = "-".join((*way, place or "ended"))
        found[told_as + "*" * bool(joined)] = counts[place] + joined
        if place:
            after = [walk for walk in walks if walk[len(way) : len(way) + 1] == [place]]
            found |= grown(after, counts[place] + joined, (*way, place), depth, least, top, worth)
    return found


CASES = st.tuples(
    st.sampled_from(["touchpoint", "phase"]),
    st.sampled_from(["forward", "backward"]),
    st.sampled_from(["", "a", "b"]),
    st.sampled_from(["", "p"]),
    st.sampled_from([1, 2, 4]),
    st.sampled_from([0.0, 0.3]),
)


@settings(max_examples=60, deadline=None)
@given(WALKS, CASES)
def test_a_walk_through_the_events_grows_the_same_tree(rows, case):
    level, direction, anchor, persona, top, worth = case
    with walked(rows) as journeys:
        tree = path_tree(
            crowd(journeys, Group(persona), ALL), direction, anchor, depth=3, top=top, level=level, least_share=worth
        )
    walks = plain(rows, level, direction, anchor, persona)
    assert ways(tree) == (grown(walks, len(walks), (), 3, 1, top, worth * len(walks)) if walks else {})


@settings(max_examples=40, deadline=None)
@given(WALKS, st.integers(2, 4), st.sampled_from(["forward", "backward"]))
def test_branches_add_up_and_each_is_about_enough_customers(rows, least, direction):
    with walked(rows) as journeys:
        tree = path_tree(crowd(journeys, thresholds=Thresholds(min_group=least)), direction, least_share=0).frame()
    assert (tree["customers"] >= least).all()
    sums = tree[tree["step"] > 0].groupby("parent")["customers"].sum()
    assert sums.to_dict() == {node: tree.loc[node, "customers"] for node in sums.index}
    leaves = tree[~tree["node"].isin(tree["parent"])]
    assert leaves["customers"].sum() == (tree["customers"].iloc[0] if len(tree) else 0)
    for step in range(1, 5):
        reached = tree[(tree["step"] == step) | (leaves["step"].reindex(tree.index) < step)]
        assert reached["customers"].sum() == (tree["customers"].iloc[0] if len(tree) else 0)


def test_spark_grows_the_same_tree(both):
    duckdb, spark = both(many())
    for direction, anchor, level in (("forward", "", "touchpoint"), ("backward", "c", "phase")):
        here, there = (
            path_tree(crowd(engine, Group("p")), direction, anchor, depth=3, level=level) for engine in (duckdb, spark)
        )
        assert here == there
        assert len(here) > 10
    assert passed_over(crowd(duckdb), "phase") == passed_over(crowd(spark), "phase")
