"""Weighted answers, filters, rounds, and what changed between them; worked out by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cjm_research.analysis import measure, rounds
from cjm_research.analysis.emotion import off_by
from cjm_research.analysis.peak_end import predicts, remembered
from cjm_research.analysis.waves import change, in_words, q_values
from cjm_research.errors import EvidenceError
from cjm_research.study import Metric, Source, Thresholds, Wave

HOUSE = Thresholds()
STAY = Metric(id="stay", title="Stay", kind="share", source="s", column="q", counts=("yes",))
RATE = Metric(id="rate", title="Rate", kind="rating", source="s", column="q", low=1, high=5)


def frame(answers, weights):
    return pd.DataFrame({"q": answers, "w": weights})


def test_a_weighted_share_is_that_of_the_weights_and_shows_its_effective_n():
    rows = frame(["yes"] * 50 + ["no"] * 50, ["1"] * 50 + ["3"] * 50)
    found = measure(STAY, rows, HOUSE, weight="w")
    assert (found.value, found.n, found.effective) == (0.25, 100, 80)
    assert str(found) == "25 % [17, 35], n = 100, effective 80"


def test_a_weighted_mean_is_that_of_the_repeated_answers():
    rows = frame(["1"] * 20 + ["5"] * 20, [1] * 20 + [3] * 20)
    found = measure(RATE, rows, HOUSE, weight="w")
    assert found.value == 4.0
    assert found.effective == 32
    reach = stats.t.ppf(0.975, 31) * np.sqrt(3.0 / 31)  # weighted mean square 0.25·9 + 0.75·1 = 3
    assert (found.low, found.high) == pytest.approx((4 - reach, min(5, 4 + reach)))


@given(st.lists(st.integers(1, 5), min_size=5, max_size=40), st.floats(0.1, 9))
def test_equal_weights_change_nothing_but_say_so(answers, weight):
    rows = frame([str(one) for one in answers], [weight] * len(answers))
    plain, weighed = measure(RATE, rows, HOUSE), measure(RATE, rows, HOUSE, weight="w")
    assert weighed.effective == pytest.approx(len(answers))
    assert (weighed.value, weighed.low or 0) == pytest.approx((plain.value, plain.low or 0))


def test_rows_without_weight_are_missing_and_a_heavy_few_are_withheld():
    rows = frame(["yes"] * 12, ["1000", "900", "1", "1", "1", "1", "1", "1", "1", "", "0", "1"])
    found = measure(STAY, rows, HOUSE, weight="w")
    assert (found.n, found.missing, found.value) == (10, 2, None)
    assert str(found) == "withheld: by weight only 2.0 people, fewer than 5"


@pytest.mark.parametrize("weight", ["-1", "much"])
def test_a_weight_that_is_none_is_refused_with_its_row(weight):
    with pytest.raises(EvidenceError, match="row 3, column 'w'"):
        measure(STAY, frame(["yes"] * 6, ["1", weight, "1", "1", "1", "1"]), HOUSE, weight="w")


def test_a_filter_leaves_rows_out_before_anything_is_counted():
    only = [{"column": "city", "any_of": ["Bonn", "Ulm"]}, {"column": "age", "at_least": 18, "at_most": 30}]
    metric = Metric(id="m", title="M", kind="mean", source="s", column="q", only=only)
    rows = pd.DataFrame(
        {
            "q": list("123456"),
            "city": ["Bonn", "Ulm", "Kiel", "Bonn", "Bonn", "Ulm"],
            "age": ["18", "30", "20", "31", "", "20"],
        }
    )
    found = measure(metric, rows, Thresholds().model_copy(update={"min_group": 1}))
    assert (found.value, found.n, found.missing) == (3.0, 3, 0)
    with pytest.raises(EvidenceError, match="no column 'age', which the filter of 'm' names"):
        measure(metric, rows[["q", "city"]], HOUSE)


SURVEY = Source(id="s", title="S", kind="survey", columns={"at": "day", "wave": "round"})
WAVES = (
    Wave(id="a", title="Spring", first="2026-03-01", last="2026-03-31"),
    Wave(id="b", title="Autumn", first="2026-09-01", last="2026-09-30"),
)


def test_rounds_follow_their_first_day_and_not_the_alphabet():
    rows = pd.DataFrame({"round": ["b", "a", "b"], "day": ["2026-03-01", "2026-09-01", "2026-03-02"]})
    assert {name: len(part) for name, part in rounds(rows, SURVEY, WAVES).items()} == {"b": 2, "a": 1}


def test_without_a_column_of_rounds_the_waves_of_the_study_tell_them():
    rows = pd.DataFrame({"day": ["2026-09-30T23:00:00", "2026-03-31", "2026-05-01", ""]})
    assert {name: len(part) for name, part in rounds(rows, SURVEY, WAVES).items()} == {"Spring": 1, "Autumn": 1}
    assert rounds(rows[[]], SURVEY, WAVES) == {}


def test_the_change_of_a_mean_is_welch():
    early, late = pd.DataFrame({"q": ["1", "2", "3", "4", "5"] * 4}), pd.DataFrame({"q": ["3", "4", "5", "5", "4"] * 6})
    found = change(RATE, measure(RATE, early, HOUSE), measure(RATE, late, HOUSE), (early, late))
    known = stats.ttest_ind(late["q"].astype(int), early["q"].astype(int), equal_var=False).confidence_interval()
    assert (found.low, found.high) == pytest.approx((known.low, known.high))
    assert in_words(found) == "+1.20 [+0.47, +1.93]"


def test_a_family_of_changes_has_larger_q_than_p_alone():
    early, late = pd.DataFrame({"q": ["yes"] * 30 + ["no"] * 30}), pd.DataFrame({"q": ["yes"] * 42 + ["no"] * 18})
    found = change(STAY, measure(STAY, early, HOUSE), measure(STAY, late, HOUSE), (early, late))
    none = found.model_copy(update={"low": None, "high": None})
    nothing = found.model_copy(update={"value": 0.0, "low": -0.1, "high": 0.1})
    (alone,), (amid, blank, *_) = q_values([found]), q_values([found, none, nothing, nothing])
    assert amid == pytest.approx(alone * 3 * (1 + 1 / 2 + 1 / 3))  # Benjamini and Yekutieli 2001
    assert 0.01 < alone < 0.05
    assert blank is None


def test_a_hand_set_point_is_compared_with_the_interval_of_what_was_measured():
    rows = pd.DataFrame({"q": ["1", "2", "3", "4", "5"] * 8})
    found = measure(RATE, rows, HOUSE)
    off = off_by(5.0, found)
    assert (off.value, off.low, off.high) == pytest.approx((2.0, 5 - found.high, 5 - found.low))


def test_the_worse_of_two_equal_peaks_counts_and_the_end_is_the_last_one_rated():
    phases = pd.DataFrame({"a": [2.0, 0.5], "b": [-2.0, 1.0], "c": [1.0, -0.5], "d": [None, 0.0]})
    found = remembered(phases)
    assert found["peak"].tolist() == [-2.0, 1.0]
    assert found["end"].tolist() == [1.0, 0.0]
    assert found["peak_end"].tolist() == [-0.5, 0.5]
    assert found["mean"].tolist() == pytest.approx([1 / 3, 0.25])


def test_people_who_remember_by_peak_and_end_are_told_from_people_who_average():
    rng = np.random.default_rng(7)
    numbers = remembered(pd.DataFrame(rng.uniform(-2, 2, (400, 6))))
    by_memory = predicts(numbers, numbers["peak_end"] + rng.normal(0, 0.3, 400), HOUSE)
    by_mean = predicts(numbers, numbers["mean"] + rng.normal(0, 0.3, 400), HOUSE)
    assert by_memory["lead"].low > 0
    assert by_mean["lead"].high < 0
