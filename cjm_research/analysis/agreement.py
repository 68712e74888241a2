"""How far coders agree beyond chance: alpha, kappa, AC1 and the plain share, with intervals over the passages."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Literal

from cjm_research.analysis.estimate import Estimate

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

Level = Literal["nominal", "ordinal", "interval", "ratio"]

TENTATIVE, RELIABLE = 0.667, 0.8
"""Krippendorff's thresholds: below the first an agreement is discarded, from the second on it is relied on."""

SKEWED = 0.9
"""From this share of one answer on, chance-corrected agreement drops although coders agree; AC1 stands beside it."""

NO_VARIATION = "undefined: no variation, every coder gave every passage the same answer"
NOBODY_TWICE = "undefined: no passage was coded by two coders"
NO_DISAGREEMENT = "no disagreement seen, so no interval"
RESTS_ON_ONE = "rests on a single passage, so no interval"

AGREEMENT_METHOD = (
    "Krippendorff's alpha (1 − observed / expected disagreement; any number of coders, gaps allowed), 95 % interval by "
    "leaving out one passage at a time (jackknife; a bootstrap is poor where passages are few, Hughes 2022). From 0.8 "
    "on an agreement is relied on, from 0.667 tentatively (Krippendorff). With two coders: Cohen's kappa; Gwet's AC1 "
    "where nine of ten answers or more are the same."
)


def alpha(values: pd.DataFrame, level: Level = "nominal") -> Estimate:
    """Return Krippendorff's alpha with its jackknife 95 % interval (Krippendorff 2011, Hughes 2022).

    Parameters
    ----------
    values
        A row per coder, a column per passage; a gap is None or NaN. Numbers for every level but nominal.
    level
        What the differences of two answers mean.

    Returns
    -------
    Estimate
        ``n`` counts the passages with two answers or more. Without variation the value is missing and the reason says
        so.

    Examples
    --------
    >>> import pandas as pd
    >>> alpha(pd.DataFrame([list("aabbdcccedda"), list("babbbccceddd")])).short
    '0.69 [0.33, 1.00]'
    """
    import numpy as np

    counts, numbers = _answers(values, level)
    if not len(counts):
        return Estimate(reason=NOBODY_TWICE)
    found = _alpha(counts.sum(axis=0), _observed(counts).sum(axis=0), numbers, level)
    if found is None:
        return Estimate(n=len(counts), reason=NO_VARIATION)
    kinds, times = np.unique(counts, axis=0, return_counts=True)
    pairs = _observed(kinds)
    total, all_pairs = counts.sum(axis=0), _observed(counts).sum(axis=0)
    left_out = [_alpha(total - kind, all_pairs - own, numbers, level) for kind, own in zip(kinds, pairs, strict=True)]
    return jackknifed(found, left_out, times, len(counts))


def _answers(values: pd.DataFrame, level: Level) -> tuple[np.ndarray, np.ndarray]:
    """Return how often each passage got each answer, and the answers as numbers; without passages of one answer."""
    import numpy as np
    import pandas as pd

    rows = values.astype("float") if level != "nominal" else values
    codes, found = pd.factorize(rows.to_numpy(dtype=object).ravel(), sort=level != "nominal")
    grid = codes.reshape(rows.shape)
    counts = (
        np.stack([(grid == place).sum(axis=0) for place in range(len(found))], axis=1)
        if len(found)
        else np.empty((0, 0))
    )
    numbers = np.asarray(found, dtype=float) if level != "nominal" else np.arange(len(found), dtype=float)
    return counts[counts.sum(axis=1) >= 2].astype(float), numbers


def _observed(counts: np.ndarray) -> np.ndarray:
    """Return the coincidences of each passage: pairs of answers, weighted so that each answer counts once."""
    import numpy as np

    pairs = counts[:, :, None] * counts[:, None, :]
    pairs[:, np.arange(counts.shape[1]), np.arange(counts.shape[1])] -= counts
    return np.asarray(pairs / (counts.sum(axis=1) - 1)[:, None, None])


def _alpha(total: np.ndarray, pairs: np.ndarray, numbers: np.ndarray, level: Level) -> float | None:
    """Return alpha from the marginal counts and the coincidences, None where nothing could differ by chance."""
    apart = _differences(total, numbers, level)
    expected = float(total @ apart @ total)
    return None if expected <= 0 else 1 - (float(total.sum()) - 1) * float((pairs * apart).sum()) / expected


def _differences(total: np.ndarray, numbers: np.ndarray, level: Level) -> np.ndarray:
    """Return the squared difference between each two answers."""
    import numpy as np

    first, second = numbers[:, None], numbers[None, :]
    if level == "nominal":
        return np.asarray(first != second, dtype=float)
    if level == "interval":
        return np.asarray((first - second) ** 2)
    if level == "ratio":
        both = first + second
        return np.asarray(np.divide(first - second, both, out=np.zeros_like(both), where=both != 0) ** 2)
    middles = np.cumsum(total) - total / 2
    return np.asarray((middles[:, None] - middles[None, :]) ** 2)


def jackknifed(found: float, left_out: list[float | None], times: np.ndarray, n: int) -> Estimate:
    """Return a coefficient with its interval, from its values with each kind of passage left out once."""
    import numpy as np
    from scipy import stats

    if any(value is None for value in left_out) or n < 2:
        return Estimate(value=found, n=n, reason=RESTS_ON_ONE)
    values = np.array(left_out, dtype=float)
    middle = float(np.average(values, weights=times))
    reach = float(stats.t.ppf(0.975, n - 1)) * sqrt((n - 1) / n * float(times @ (values - middle) ** 2))
    if reach <= 1e-12:
        return Estimate(value=found, n=n, reason=NO_DISAGREEMENT)
    return Estimate(value=found, low=max(-1.0, found - reach), high=min(1.0, found + reach), n=n)
