"""The opportunity score: published values, bands, bootstrap interval, edges."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research.analysis.priorities import band, outcome_score, top_boxes, ulwick
from cjm_research.errors import EvidenceError
from cjm_research.study import Metric, Thresholds

LIMITS = Thresholds()


@pytest.mark.parametrize(("importance", "satisfaction", "score"), [(9, 3, 15), (9, 9, 9), (4, 8, 4)])
def test_the_published_scores_come_out(importance, satisfaction, score):
    assert outcome_score(importance, satisfaction) == score


@pytest.mark.parametrize(
    ("score", "word"),
    [
        (20, "extreme"),
        (15.01, "extreme"),
        (15, "strong"),
        (12, "strong"),
        (11.99, "consider"),
        (10, "consider"),
        (9.99, "unattractive"),
    ],
)
def test_bands_begin_and_end_where_they_are_said_to(score, word):
    assert band(score) == word


@given(st.floats(0, 10), st.floats(0, 10))
def test_a_score_lies_between_importance_and_twice_importance(importance, satisfaction):
    assert importance <= outcome_score(importance, satisfaction) <= 2 * importance


def people(important, satisfied, n=100):
    """Return n people of whom so many find it important, and so many are satisfied."""
    ones = [np.repeat([1.0, 0.0], [count, n - count]) for count in (important, satisfied)]
    return pd.DataFrame({"x": ones[0]}), pd.DataFrame({"x": np.random.default_rng(1).permutation(ones[1])})


def test_shares_of_four_and_five_and_not_means_make_the_score():
    rows = pd.DataFrame({"q": ["5"] * 54 + ["1"] * 6, "s": ["5"] * 18 + ["3"] * 42})
    sides = [
        pd.DataFrame({"x": top_boxes(Metric(id="m", title="M", kind="csat", column=column, low=1, high=5), rows)})
        for column in ("q", "s")
    ]
    assert ulwick(*sides, LIMITS)[0].score.value == pytest.approx(15)  # means 4.6 and 3.6 would give another


def test_the_interval_holds_the_score_and_narrows_with_n():
    few, many = (ulwick(*people(9 * n // 10, 3 * n // 10, n), LIMITS)[0].score for n in (60, 3000))
    assert few.value == many.value == pytest.approx(15)
    assert few.low < many.low < 15 < many.high < few.high
    assert (few.indicative, many.indicative) == (False, False)


def test_the_interval_is_that_of_a_plain_bootstrap():
    wanted, had = people(80, 30)
    rng = np.random.default_rng(3)
    drawn = []
    for _ in range(4000):
        take = rng.integers(0, 100, 100)
        share, got = wanted["x"].to_numpy()[take].mean(), had["x"].to_numpy()[take].mean()
        drawn.append(10 * (share + max(share - got, 0)))
    found = ulwick(wanted, had, LIMITS)[0].score
    assert (found.low, found.high) == (
        pytest.approx(np.quantile(drawn, 0.025), abs=0.25),
        pytest.approx(np.quantile(drawn, 0.975), abs=0.25),
    )


def test_only_those_who_answered_both_count_and_the_others_are_counted_as_missing():
    wanted = pd.DataFrame({"x": [1.0] * 8 + [np.nan] * 2})
    had = pd.DataFrame({"x": [0.0] * 6 + [np.nan] * 2 + [1.0] * 2})
    found = ulwick(wanted, had, LIMITS)[0]
    assert (found.score.n, found.score.missing) == (6, 4)


@pytest.mark.parametrize("n", [0, 1, 4])
def test_fewer_than_five_people_are_withheld_with_a_reason(n):
    one = pd.DataFrame({"x": [1.0] * n + [np.nan] * 3})
    found = ulwick(one, one, LIMITS)[0]
    assert found.score.value is None
    assert found.score.reason
    assert found.band == ""
    assert found.rank_low is None


def test_equal_answers_have_a_score_without_an_interval_and_say_so():
    found = ulwick(pd.DataFrame({"x": [1.0] * 9}), pd.DataFrame({"x": [0.0] * 9}), LIMITS)[0]
    assert str(found.score) == "20.00 (all answers equal, no interval), n = 9, indicative"


def test_outcomes_far_apart_have_ranks_that_do_not_touch():
    wanted = pd.DataFrame({"a": [1.0] * 90 + [0.0] * 10, "b": [1.0] * 20 + [0.0] * 80})
    had = pd.DataFrame({"a": [1.0] * 10 + [0.0] * 90, "b": [1.0] * 60 + [0.0] * 40})
    assert ulwick(wanted, had, LIMITS).frame()[["rank_low", "rank_high"]].to_numpy().tolist() == [[1, 1], [2, 2]]


def test_the_order_of_people_changes_nothing():
    wanted, had = people(70, 40)
    mixed = np.random.default_rng(9).permutation(100)
    first, second = ulwick(wanted, had, LIMITS), ulwick(wanted.iloc[mixed], had.iloc[mixed], LIMITS)
    assert str(first[0].score) == str(second[0].score)


def test_an_answer_off_the_scale_is_refused():
    metric = Metric(id="m", title="M", kind="csat", source="s", column="q", low=1, high=5)
    with pytest.raises(EvidenceError, match="'7'"):
        top_boxes(metric, pd.DataFrame({"q": ["7"]}))
