"""Two scores of the same people: rank correlation, its interval, and the edges."""

import pandas as pd
import pytest

from cjm_research.analysis.association import ratings_together, spearman
from cjm_research.study import Metric, Thresholds

UP = pd.Series(range(1, 11), dtype=float)


def test_ten_people_ranked_twice():
    """Wikipedia's example of intelligence and hours of television: ρ = −29/165."""
    points = pd.Series([106, 100, 86, 101, 99, 103, 97, 113, 112, 110])
    hours = pd.Series([7, 27, 2, 50, 28, 29, 20, 12, 6, 17])
    assert spearman(points, hours, Thresholds()).value == pytest.approx(-29 / 165)


def test_the_interval_is_wider_than_one_for_measured_values():
    found = spearman(UP, pd.Series([2, 1, 4, 3, 6, 5, 8, 7, 10, 9.0]), Thresholds())
    assert found.low < found.value < found.high < 1


@pytest.mark.parametrize(("other", "value"), [(UP, 1), (-UP, -1)])
def test_perfect_agreement_has_no_interval_and_says_so(other, value):
    found = spearman(UP, other, Thresholds())
    assert (found.value, found.low, found.reason) == (value, None, "no spread, no interval")


def test_too_few_or_equal_answers_give_no_number():
    assert str(spearman(UP[:3], UP[:3], Thresholds())) == "withheld: fewer than 5 people"
    assert spearman(UP, UP * 0, Thresholds()).value is None


def test_only_who_answered_both_counts():
    rows = pd.DataFrame({"a": [*"12345123451", ""], "b": [*"1234512345", "", "5"]})
    one, other = (Metric(id=name, title=name, kind="rating", source="s", column=name, low=1, high=5) for name in "ab")
    found = ratings_together(one, other, rows, Thresholds())
    assert (found.n, found.missing) == (10, 2)
