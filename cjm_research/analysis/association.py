"""How closely two scores of the same people go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cjm_research.analysis.estimate import NO_SPREAD, Z95, Estimate, unavailable, withheld
from cjm_research.analysis.metrics import answered, as_numbers
from cjm_research.study import Metric, Thresholds

if TYPE_CHECKING:
    import pandas as pd

SPEARMAN_METHOD = (
    "Spearman's rank correlation over people who answered both questions, ties at their mean rank, with the 95 % "
    "interval of Bonett and Wright (2000). It says what goes together, not what follows from what; touchpoints of the "
    "same people go together among themselves as well."
)


def spearman(one: pd.Series, other: pd.Series, thresholds: Thresholds) -> Estimate:
    """Return the rank correlation of two columns, blank where either answer is missing.

    The interval is tanh(artanh r ± z √((1 + r²/2) / (n − 3))) (Bonett and Wright 2000, Psychometrika 65, 23–28).

    Examples
    --------
    >>> import pandas as pd
    >>> up = pd.Series([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    >>> str(spearman(up, pd.Series([1, 3, 2, 5, 4, 7, 6, 9, 8, 10]), Thresholds()))
    '0.95 [0.74, 0.99], n = 10, indicative'
    >>> str(spearman(up, up * 0, Thresholds()))
    'all answers equal, no interval'
    """
    import pandas as pd
    from scipy import stats

    both = pd.DataFrame({"one": one, "other": other}).dropna()
    n, missing = len(both), len(one) - len(both)
    if n < max(4, thresholds.min_group):
        return withheld(n, thresholds, missing=missing)
    if both.nunique().min() < 2:
        return unavailable(NO_SPREAD)
    r = float(stats.spearmanr(both["one"], both["other"]).statistic)
    indicative = n < thresholds.indicative_below
    if abs(r) > 1 - 1e-12:
        return Estimate(value=round(r), n=n, missing=missing, indicative=indicative, reason="no spread, no interval")
    reach = Z95 * np.sqrt((1 + r * r / 2) / (n - 3))
    low, high = (float(np.tanh(np.arctanh(r) + side * reach)) for side in (-1, 1))
    return Estimate(value=r, low=low, high=high, n=n, missing=missing, indicative=indicative)


def ratings_together(one: Metric, other: Metric, rows: pd.DataFrame, thresholds: Thresholds) -> Estimate:
    """Return the rank correlation of the answers to two metrics in the same rows; see `spearman`."""
    first, second = (as_numbers(metric, answered(metric, rows)).reindex(rows.index) for metric in (one, other))
    return spearman(first, second, thresholds)
