"""Groups of journeys: distances by the textbook, medoids by brute force, noise without groups, nobody given away."""

import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cjm_research.analysis.journeys import Group, representative
from cjm_research.analysis.journeys.distances import distances
from cjm_research.study import Thresholds
from tests.analysis.journeys.conftest import crowd

LOOSE = Thresholds().model_copy(update={"min_group": 1})


def levenshtein(one, other):
    table = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i, a in enumerate(one, start=1):
        for j, b in enumerate(other, start=1):
            table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (a != b))
    return table[len(one), len(other)]


@given(paths=st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=8), min_size=1, max_size=6))
def test_the_distance_is_that_of_wagner_and_fischer(paths):
    found = distances(paths)
    for i, one in enumerate(paths):
        for j, other in enumerate(paths):
            assert found[i, j] == pytest.approx(levenshtein(one, other) / max(len(one), len(other)))


def test_kitten_and_sitting_are_three_edits_apart():
    assert distances([[ord(c) for c in word] for word in ("kitten", "sitting")])[0, 1] == pytest.approx(3 / 7)


def told(path):
    letters = [letter.lower() for letter in path if letter in "ABCD"]
    return tuple(one for place, one in enumerate(letters) if place == 0 or letters[place - 1] != one)


def rows_of(paths, persona="p"):
    return [
        (f"{persona}{who}", place, letter, "", persona)
        for who, path in enumerate(paths)
        for place, letter in enumerate(path)
    ]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(paths=st.lists(st.text("ABCDX", min_size=1, max_size=6), min_size=2, max_size=25))
def test_groups_add_up_and_their_journeys_are_the_nearest(opened, paths):
    journeys = opened(rows_of(paths))
    found = representative(crowd(journeys, thresholds=LOOSE))
    counted = Counter(path for path in map(told, paths) if path)
    if sum(counted.values()) < 1:
        assert not found.groups
        return
    assert sum(row.n for row in found.groups) == sum(counted.values())
    assert sum(row.paths for row in found.groups) == len(counted)
    assert found.covered.value == 1
    assert sum(row.share.value for row in found.groups) == pytest.approx(1)
    for row in found.groups:
        if row.path is not None:
            assert counted[row.path] >= 1
            assert row.exactly.value == pytest.approx(counted[row.path] / row.n)
    if len(found.groups) == 1 and found.groups[0].path is not None:
        far = {
            one: sum(n * levenshtein(one, o) / max(len(one), len(o)) for o, n in counted.items())
            for one in counted
            if counted[one] >= 1
        }
        assert far[found.groups[0].path] == pytest.approx(min(far.values()))


def test_two_kinds_of_journeys_are_two_groups_each_with_its_most_central_path(opened):
    early = ["AB"] * 30 + ["ABA"] * 10 + ["A"] * 8
    late = ["CDCD"] * 25 + ["CDC"] * 12 + ["DCD"] * 6
    found = representative(crowd(opened(rows_of(early + late))), k=2)
    assert found.clear
    assert [(row.path, row.n) for row in found.groups] == [(("a", "b"), 48), (("c", "d", "c", "d"), 43)]
    assert found.groups[0].exactly.value == pytest.approx(30 / 48)


def test_noise_has_no_clear_groups(opened):
    drawn = random.Random(3)
    paths = ["".join(drawn.choices("ABCD", k=drawn.randint(3, 8))) for _ in range(600)]
    found = representative(crowd(opened(rows_of(paths))))
    assert not found.clear
    assert len(found.groups) == 1
    assert found.silhouette < 0.5
    assert found.covered.value < 1


def test_a_small_group_is_told_with_the_others_and_a_lonely_path_is_never_shown(opened):
    paths = ["A"] * 40 + ["B"] * 30 + ["CDCDCD"] * 3
    found = representative(crowd(opened(rows_of(paths))), k=3)
    assert [row.group for row in found.groups] == [1, 0]
    assert [row.n for row in found.groups] == [40, 33]
    assert [row.path for row in found.groups] == [("a",), None]
    scattered = representative(crowd(opened(rows_of(["A", "AB", "ABC", "B", "BC", "C", "CD"]))))
    assert all(row.path is None for row in scattered.groups)


def test_one_odd_path_does_not_make_a_group(opened):
    found = representative(crowd(opened(rows_of(["ABC"] * 90 + ["DBDBDB"] * 2))))
    assert [(row.path, row.n) for row in found.groups] == [(("a", "b", "c"), 92)]
    assert not found.clear


def test_how_personas_spread_gives_nobody_away(opened):
    rows = rows_of(["A"] * 40 + ["B"] * 30) + rows_of(["A"] * 30 + ["B"] * 3, "q")
    found = representative(crowd(opened(rows)), k=2).personas
    assert {(row.persona, row.group): row.share.value for row in found} == dict.fromkeys(
        [("p", 1), ("p", 2), ("q", 1), ("q", 2)]
    )
    rows = rows_of(["A"] * 40 + ["B"] * 30) + rows_of(["A"] * 30 + ["B"] * 20, "q")
    found = representative(crowd(opened(rows)), k=2).personas
    assert [row.share.value for row in found] == pytest.approx([4 / 7, 3 / 7, 0.6, 0.4])


@pytest.mark.parametrize("paths", [[], ["A"], ["X"] * 9])
def test_nobody_one_customer_and_no_phase_give_a_reason(opened, paths):
    found = representative(crowd(opened(rows_of(paths))))
    assert not found.groups
    assert found.covered.value is None
    assert found.covered.reason
    assert found.silhouette is None


def test_all_alike_are_one_group(opened):
    found = representative(crowd(opened(rows_of(["ABC"] * 9))))
    assert [row.path for row in found.groups] == [("a", "b", "c")]
    assert not found.clear


def test_an_endless_journey_is_looked_at_as_far_as_said(opened):
    found = representative(crowd(opened(rows_of(["AB" * 500] * 6))))
    assert len(found.groups[0].path) == 60


def test_spark_agrees(both):
    drawn = random.Random(6)
    rows = [
        (f"u{who}", drawn.randrange(9), drawn.choice("AABBCDX"), drawn.choice("wxy"), drawn.choice("pq"))
        for who in range(300)
        for _ in range(drawn.randint(1, 5))
    ]
    duckdb, spark = both(rows)
    for level in ("phase", "touchpoint"):
        for group in (Group(), Group("p")):
            one, two = (representative(crowd(j, group), level=level) for j in (duckdb, spark))
            assert (one.groups, one.personas) == (two.groups, two.personas)
            assert (one.silhouette, one.covered) == (pytest.approx(two.silhouette), two.covered)
