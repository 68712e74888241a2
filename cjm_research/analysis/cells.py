"""The cells of a column as text, whatever type the file gave them."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from cjm_research.errors import EvidenceError


def texts(column: pd.Series) -> pd.Series:
    """Return a column as trimmed text; a cell without a value is blank, and a whole number has no ``.0``.

    Examples
    --------
    >>> texts(pd.Series([4.0, None, 5.0])).tolist(), texts(pd.Series([" yes ", None])).tolist()
    (['4', '', '5'], ['yes', ''])
    """
    return column.convert_dtypes().astype("object").where(column.notna(), "").astype("str").str.strip()


def answers(column: pd.Series, missing: Collection[str]) -> pd.Series:
    """Return the cells of a column that are neither blank nor one of the values that mean 'not answered'."""
    values = texts(column)
    return values[(values != "") & ~values.isin(list(missing))]


def numbers(
    values: pd.Series, *, source: str, column: str, owner: str, low: float | None = None, high: float | None = None
) -> pd.Series:
    """Return answers as numbers; one that is no number, or lies outside the bounds, is refused with its row."""
    found = pd.to_numeric(values, errors="coerce").astype("float")
    floor = -float("inf") if low is None else low
    ceiling = float("inf") if high is None else high
    wrong = values[found.isna() | found.abs().eq(float("inf")) | ~found.between(floor, ceiling)]
    if len(wrong):
        raise EvidenceError(
            f"source '{source}'",
            f"holds '{wrong.iloc[0]}', which is no answer on the scale of '{owner}'. List it under 'missing:' if it "
            "means not answered.",
            row=int(wrong.index[0]) + 2,
            column=column,
        )
    return found
