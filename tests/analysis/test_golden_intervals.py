"""Intervals against published numbers; "computed" marks those that only our formula stands behind."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research.analysis import mean, net, share
from cjm_research.study import Thresholds

EVERYONE = Thresholds(indicative_below=2).model_copy(update={"min_group": 1})
HALF_A_DIGIT = 0.00005


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # seen: Newcombe 1998, in the tests of propint
        (15, 148, 0.0624, 0.1605),  # seen: the same
        (0, 20, 0.0, 0.1611),  # Newcombe 1998, original not opened
        (1, 29, 0.0061, 0.1718),  # Newcombe 1998, original not opened
        (17, 25, 0.4841, 0.8279),  # computed
    ],
)
def test_a_share_has_the_published_wilson_interval(count, n, low, high):
    found = share(count, n, EVERYONE)
    assert found.value == count / n
    assert found.low == pytest.approx(low, abs=HALF_A_DIGIT)
    assert found.high == pytest.approx(high, abs=HALF_A_DIGIT)


@pytest.mark.parametrize(
    ("promoters", "detractors", "n", "value", "low", "high"),
    [
        (50, 20, 100, 30.0, 14.05, 44.20),  # recipe seen (MeasuringU; Rocks 2016), numbers computed
        (4, 3, 10, 10.0, -36.06, 51.45),  # the same
        (15, 6, 30, 30.0, 0.68, 53.86),  # computed
        (3, 1, 5, 40.0, -29.8, 79.8),  # computed
        (0, 5, 5, -100.0, -100.0, -17.5),  # computed; the lower bound would be -107.5
        (5, 0, 5, 100.0, 17.49, 100.0),  # computed; the upper bound would be 107.51
    ],
)
def test_a_net_score_has_the_adjusted_wald_interval_clipped_to_the_scale(promoters, detractors, n, value, low, high):
    found = net(promoters, detractors, n, EVERYONE)
    assert 100 * found.value == pytest.approx(value)
    assert 100 * found.low == pytest.approx(low, abs=0.05)
    assert 100 * found.high == pytest.approx(high, abs=0.05)


def test_a_mean_has_the_t_interval_worked_out_by_hand():
    # 2 4 4 4 6: mean 4, s = sqrt(8/4) = 1.41421, t(4) = 2.77645, reach = 2.77645 * 1.41421 / 2.23607 = 1.75598
    found = mean([2, 4, 4, 4, 6], EVERYONE)
    assert (found.value, found.n) == (4.0, 5)
    assert found.low == pytest.approx(4 - 1.75598, abs=1e-4)
    assert found.high == pytest.approx(4 + 1.75598, abs=1e-4)


def test_the_interval_of_a_mean_does_not_leave_the_scale():
    found = mean([1, 1, 1, 1, 5], EVERYONE, bounds=(1, 5))
    assert found.low == 1
    assert found.high < 5


@given(st.integers(2, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_lies_in_its_interval_and_both_between_nought_and_one(counts):
    found = share(*counts, EVERYONE)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert math.copysign(1, found.low) == 1
    assert "-0" not in str(found)


@given(st.lists(st.integers(0, 10), min_size=5, max_size=200))
def test_a_net_score_and_its_bounds_stay_on_the_scale(answers):
    found = net(sum(a >= 9 for a in answers), sum(a <= 6 for a in answers), len(answers), EVERYONE)
    assert -1 <= found.low <= found.high <= 1
    assert -1 <= found.value <= 1
    assert "-0 " not in str(found)
    assert "[-0," not in str(found)


@given(st.lists(st.integers(1, 5), min_size=5, max_size=60))
def test_the_mean_of_any_answers_stays_on_the_scale_and_never_looks_certain(answers):
    found = mean(answers, EVERYONE, bounds=(1, 5))
    if found.low is None:
        assert len(set(answers)) == 1
    else:
        assert 1 <= found.low < found.high <= 5
        assert found.low <= found.value <= found.high
