"""The median of answers, with the interval between two of the answers themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cjm_research.analysis.estimate import NO_SPREAD, Estimate, withheld
from cjm_research.study import Thresholds

if TYPE_CHECKING:
    import numpy as np

FEWEST = 6
"""With five people even the span from the lowest to the highest answer holds the median in only 93.75 % of samples."""

MEDIANS_METHOD = (
    "Median, with the narrowest pair of ordered answers at equal distance from both ends that holds it in at least "
    f"95 % of samples (exact, binomial); below {FEWEST} people no such pair exists."
)


def median(
    values: Sequence[float] | np.ndarray, thresholds: Thresholds, *, missing: int = 0, weighed: bool = False
) -> Estimate:
    """Return the median with its exact 95 % interval from order statistics.

    ``weighed`` says that the answers have weights; there is no exact interval for those, and no number is given.

    Examples
    --------
    >>> str(median([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], Thresholds()))
    '5.50 [2.00, 9.00], n = 10, indicative'
    >>> str(median([1, 2, 3, 4, 5], Thresholds()))
    'withheld: 5 people, and no 95 % interval of a median exists below 6'
    """
    import numpy as np

    data = np.sort(np.asarray(values, dtype=float))
    n = len(data)
    if n < thresholds.min_group:
        return withheld(n, thresholds, missing=missing)
    if weighed:
        return Estimate(
            n=n, missing=missing, reason="no median: the answers have weights, and its interval has no exact form"
        )
    ends = orders(n)
    if ends is None:
        people = f"{n} people, and no 95 % interval of a median exists below {FEWEST}"
        return Estimate(n=n, missing=missing, reason=f"withheld: {people}")
    shared = {
        "value": float(np.median(data)),
        "n": n,
        "missing": missing,
        "indicative": n < thresholds.indicative_below,
    }
    if data[0] == data[-1]:
        return Estimate(reason=NO_SPREAD, **shared)
    return Estimate(low=float(data[ends[0] - 1]), high=float(data[ends[1] - 1]), **shared)


def orders(n: int) -> tuple[int, int] | None:
    """Return which ordered answers, counted from 1, enclose the median in at least 95 % of samples; None where none do.

    Examples
    --------
    >>> orders(5), orders(6), orders(10), orders(20)
    (None, (1, 6), (2, 9), (6, 15))
    """
    from scipy.stats import binom

    if n < FEWEST:
        return None
    first = int(binom.ppf(0.025, n, 0.5))
    first = first if covered(n, first) >= 0.95 else first - 1
    return first, n + 1 - first


def covered(n: int, first: int) -> float:
    """Return in what share of samples of n the median lies between the ``first`` ordered answer from either end.

    Examples
    --------
    >>> round(100 * covered(10, 2), 2), round(100 * covered(5, 1), 2)
    (97.85, 93.75)
    """
    from scipy.stats import binom

    return float(1 - 2 * binom.cdf(first - 1, n, 0.5))
