"""The funnel in its four ways against a plain walk through each journey."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.analysis.journeys import WAYS, Group, Way, conversion, funnel, funnel_method
from cjm_research.errors import UnknownIdError
from cjm_research.study import Thresholds
from tests.analysis.journeys.conftest import crowd, events
from tests.analysis.journeys.walks import WALKS, many, told, walked

FIXTURE = events(u1="ABCD", u2="AD", u3="BCD", u4="AXBC", u5="D", u6="ABD")
ORDERS = ["abcd", "a", "dcba", "ca"]
WINDOWS = [None, timedelta(0), timedelta(minutes=2)]

ALL = Thresholds().model_copy(update={"min_group": 1})


def reached(journeys, **asked):
    return [stage.customers for stage in funnel(crowd(journeys), **asked)]


def by_hand(rows, phases, way, window, persona=""):
    """Return for each phase how many customers count there, and how many of them came from the phase before."""
    at = {phase.upper(): place for place, phase in enumerate(phases)}
    counts, went_on = [0] * len(phases), [0] * len(phases)
    for journey in told(rows, persona):
        counted = walk([at.get(event) for event in in_time(journey, at, way, window)], way)
        for place in counted:
            counts[place] += 1
            went_on[place] += place - 1 in counted
    return counts, went_on


def in_time(journey, at, way, window):
    entered = [minutes for minutes, event, _ in journey if at.get(event) == 0 or (way.entry == "open" and event in at)]
    last = None if window is None or not entered else entered[0] + window.total_seconds() / 60
    return [event for minutes, event, _ in journey if last is None or minutes <= last]


def walk(places, way):
    starts = [k for k, place in enumerate(places) if place == 0 or (place is not None and way.entry == "open")]
    if way == Way("closed", "direct"):
        return max((walk_from(places[start:], way) for start in starts), key=len, default=[])
    return walk_from(places[starts[0] :], way) if starts else []


def walk_from(places, way):
    counted = [places[0]]
    for place in places[1:]:
        if place == counted[-1] + 1:
            counted.append(place)
        elif place != counted[-1] and way.order == "direct":
            break
    return counted


@pytest.mark.parametrize(
    ("way", "counts"),
    [
        (Way(), [4, 3, 2, 1]),
        (Way("open"), [4, 4, 3, 3]),
        (Way("closed", "direct"), [4, 2, 1, 1]),
        (Way("open", "direct"), [4, 3, 2, 3]),
    ],
)
def test_the_fixture_counts_as_worked_out_by_hand(opened, way, counts):
    # statistics.md, section 3; open and direct worked out in the same manner
    assert reached(opened(FIXTURE), way=way) == counts


@settings(max_examples=40, deadline=None)
@given(WALKS, st.sampled_from(ORDERS), st.sampled_from(WINDOWS), st.sampled_from(["", "p"]))
def test_any_log_counts_as_the_plain_walk_through_it(rows, phases, window, persona):
    with walked(rows) as journeys:
        for way in WAYS:
            found = funnel(crowd(journeys, Group(persona), ALL), list(phases), way=way, window=window)
            counts, went_on = by_hand(rows, phases, way, window, persona)
            assert [stage.customers for stage in found] == counts
            for stage, before, now in zip(found[1:], counts, went_on[1:], strict=False):
                assert stage.step.n == before
                assert stage.step.value is None or round(stage.step.value * before) == now


def test_spark_counts_the_same(both):
    duckdb, spark = both(many())
    for way in WAYS:
        for asked in ({}, {"window": timedelta(hours=2)}, {"phases": ["c", "a"]}):
            for group in (Group(), Group("q")):
                one, other = (funnel(crowd(journeys, group), way=way, **asked) for journeys in (duckdb, spark))
                assert one == other


def test_equal_times_count_in_the_order_of_the_log(opened):
    assert reached(opened([("u", 0, "A"), ("u", 0, "B")]))[:2] == [1, 1]
    assert reached(opened([("u", 0, "B"), ("u", 0, "A")]))[:2] == [1, 0]


def test_repeats_count_a_customer_once(opened):
    assert reached(opened(events(u="AABABBB"))) == [1, 1, 0, 0]


def test_the_end_of_the_window_belongs_to_it(opened):
    journeys = opened(events(u="AB"))
    assert reached(journeys, window=timedelta(hours=1))[:2] == [1, 1]
    assert reached(journeys, window=timedelta(minutes=59))[:2] == [1, 0]


def test_the_window_is_counted_from_the_first_entry(opened):
    assert reached(opened(events(u="AAB")), window=timedelta(hours=1))[:2] == [1, 0]


def test_the_best_attempt_counts(opened):
    assert reached(opened(events(u="ABXABCXA")), way=Way("closed", "direct")) == [1, 1, 1, 0]


def test_an_event_of_two_phases_counts_in_the_first(opened):
    twice = (("a", ("A",)), ("b", ("A", "B")))
    assert reached(opened(events(u="AA", v="AB"), phases=twice)) == [2, 1]


def test_shares_carry_the_base_of_the_phase_before_and_of_the_first(opened):
    journeys = opened(events(**{f"u{n}": "ABC" for n in range(6)}, **{f"v{n}": "A" for n in range(4)}))
    steps = funnel(crowd(journeys, thresholds=ALL))
    assert [stage.step.short for stage in steps] == ["first phase", "60 % [31, 83]", "100 % [61, 100]", "0 % [0, 39]"]
    assert [stage.drop.value for stage in steps] == [None, 0.4, 0.0, 1.0]
    assert [stage.total.value for stage in steps] == [1.0, 0.6, 0.6, 0.0]
    assert steps[1].step.n == 10


def test_in_an_open_funnel_the_step_counts_those_who_came_from_the_phase_before(opened):
    journeys = opened(events(**{f"u{n}": "AB" for n in range(6)}, **{f"v{n}": "BC" for n in range(4)}))
    steps = funnel(crowd(journeys, thresholds=ALL), way=Way("open"))
    assert [stage.customers for stage in steps] == [6, 10, 4, 0]
    assert [stage.step.value for stage in steps] == [None, 1.0, 0.4, 0.0]
    assert [(stage.total.value, stage.total.n) for stage in steps[:3]] == [(0.6, 10), (1.0, 10), (0.4, 10)]


def test_a_withheld_step_is_not_given_away_by_the_share_of_all(opened):
    journeys = opened(events(**{f"u{n}": "A" for n in range(20)}, v="AB", w="ABC", x="ABC"))
    steps = funnel(crowd(journeys))
    assert [stage.customers for stage in steps] == [23, 3, 2, 0]
    assert [stage.total.value is None for stage in steps] == [False, True, True, True]
    assert [stage.step.value is None for stage in steps] == [True, True, True, True]


def test_nobody_in_the_phase_before_is_said(opened):
    steps = funnel(crowd(opened(events(u="X"))))
    assert [stage.customers for stage in steps] == [0, 0, 0, 0]
    assert steps[1].step.reason == "nobody came this far"


def test_no_events_and_no_phases_are_counted_too(opened):
    for way in WAYS:
        assert reached(opened([]), way=way) == [0, 0, 0, 0]
        assert reached(opened([]), way=way, window=timedelta(1)) == [0, 0, 0, 0]
        assert not funnel(crowd(opened(FIXTURE, phases=())), way=way)


def test_a_phase_that_is_not_there_is_refused(opened):
    with pytest.raises(UnknownIdError, match="'e'"):
        funnel(crowd(opened(FIXTURE)), ["a", "e"])


def test_conversion_is_the_share_that_comes_later(opened):
    journeys = opened(events(a="AB", b="AB", c="BA", d="A", e="A", f="B"))
    found = conversion(crowd(journeys, thresholds=ALL), "a", "b")
    assert (found.value, found.n) == (0.4, 5)


@pytest.mark.parametrize("name", ["'; drop table rule; --", "ä ö", "A\nB", '"', "%", "\\"])
def test_any_name_of_an_event_is_only_a_name(opened, name):
    assert reached(opened([("u", 0, name), ("v", 0, "x")], phases=(("a", (name,)),))) == [1]


def test_the_method_says_the_rule_the_window_and_the_unit():
    for way in WAYS:
        said = funnel_method(way, timedelta(hours=36))
        assert f"({way.entry}, {way.order}; within 1.5 days of entering;" in said
        assert said.startswith("Unit: customers.")
    assert len({funnel_method(way) for way in WAYS}) == len(WAYS)


def test_a_phase_that_all_but_a_few_of_the_one_before_reach_has_no_number(opened):
    rows = events(**{f"u{n}": "ABCD" for n in range(40)}, **{f"v{n}": "A" for n in range(10)}, w="ABC", x="ABC")
    steps = funnel(crowd(opened(rows, funnel=("a", "b", "c", "d"))))
    assert [stage.customers for stage in steps] == [52, 42, 42, 40]
    assert [stage.total.short for stage in steps] == [
        "100 % [93, 100]",
        "81 % [68, 89]",
        "81 % [68, 89]",
        "withheld: beside other numbers it would tell of fewer than 5",
    ]
    assert steps[3].step.short == steps[3].drop.short.replace("fewer", "all but fewer")
    assert steps[3].drop.short == "withheld: fewer than 5 of 42"


def test_where_all_but_a_few_are_seen_in_the_first_phase_the_funnel_is_of_everybody(opened):
    rows = events(**{f"u{n}": "AB" for n in range(20)}, **{f"v{n}": "A" for n in range(20)}, w="B", x="B")
    steps = funnel(crowd(opened(rows, funnel=("a", "b", "c", "d"))))
    assert [stage.customers for stage in steps] == [40, 20, 0, 0]
    assert steps[0].total.short == "withheld: all but fewer than 5 of 42"
    assert (steps[1].total.value, steps[1].total.n) == (20 / 42, 42)
    assert steps[1].step.value is None
