"""Other rates between phases: a small chain by hand, and the plain counts on random logs."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings

from cjm_research.analysis.journeys import Group, greatest_loss, what_if
from cjm_research.errors import UnknownIdError
from cjm_research.study import Thresholds
from tests.analysis.journeys.conftest import crowd, events
from tests.analysis.journeys.walks import WALKS, many, on, told, walked

ALL = Thresholds().model_copy(update={"min_group": 1})


def test_half_the_loss_by_hand(opened):
    # 6 of 10 end after a: P = .4. With half of them ending, a leads on in 1 - .3 = .7 of the visits: P = .7
    journeys = opened(events(**{f"u{n}": "AB" for n in range(4)}, **{f"v{n}": "A" for n in range(6)}))
    asked = crowd(journeys, thresholds=ALL)
    assert greatest_loss(asked, "b") == ("a", 0.6)
    found = what_if(asked, {("a", None): 0.3}, "b")
    assert (found.customers, found.seen.value) == (10, 0.4)
    assert [found.today.value, found.then.value, found.gain.value] == pytest.approx([0.4, 0.7, 0.3])
    assert (found.then.low, found.then.high) == pytest.approx((0.7, 0.7))  # nothing else can vary
    assert 0.1 < found.today.low < 0.4 < found.today.high < 0.75
    assert found.rates[0].before.value == 0.6


def test_a_round_by_hand(opened):
    # a to b always; from b: back to a 1/3, on to c 1/3, end 1/3. P = 1/3 + P/3, so P = 1/2; back 1/2: on 1/4, P = 1/2
    journeys = opened(events(**{f"u{n}": "ABABC" for n in range(5)}, **{f"v{n}": "AB" for n in range(5)}))
    found = what_if(crowd(journeys), {("b", "a"): 0.5}, "c")
    assert [found.seen.value, found.today.value, found.then.value] == pytest.approx([0.5, 0.5, 0.5])
    more = what_if(crowd(journeys), {("b", "c"): 0.5, ("b", None): 0.5}, "c")
    assert more.then.value == pytest.approx(0.5)
    assert what_if(crowd(journeys), {("b", "c"): 1.0}, "c").then.value == pytest.approx(1)


def by_hand(rows, persona, goal="d"):
    """Return the chance of reaching the goal, by going on from the start until nothing moves any more."""
    begin, steps, customers, arrived = Counter(), Counter(), 0, 0
    for journey in told(rows, persona):
        path = [place for _, place in on("phase", journey)]
        if not path:
            continue
        customers, arrived = customers + 1, arrived + (goal in path)
        cut = path[: path.index(goal) + 1] if goal in path else [*path, "end"]
        begin[cut[0]] += 1
        steps.update(pairwise(cut))
    now = {place: n / customers for place, n in begin.items()}
    for _ in range(5000):
        there = Counter({place: share for place, share in now.items() if place in (goal, "end")})
        for (a, z), n in steps.items():
            there[z] += now.get(a, 0) * n / sum(m for (b, _), m in steps.items() if b == a)
        now = there
    return customers, arrived, now.get(goal, 0.0)


@settings(max_examples=15, deadline=None)
@given(WALKS)
def test_any_log_arrives_as_the_plain_walk_does(rows):
    customers, arrived, chance = by_hand(rows, "p")
    with walked(rows) as journeys:
        found = what_if(crowd(journeys, Group("p"), ALL), {}, "d")
    assert found.customers == customers
    if customers < 1:
        assert found.seen.value is found.today.value is None
        return
    assert round(found.seen.value * customers) == arrived
    assert found.today.value == pytest.approx(chance, abs=1e-6)
    assert found.then.value == pytest.approx(found.today.value)
    assert found.gain.value == pytest.approx(0)
    assert 0 <= found.today.low <= found.today.value <= found.today.high <= 1


def test_the_interval_is_as_wide_as_that_of_the_count(opened):
    found = what_if(crowd(opened(many(1000))), {}, "b")
    assert found.today.high - found.today.low == pytest.approx(found.seen.high - found.seen.low, rel=0.25)


def test_the_same_draws_each_time(opened):
    journeys = opened(many())
    one, other = (what_if(crowd(journeys), {("a", None): 0.1}, "d") for _ in range(2))
    assert (one.then, one.gain) == (other.then, other.gain)


@pytest.mark.parametrize("changed", [{("a", "b"): 1.2}, {("a", "b"): 0.6, ("a", "c"): 0.6}, {("a", None): -0.1}])
def test_impossible_rates_are_refused(opened, changed):
    with pytest.raises(ValueError, match="rates out of 'a' must lie between 0 and 1"):
        what_if(crowd(opened(events(u="ABC"))), changed, "c")


def test_a_journey_without_end_is_refused(opened):
    journeys = opened(events(**{f"u{n}": "ABAC" for n in range(5)}))
    with pytest.raises(ValueError, match="for ever"):
        what_if(crowd(journeys), {("a", "b"): 1.0, ("b", "a"): 1.0}, "c")


def test_a_phase_that_is_not_there_is_refused(opened):
    with pytest.raises(UnknownIdError, match="'gone'"):
        what_if(crowd(opened(events(u="A"))), {}, "gone")


def test_few_people_and_nobody_are_withheld(opened):
    assert what_if(crowd(opened(events(u="AB"))), {}, "b").today.reason == "withheld: fewer than 5 people"
    assert what_if(crowd(opened([])), {}, "b").today.reason == "no answers"
    assert greatest_loss(crowd(opened([])), "b") is None
    assert greatest_loss(crowd(opened(events(u="A"))), "b") is None


def test_spark_counts_the_same(both):
    duckdb, spark = both(many())
    one, other = (what_if(crowd(journeys, Group("q")), {("a", None): 0.1}, "d") for journeys in (duckdb, spark))
    assert (one.seen, one.today.value, one.then) == (other.seen, other.today.value, other.then)
    assert np.isfinite([one.gain.low, one.gain.high]).all()
