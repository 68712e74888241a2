"""Steps and time from one phase to another, against a plain walk."""

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.analysis.journeys import Group, steps_to_goal, time_to_goal
from cjm_research.analysis.journeys.survival import survival
from cjm_research.errors import UnknownIdError
from cjm_research.study import Thresholds
from tests.analysis.journeys.conftest import events
from tests.analysis.journeys.walks import WALKS, many, told, walked

HOUSE, ALL = Thresholds(), Thresholds().model_copy(update={"min_group": 1})
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
        found = steps_to_goal(journeys, *pair, group=Group(persona), thresholds=ALL)
    if sum(counted.values()) < 1:
        assert found.empty
        return
    assert found["customers"].sum() == sum(counted.values()) + never
    assert found["customers"].min() >= 1
    for row in found.itertuples():
        low = None if pd.isna(row.low) else row.low
        expected = (
            sum(n for steps, n in counted.items() if low is not None and low <= steps and not steps > row.high)
            if not pd.isna(row.high)
            else None
        )
        if low is None:
            assert row.customers == never
        elif expected is None:
            assert row.customers == never + sum(n for steps, n in counted.items() if steps >= low)
        else:
            assert row.customers == expected
            within = sum(n for steps, n in counted.items() if steps <= row.high)
            assert round(row.within.value * row.within.n) == within


@settings(max_examples=40, deadline=None)
@given(WALKS, PAIRS, st.sampled_from(["", "p"]))
def test_any_log_takes_as_long_as_the_plain_walk(rows, pair, persona):
    took = [(60 * minutes, arrived, 1) for _, minutes, arrived in ways(rows, *pair, persona)]
    with walked(rows) as journeys:
        found = time_to_goal(journeys, *pair, group=Group(persona), thresholds=ALL)
    assert (found.started, found.arrived) == (len(took), sum(arrived for _, arrived, _ in took))
    counts = pd.DataFrame(took, columns=["time", "arrived", "customers"]).astype({"arrived": bool})
    pd.testing.assert_frame_equal(found.curve, survival(counts, ALL), check_dtype=False)


def test_the_6mp_trial_told_as_a_log(opened):
    # statistics.md, section 2: events and the time at which watching ended, in weeks; here in hours before the end of the log
    relapsed = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    watched = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    rows = [(f"w{n}", 60 * (35 - hours), "A") for n, hours in enumerate(watched)]
    rows += [
        (f"r{n}", 60 * minutes, event)
        for n, hours in enumerate(relapsed)
        for minutes, event in ((0, "A"), (hours, "B"))
    ]
    rows += [("x", 35 * 60, "X")]
    found = time_to_goal(opened(rows), "a", "b", thresholds=HOUSE)
    assert (found.started, found.arrived, found.unit) == (21, 9, 60)
    assert found.median.value == 23 * 3600
    assert found.curve["share"].round(3).tolist() == [1, 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448, 0.448]


def test_who_left_is_watched_until_the_log_ends_and_not_only_to_the_own_last_event(opened):
    rows = events(**{f"u{n}": "AXXB" for n in range(5)}, **{f"v{n}": "A" for n in range(5)})
    curve = time_to_goal(opened(rows), "a", "b", thresholds=HOUSE).curve
    assert curve["share"].tolist() == [1, 0.5]
    assert curve["at_risk"].tolist() == [10, 10]


def test_nobody_arrives_or_starts(opened):
    never = time_to_goal(opened(events(**{f"u{n}": "AC" for n in range(6)})), "a", "b", thresholds=HOUSE)
    assert (never.started, never.arrived, never.median.reason) == (6, 0, "not reached")
    nobody = time_to_goal(opened([]), "a", "b", thresholds=HOUSE)
    assert (nobody.started, nobody.curve.empty, nobody.median.value) == (0, True, None)
    assert steps_to_goal(opened([]), "a", "b", thresholds=HOUSE).empty
    one = time_to_goal(opened(events(u="AB")), "a", "b", thresholds=HOUSE)
    assert (one.started, one.curve.empty) == (1, True)


def test_a_long_tail_is_one_row_and_a_few_who_never_arrive_stand_with_it(opened):
    said = {f"u{n}": "A" + "C" * (n // 5) + "B" for n in range(60)} | {"v": "A", "w": "AC"}
    found = steps_to_goal(opened(events(**said)), "a", "b", thresholds=HOUSE)
    assert found["low"].tolist() == [*range(1, 11)]
    assert pd.isna(found["high"].iloc[-1])
    assert found["customers"].tolist() == [5] * 9 + [17]
    assert found["within"].iloc[-1].value is None


def test_a_phase_that_is_not_there_is_refused(opened):
    for ask in (time_to_goal, steps_to_goal):
        with pytest.raises(UnknownIdError, match="'gone'"):
            ask(opened(events(u="A")), "a", "gone", thresholds=HOUSE)


def test_times_are_rounded_to_what_the_length_of_the_log_allows(opened):
    year = opened([("u", 0, "A"), ("u", 60 * 24 * 365, "B")])
    found = time_to_goal(year, "a", "b", thresholds=HOUSE)
    assert found.unit == 3600
    assert "rounded down to whole hours" in found.method(HOUSE)


def test_spark_measures_the_same(both):
    duckdb, spark = both(many())
    for group in (Group(), Group("q")):
        asked = {"group": group, "thresholds": HOUSE}
        assert steps_to_goal(duckdb, "a", "c", **asked).equals(steps_to_goal(spark, "a", "c", **asked))
        one, other = (time_to_goal(journeys, "a", "c", **asked) for journeys in (duckdb, spark))
        pd.testing.assert_frame_equal(one.curve, other.curve)
        assert (one.started, one.arrived, one.median) == (other.started, other.arrived, other.median)
