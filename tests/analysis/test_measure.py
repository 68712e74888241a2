"""A metric's definition and rows -> the number, worked out by hand."""

import pandas as pd
import pytest

from cjm_research.analysis import measure
from cjm_research.errors import EvidenceError
from cjm_research.study import Metric, Thresholds

HOUSE = Thresholds()


def metric(kind, **fields):
    return Metric.model_validate({"id": "m", "title": "M", "source": "survey", "column": "q", "kind": kind} | fields)


def rows(*cells):
    return pd.DataFrame({"q": list(cells)}, dtype="str")


def test_a_rating_is_the_mean_of_the_answers_given():
    found = measure(metric("rating", low=1, high=5), rows("5", "4", "", " 3 ", "5", "3", " "), HOUSE)
    assert (found.value, found.n, found.missing, found.unit) == (4.0, 5, 2, "number")


def test_a_share_counts_the_named_answers_among_those_given():
    found = measure(metric("share", counts=("yes",)), rows(*["yes"] * 5, *["no"] * 9, "not sure", ""), HOUSE)
    assert (found.value, found.n, found.missing, found.unit) == (5 / 15, 15, 1, "share")


def test_csat_is_the_share_at_or_above_the_box_four_unless_named():
    cells = rows(*["5"] * 6, *["4"] * 4, *["3"] * 6, *"2211")
    assert measure(metric("csat", low=1, high=5), cells, HOUSE).value == 0.5
    assert measure(metric("csat", low=1, high=5, top=5), cells, HOUSE).value == 0.3
    assert measure(metric("csat", low=0, high=5, top=0), cells, HOUSE).value == 1.0


def test_nps_is_promoters_minus_detractors():
    # -40 for 1..10 is seen: 9, 10 promote, 1..6 detract
    found = measure(metric("nps"), rows(*map(str, range(1, 11))), HOUSE)
    assert (found.value, found.unit) == (pytest.approx(-0.4), "net")


@pytest.mark.parametrize("answer", ["11", "-1", "99"])
def test_an_answer_off_the_recommendation_scale_is_refused_even_where_no_scale_is_written_down(answer):
    with pytest.raises(EvidenceError, match=rf"survey', row 3, column 'q': holds '{answer}'"):
        measure(metric("nps"), rows("9", answer, "8", "7", "6"), HOUSE)


@pytest.mark.parametrize("answer", ["6", "0", "five", "3,5", "nan", "inf", "0.99"])
def test_an_answer_off_the_scale_is_refused_with_row_and_column(answer):
    with pytest.raises(EvidenceError) as refused:
        measure(metric("rating", low=1, high=5), rows("1", "2", answer, "3"), HOUSE)
    assert (refused.value.row, refused.value.column) == (4, "q")
    assert f"'{answer}'" in str(refused.value)
    assert "missing:" in str(refused.value)


def test_the_row_is_that_of_the_file_even_for_part_of_its_rows():
    part = rows("1", "2", "3", "9").iloc[2:]
    with pytest.raises(EvidenceError, match="row 5"):
        measure(metric("rating", low=1, high=5), part, HOUSE)


def test_without_a_scale_an_endless_number_is_refused_too():
    with pytest.raises(EvidenceError, match="'inf'"):
        measure(metric("mean"), rows("1", "inf"), HOUSE)


def test_values_that_mean_not_answered_are_counted_as_missing():
    found = measure(
        metric("rating", low=1, high=5, missing=("99", "n/a")), rows("1", "99", "n/a", "3", "2", "2", "2"), HOUSE
    )
    assert (found.value, found.n, found.missing) == (2.0, 5, 2)


@pytest.mark.parametrize("kind", ["rating", "mean", "share", "csat", "nps"])
def test_all_missing_is_no_answer_and_counted(kind):
    found = measure(metric(kind), rows("", "", ""), HOUSE)
    assert (found.value, found.n, found.missing, str(found)) == (None, 0, 3, "no answers")


@pytest.mark.parametrize("kind", ["rating", "mean", "share", "csat", "nps"])
def test_no_rows_are_no_answers(kind):
    assert str(measure(metric(kind), rows(), HOUSE)) == "no answers"


def test_an_unknown_column_is_named_with_its_metric():
    with pytest.raises(EvidenceError, match=r"no column 'q' for the metric 'm'"):
        measure(metric("rating"), pd.DataFrame({"p": ["1"]}), HOUSE)


def test_numbers_of_a_parquet_file_count_like_text():
    typed = pd.DataFrame({"q": [5.0, 4.0, None, 3.0, 5.0, 3.0, 99.0]})
    found = measure(metric("rating", low=1, high=5, missing=("99",)), typed, HOUSE)
    assert (found.value, found.n, found.missing) == (4.0, 5, 2)
    whole = pd.DataFrame({"q": [1, 2] * 5})
    assert measure(metric("share", counts=("1",)), whole, HOUSE).value == 0.5
    words = pd.DataFrame({"q": ["yes", None, "no", "no", "yes", "yes", "no"]})
    assert measure(metric("share", counts=("yes",)), words, HOUSE).missing == 1


def test_the_order_of_rows_changes_nothing():
    cells = rows("1", "2", "", "5", "4", "4", "3")
    for kind in ("rating", "csat"):
        there = measure(metric(kind, low=1, high=5), cells, HOUSE)
        back = measure(metric(kind, low=1, high=5), cells[::-1], HOUSE)
        assert str(there) == str(back)
