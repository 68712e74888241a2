"""Which counts of a table must not be shown, so that none of few people can be computed from the others."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd


def withhold(counts: pd.DataFrame, least: int, *, sums: str = "both") -> pd.DataFrame:
    """Return which counts of a table are withheld: True where a count may not be shown.

    First every count of 1 to ``least`` − 1 people is withheld. While a withheld count still follows from what is shown,
    the smallest shown count in one of its sums is withheld too (secondary suppression, Cox 1980). Zeros stay, unless
    nothing else is left to withhold.

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
    >>> withhold(pd.DataFrame({"early": [3], "late": [9], "never": [20]}), 5, sums="rows").loc[0].to_dict()
    {'early': True, 'late': True, 'never': False, 'sum': False}
    """
    table = _with_sums(counts, sums)
    values = table.to_numpy(dtype=int)
    lines = _lines(values.shape, sums)
    hidden = (values > 0) & (values < least)
    safe = np.zeros(values.size, dtype=bool)
    while (known := _known(values, hidden, lines, safe)) is not None:
        hidden.flat[_next(values, hidden, lines, known)] = True
    return pd.DataFrame(hidden, index=table.index, columns=table.columns)


def kept_back(people: Mapping[str, int], rest: int, least: int) -> set[str]:
    """Return whose numbers are withheld among groups that share out one source, when everybody together is shown.

    Groups under ``least`` are withheld. Everybody minus the groups shown leaves these and the ``rest``, who are in no
    group; while they are fewer than ``least`` together, the next smallest group is withheld too.

    Examples
    --------
    >>> sorted(kept_back({"mira": 40, "jonas": 3, "aylin": 12}, rest=0, least=5))
    ['aylin', 'jonas']
    >>> sorted(kept_back({"mira": 40, "jonas": 3, "aylin": 12}, rest=7, least=5))
    ['jonas']
    """
    order = sorted((n, name) for name, n in people.items() if n)
    hidden = {name for n, name in order if n < least}
    left = rest + sum(people[name] for name in hidden)
    if 0 < left < least:
        hidden |= {name for _, name in [one for one in order if one[1] not in hidden][:1]}
    return hidden


def _with_sums(counts: pd.DataFrame, sums: str) -> pd.DataFrame:
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


def _known(values: np.ndarray, hidden: np.ndarray, lines: np.ndarray, safe: np.ndarray) -> int | None:
    """Return the place of a withheld count that follows from the shown ones, or None; fills in which are ``safe``.

    A count is safe where another table of counts, none below nought, has the same shown counts and sums. Withholding
    more keeps it safe.
    """
    from scipy.optimize import linprog

    places, flat = np.flatnonzero(hidden), values.ravel()
    unknown, given = lines[:, places], -lines[:, ~hidden.ravel()] @ values[~hidden]
    for place, target in zip(places, np.eye(len(places)), strict=True):
        for sign in (1, -1):
            if not safe[place]:
                other = linprog(sign * target, A_eq=unknown, b_eq=given, bounds=(0, 10 * flat.sum()))
                safe[places] |= np.abs(other.x - flat[places]) > 0.999
        if not safe[place]:
            return int(place)
    return None


def _next(values: np.ndarray, hidden: np.ndarray, lines: np.ndarray, known: int) -> int:
    """Return the place to withhold next: the smallest shown count of a sum that tells, best where it opens no other sum."""
    flat, shown, parts = values.ravel(), ~hidden.ravel(), lines != 0
    missing, left = (parts & ~shown).sum(axis=1), (parts & shown).any(axis=1)
    alone = parts[(missing == 1) & left]
    own = parts[parts[:, known] & left]
    telling = alone if len(alone) else own
    beside = np.flatnonzero(telling[0] & shown if len(telling) else shown)
    is_sum = (lines[:, beside] < 0).any(axis=0)
    opens = parts[missing == 0][:, beside].sum(axis=0)
    return int(beside[np.lexsort((flat[beside], opens, is_sum, flat[beside] == 0))[0]])
