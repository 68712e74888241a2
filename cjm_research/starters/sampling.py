"""Drawing answers whose mean or shares are known exactly."""

from __future__ import annotations

from collections.abc import Mapping
from math import comb, exp, lgamma
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

FIRMNESS = 5.0
"""How far answers to one question lie apart: small numbers spread them to the ends, large ones gather them."""

Floats = NDArray[np.float64]
_cumulative_normal = np.vectorize(NormalDist().cdf, otypes=[float])


def shares_on_scale(mean: float, low: int, high: int) -> Floats:
    """Return the share of each answer from ``low`` to ``high`` so that their mean is exactly ``mean``.

    A beta-binomial distribution: bell-shaped in the middle, leaning at the ends, wider than a binomial one.

    Examples
    --------
    >>> shares = shares_on_scale(4.2, 1, 5)
    >>> round(float(shares @ [1, 2, 3, 4, 5]), 9), round(float(shares.sum()), 9)
    (4.2, 1.0)
    """
    steps = high - low
    place = (mean - low) / steps
    a, b = place * FIRMNESS, (1 - place) * FIRMNESS
    return np.array([comb(steps, k) * exp(_log_beta(k + a, steps - k + b) - _log_beta(a, b)) for k in range(steps + 1)])


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def leaning(rng: np.random.Generator, mood: Floats, strength: float) -> Floats:
    """Return one even number between 0 and 1 per person that follows the person's mood.

    Parameters
    ----------
    rng
        Where chance comes from.
    mood
        One standard normal number per person.
    strength
        Correlation, 0 to 1, between two answers of one person before they become whole numbers.
    """
    own = rng.standard_normal(mood.size)
    return np.asarray(_cumulative_normal(np.sqrt(strength) * mood + np.sqrt(1 - strength) * own))


def answers(position: Floats, shares: Floats, low: int = 0) -> NDArray[np.int64]:
    """Return the answer at each position of the cumulated shares, counted from ``low``.

    Examples
    --------
    >>> answers(np.array([0.1, 0.5, 0.95]), np.array([0.2, 0.7, 0.1]), low=1).tolist()
    [1, 2, 3]
    """
    found = np.searchsorted(np.cumsum(shares), position, side="right")
    return np.minimum(found, len(shares) - 1) + low


def pick(rng: np.random.Generator, weights: Mapping[str, float], size: int) -> NDArray[np.object_]:
    """Return ``size`` names, each drawn in proportion to its weight.

    Examples
    --------
    >>> pick(np.random.default_rng(7), {"yes": 3, "no": 0}, 2).tolist()
    ['yes', 'yes']
    """
    shares = np.array(list(weights.values()), dtype=float)
    return np.array(list(weights), dtype=object)[answers(rng.random(size), shares / shares.sum())]
