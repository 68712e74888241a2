"""What few people answered cannot be computed from what many answered."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research.privacy.disclosure import kept_back
from cjm_research.privacy.suppression import withhold


def table(rows):
    return pd.DataFrame(rows, columns=[f"c{n}" for n in range(len(rows[0]))])


def others(rows, hidden, sums):
    """Return for each withheld count all values it could have, by trying every table that looks the same."""
    values, hidden = np.array(rows), hidden.to_numpy()
    shape = values.shape
    inner = np.argwhere(hidden[: shape[0], : shape[1]])
    seen = {tuple(place): set() for place in inner}
    for guess in product(range(int(values.sum()) + 2), repeat=len(inner)):
        tried = values.copy()
        tried[tuple(inner.T)] = guess
        if all(same(tried.sum(axis), values.sum(axis), hidden, axis) for axis in (1, 0) if axis in sums):
            for place, value in zip(seen, guess, strict=True):
                seen[place].add(value)
    return seen


def same(tried, true, hidden, axis):
    edge = hidden[: len(true), -1] if axis == 1 else hidden[-1, : len(true)]
    return all(a == b or out for a, b, out in zip(tried, true, edge, strict=True))


@given(st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=2), min_size=1, max_size=2))
@settings(max_examples=40, deadline=None)
def test_every_withheld_count_could_be_another(rows):
    hidden = withhold(table(rows), 3, sums="rows")
    for values in others(rows, hidden, (1,)).values():
        assert len(values) > 1


@given(st.lists(st.lists(st.integers(0, 20), min_size=3, max_size=3), min_size=2, max_size=5))
@settings(max_examples=40, deadline=None)
def test_no_withheld_count_follows_from_the_sums(rows):
    hidden = withhold(table(rows), 5)
    shown = ~hidden.to_numpy()
    full = np.pad(np.array(rows), ((0, 1), (0, 1)))
    full[:-1, -1], full[-1] = full[:-1, :-1].sum(axis=1), full[:, :].sum(axis=0)
    assert not (shown & (full > 0) & (full < 5)).any()
    lines = [signed(full.shape, line, None) for line in range(full.shape[0])]
    lines += [signed(full.shape, None, line) for line in range(full.shape[1])]
    unknown = np.array(lines)[:, ~shown.ravel()]
    free = np.eye(unknown.shape[1]) - np.linalg.pinv(unknown) @ unknown
    assert (np.abs(np.diag(free)) > 1e-9).all()


def signed(shape, row, column):
    line = np.zeros(shape)
    if row is not None:
        line[row], line[row, -1] = 1, -1
    else:
        line[:, column], line[-1, column] = 1, -1
    return line.ravel()


def test_a_table_without_few_people_is_shown_whole():
    assert not withhold(table([[5, 9], [0, 7]]), 5).to_numpy().any()


def test_a_single_small_count_takes_the_next_smallest_of_its_row_with_it():
    hidden = withhold(table([[3, 9, 20]]), 5, sums="rows")
    assert hidden.loc[0].tolist() == [True, True, False, False]


def test_in_rows_and_columns_four_counts_go():
    hidden = withhold(table([[3, 20, 30], [9, 12, 8], [20, 7, 9]]), 5)
    assert hidden.to_numpy().sum() == 4
    assert not hidden["sum"].any()
    assert not hidden.loc["sum"].any()


def test_two_small_counts_whose_sum_leaves_no_choice_take_a_third():
    # 1 + 0 hidden beside a shown sum of 1 would be told by nothing but "at least 0"; the sum of few people goes as well
    assert withhold(table([[1, 0]]), 5, sums="rows").loc[0].tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("people", "rest", "hidden"),
    [
        ({"a": 40, "b": 3, "c": 12}, 0, {"b", "c"}),
        ({"a": 40, "b": 3, "c": 12}, 2, {"b"}),
        ({"a": 40, "b": 3, "c": 12}, 1, {"b", "c"}),
        ({"a": 40, "b": 3, "c": 2}, 0, {"b", "c"}),
        ({"a": 40, "b": 1, "c": 2}, 0, {"a", "b", "c"}),
        ({"a": 40, "c": 12}, 3, {"c"}),
        ({"a": 40, "c": 12}, 9, set()),
        ({"a": 40, "b": 0, "c": 12}, 0, set()),
        ({"b": 3}, 0, {"b"}),
        ({}, 0, set()),
    ],
)
def test_who_is_left_when_the_shown_groups_are_taken_off_is_never_a_few(people, rest, hidden):
    assert kept_back(people, rest, 5) == hidden
