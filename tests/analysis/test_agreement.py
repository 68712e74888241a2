"""Agreement of coders: the published examples, and what cannot be computed."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research.analysis.agreement import (
    NO_DISAGREEMENT,
    NO_VARIATION,
    NOBODY_TWICE,
    RESTS_ON_ONE,
    alpha,
)
from cjm_research.analysis.kappas import ac1, cohen, cross_table, fleiss, same

_ = None
# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): binary data A, nominal data B, data C with gaps.
DATA_A = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
DATA_B = [list("aabbdcccedda"), list("babbbccceddd")]
DATA_C = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]
# The article "Krippendorff's alpha" of the English Wikipedia.
WIKIPEDIA = [
    [_, _, _, _, _, 3, 4, 1, 2, 1, 1, 3, 3, _, 3],
    [1, _, 2, 1, 3, 3, 4, 3, _, _, _, _, _, _, _],
    [_, _, 2, 1, 3, 4, 4, _, 2, 1, 1, 3, 3, _, 4],
]
# The article "Fleiss' kappa" of the English Wikipedia: ten subjects, 14 raters, five answers.
FLEISS = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
]


@pytest.mark.parametrize(
    ("data", "level", "published"),
    [
        (DATA_A, "nominal", 0.095),
        (DATA_B, "nominal", 0.692),
        (DATA_C, "nominal", 0.743),
        (DATA_C, "ordinal", 0.815),
        (DATA_C, "interval", 0.849),
        (DATA_C, "ratio", 0.797),
        (WIKIPEDIA, "nominal", 0.691),
        (WIKIPEDIA, "interval", 0.811),
    ],
)
def test_alpha_equals_the_published_values(data, level, published):
    found = alpha(pd.DataFrame(data), level)
    assert found.value == pytest.approx(published, abs=0.0005)
    assert found.low < found.value < found.high <= 1


@pytest.mark.parametrize(
    ("table", "published"),
    [
        ([[20, 5], [10, 15]], 0.40),
        ([[45, 15], [25, 15]], 0.1304),
        ([[25, 35], [5, 35]], 0.2593),
        ([[118, 5], [2, 0]], -0.0234),
    ],
)
def test_cohens_kappa_equals_the_published_values(table, published):
    assert cohen(pd.DataFrame(table)).value == pytest.approx(published, abs=0.00005)


def test_where_one_answer_prevails_kappa_collapses_and_ac1_does_not():
    table = pd.DataFrame([[118, 5], [2, 0]])
    assert same(table) == pytest.approx(0.944)
    assert ac1(table).value == pytest.approx(0.9408, abs=0.00005)


def test_fleiss_kappa_equals_the_published_value():
    found = fleiss(pd.DataFrame(FLEISS))
    assert found.value == pytest.approx(0.210, abs=0.0005)
    assert found.n == 10
    assert found.low < 0.21 < found.high


def test_the_jackknife_equals_leaving_each_passage_out_by_hand():
    data = pd.DataFrame(DATA_C)
    kept = data.loc[:, data.notna().sum() >= 2]
    values = pd.Series([alpha(kept.drop(columns=place)).value for place in kept])
    n = len(values)
    spread = ((n - 1) / n * ((values - values.mean()) ** 2).sum()) ** 0.5
    found = alpha(data)
    assert found.n == n == 11
    assert found.low == pytest.approx(found.value - 2.228139 * spread, abs=1e-5)


@pytest.mark.parametrize("data", [[["a", "a"], ["a", "a"]], [[1.0], [1.0]]])
def test_without_variation_there_is_a_sentence_and_no_number(data):
    found = alpha(pd.DataFrame(data))
    assert (found.value, str(found)) == (None, NO_VARIATION)
    for coefficient in (cohen, ac1):
        assert str(coefficient(pd.DataFrame([[7, 0], [0, 0]]))) == NO_VARIATION
    assert str(fleiss(pd.DataFrame([[3, 0]]))) == NO_VARIATION


def test_without_a_passage_that_two_coders_answered_there_is_a_sentence():
    assert str(alpha(pd.DataFrame([["a", _], [_, "b"]]))) == NOBODY_TWICE
    assert str(alpha(pd.DataFrame([["a", "b"]]))) == NOBODY_TWICE
    assert str(alpha(pd.DataFrame([[_, _], [_, _]]))) == NOBODY_TWICE
    assert str(alpha(pd.DataFrame())) == NOBODY_TWICE
    for coefficient in (cohen, ac1):
        assert str(coefficient(pd.DataFrame([[0, 0], [0, 0]]))) == NOBODY_TWICE
    assert str(fleiss(pd.DataFrame())) == NOBODY_TWICE
    assert same(pd.DataFrame([[0, 0], [0, 0]])) is None


def test_perfect_agreement_and_agreement_resting_on_one_passage_have_no_interval():
    assert alpha(pd.DataFrame([list("aabb"), list("aabb")])).short == f"1.00 ({NO_DISAGREEMENT})"
    assert alpha(pd.DataFrame([list("aaab"), list("aaab")])).short == f"1.00 ({RESTS_ON_ONE})"


def test_a_cross_table_holds_what_both_answered():
    table = cross_table(pd.Series(["a", "b", None, "a"]), pd.Series(["a", "a", "b", None]))
    assert table.to_numpy().tolist() == [[1, 0], [1, 0]]


CODINGS = st.lists(st.tuples(*[st.sampled_from([None, 1, 2, 3])] * 3), min_size=1, max_size=12)


@given(CODINGS)
def test_the_order_of_coders_and_passages_changes_nothing(rows):
    data = pd.DataFrame(rows, dtype=object).T
    turned = data.iloc[::-1, ::-1]
    for level in ("nominal", "ordinal", "interval", "ratio"):
        one, other = alpha(data, level), alpha(turned, level)
        assert one.reason == other.reason
        if one.value is not None:
            assert one.value == pytest.approx(other.value)
            assert one.value <= 1 + 1e-12
