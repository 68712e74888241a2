"""How many are still on the way after how long, when some had not arrived when watching ended."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cjm_research.analysis import estimate
from cjm_research.analysis.records import Records
from cjm_research.study import Thresholds

NOT_REACHED = "not reached"

Times = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Watched:
    """Customers watched for equally long.

    Attributes
    ----------
    time
        How long.
    arrived
        Whether they had arrived then; if not, they were no longer watched after this time.
    customers
        How many they are.
    """

    time: float
    arrived: bool
    customers: int


@dataclass(frozen=True)
class Remaining:
    """The share still on the way from a time on.

    Attributes
    ----------
    time
        In the unit of the times watched.
    share, low, high
        Still on the way, with 95 % band.
    at_risk
        Customers still watched and on the way just before.
    """

    time: float
    share: float
    low: float
    high: float
    at_risk: int


def survival(counts: Sequence[Watched], thresholds: Thresholds) -> Records[Remaining]:
    """Return the Kaplan-Meier estimate of the share still on the way, with log-log 95 % band (Greenwood's variance).

    Returns
    -------
    Records of Remaining
        At time 0, at each time at which somebody arrived, and last at the time until which ``min_group`` are watched.
        Where everybody has arrived the band reaches from 0 to its last upper end. None of fewer than ``min_group``
        customers.

    Examples
    --------
    >>> few = [Watched(1, True, 5), Watched(2, False, 5), Watched(3, True, 10)]
    >>> [(point.time, point.share, point.at_risk) for point in survival(few, Thresholds())]
    [(0.0, 1.0, 20), (1.0, 0.75, 20), (3.0, 0.0, 10)]
    """
    total = sum(count.customers for count in counts)
    if total < thresholds.min_group:
        return Records(Remaining, ())
    arrived, watched = (
        np.repeat(
            np.array([count.time for count in counts if count.arrived == yes], dtype=float),
            [count.customers for count in counts if count.arrived == yes],
        )
        for yes in (True, False)
    )
    everyone = np.sort(np.concatenate([arrived, watched]))
    last = everyone[-thresholds.min_group]
    times = np.unique(np.concatenate([[0.0], arrived[arrived <= last], [last]]))
    at_risk = total - np.searchsorted(everyone, times)
    columns = (times, *_evaluated(arrived, watched, times), at_risk)
    return Records(Remaining, tuple(Remaining(*row) for row in zip(*(one.tolist() for one in columns), strict=True)))


def _evaluated(arrived: Times, watched: Times, times: Times) -> tuple[Times, Times, Times]:
    """Return share, low and high at each time."""
    from scipy import stats

    if not len(arrived):
        ones = np.ones(len(times))
        return ones, ones, ones
    curve = stats.ecdf(stats.CensoredData(uncensored=arrived, right=watched)).sf
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The confidence interval is undefined")
        band = curve.confidence_interval(method="log-log")
    share, low, high = (np.asarray(each.evaluate(times)) for each in (curve, band.low, band.high))
    low = np.where(share == 1, 1, np.nan_to_num(low, nan=0.0))
    return share, low, _filled(np.where(share == 1, 1, high))


def _filled(values: Times) -> Times:
    """Return the values, each missing one as the last known before it; 1 where there is none."""
    known = np.maximum.accumulate(np.where(np.isnan(values), -1, np.arange(len(values))))
    filled: Times = np.where(known < 0, 1.0, values[known])
    return filled


def median_time(curve: Sequence[Remaining]) -> estimate.Estimate:
    """Return when half have arrived, in the unit of ``time``; the interval is where the band crosses one half.

    The interval is that of Brookmeyer and Crowley (1982). A bound that the curve does not come to is missing; without
    the median itself the reason says ``not reached``.
    """
    if not curve:
        return estimate.unavailable("too few customers")
    middle = _crosses_half((point.time, point.share) for point in curve)
    low = _crosses_half((point.time, point.low) for point in curve)
    high = _crosses_half((point.time, point.high) for point in curve)
    reason = "" if middle is not None else NOT_REACHED
    return estimate.Estimate(value=middle, low=low, high=high, n=curve[0].at_risk, reason=reason)


def _crosses_half(curve: Iterable[tuple[float, float]]) -> float | None:
    return next((time for time, share in curve if share <= 0.5 + 1e-12), None)
