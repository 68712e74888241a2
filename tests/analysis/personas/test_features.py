import numpy as np
import pandas as pd
import pytest

from cjm_research.analysis.personas import features
from cjm_research.analysis.personas.features import encoded
from cjm_research.errors import EvidenceError
from cjm_research.study import ModelColumn

ROWS = pd.DataFrame({"age": ["20", "40", "60", "", "40"], "city": ["Ulm", "Bonn", "Ulm", "Ulm", ""]})
AGE, CITY = ModelColumn(column="age", kind="number"), ModelColumn(column="city")


def test_who_left_a_column_blank_is_left_out_and_counted():
    found = features(ROWS, [AGE, CITY])
    assert (found.index.tolist(), found.people) == ([0, 1, 2], 5)
    assert dict(found.blanks) == {"age": 1, "city": 1}


def test_a_blank_category_can_be_an_answer_of_its_own_but_a_blank_number_cannot():
    found = features(ROWS, [AGE, CITY], blanks="as-answer")
    assert found.index.tolist() == [0, 1, 2, 4]
    assert found.encodings[1].answers == ("Bonn", "Ulm", "not answered")


def test_who_answered_less_than_half_is_no_persona():
    rows = pd.DataFrame({"a": ["x", "", "x"], "b": ["y", "", ""], "c": ["z", "", ""]})
    found = features(rows, [ModelColumn(column=name) for name in "abc"], blanks="as-answer")
    assert found.index.tolist() == [0]


def test_a_declared_missing_answer_is_no_answer():
    found = features(ROWS, [AGE.model_copy(update={"missing": ("60",)}), CITY])
    assert found.index.tolist() == [0, 1]


def test_numbers_are_in_standard_deviations_and_two_answers_lie_one_apart():
    found = features(ROWS, [AGE, CITY])
    assert found.matrix[:, 0].std() == pytest.approx(1, rel=1e-5)
    assert np.linalg.norm(found.matrix[0, 1:] - found.matrix[1, 1:]) == pytest.approx(1.0, abs=0.01)


def test_typed_columns_read_like_text():
    typed = pd.DataFrame({"age": [20.0, 40.0, 60.0], "city": pd.Series(["Ulm", "Bonn", "Ulm"], dtype="string")})
    assert features(typed, [AGE, CITY]).matrix == pytest.approx(features(ROWS, [AGE, CITY]).matrix)


def test_a_column_with_one_answer_is_named_and_tells_nobody_apart():
    found = features(pd.DataFrame({"age": ["5"] * 3, "city": ["Ulm"] * 3}), [AGE, CITY])
    assert found.silent == ("age", "city")
    assert np.ptp(found.matrix, axis=0).tolist() == [0, 0]


def test_nobody_gives_no_row_and_no_warning():
    found = features(ROWS.iloc[:0], [AGE, CITY])
    assert (len(found.matrix), found.people) == (0, 0)


def test_a_long_tail_is_measured_by_its_logarithm():
    tail = ModelColumn(column="age", kind="number", logarithm=True)
    assert features(ROWS, [tail]).encodings[0].middle == pytest.approx(np.log([21, 41, 61, 41]).mean(), rel=1e-5)
    with pytest.raises(EvidenceError, match="'-1', which is no answer on the scale"):
        features(pd.DataFrame({"age": ["-1"]}), [tail])


def test_free_text_is_refused():
    rows = pd.DataFrame({"city": [f"place {n}" for n in range(30)]})
    with pytest.raises(EvidenceError, match="holds 30 different answers"):
        features(rows, [CITY])


def test_an_unknown_column_is_refused():
    with pytest.raises(EvidenceError, match="has no column 'town'"):
        features(ROWS, [ModelColumn(column="town")])


def test_new_rows_are_read_as_the_old_ones_and_an_unheard_of_answer_leaves_a_row_out():
    known = features(ROWS, [AGE, CITY])
    matrix, index = encoded(pd.DataFrame({"age": ["20", "30"], "city": ["Ulm", "Rome"]}), known.encodings)
    assert index.tolist() == [0]
    assert matrix[0] == pytest.approx(known.matrix[0])
