"""Kano's table, the published coefficients, and the edges."""

from itertools import product

import pandas as pd
import pytest

from cjm_research.analysis.priorities import classify, coefficients, kano, kinds
from cjm_research.errors import EvidenceError
from cjm_research.study import KanoPair, Thresholds

PUBLISHED = ["Q A A A O", "R I I I M", "R I I I M", "R I I I M", "R R R R Q"]
PAIR = KanoPair(source="survey", functional="with", dysfunctional="without")


def test_every_cell_of_the_table_is_the_published_one():
    drawn = [" ".join(classify(row, column) for column in range(5)) for row in range(5)]
    assert drawn == PUBLISHED


@pytest.mark.parametrize(
    ("a", "o", "m", "i", "better", "worse"),
    [(7, 32.3, 49.3, 9.5, 0.40, -0.83), (10.4, 45.1, 30.5, 11.5, 0.57, -0.78)],
    ids=["edge grip", "ease of turn"],
)
def test_the_coefficients_of_the_ski_study_come_out(a, o, m, i, better, worse):
    found = coefficients(a, o, m, i)
    assert found == (pytest.approx(better, abs=0.005), pytest.approx(worse, abs=0.005))


def test_no_coefficient_without_any_of_the_four_kinds():
    assert coefficients(0, 0, 0, 0) is None


def test_coefficients_by_hand_with_their_intervals():
    row = kano("pause", pd.Series(list("A" * 20 + "O" * 10 + "M" * 5 + "I" * 15 + "R" * 3 + "Q" * 2)), 60, Thresholds())
    assert (row.better.value, row.worse.value) == (0.6, -0.3)
    assert row.better.n == row.worse.n == 50
    assert row.worse.low < -0.3 < row.worse.high <= 0
    assert (row.n, row.missing, row.kind, row.questionable) == (55, 5, "A", False)


def test_more_than_ten_percent_questionable_is_said_and_ten_is_not():
    assert kano("f", pd.Series(list("A" * 8 + "QQ")), 10, Thresholds()).questionable
    assert not kano("f", pd.Series(list("A" * 9 + "Q")), 10, Thresholds()).questionable


def test_between_equals_what_must_be_there_weighs_most():
    for letters, kind in (("MMMOOO", "M"), ("OOOAAA", "O"), ("AAAIII", "A"), ("IIIRRR", "I")):
        assert kano("f", pd.Series(list(letters)), 6, Thresholds()).kind == kind


def test_a_kind_shared_by_half_is_said_to_be_unsafe():
    assert kano("f", pd.Series(list("A" * 30 + "O" * 29)), 59, Thresholds()).sure < 0.8
    assert kano("f", pd.Series(list("A" * 55 + "O" * 4)), 59, Thresholds()).sure > 0.99


@pytest.mark.parametrize("letters", ["", "A", "AAOO"])
def test_fewer_than_five_people_are_withheld(letters):
    row = kano("f", pd.Series(list(letters), dtype="object"), 9, Thresholds())
    assert row.kind is None
    assert row.better.value is row.worse.value is None
    assert all(share.value is None and share.reason for share in row.shares.values())


def test_only_reverse_and_questionable_answers_have_no_coefficient_but_a_sentence():
    row = kano("f", pd.Series(list("RRRRRQ")), 6, Thresholds())
    assert row.better.reason == row.worse.reason == "all answers are reverse or questionable"


def test_pairs_are_read_in_any_spelling_and_halves_are_left_out():
    rows = pd.DataFrame({"with": ["Like", "like ", "", "neutral"], "without": ["dislike", "NEUTRAL", "like", ""]})
    assert kinds(PAIR, rows).to_dict() == {0: "O", 1: "A"}


def test_every_pair_of_answers_is_read_as_the_table_says():
    rows = pd.DataFrame(list(product(PAIR.answers, repeat=2)), columns=["with", "without"])
    assert "".join(kinds(PAIR, rows)) == "".join(PUBLISHED).replace(" ", "")


def test_an_answer_that_is_none_of_the_five_is_refused_with_its_row():
    with pytest.raises(EvidenceError, match=r"survey.*'love'.*none of the five") as refused:
        kinds(PAIR, pd.DataFrame({"with": ["like", "love"], "without": ["like", "like"]}))
    assert (refused.value.row, refused.value.column) == (3, "with")


def test_a_missing_column_is_refused():
    with pytest.raises(EvidenceError, match="no column 'without'"):
        kinds(PAIR, pd.DataFrame({"with": ["like"]}))
