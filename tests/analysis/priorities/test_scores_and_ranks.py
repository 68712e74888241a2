"""Value for effort, RICE, ICE by hand; what is uncertain; and how safe an order is."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research.analysis.priorities import DRAWS, drawn_scores, numbers_of, ranking, resampled, score
from cjm_research.study import Opportunity, Range

FULL = {"customer_value": 90, "business_value": 60, "effort": 3, "reach": 40, "impact": 5, "confidence": 80, "ease": 7}


def opportunity(**said):
    return Opportunity(id="x", title="X", **said)


@pytest.mark.parametrize(("by", "value"), [("value", 25), ("rice", 40 * 5 * 0.8 / 3), ("ice", 28)])
def test_each_formula_gives_what_the_hand_gives(by, value):
    assert score(numbers_of(opportunity(**FULL)), by) == (pytest.approx(value), "")


@pytest.mark.parametrize(
    ("without", "by", "reason"),
    [
        ("ease", "ice", "needs ease"),
        ("reach", "rice", "needs reach"),
        ("customer_value", "value", "needs customer value"),
    ],
)
def test_a_missing_number_is_named_instead_of_a_score(without, by, reason):
    assert score(numbers_of(opportunity(**{**FULL, without: None})), by) == (None, reason)


def test_nothing_is_divided_by_an_effort_of_0():
    assert score(numbers_of(opportunity(**{**FULL, "effort": 0})), "rice") == (
        None,
        "effort is 0, nothing to divide by",
    )


def test_what_the_team_set_goes_before_what_was_computed():
    assert numbers_of(opportunity(reach=10), 55)["reach"] == 10
    assert numbers_of(opportunity(), 55)["reach"] == 55
    assert numbers_of(opportunity(ranges=[Range(of="reach", at_least=20, at_most=30)]), 55)["reach"] == 25


def test_a_number_without_a_range_stays_and_one_with_a_range_stays_inside_it():
    said = opportunity(**FULL, ranges=[Range(of="ease", at_least=6, at_most=9)])
    drawn = drawn_scores(said, "ice", np.random.default_rng(1), 500)
    assert (drawn.min() >= 24, drawn.max() <= 36, drawn.std() > 0) == (True, True, True)
    assert set(drawn_scores(opportunity(**FULL), "ice", np.random.default_rng(1), 9)) == {28.0}


def test_a_triangle_has_its_mean_and_an_even_range_its_own():
    peaked = opportunity(**{**FULL, "ease": 9}, ranges=[Range(of="ease", at_least=0, at_most=9)])
    even = opportunity(**{**FULL, "ease": None}, ranges=[Range(of="ease", at_least=0, at_most=9)])
    means = [drawn_scores(said, "ice", np.random.default_rng(2), 40_000).mean() / 4 for said in (peaked, even)]
    assert means == [pytest.approx(6, abs=0.05), pytest.approx(4.5, abs=0.05)]


def test_computed_reach_is_drawn_with_the_people():
    said = opportunity(**{**FULL, "reach": None})
    drawn = drawn_scores(said, "rice", np.random.default_rng(1), 3, np.array([30.0, 60.0, 90.0]))
    assert drawn == pytest.approx(np.array([30, 60, 90]) * 5 * 0.8 / 3)


def order(values, spread, seed=3):
    scores = pd.Series(values, index=[f"i{place}" for place in range(len(values))])
    drawn = scores.to_numpy() + spread * np.random.default_rng(seed).standard_normal((DRAWS, len(values)))
    return ranking(scores, drawn)


def test_equal_items_stand_in_one_group_and_share_their_chances():
    found = order([5.0] * 6, 1.0)
    assert set(found["group"]) == {1}
    assert found["top3"].to_numpy() == pytest.approx(0.5, abs=0.06)
    assert set(found["rank"]) == {1}
    assert (found["rank_low"].max() <= 1, found["rank_high"].min() >= 6) == (True, True)


def test_items_far_apart_each_stand_in_their_own_group():
    found = order([10.0, 40.0, 30.0, 20.0], 0.5)
    assert found["item"].tolist() == ["i1", "i2", "i3", "i0"]
    assert found["group"].tolist() == [1, 2, 3, 4]
    assert found["top3"].tolist() == [1, 1, 1, 0]


def test_a_group_ends_only_where_all_above_rank_before_all_below():
    assert order([30.0, 29.9, 10.0, 9.9], 0.5)["group"].tolist() == [1, 1, 2, 2]


def test_the_chance_of_the_first_three_adds_up_to_three():
    assert order([5.0, 6.0, 7.0, 7.5, 8.0], 1.5)["top3"].sum() == pytest.approx(3)


def test_three_items_are_always_the_first_three_so_nothing_is_said():
    assert order([1.0, 2.0, 3.0], 1.0)["top3"].isna().all()


def test_without_any_uncertainty_no_probability_is_made_up():
    found = order([4.0, 3.0, 2.0, 1.0], 0.0)
    assert found[["top3", "rank_low", "rank_high", "group"]].isna().all(axis=None)
    assert found["rank"].tolist() == [1, 2, 3, 4]


def test_one_item_is_first():
    found = order([4.0], 1.0)
    assert found[["rank", "rank_low", "rank_high", "group"]].to_numpy().tolist() == [[1, 1, 1, 1]]


@given(st.lists(st.sampled_from([0.0, 1.0, float("nan")]), min_size=1, max_size=30))
def test_resampled_shares_lie_between_0_and_1_or_are_not_known(answers):
    found = resampled(pd.DataFrame({"a": answers}), np.random.default_rng(1), 20)
    known = found[~np.isnan(found)]
    assert ((known >= 0) & (known <= 1)).all()
    assert bool(np.isnan(found).all()) == all(np.isnan(answers))


def test_people_are_drawn_whole():
    said = pd.DataFrame({"a": [1.0, 0.0] * 20, "b": [0.0, 1.0] * 20})
    assert resampled(said, np.random.default_rng(1), 50).sum(axis=1) == pytest.approx(1)


def test_resampling_spreads_as_the_binomial_does():
    said = pd.DataFrame({"a": [1.0] * 30 + [0.0] * 70})
    found = resampled(said, np.random.default_rng(1), 4000)
    assert found.mean() == pytest.approx(0.3, abs=0.005)
    assert found.std() == pytest.approx((0.3 * 0.7 / 100) ** 0.5, rel=0.05)


def test_nobody_gives_no_share():
    assert np.isnan(resampled(pd.DataFrame({"a": []}, dtype=float), np.random.default_rng(1), 4)).all()
