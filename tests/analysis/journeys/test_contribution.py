"""Contribution: four ways to count, published examples, and a chain walked step by step instead of solved."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings

from cjm_research.analysis.journeys import EVERYBODY, Group, contribution
from cjm_research.study import Thresholds
from tests.analysis.journeys.conftest import crowd, events
from tests.analysis.journeys.walks import WALKS, many, told, walked

ALL = Thresholds().model_copy(update={"min_group": 1})
MODELS = ["first", "last", "linear", "markov"]


def told_by_touchpoint(found):
    return found.places.frame().set_index("place")


def test_two_places_of_a_published_example(opened):
    rows = events(a="AD", b="AD", c="BD", d="ABD", e="A")
    found = contribution(crowd(opened(rows), thresholds=ALL), "d")
    places = told_by_touchpoint(found)
    assert (found.customers, found.conversions, found.direct, found.rate) == (5, 4, 0, 0.8)
    assert places.loc[["a", "b"], "removal"].tolist() == pytest.approx([0.75, 0.5])
    assert places.loc[["a", "b"], "markov"].tolist() == pytest.approx([0.6, 0.4])
    assert places.loc[["a", "b"], "markov_n"].tolist() == pytest.approx([2.4, 1.6])
    assert places.loc[["a", "b"], ["first_n", "last_n", "linear_n"]].to_numpy().tolist() == [[3, 2, 2.5], [1, 2, 1.5]]


def test_three_places_of_a_published_example(opened):
    found = contribution(crowd(opened(events(a="ABCD", b="A", c="BC")), thresholds=ALL), "d")
    places = told_by_touchpoint(found)
    assert found.rate == pytest.approx(1 / 3)
    assert places.loc[["a", "b", "c"], "removal"].tolist() == pytest.approx([0.5, 1, 1])
    assert places.loc[["a", "b", "c"], "markov"].tolist() == pytest.approx([0.2, 0.4, 0.4])


def by_hand(rows, goal, read):
    """Return the ways before the goal and whether each converts, and who converts without a way."""
    ways, direct = [], 0
    for journey in told(rows):
        names = [event for _, event, _ in journey]
        end = names.index(goal) if goal in names else len(names)
        way = [place for step in journey[:end] if (place := read(step)) is not None]
        if way:
            ways.append((way, goal in names))
        else:
            direct += goal in names
    return ways, direct


def walk(ways, removed=None):
    """Return the probability of the goal by following the chain until almost everybody has left it."""
    out = Counter()
    for way, converted in ways:
        out.update(pairwise(["start", *way, "goal" if converted else "null"]))
    leaving = Counter()
    for (a, _), n in out.items():
        leaving[a] += n
    here, arrived = {"start": 1.0}, 0.0
    for _ in range(4000):
        after = Counter()
        for (a, z), n in out.items():
            if a in here and a != removed and z not in (removed, "null"):
                after[z] += here[a] * n / leaving[a]
        arrived += after.pop("goal", 0.0)
        here = dict(after)
    return arrived


@settings(max_examples=30, deadline=None)
@given(WALKS)
def test_the_same_as_in_plain_python(rows):
    readers = {
        "touchpoint": lambda step: step[1].lower() if step[1] in "ABCD" else None,
        "channel": lambda step: step[2],
    }
    with walked(rows) as journeys:
        for level, read in readers.items():
            ways, direct = by_hand(rows, "D", read)
            won = [way for way, converted in ways if converted]
            found = contribution(crowd(journeys, thresholds=ALL), "d", level)
            assert (found.customers, found.conversions, found.direct) == (len(ways), len(won), direct)
            if not won:
                assert not found.places
                continue
            places = told_by_touchpoint(found)
            assert places[MODELS].sum().tolist() == pytest.approx([1, 1, 1, 1])
            places = places[places.index.notna()]
            met = Counter(place for way in won for place in set(way))
            assert places["met"].to_dict() == met
            linear = {place: sum(way.count(place) / len(way) for way in won) for place in met}
            for place in met:
                row = places.loc[place]
                assert row["first_n"] == sum(way[0] == place for way in won)
                assert row["last_n"] == sum(way[-1] == place for way in won)
                assert row["linear_n"] == pytest.approx(linear[place])
            p = walk(ways)
            effects = {place: 1 - walk(ways, place) / p for way, _ in ways for place in set(way)}
            for place in met:
                assert places.loc[place, "removal"] == pytest.approx(effects[place], abs=1e-4)
                assert places.loc[place, "markov"] == pytest.approx(effects[place] / sum(effects.values()), abs=1e-4)


def test_a_place_that_repeats_keeps_its_removal_effect(opened):
    plain = contribution(crowd(opened(events(a="AD", b="BD", c="ABD", d="A")), thresholds=ALL), "d")
    again = contribution(crowd(opened(events(a="AAAD", b="BD", c="ABBD", d="AA")), thresholds=ALL), "d")
    one, other = (told_by_touchpoint(found)["removal"].to_dict() for found in (plain, again))
    assert one == pytest.approx(other)


def test_places_of_too_few_converters_are_told_together_and_the_rest_does_not_give_them_away(opened):
    rows = events(
        **{f"u{n}": "AD" for n in range(20)},
        **{f"v{n}": "ABD" for n in range(7)},
        w="CD",
        **{f"x{n}": "A" for n in range(9)},
    )
    found = contribution(crowd(opened(rows)), "d").places.frame()
    assert found["place"].iloc[0] == "a"
    assert found["place"].isna().tolist() == [False, True]
    assert found[["linear", "markov"]].sum().tolist() == pytest.approx([1, 1])
    assert found["first"].isna().all()
    assert found["last_n"].tolist() == [20, 8]


@pytest.mark.parametrize(
    "rows",
    [[], events(u="A"), events(u="D"), events(**{f"u{n}": "AB" for n in range(9)})],
    ids=["none", "one", "at once", "nobody arrives"],
)
def test_without_conversions_there_is_nothing_to_tell(opened, rows):
    found = contribution(crowd(opened(rows)), "d")
    assert not found.places
    assert found.conversions == 0
    assert not np.isnan(found.rate)


def test_spark_says_the_same(both):
    duckdb, spark = both(many())
    for level in ("touchpoint", "channel"):
        for group in (EVERYBODY, Group("p")):
            one, other = (contribution(crowd(journeys, group), "d", level) for journeys in (duckdb, spark))
            assert one.conversions > 50
            assert (one.customers, one.conversions, one.direct) == (other.customers, other.conversions, other.direct)
            assert one.places == other.places
