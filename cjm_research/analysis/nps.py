"""The Net Promoter Score: promoters less detractors, with its interval."""

from __future__ import annotations

from math import sqrt

from cjm_research.analysis.estimate import Z95, Estimate, withheld
from cjm_research.study import Thresholds


def net(
    promoters: float,
    detractors: float,
    n: int,
    thresholds: Thresholds,
    *,
    missing: int = 0,
    effective: float | None = None,
) -> Estimate:
    """Return promoters minus detractors as a share, with the adjusted-Wald 95 % interval clipped to ±1 (Rocks 2016).

    Where answers weigh unequally, the counts are n times the weighted shares, as in `share`.

    Examples
    --------
    >>> str(net(15, 6, 30, Thresholds()))
    '+30 [+1, +54], n = 30'
    """
    if n < thresholds.min_group:
        return withheld(n, thresholds, missing=missing, unit="net")
    base = n if effective is None else effective
    up, down = (promoters * base / n + 0.75) / (base + 3), (detractors * base / n + 0.75) / (base + 3)
    middle = up - down
    reach = Z95 * sqrt((up + down - middle**2) / (base + 3))
    return Estimate(
        value=(promoters - detractors) / n,
        low=max(-1.0, middle - reach),
        high=min(1.0, middle + reach),
        n=n,
        effective=effective,
        missing=missing,
        unit="net",
        indicative=base < thresholds.indicative_below,
    )
