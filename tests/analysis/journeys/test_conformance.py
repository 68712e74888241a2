"""Journeys against a map: the alignment against brute force, the states by hand, waves that give nobody away."""

import random
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cjm_research.analysis.journeys import Group, conformance, fitness, unexpected
from cjm_research.study import Thresholds
from tests.analysis.journeys.conftest import crowd

ALL = Thresholds().model_copy(update={"min_group": 1})
TOUCHPOINTS = tuple((letter.lower(), (letter,)) for letter in "ABCDEF")
MAPS = st.lists(st.lists(st.sampled_from("abcdefz"), max_size=3), min_size=1, max_size=4)
PATHS = st.lists(st.text("ABCDEFX", max_size=9), min_size=2, max_size=12)


def rows_of(paths):
    return [(f"u{who}", place, letter) for who, path in enumerate(paths) for place, letter in enumerate(path)]


def first_visits(path):
    return list(dict.fromkeys(letter.lower() for letter in path if letter != "X"))


def aligned(path, mapped, seen):
    """Return fitness, told and walked of one path, by trying every subsequence."""
    steps = {}
    for number, step in enumerate(mapped, start=1):
        for id in step:
            steps.setdefault(id, number)
    steps = {id: step for id, step in steps.items() if id in seen}
    visits = first_visits(path)
    order = [steps[id] for id in visits if id in steps]
    longest = max(
        size for size in range(len(order) + 1) if any(list(c) == sorted(c) for c in combinations(order, size))
    )
    return (2 * longest / max(len(visits) + len(steps), 1), longest / max(len(visits), 1), longest / max(len(steps), 1))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(paths=PATHS, mapped=MAPS)
def test_fitness_is_that_of_the_best_alignment(opened, paths, mapped):
    paths = [path for path in paths if path]
    seen = {id for path in paths for id in first_visits(path)}
    journeys = opened(rows_of(paths), touchpoints=TOUCHPOINTS, phases=())
    found = fitness(crowd(journeys, thresholds=ALL), mapped)[0]
    if len(paths) < 2 or not seen & {id for step in mapped for id in step}:
        assert found.fitness.value is None
        return
    expected = [aligned(path, mapped, seen) for path in paths]
    means = [sum(column) / len(paths) for column in zip(*expected, strict=True)]
    assert [found.fitness.value, found.told.value, found.walked.value] == pytest.approx(means)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(paths=PATHS, mapped=MAPS)
def test_who_comes_and_who_comes_late_is_counted_right(opened, paths, mapped):
    paths = [path for path in paths if path]
    if len(paths) < 2:
        return
    journeys = opened(rows_of(paths), touchpoints=TOUCHPOINTS, phases=())
    steps = {id: number for number, step in reversed(list(enumerate(mapped, start=1))) for id in step}
    seen = {id for path in paths for id in first_visits(path)}
    found = conformance(crowd(journeys, thresholds=ALL), mapped)
    assert {stop.touchpoint for stop in found} == seen | set(steps)
    for stop in found:
        id = stop.touchpoint
        assert stop.step == steps.get(id, 0)
        if id not in seen:
            assert stop.state == "not observable"
            continue
        come = [visits for visits in map(first_visits, paths) if id in visits]
        late = [v for v in come if any(steps.get(o, 0) > steps.get(id, 99) for o in v[: v.index(id)])]
        assert stop.come.value == pytest.approx(len(come) / len(paths))
        assert stop.missing.value == pytest.approx(1 - len(come) / len(paths))
        assert stop.late.value == pytest.approx(len(late) / len(come))


MAP = [["a", "b"], ["c"], ["d"], ["e"]]
STORY = ["ABC"] * 40 + ["BAC"] * 30 + ["DCA"] * 50 + ["ABCX"] * 6 + ["F"] * 7 + ["AX"] * 2


def test_the_states_of_a_small_map_by_hand(opened):
    journeys = opened(rows_of(STORY), touchpoints=TOUCHPOINTS, phases=())
    found = conformance(crowd(journeys), [*MAP, ["f", "z"]])
    assert {stop.touchpoint: stop.state for stop in found} == {
        "a": "as mapped",
        "b": "as mapped",
        "c": "as mapped",
        "d": "as mapped",
        "f": "as mapped",
        "e": "not observable",
        "z": "not observable",
    }
    late = {stop.touchpoint: stop.late for stop in found}
    assert late["a"].value == pytest.approx(50 / 128)
    assert (late["c"].value, late["d"].value) == (pytest.approx(50 / 126), 0)
    reordered = conformance(crowd(journeys), [["d"], ["f"], ["c"], ["a", "b"]])
    assert {stop.touchpoint: stop.state for stop in reordered}["c"] == "out of order"
    few = conformance(crowd(journeys), [["a"], ["b"]])
    assert {stop.touchpoint: stop.state for stop in few}["f"] == "missing on the map"


