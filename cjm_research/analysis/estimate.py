"""A number with its interval and base, and the formulas of the intervals."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, Literal

from cjm_research.printing import hundredths, percent, true_minus
from cjm_research.privacy.disclosure import gives_away, is_few
from cjm_research.study import Part, Thresholds

if TYPE_CHECKING:
    import numpy as np

Unit = Literal["share", "net", "number"]

NO_SPREAD = "all answers equal, no interval"

Z95 = NormalDist().inv_cdf(0.975)


class Estimate(Part):
    """A number, its 95 % interval and the people it rests on.

    A withheld number has a reason instead of a value; a number without an interval has a reason beside its value.
    ``effective`` is how many people of equal weight say as much as these n people do; None where all weigh the same.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    effective: float | None = None
    missing: int = 0
    unit: Unit = "number"
    reason: str = ""
    indicative: bool = False

    def __str__(self) -> str:
        """Return the number as it is printed everywhere, ``42 % [38, 46], n = 612``."""
        if self.value is None:
            return self.reason
        mark = ", indicative" if self.indicative else ""
        return f"{self.short}, {self.base}{mark}"

    @property
    def base(self) -> str:
        """The people it rests on, ``n = 400, effective 312`` where they weigh unequally."""
        weighed = "" if self.effective is None else f", effective {self.effective:,.0f}"
        return f"n = {self.n:,}{weighed}"

    @property
    def short(self) -> str:
        """The number and its interval without the base."""
        if self.value is None:
            return self.reason
        shown = percent(self.value) if self.unit == "share" else self._number(self.value)
        if self.low is None or self.high is None:
            return f"{shown} ({self.reason})"
        return f"{shown} [{self._number(self.low)}, {self._number(self.high)}]"

    def _number(self, value: float) -> str:
        """Return a number as printed, with a true minus; what rounds to zero has none."""
        if self.unit == "number":
            return true_minus(f"{round(value, 2) + 0.0:.2f}")
        return true_minus(f"{round(100 * value):+d}") if self.unit == "net" else hundredths(value)


def share(
    count: float,
    n: int,
    thresholds: Thresholds,
    *,
    missing: int = 0,
    effective: float | None = None,
    of_people: bool = True,
) -> Estimate:
    """Return a share with its Wilson 95 % interval (Newcombe 1998, method 3).

    Where answers weigh unequally, ``count`` is n times the weighted share and the interval that of as many people as
    the ``effective`` n. A share that tells of few people, or of all but a few, is withheld (`privacy.disclosure`);
    not so one that measures a model, which is not ``of_people``.

    Examples
    --------
    >>> str(share(17, 25, Thresholds()))
    '68 % [48, 83], n = 25, indicative'
    >>> str(share(2, 3, Thresholds()))
    'withheld: fewer than 5 people'
    >>> str(share(98, 100, Thresholds()))
    'withheld: all but fewer than 5 of 100'
    >>> str(share(200, 400, Thresholds(), effective=312))
    '50 % [44, 56], n = 400, effective 312'
    """
    if n < thresholds.min_group:
        return withheld(n, thresholds, missing=missing, unit="share")
    if of_people and gives_away(count, n, thresholds.min_group):
        return Estimate(n=n, missing=missing, unit="share", reason=few_of(count, n, thresholds))
    from statsmodels.stats.proportion import proportion_confint

    value, base = count / n, n if effective is None else effective
    low, high = proportion_confint(value * base, base, method="wilson")
    bounds = {"low": max(0.0, min(float(low), value)), "high": min(1.0, max(float(high), value))}
    return Estimate(
        value=value,
        n=n,
        effective=effective,
        missing=missing,
        unit="share",
        indicative=base < thresholds.indicative_below,
        **bounds,
    )


def mean(
    values: Sequence[float] | np.ndarray,
    thresholds: Thresholds,
    *,
    bounds: tuple[float, float] | None = None,
    missing: int = 0,
    weights: np.ndarray | None = None,
) -> Estimate:
    """Return a mean with its t 95 % interval, clipped to the scale where ``bounds`` are given.

    Equal answers have no spread to estimate an interval from, so their mean stands without one and says so. With
    ``weights`` the interval is that of as many people as the effective n.

    Examples
    --------
    >>> str(mean([1, 2, 3, 4, 5], Thresholds(), bounds=(1, 5)))
    '3.00 [1.04, 4.96], n = 5, indicative'
    """
    import numpy as np

    data = np.asarray(values, dtype=float)
    n = len(data)
    if n < max(2, thresholds.min_group):
        return withheld(n, thresholds, missing=missing)
    middle, reach, effective = _mean_and_reach(data, weights)
    base = n if effective is None else effective
    shared = {"value": middle, "n": n, "missing": missing, "effective": effective}
    indicative = base < thresholds.indicative_below
    if data.min() == data.max():
        return Estimate(reason=NO_SPREAD, indicative=indicative, **shared)
    floor, ceiling = bounds or (-inf, inf)
    return Estimate(low=max(floor, middle - reach), high=min(ceiling, middle + reach), indicative=indicative, **shared)


def _mean_and_reach(data: np.ndarray, weights: np.ndarray | None) -> tuple[float, float, float | None]:
    """Return the mean, half the width of its t interval, and the effective n where there are weights."""
    import numpy as np
    from scipy import stats

    effective = None if weights is None else kish(weights)
    base = len(data) if effective is None else effective
    middle = float(np.average(data, weights=weights))
    variance = float(np.average((data - middle) ** 2, weights=weights)) / (base - 1)
    return middle, float(stats.t.ppf(0.975, base - 1) * sqrt(variance)), effective


def kish(weights: np.ndarray) -> float:
    """Return the effective n: how many people of equal weight say as much, (Σw)² / Σw² (Kish 1965).

    Examples
    --------
    >>> import numpy as np
    >>> kish(np.array([1.0] * 50 + [3.0] * 50))
    80.0
    """
    return round(float(weights.sum() ** 2 / (weights**2).sum()), 9)


def withheld(n: int, thresholds: Thresholds, *, missing: int = 0, unit: Unit = "number") -> Estimate:
    """Return an estimate without a value: too few people, or nobody at all."""
    reason = f"withheld: fewer than {thresholds.min_group} people" if n else "no answers"
    return Estimate(n=n, missing=missing, unit=unit, reason=reason)


def few_of(count: float, n: int, thresholds: Thresholds) -> str:
    """Return why a share is withheld, without the number: a few of its base, or all but a few.

    Examples
    --------
    >>> few_of(2, 100, Thresholds()), few_of(98, 100, Thresholds())
    ('withheld: fewer than 5 of 100', 'withheld: all but fewer than 5 of 100')
    """
    who = "" if is_few(count, thresholds.min_group) else "all but "
    return f"withheld: {who}fewer than {thresholds.min_group} of {n:,}"


def unavailable(reason: str, unit: Unit = "number") -> Estimate:
    """Return an estimate that cannot be computed, with the reason."""
    return Estimate(reason=reason, unit=unit)
