"""The SQL of the funnel against a plain-Python oracle of the rule we print."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.analysis.journeys import classification, conversion, customers_classified, funnel
from cjm_research.study import Phase, Thresholds

HOUSE = Thresholds()
PHASES = [Phase(id=name.lower(), title=name, events=(name,)) for name in "ABCD"]
DAY = pd.Timestamp(2026, 5, 1, tz="UTC")


def log(events):
    """Make a log of (customer, hour, event) in this order."""
    rows = [(who, DAY + pd.Timedelta(hours=hour), event) for who, hour, event in events]
    frame = pd.DataFrame(rows, columns=["customer", "at", "event"]).astype({"customer": "str", "event": "str"})
    frame["at"] = pd.to_datetime(frame["at"], utc=True)
    return frame.assign(row=range(len(frame)))


def paths(**events):
    return log([(who, hour, event) for who, path in events.items() for hour, event in enumerate(path)])


FIXTURE = {"u1": "ABCD", "u2": "AD", "u3": "BCD", "u4": "AXBC", "u5": "D", "u6": "ABD"}


def reached(found, phases=PHASES):
    return funnel(found, phases, HOUSE)["customers"].tolist()


def oracle(events, phases):
    """Count by walking each customer's events in order of time, ties in the order of the log."""
    place = {event: k for k, phase in enumerate(phases) for event in phase.events}
    counts = [0] * len(phases)
    for customer in {who for who, _, _ in events}:
        own = sorted((hour, row, event) for row, (who, hour, event) in enumerate(events) if who == customer)
        awaited = 0
        for _, _, event in own:
            if awaited < len(phases) and place.get(event) == awaited:
                counts[awaited] += 1
                awaited += 1
    return counts


def test_the_fixture_counts_four_three_two_one():
    # computed: closed and eventual in statistics.md, section 3
    assert reached(paths(**FIXTURE)) == [4, 3, 2, 1]


EVENTS = st.lists(
    st.tuples(st.sampled_from(["u", "v", "w"]), st.integers(0, 4), st.sampled_from("ABCDEX")), max_size=25
)
TWO_EVENTS_A_PHASE = [Phase(id="one", title="1", events=("A", "E")), *PHASES[1:]]


@settings(max_examples=60)
@given(EVENTS, st.sampled_from([PHASES, PHASES[:1], PHASES[::-1], TWO_EVENTS_A_PHASE]))
def test_any_log_counts_as_the_plain_walk_through_it(events, phases):
    assert reached(log(events), phases) == oracle(events, phases)


@settings(max_examples=25)
@given(EVENTS)
def test_who_is_called_what_changes_nothing(events):
    renamed = [({"u": "w", "v": "u", "w": "v"}[who], hour, event) for who, hour, event in events]
    assert reached(log(events)) == reached(log(renamed))
    assert classification(log(events), PHASES).equals(classification(log(renamed), PHASES))


@settings(max_examples=25)
@given(EVENTS)
def test_a_shift_of_the_clock_changes_nothing(events):
    shifted = log(events).assign(at=lambda frame: frame["at"] + pd.Timedelta(hours=7))
    assert reached(log(events)) == reached(shifted)


def test_equal_times_count_in_the_order_of_the_log():
    assert reached(log([("u", 0, "A"), ("u", 0, "B")]))[:2] == [1, 1]
    assert reached(log([("u", 0, "B"), ("u", 0, "A")]))[:2] == [1, 0]


def test_repeats_count_a_customer_once():
    assert reached(paths(u="AABABBB")) == [1, 1, 0, 0]


def test_an_event_of_two_phases_counts_in_the_first():
    twice = [Phase(id="a", title="A", events=("A",)), Phase(id="b", title="B", events=("A", "B"))]
    assert reached(paths(u="AA", v="AB"), twice) == [2, 1]
    found = classification(paths(u="AA", v="AB"), twice)
    assert found[["event", "events", "phase"]].to_numpy().tolist() == [["A", 3, "a"], ["B", 1, "b"]]


def test_shares_carry_the_base_of_the_phase_before_and_of_the_first():
    steps = funnel(paths(**{f"u{n}": "ABC" for n in range(6)}, **{f"v{n}": "A" for n in range(4)}), PHASES, HOUSE)
    assert [step.short for step in steps["step"]] == ["first phase", "60 % [31, 83]", "100 % [61, 100]", "0 % [0, 39]"]
    assert [drop.value for drop in steps["drop"]] == [None, 0.4, 0.0, 1.0]
    assert [total.value for total in steps["total"]] == [1.0, 0.6, 0.6, 0.0]
    assert steps["step"].iloc[1].n == 10


def test_a_withheld_step_is_not_given_away_by_the_share_of_all():
    some = {f"u{n}": "A" for n in range(20)}
    steps = funnel(paths(**some, v="AB", w="ABC", x="ABC"), PHASES, HOUSE)
    assert steps["customers"].tolist() == [23, 3, 2, 0]
    assert [total.value is None for total in steps["total"]] == [False, False, True, True]
    assert [step.value is None for step in steps["step"]] == [True, False, True, True]


def test_nobody_in_the_phase_before_is_said():
    steps = funnel(paths(u="X"), PHASES, HOUSE)
    assert steps["customers"].tolist() == [0, 0, 0, 0]
    assert steps["step"].iloc[1].reason == "nobody came this far"


def test_no_events_and_no_phases_are_counted_too():
    assert reached(log([])) == [0, 0, 0, 0]
    assert funnel(paths(**FIXTURE), [], HOUSE).empty
    assert funnel(log([]), [], HOUSE).empty
    assert classification(log([]), PHASES).empty
    assert customers_classified(log([]), []) == (0, 0)


def test_conversion_is_the_share_that_comes_later():
    found = conversion(paths(a="AB", b="AB", c="BA", d="A", e="A", f="B"), *PHASES[:2], HOUSE)
    assert (found.value, found.n) == (0.4, 5)


def test_events_outside_the_phases_are_listed_with_the_others():
    found = classification(paths(u="AAX", v="X", w="Y"), PHASES)
    assert found.to_numpy().tolist() == [["A", 2, 1, "a"], ["X", 2, 2, ""], ["Y", 1, 1, ""]]
    assert customers_classified(paths(u="AAX", v="X", w="Y"), PHASES) == (1, 3)
    assert classification(paths(u="AX"), [])["phase"].tolist() == ["", ""]


@pytest.mark.parametrize("name", ["'; drop table rule; --", "ä ö", "A\nB", '"', "%"])
def test_any_name_of_an_event_is_only_a_name(name):
    phase = [Phase(id="a", title="A", events=(name,))]
    assert reached(log([("u", 0, name), ("v", 0, "x")]), phase) == [1]
