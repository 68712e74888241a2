"""Agreement of two coders on single answers, and of several: kappa, AC1, Fleiss' kappa, the plain share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cjm_research.analysis.agreement import NO_VARIATION, NOBODY_TWICE, jackknifed
from cjm_research.analysis.estimate import Estimate

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


def cohen(table: pd.DataFrame) -> Estimate:
    """Return Cohen's kappa of two coders with its jackknife 95 % interval.

    Parameters
    ----------
    table
        Passages by the answer of the first coder (rows) and of the second (columns), the same answers in the same
        order.

    Examples
    --------
    >>> import pandas as pd
    >>> cohen(pd.DataFrame([[20, 5], [10, 15]])).short
    '0.40 [0.14, 0.66]'
    """
    return _of_two(table, _cohen)


def beyond_chance(kappa: Estimate | None) -> bool:
    """Say whether an agreement is more than chance: its interval, or the value of one without, lies above zero."""
    if kappa is None or kappa.value is None:
        return False
    return (kappa.value if kappa.low is None else kappa.low) > 0


def ac1(table: pd.DataFrame) -> Estimate:
    """Return Gwet's AC1 of two coders with its jackknife 95 % interval; it holds where one answer prevails (Gwet 2008).

    Examples
    --------
    >>> import pandas as pd
    >>> ac1(pd.DataFrame([[118, 5], [2, 0]])).short
    '0.94 [0.90, 0.99]'
    """
    return _of_two(table, _ac1)


def fleiss(table: pd.DataFrame) -> Estimate:
    """Return Fleiss' kappa: a row per passage, a column per answer, how many coders gave it; as many in each row.

    Examples
    --------
    >>> import pandas as pd
    >>> fleiss(pd.DataFrame([[3, 0], [3, 0]])).reason == NO_VARIATION
    True
    """
    import numpy as np
    from statsmodels.stats.inter_rater import fleiss_kappa

    rows = table.to_numpy(dtype=float)
    if not len(rows) or rows.sum(axis=1).min() < 2:
        return Estimate(reason=NOBODY_TWICE)
    if len(np.flatnonzero(rows.sum(axis=0))) < 2:
        return Estimate(n=len(rows), reason=NO_VARIATION)
    kinds, times = np.unique(rows, axis=0, return_counts=True)
    left_out = [_fleiss_without(kinds, times, place) for place in range(len(kinds))]
    return jackknifed(float(fleiss_kappa(rows)), left_out, times, len(rows))


def _fleiss_without(kinds: np.ndarray, times: np.ndarray, place: int) -> float | None:
    import numpy as np
    from statsmodels.stats.inter_rater import fleiss_kappa

    fewer = times.copy()
    fewer[place] -= 1
    rows = np.repeat(kinds, fewer, axis=0)
    varied = len(rows) and len(np.flatnonzero(rows.sum(axis=0))) > 1
    return float(fleiss_kappa(rows)) if varied else None


def same(table: pd.DataFrame) -> float | None:
    """Return the share of passages to which two coders gave the same answer, None where there is none."""
    import numpy as np

    cells = table.to_numpy(dtype=float)
    return float(np.trace(cells) / cells.sum()) if cells.sum() else None


def cross_table(first: pd.Series, second: pd.Series) -> pd.DataFrame:
    """Return the passages that both coders answered, by the answer of each."""
    import pandas as pd

    both = first.notna() & second.notna()
    answers = sorted({*first[both], *second[both]}, key=str)
    table = pd.crosstab(first[both], second[both])
    return table.reindex(index=answers, columns=answers, fill_value=0)


def _of_two(table: pd.DataFrame, formula: Callable[[np.ndarray], float | None]) -> Estimate:
    import numpy as np

    cells = table.to_numpy(dtype=float)
    if not cells.sum():
        return Estimate(reason=NOBODY_TWICE)
    found = formula(cells)
    if found is None:
        return Estimate(n=int(cells.sum()), reason=NO_VARIATION)
    places = np.argwhere(cells > 0)
    left_out = []
    for row, column in places:
        fewer = cells.copy()
        fewer[row, column] -= 1
        left_out.append(formula(fewer))
    return jackknifed(found, left_out, cells[cells > 0].astype(int), int(cells.sum()))


def _cohen(cells: np.ndarray) -> float | None:
    import numpy as np
    from sklearn.metrics import cohen_kappa_score

    if not _varies(cells):
        return None
    rows, columns = np.indices(cells.shape)
    return float(cohen_kappa_score(rows.ravel(), columns.ravel(), sample_weight=cells.ravel()))


def _ac1(cells: np.ndarray) -> float | None:
    import numpy as np

    if not _varies(cells):
        return None
    shares = cells / cells.sum()
    middle = (shares.sum(axis=0) + shares.sum(axis=1)) / 2
    by_chance = float((middle * (1 - middle)).sum()) / (len(cells) - 1)
    return (float(np.trace(shares)) - by_chance) / (1 - by_chance)


def _varies(cells: np.ndarray) -> bool:
    return bool(((cells.sum(axis=0) + cells.sum(axis=1)) > 0).sum() > 1)
