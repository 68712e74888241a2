"""Steps and time from one phase to another, against a plain walk."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.analysis.journeys import Group, steps_to_goal, time_to_goal
from cjm_research.analysis.journeys.survival import Watched, survival
from cjm_research.errors import UnknownIdError
from cjm_research.study import Thresholds
from tests.analysis.journeys.conftest import crowd, events
from tests.analysis.journeys.walks import WALKS, many, told, walked

ALL = Thresholds().model_copy(update={"min_group": 1})
PAIRS = st.sampled_from([("a", "b"), ("a", "d"), ("c", "a"), ("b", "b"), ("", "b")])


def ways(rows, start, goal, persona):
    """Return for each customer seen in the start: steps (None: not arrived), minutes, arrived."""
    end = max((minutes for _, minutes, *_ in rows), default=0)
    for journey in told(rows, persona):
        begun = next((k for k, (_, event, _) in enumerate(journey) if event == start.upper() or not start), None)
        if begun is None:
            continue
        rest = journey[begun + 1 :] if start else journey
        there = next((k for k, (_, event, _) in enumerate(rest) if event == goal.upper()), None)
        if there is None:
            yield None, end - journey[begun][0], False
        else:
            yield sum(event != "X" for _, event, _ in rest[: there + 1]), rest[there][0] - journey[begun][0], True


@settings(max_examples=40, deadline=None)
@given(WALKS, PAIRS, st.sampled_from(["", "p"]))
def test_any_log_takes_as_many_steps_as_the_plain_walk(rows, pair, persona):
    counted = Counter(steps for steps, _, _ in ways(rows, *pair, persona))
    never = counted.pop(None, 0)
    with walked(rows) as journeys:
        found = steps_to_goal(crowd(journeys, Group(persona), ALL), *pair)
    if sum(counted.values()) < 1:
        assert not found
        return
    assert sum(row.customers for row in found) == sum(counted.values()) + never
    assert min(row.customers for row in found) >= 1
    for row in found:
        if row.low is None:
            assert row.customers == never
        elif row.high is None:
            assert row.customers == never + sum(n for steps, n in counted.items() if steps >= row.low)
        else:
            assert row.customers == sum(n for steps, n in counted.items() if row.low <= steps <= row.high)
            within = sum(n for steps, n in counted.items() if steps <= row.high)
            assert round(row.within.value * row.within.n) == within


@settings(max_examples=40, deadline=None)
@given(WALKS, PAIRS, st.sampled_from(["", "p"]))
def test_any_log_takes_as_long_as_the_plain_walk(rows, pair, persona):
    took = [(60 * minutes, arrived, 1) for _, minutes, arrived in ways(rows, *pair, persona)]
    with walked(rows) as journeys:
        found = time_to_goal(crowd(journeys, Group(persona), ALL), *pair)
    assert (found.started, found.arrived) == (len(took), sum(arrived for _, arrived, _ in took))
    assert found.curve == survival([Watched(*one) for one in took], ALL)


def test_the_6mp_trial_told_as_a_log(opened):
    # statistics.md, section 2: events and when watching ended, in weeks; here in hours before the end of the log
    relapsed = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    watched = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    rows = [(f"w{n}", 60 * (35 - hours), "A") for n, hours in enumerate(watched)]
    rows += [
        (f"r{n}", 60 * minutes, event)
        for n, hours in enumerate(relapsed)
        for minutes, event in ((0, "A"), (hours, "B"))
    ]
    rows += [("x", 35 * 60, "X")]
    found = time_to_goal(crowd(opened(rows)), "a", "b")
    assert (found.started, found.arrived, found.unit) == (21, 9, 60)
    assert found.median.value == 23 * 3600
    assert [round(point.share, 3) for point in found.curve] == [
        1,
        0.857,
        0.807,
        0.753,
        0.690,
        0.627,
        0.538,
        0.448,
        0.448,
    ]


def test_who_left_is_watched_until_the_log_ends_and_not_only_to_the_own_last_event(opened):
    rows = events(**{f"u{n}": "AXXB" for n in range(5)}, **{f"v{n}": "A" for n in range(5)})
    curve = time_to_goal(crowd(opened(rows)), "a", "b").curve
    assert [point.share for point in curve] == [1, 0.5]
    assert [point.at_risk for point in curve] == [10, 10]


def test_nobody_arrives_or_starts(opened):
    never = time_to_goal(crowd(opened(events(**{f"u{n}": "AC" for n in range(6)}))), "a", "b")
    assert (never.started, never.arrived, never.median.reason) == (6, 0, "not reached")
    nobody = time_to_goal(crowd(opened([])), "a", "b")
    assert (nobody.started, len(nobody.curve), nobody.median.value) == (0, 0, None)
    assert not steps_to_goal(crowd(opened([])), "a", "b")
    one = time_to_goal(crowd(opened(events(u="AB"))), "a", "b")
    assert (one.started, len(one.curve)) == (1, 0)


def test_a_long_tail_is_one_row_and_a_few_who_never_arrive_stand_with_it(opened):
    said = {f"u{n}": "A" + "C" * (n // 5) + "B" for n in range(60)} | {"v": "A", "w": "AC"}
    found = steps_to_goal(crowd(opened(events(**said))), "a", "b")
    assert [row.low for row in found] == [*range(1, 11)]
    assert found[-1].high is None
    assert [row.customers for row in found] == [5] * 9 + [17]
    assert found[-1].within.value is None


def test_a_phase_that_is_not_there_is_refused(opened):
    for ask in (time_to_goal, steps_to_goal):
        with pytest.raises(UnknownIdError, match="'gone'"):
            ask(crowd(opened(events(u="A"))), "a", "gone")


def test_times_are_rounded_to_what_the_length_of_the_log_allows(opened):
    year = opened([("u", 0, "A"), ("u", 60 * 24 * 365, "B")])
    found = time_to_goal(crowd(year), "a", "b")
    assert found.unit == 3600
    assert "rounded down to whole hours" in found.method()


def test_spark_measures_the_same(both):
    duckdb, spark = both(many())
    for group in (Group(), Group("q")):
        one, other = crowd(duckdb, group), crowd(spark, group)
        assert steps_to_goal(one, "a", "c") == steps_to_goal(other, "a", "c")
        here, there = time_to_goal(one, "a", "c"), time_to_goal(other, "a", "c")
        assert here.curve == there.curve
        assert (here.started, here.arrived, here.median) == (there.started, there.arrived, there.median)
