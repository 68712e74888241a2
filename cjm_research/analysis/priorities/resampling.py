"""Drawing the respondents again and again, to see how much shares would vary."""

from __future__ import annotations

import numpy as np
import pandas as pd

DRAWS = 2000
"""How often chance is asked."""

_AT_ONCE = 200


def resampled(said: pd.DataFrame, rng: np.random.Generator, draws: int = DRAWS) -> np.ndarray:
    """Return the share of ones per column for each bootstrap sample of the rows.

    Rows are people and are drawn whole, so that columns keep what they have in common. People with the same answers are
    counted together, which gives the same distribution at a fraction of the cost.

    Parameters
    ----------
    said
        One row per person; 1 yes, 0 no, NaN not asked or not answered.
    rng
        Where chance comes from.
    draws
        How many samples.

    Returns
    -------
    numpy.ndarray
        ``draws`` rows, one column per column of ``said``; NaN where a sample holds nobody who answered.

    Examples
    --------
    >>> said = pd.DataFrame({"a": [1, 1, 0, 0], "b": [1, 1, 1, 1]})
    >>> found = resampled(said, np.random.default_rng(7), draws=500)
    >>> found.shape, bool((found[:, 1] == 1).all())
    ((500, 2), True)
    """
    if said.empty:
        return np.full((draws, said.shape[1]), np.nan)
    patterns, counts = np.unique(said.to_numpy(dtype=float), axis=0, return_counts=True, equal_nan=True)
    answered, ones = (~np.isnan(patterns)).astype(float), np.nan_to_num(patterns)
    shares, people = counts / counts.sum(), int(counts.sum())
    parts = []
    for start in range(0, draws, _AT_ONCE):
        times = rng.multinomial(people, shares, size=min(_AT_ONCE, draws - start)).astype(float)
        bases = times @ answered
        parts.append(np.divide(times @ ones, bases, out=np.full_like(bases, np.nan), where=bases > 0))
    return np.vstack(parts)
