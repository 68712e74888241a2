"""A number with its interval and base, and the formulas of the intervals."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, Literal

from cjm_research.study import Part, Thresholds

if TYPE_CHECKING:
    import numpy as np

Unit = Literal["share", "net", "number"]

NO_SPREAD = "all answers equal, no interval"

Z95 = NormalDist().inv_cdf(0.975)


class Estimate(Part):
    """A number, its 95 % interval and the people it rests on.

    A withheld number has a reason instead of a value; a number without an interval has a reason beside its value.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    missing: int = 0
    unit: Unit = "number"
    reason: str = ""
    indicative: bool = False

    def __str__(self) -> str:
        """Return the number as it is printed everywhere, ``42 % [38, 46], n = 612``."""
        if self.value is None:
            return self.reason
        mark = ", indicative" if self.indicative else ""
        return f"{self.short}, n = {self.n:,}{mark}"

    @property
    def short(self) -> str:
        """The number and its interval without the base."""
        if self.value is None:
            return self.reason
        shown, percent = self._number(self.value), " %" if self.unit == "share" else ""
        if self.low is None or self.high is None:
            return f"{shown}{percent} ({self.reason})"
        return f"{shown}{percent} [{self._number(self.low)}, {self._number(self.high)}]"

    def _number(self, value: float) -> str:
        """Return a number as printed; what rounds to zero has no minus."""
        if self.unit == "number":
            return f"{round(value, 2) + 0.0:.2f}"
        if self.unit == "share" and self.value and self.value < 0.01:
            return f"{100 * value:.1f}"
        whole = round(100 * value)
        return f"{whole:+d}" if self.unit == "net" else f"{whole:d}"


def share(count: int, n: int, thresholds: Thresholds, *, missing: int = 0) -> Estimate:
    """Return a share with its Wilson 95 % interval (Newcombe 1998, method 3).

    Examples
    --------
    >>> str(share(17, 25, Thresholds()))
    '68 % [48, 83], n = 25, indicative'
    >>> str(share(2, 3, Thresholds()))
    'withheld: 3 people, fewer than 5'
    """
    if n < thresholds.min_group:
        return withheld(n, thresholds, missing=missing, unit="share")
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(count, n, method="wilson")
    value = count / n
    bounds = {"low": max(0.0, min(float(low), value)), "high": min(1.0, max(float(high), value))}
    return Estimate(
        value=value, n=n, missing=missing, unit="share", indicative=n < thresholds.indicative_below, **bounds
    )


def net(promoters: int, detractors: int, n: int, thresholds: Thresholds, *, missing: int = 0) -> Estimate:
    """Return promoters minus detractors as a share, with the adjusted-Wald 95 % interval clipped to ±1 (Rocks 2016).

    Examples
    --------
    >>> str(net(15, 6, 30, Thresholds()))
    '+30 [+1, +54], n = 30'
    """
    if n < thresholds.min_group:
        return withheld(n, thresholds, missing=missing, unit="net")
    up, down = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    middle = up - down
    reach = Z95 * sqrt((up + down - middle**2) / (n + 3))
    return Estimate(
        value=(promoters - detractors) / n, low=max(-1.0, middle - reach), high=min(1.0, middle + reach), n=n,
        missing=missing, unit="net", indicative=n < thresholds.indicative_below,
    )  # fmt: skip


def mean(
    values: Sequence[float] | np.ndarray, thresholds: Thresholds, *, bounds: tuple[float, float] | None = None,
    missing: int = 0,
) -> Estimate:  # fmt: skip
    """Return a mean with its t 95 % interval, clipped to the scale where ``bounds`` are given.

    Equal answers have no spread to estimate an interval from, so their mean stands without one and says so.

    Examples
    --------
    >>> str(mean([1, 2, 3, 4, 5], Thresholds(), bounds=(1, 5)))
    '3.00 [1.04, 4.96], n = 5, indicative'
    """
    import numpy as np
    from scipy import stats

    data = np.asarray(values, dtype=float)
    n = len(data)
    if n < max(2, thresholds.min_group):
        return withheld(n, thresholds, missing=missing)
    middle = float(data.mean())
    if data.min() == data.max():
        indicative = n < thresholds.indicative_below
        return Estimate(value=middle, n=n, missing=missing, reason=NO_SPREAD, indicative=indicative)
    reach = float(stats.t.ppf(0.975, n - 1) * data.std(ddof=1) / sqrt(n))
    floor, ceiling = bounds or (-inf, inf)
    return Estimate(
        value=middle, low=max(floor, middle - reach), high=min(ceiling, middle + reach), n=n, missing=missing,
        indicative=n < thresholds.indicative_below,
    )  # fmt: skip


def withheld(n: int, thresholds: Thresholds, *, missing: int = 0, unit: Unit = "number") -> Estimate:
    """Return an estimate without a value: too few people, or nobody at all."""
    people = "person" if n == 1 else "people"
    reason = f"withheld: {n} {people}, fewer than {thresholds.min_group}" if n else "no answers"
    return Estimate(n=n, missing=missing, unit=unit, reason=reason)


def unavailable(reason: str, unit: Unit = "number") -> Estimate:
    """Return an estimate that cannot be computed, with the reason."""
    return Estimate(reason=reason, unit=unit)
