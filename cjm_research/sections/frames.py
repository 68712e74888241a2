"""Frames that charts draw, made from estimates: one row per label, with the interval and a note beside it."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from cjm_research.analysis import Estimate

COLUMNS = ("label", "value", "low", "high", "note")


def estimates(lines: Iterable[tuple[str, Estimate, str]]) -> pd.DataFrame:
    """Return ``label, value, low, high, note`` of estimates; what is withheld has a note and no value.

    Examples
    --------
    >>> estimates([("Shop", Estimate(value=4.1, low=3.9, high=4.3, n=40), "n = 40")]).iloc[0].to_dict()
    {'label': 'Shop', 'value': 4.1, 'low': 3.9, 'high': 4.3, 'note': 'n = 40'}
    """
    rows = [(label, estimate.value, estimate.low, estimate.high, note) for label, estimate, note in lines]
    return floats(pd.DataFrame(rows, columns=list(COLUMNS)))


def floats(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose numbers are floats, also where a column holds nothing but gaps."""
    return frame.astype({name: float for name in ("value", "low", "high") if name in frame})


def cells(rows: Iterable[tuple[str, str, float | None, str]]) -> pd.DataFrame:
    """Return ``row, column, value, label`` of a grid; a cell without a value has a label only."""
    return floats(pd.DataFrame(list(rows), columns=["row", "column", "value", "label"]))


def noted(estimate: Estimate) -> str:
    """Return the words beside a mark: the number with its base, or why there is none.

    Examples
    --------
    >>> noted(Estimate(value=4.1, low=3.9, high=4.3, n=40)), noted(Estimate(reason="not rated"))
    ('4.10 [3.90, 4.30], n = 40', 'not rated')
    """
    return f"{estimate.short}, {estimate.base}" if estimate.value is not None else estimate.reason