def test_a_touchpoint_hardly_anybody_comes_to_is_dead_and_its_few_customers_stay_unnamed(opened):
    journeys = opened(rows_of(["A"] * 97 + ["AB"] * 3), touchpoints=TOUCHPOINTS, phases=())
    found = conformance(crowd(journeys), [["a"], ["b"]]).frame().set_index("touchpoint")
    assert found.loc["b", "state"] == "dead"
    assert str(found.loc["b", "come"]) == str(found.loc["b", "late"]) == "withheld: fewer than 5 of 100"
    assert str(found.loc["b", "missing"]) == "withheld: all but fewer than 5 of 100"
    loose = conformance(crowd(journeys), [["a"]]).frame().set_index("touchpoint")
    assert loose.loc["b", "state"] == "rare"


def test_events_beside_the_map_are_unexpected(opened):
    journeys = opened(rows_of(STORY), touchpoints=TOUCHPOINTS, phases=())
    found = unexpected(crowd(journeys), [["a", "b"], ["c"]])
    assert [(row.event, row.touchpoint) for row in found] == [("D", "d"), ("X", ""), ("F", "f")]
    assert [row.customers.value for row in found] == pytest.approx([50 / 135, 8 / 135, 7 / 135])
    assert not unexpected(crowd(journeys, Group("p")), [])


def test_equal_journeys_fit_fully_without_an_interval_and_any_order_inside_a_step_is_right(opened):
    journeys = opened(rows_of(["ABC"] * 5 + ["BAC"] * 5), touchpoints=TOUCHPOINTS, phases=())
    found = fitness(crowd(journeys), MAP[:2])[0]
    assert (str(found.fitness), found.light) == (
        "1.00 (all answers equal, no interval), n = 10, indicative",
        "fits",
    )


@pytest.mark.parametrize(
    ("rows", "mapped"), [([], MAP), (rows_of(["A"]), MAP), (rows_of(["A"] * 9), []), (rows_of(["X"] * 9), MAP)]
)
def test_nobody_one_customer_and_an_empty_map_give_a_reason(opened, rows, mapped):
    journeys = opened(rows, touchpoints=TOUCHPOINTS, phases=())
    found = fitness(crowd(journeys), mapped)[0]
    assert found.fitness.value is None
    assert found.fitness.reason
    assert found.light == "cannot be told"
    conformance(crowd(journeys), mapped)
    unexpected(crowd(journeys), mapped)


def test_a_wave_after_one_of_nobody_has_nothing_to_be_compared_with(opened):
    journeys = opened(in_waves([], ["AB", "A"] * 10), touchpoints=TOUCHPOINTS, waves=WAVES)
    found = fitness(crowd(journeys), [["a"], ["b"]])
    assert found[2].change.reason == "no wave before it to compare with"
    assert found[1].fitness.reason == "no answers"


DAY = 1_777_593_600_000_000
WAVES = (("first", DAY, DAY + 59_999_999), ("second", DAY + 60_000_000, DAY + 10**12))


def in_waves(early, late):
    return [(f"e{who}", 0, letter) for who, path in enumerate(early) for letter in path] + [
        (f"l{who}", 1, letter) for who, path in enumerate(late) for letter in path
    ]


def test_a_wave_that_keeps_less_to_the_map_shows_as_a_change(opened):
    journeys = opened(in_waves(["AB", "ABC"] * 30, ["BA", "CBA"] * 30), touchpoints=TOUCHPOINTS, waves=WAVES)
    found = fitness(crowd(journeys), [["a"], ["b"], ["c"]])
    assert [row.wave for row in found] == ["", "first", "second"]
    assert [row.fitness.value for row in found] == pytest.approx([(0.9 + 11 / 30) / 2, 0.9, 11 / 30])
    change = found[2].change
    assert change.value == pytest.approx(found[2].fitness.value - found[1].fitness.value)
    assert change.high < 0
    assert found[2].p < 1e-6


def test_a_wave_of_few_is_withheld_and_so_is_what_would_give_it_away(opened):
    journeys = opened(in_waves(["AB"] * 3, ["AB", "A"] * 10), touchpoints=TOUCHPOINTS, waves=WAVES)
    found = fitness(crowd(journeys), [["a"], ["b"]])
    assert [row.fitness.value is None for row in found] == [False, True, True]
    assert "give a smaller group away" in found[2].fitness.reason


def test_spark_agrees(both):
    drawn = random.Random(4)
    rows = [
        (f"u{who}", drawn.randrange(30), drawn.choice("ABCDEFX"), drawn.choice("wxy"), drawn.choice("pq"))
        for who in range(150)
        for _ in range(drawn.randint(1, 9))
    ]
    mapped = [["c", "a"], ["b"], ["a", "f"], ["z"]]
    duckdb, spark = both(rows, touchpoints=TOUCHPOINTS[:5], waves=WAVES)
    for group in (Group(), Group("p"), Group("q", channel="w")):
        for ask in (conformance, unexpected, fitness):
            one, two = (ask(crowd(journeys, group), mapped) for journeys in (duckdb, spark))
            assert one == two, ask.__name__
