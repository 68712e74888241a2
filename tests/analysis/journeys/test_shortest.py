"""The shortest way: from the start to the first arrival at the goal, and what is skipped on it."""

from collections import Counter
from itertools import groupby

import pytest
from hypothesis import given, settings

from cjm_research.analysis.journeys import EVERYBODY, Group, shortest
from cjm_research.errors import UnknownIdError
from cjm_research.study import Thresholds
from tests.analysis.journeys.conftest import crowd, events
from tests.analysis.journeys.walks import WALKS, many, told, walked

ALL = Thresholds().model_copy(update={"min_group": 1})


def by_hand(rows, start, goal):
    """Return how many begin, and the ways of those who arrive, as touchpoints."""
    begun, ways = 0, []
    for journey in told(rows):
        names = [event for _, event, _ in journey]
        if start and start not in names:
            continue
        begun += 1
        rest = names[names.index(start) if start else 0 :]
        if goal in rest:
            way = [name.lower() for name in rest[: rest.index(goal) + 1] if name in "ABCD"]
            ways.append(tuple(name for name, _ in groupby(way)))
    return begun, ways


@settings(max_examples=50, deadline=None)
@given(WALKS)
def test_the_same_as_in_plain_python(rows):
    with walked(rows) as journeys:
        for start, goal in (("A", "C"), ("", "D"), ("B", "A")):
            begun, ways = by_hand(rows, start, goal)
            found = shortest(crowd(journeys, thresholds=ALL), start.lower(), goal.lower())
            assert (found.started, found.completers) == (begun, len(ways))
            if ways:
                best = min(Counter(ways).items(), key=lambda pair: (len(pair[0]), -pair[1], pair[0]))
                assert (found.path, round((found.taken.value or 0) * len(ways))) == best
            lengths = Counter(map(len, ways))
            assert {row.low: row.n for row in found.steps} == lengths
            met = Counter(place for way in ways for place in set(way))
            assert {row.place: row.met for row in found.skipped} == met
            assert all((row.skipped.value >= 0.5) == row.removable for row in found.skipped)


def shop():
    """Return six who go A B D, five who go A C B C D, and one who never arrives."""
    return events(**{f"u{n}": "AXBD" for n in range(6)}, **{f"v{n}": "ACCBCD" for n in range(5)}, w="AB")


def test_a_small_shop(opened):
    found = shortest(crowd(opened(shop())), "a", "d")
    assert (found.started, found.completers, found.path) == (12, 11, ("a", "b", "d"))
    assert str(found.taken) == "55 % [28, 79], n = 11, indicative"
    assert [(row.low, row.n) for row in found.steps] == [(3, 6), (5, 5)]
    assert [(row.place, row.met, row.removable) for row in found.skipped] == [
        ("c", 5, True),
        ("a", 11, False),
        ("b", 11, False),
        ("d", 11, False),
    ]


def test_a_shorter_way_of_too_few_is_not_told(opened):
    found = shortest(crowd(opened(shop() + events(x="AD"))), "a", "d")
    assert found.path == ("a", "b", "d")
    assert [row.low for row in found.steps] == [2, 5]
    assert [row.high for row in found.steps] == [3, 5]
    skipped = {row.place: str(row.skipped) for row in found.skipped}
    assert skipped["b"] == "skipped by fewer than 5 people"


def test_who_is_at_the_goal_before_the_start_has_not_arrived(opened):
    found = shortest(crowd(opened(events(**{f"u{n}": "DA" for n in range(6)}))), "a", "d")
    assert (found.started, found.completers, str(found.taken)) == (6, 0, "no answers")
    assert not found.steps
    assert not found.skipped


def test_an_unknown_phase_is_named(opened):
    with pytest.raises(UnknownIdError, match="'z'"):
        shortest(crowd(opened(shop())), "a", "z")


def test_spark_says_the_same(both):
    duckdb, spark = both(many())
    for start, group in (("", EVERYBODY), ("a", Group("p"))):
        one, other = (shortest(crowd(journeys, group), start, "d", "touchpoint") for journeys in (duckdb, spark))
        assert one.completers > 50
        assert (one.started, one.completers, one.path, one.taken) == (
            other.started,
            other.completers,
            other.path,
            other.taken,
        )
        assert (one.steps, one.skipped) == (other.steps, other.skipped)
