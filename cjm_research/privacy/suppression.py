"""Which counts of a table must not be shown, so that none of few people can be computed from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


def withhold(counts: pd.DataFrame, least: int, *, sums: str = "both") -> pd.DataFrame:
    """Return which counts of a table are withheld: True where a count may not be shown.

    First every count of 1 to ``least`` − 1 people is withheld. While a withheld count still follows from what is shown,
    or all that is withheld in a sum are few together, the smallest shown count of that sum is withheld too (secondary
    suppression, Cox 1980). Zeros stay, unless nothing else is left to withhold.

    Parameters
    ----------
    counts
        People in rows and columns that do not overlap, without their sums.
    least
        From how many people on a count may be shown.
    sums
        Which sums the reader sees: ``rows``, ``columns`` or ``both``. Sums of few people are withheld as well.

    Returns
    -------
    pandas.DataFrame
        True and False in the rows and columns of ``counts``, followed by the row ``sum`` and the column ``sum`` where
        they are seen.

    Examples
    --------
    >>> import pandas as pd
    >>> withhold(pd.DataFrame({"early": [3], "late": [9], "never": [20]}), 5, sums="rows").loc[0].to_dict()
    {'early': True, 'late': True, 'never': False, 'sum': False}
    """
    import pandas as pd

    table = _with_sums(counts, sums)
    values = table.to_numpy(dtype=int)
    lines = _lines(values.shape, sums)
    hidden = few = (values > 0) & (values < least)
    safe = np.zeros(values.size, dtype=bool)
    while not hidden.all() and (telling := _telling(values, hidden, few, lines, safe, least)) is not None:
        hidden = hidden.copy()
        hidden.flat[_next(values, hidden, lines, telling)] = True
    return pd.DataFrame(hidden, index=table.index, columns=table.columns)


def _with_sums(counts: pd.DataFrame, sums: str) -> pd.DataFrame:
    import pandas as pd

    table = counts.astype(int)
    if sums in ("rows", "both"):
        table = table.assign(sum=table.sum(axis=1))
    if sums in ("columns", "both"):
        table = pd.concat([table, table.sum().to_frame("sum").T])
    return table


def _lines(shape: tuple[int, int], sums: str) -> np.ndarray:
    """Return one equation per row of the matrix: parts count +1, their sum −1, all together nought."""
    places = np.arange(shape[0] * shape[1]).reshape(shape)
    found = [*(places if sums in ("rows", "both") else []), *(places.T if sums in ("columns", "both") else [])]
    lines = np.zeros((len(found), places.size))
    for line, (*parts, total) in zip(lines, found, strict=True):
        line[parts], line[total] = 1, -1
    return lines


def _telling(
    values: np.ndarray, hidden: np.ndarray, few: np.ndarray, lines: np.ndarray, safe: np.ndarray, least: int
) -> np.ndarray | None:
    """Return the cells of an equation that gives few people away, or None; fills in which places are ``safe``.

    It does where all that is withheld beside a shown sum are few together, or where a withheld count follows.
    """
    shown, parts = ~hidden.ravel(), lines != 0
    missing, left = (parts & ~shown).sum(axis=1), (parts & shown).any(axis=1)
    together = ((lines > 0) & ~shown) @ values.ravel()
    rest = left & ((lines < 0) & shown).any(axis=1) & (together > 0) & (together < least)
    if rest.any():
        return np.asarray(parts[rest][0])
    known = _known(values, hidden, few, lines, safe, least)
    if known is None:
        return None
    for those in (left & (missing == 1), left & parts[:, known]):
        if those.any():
            return np.asarray(parts[those][0])
    return np.ones_like(shown)


def _known(
    values: np.ndarray, hidden: np.ndarray, few: np.ndarray, lines: np.ndarray, safe: np.ndarray, least: int
) -> int | None:
    """Return the place of a withheld count that follows from the shown ones, or None; fills in which are ``safe``.

    A count is safe where another table has the same shown counts and sums; the reader knows of which counts it is said
    that they are few. Withholding more keeps it safe.
    """
    from scipy.optimize import linprog

    places, flat, small = np.flatnonzero(hidden), values.ravel(), few.ravel()
    unknown, given = lines[:, places], -lines[:, ~hidden.ravel()] @ values[~hidden]
    floor = np.where(small, least > 2, np.where(flat < least, 0, least))  # under 2 is 1: no secret to keep
    bounds = [(floor[place], least - 1 if small[place] else 10 * flat.sum()) for place in places]
    for place, target in zip(places, np.eye(len(places)), strict=True):
        for sign in (1, -1):
            if not safe[place]:
                other = linprog(sign * target, A_eq=unknown, b_eq=given, bounds=bounds)
                safe[places] |= np.abs(other.x - flat[places]) > 0.999
        if not safe[place]:
            return int(place)
    return None


def _next(values: np.ndarray, hidden: np.ndarray, lines: np.ndarray, telling: np.ndarray) -> int:
    """Return the place to withhold next: the smallest shown count that tells, best where it opens no other sum."""
    flat, shown, parts = values.ravel(), ~hidden.ravel(), lines != 0
    beside = np.flatnonzero(telling & shown)
    is_sum = (lines[:, beside] < 0).any(axis=0)
    opens = parts[~(parts & ~shown).any(axis=1)][:, beside].sum(axis=0)
    return int(beside[np.lexsort((flat[beside], opens, is_sum, flat[beside] == 0))[0]])
