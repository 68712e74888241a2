"""Nobody, one person, all alike, all missing: a sentence for every kind of metric, never 0, 1, NaN or a traceback."""

import pandas as pd
import pytest

from cjm_research.analysis import measure
from cjm_research.analysis.medians import median
from cjm_research.analysis.peak_end import PREDICTORS, predicts, remembered
from cjm_research.analysis.waves import change, in_words
from cjm_research.study import Metric, Thresholds

HOUSE = Thresholds()
KINDS = {
    "rating": {"low": 1, "high": 5},
    "mean": {},
    "median": {},
    "share": {"counts": ("5",)},
    "csat": {"low": 1, "high": 5},
    "nps": {},
    "ces mean": {"ces": "mean"},
    "ces agree": {"ces": "agree"},
    "ces index": {"ces": "index"},
}


def asked(name, **more):
    return Metric.model_validate(
        {"id": "m", "title": "M", "kind": name.split()[0], "column": "q"} | KINDS.get(name, {}) | more
    )


def answers(*cells):
    return pd.DataFrame({"q": list(cells)}, dtype="str")


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("cells", [(), ("", "", "")], ids=["nobody", "all missing"])
def test_without_an_answer_there_is_a_sentence(name, cells):
    found = measure(asked(name), answers(*cells), HOUSE)
    assert (found.value, found.low, str(found), found.missing) == (None, None, "no answers", len(cells))


@pytest.mark.parametrize("name", KINDS)
def test_one_person_is_never_shown(name):
    found = measure(asked(name), answers("5"), HOUSE)
    assert (found.value, str(found)) == (None, "withheld: fewer than 5 people")


@pytest.mark.parametrize("name", ["rating", "mean", "median", "ces mean"])
def test_equal_answers_have_a_value_and_say_that_there_is_no_interval(name):
    found = measure(asked(name), answers(*["5"] * 40), HOUSE)
    assert str(found) == "5.00 (all answers equal, no interval), n = 40"


@pytest.mark.parametrize("name", ["share", "csat", "nps", "ces agree", "ces index"])
def test_equal_answers_leave_a_share_its_interval(name):
    found = measure(asked(name), answers(*["5"] * 40), HOUSE)
    assert found.low < found.high


def test_a_median_of_five_is_refused_with_the_reason():
    assert str(median([1, 2, 3, 4, 5], HOUSE)) == "withheld: 5 people, and no 95 % interval of a median exists below 6"
    assert str(median([1, 2, 3, 4, 5, 6], HOUSE)) == "3.50 [1.00, 6.00], n = 6, indicative"


@pytest.mark.parametrize(
    ("metric", "reason"),
    [
        (Metric(id="m", title="M", kind="share", column="q"), "not measured: no answer is named that counts"),
        (
            Metric(id="m", title="M", kind="csat", column="q", low=1, high=7),
            "not measured: nobody said from which answer on people are satisfied",
        ),
        (
            Metric(id="m", title="M", kind="ces", column="q", low=1, high=5),
            "not measured: effort is defined on a scale of 1–7",
        ),
    ],
)
def test_half_a_definition_is_a_sentence_and_no_number(metric, reason):
    assert str(measure(metric, answers(*["3"] * 12), HOUSE)) == reason


@pytest.mark.parametrize("cells", [[], ["1"], ["3"] * 40])
def test_the_change_of_nothing_or_of_equal_answers_is_a_sentence(cells):
    rows = answers(*cells)
    found = measure(asked("rating"), rows, HOUSE)
    said = in_words(change(asked("rating"), found, found, (rows, rows)))
    assert said in ("one of the rounds has no number", "0.00 (all answers equal in both rounds, no interval)")


@pytest.mark.parametrize("n", [0, 1, 4, 9])
def test_too_few_for_the_memory_of_a_journey_is_a_sentence(n):
    numbers = pd.DataFrame({name: [float(k) for k in range(n)] for name in PREDICTORS})
    found = predicts(numbers, pd.Series(range(n), dtype=float), HOUSE)
    assert all(one.value is None and one.reason for one in found.values())


def test_an_overall_rating_everybody_gives_alike_is_a_sentence():
    numbers = pd.DataFrame({name: [float(k % 3) for k in range(40)] for name in PREDICTORS})
    found = predicts(numbers, pd.Series([4.0] * 40), HOUSE)
    assert {one.reason for one in found.values()} == {"everybody rated the whole alike, so nothing can go with it"}


def test_a_journey_that_feels_the_same_to_everybody_is_a_sentence():
    numbers = pd.DataFrame({name: [1.0] * 40 for name in PREDICTORS})
    found = predicts(numbers, pd.Series([float(k % 5) for k in range(40)]), HOUSE)
    assert {one.reason for one in found.values()} == {"the same for everybody, so nothing can go with it"}


def test_nobody_rated_three_phases():
    assert len(remembered(pd.DataFrame({"a": [1.0], "b": [2.0], "c": [None]}, dtype=float))) == 0
    assert len(remembered(pd.DataFrame())) == 0
