"""Kaplan-Meier against the published 6-MP trial, and against the product written out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.analysis.journeys.survival import NOT_REACHED, Watched, median_time, survival
from cjm_research.study import Thresholds

HOUSE, ALL = Thresholds(), Thresholds().model_copy(update={"min_group": 1})
RELAPSED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
WATCHED = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def counts(arrived, watched):
    return [Watched(time, True, 1) for time in arrived] + [Watched(time, False, 1) for time in watched]


def test_the_6mp_trial():
    # Freireich 1963 as in Kleinbaum and Klein, Survival Analysis; statistics.md, section 2
    curve = survival(counts(RELAPSED, WATCHED), HOUSE).frame()
    assert curve["time"].tolist() == [0, 6, 7, 10, 13, 16, 22, 23, 25]
    assert curve["share"].round(3).tolist() == [1, 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448, 0.448]
    assert curve["at_risk"].tolist() == [21, 21, 17, 15, 12, 11, 7, 6, 5]
    assert median_time(survival(counts(RELAPSED, WATCHED), HOUSE)).value == 23


def test_the_band_has_greenwoods_variance():
    ten = survival(counts(RELAPSED, WATCHED), HOUSE).frame().set_index("time").loc[10]
    share, se, z = ten["share"], 0.0963, 1.959964  # Greenwood's standard error, statistics.md, section 2
    reach = z * se / (share * abs(np.log(share)))
    assert [ten["low"], ten["high"]] == pytest.approx([share ** np.exp(reach), share ** np.exp(-reach)], abs=5e-4)


def test_the_placebo_group_has_the_median_8():
    assert median_time(survival(counts(PLACEBO, []), HOUSE)).value == 8


def test_all_censored_has_no_median_and_says_so():
    curve = survival(counts([], [1, 2, 3, 4, 5]), HOUSE)
    assert curve.frame().to_numpy().tolist() == [[0, 1, 1, 1, 5], [1, 1, 1, 1, 5]]
    assert (median_time(curve).value, str(median_time(curve))) == (None, NOT_REACHED)


def test_few_people_have_no_curve_and_the_curve_ends_where_few_are_left():
    assert not survival(counts([1, 2], [3]), HOUSE)
    assert median_time(survival(counts([1, 2], [3]), HOUSE)).reason == "too few customers"
    assert [point.at_risk for point in survival(counts([1, 2, 3, 4, 5, 6], []), HOUSE)] == [6, 6, 5]


def test_everybody_arrived_at_once():
    curve = survival(counts([4] * 6, []), HOUSE)
    assert curve.frame()[["time", "share", "low", "high"]].to_numpy().tolist() == [[0, 1, 1, 1], [4, 0, 0, 1]]
    assert median_time(curve).value == 4


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=1, max_size=30))
def test_any_log_has_the_product_of_the_shares_that_stay(found):
    arrived, watched = [t for t, yes in found if yes], [t for t, yes in found if not yes]
    curve = survival(counts(arrived, watched), ALL).frame()
    share = 1.0
    for time in sorted(set(arrived)):
        at_risk = sum(t >= time for t, _ in found)
        share *= 1 - arrived.count(time) / at_risk
        if at_risk >= 1:
            row = curve[curve["time"] == time].iloc[0]
            assert (row["share"], row["at_risk"]) == (pytest.approx(share), at_risk)
            assert 0 <= row["low"] <= row["share"] + 1e-9 <= row["high"] + 2e-9 <= 1 + 2e-9
        else:
            assert time not in set(curve["time"])
    assert curve["time"].iloc[-1] == max(t for t, _ in found)
