"""What few people answered cannot be computed from what many answered."""

from itertools import product

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

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


@given(st.lists(st.lists(st.integers(0, 20), min_size=3, max_size=3), min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_no_small_count_follows_from_the_sums_for_one_who_knows_which_are_small(rows):
    hidden = withhold(table(rows), 5)
    shown = ~hidden.to_numpy().ravel()
    full = np.pad(np.array(rows), ((0, 1), (0, 1)))
    full[:-1, -1] = full[:-1, :-1].sum(axis=1)
    full[-1] = full[:-1].sum(axis=0)
    flat, few = full.ravel(), (full.ravel() > 0) & (full.ravel() < 5)
    assert not (shown & few).any()
    lines = [signed(full.shape, line, None) for line in range(full.shape[0])]
    lines = np.array(lines + [signed(full.shape, None, line) for line in range(full.shape[1])])
    if shown[flat > 0].any():
        for line in lines:  # what is withheld beside a shown sum is no small group by itself either
            together = flat[(line > 0) & ~shown].sum()
            assert not 0 < together < 5 or not shown[line < 0].any()
    bounds = [(1, 4) if small else (0 if n < 5 else 5, None) for n, small in zip(flat, few, strict=True)]
    bounds = [(n, n) if told else either for n, told, either in zip(flat, shown, bounds, strict=True)]
    for place in np.flatnonzero(few):
        sign = np.eye(flat.size)[place]
        ends = [linprog(way * sign, A_eq=lines, b_eq=np.zeros(len(lines)), bounds=bounds).fun for way in (1, -1)]
        assert -ends[1] - ends[0] > 0.5


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
