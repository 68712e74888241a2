"""How many are still on the way after how long, when some had not arrived when watching ended."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
from scipy import stats

from cjm_research.analysis import estimate
from cjm_research.study import Thresholds

NOT_REACHED = "not reached"


def survival(counts: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Return the Kaplan-Meier estimate of the share still on the way, with log-log 95 % band (Greenwood's variance).

    Parameters
    ----------
    counts
        ``time``, ``arrived`` (True, or False for those no longer watched after this time), ``customers``.

    Returns
    -------
    pandas.DataFrame
        ``time`` (0, then each time at which somebody arrived), ``share`` (still on the way from this time on), ``low, high``,
        ``at_risk`` (customers still watched and on the way just before). It ends where fewer than ``min_group`` are at
        risk. Where everybody has arrived the band reaches from 0 to its last upper end.

    Examples
    --------
    >>> few = pd.DataFrame({"time": [1, 2, 3], "arrived": [True, False, True], "customers": [5, 5, 10]})
    >>> survival(few, Thresholds())[["time", "share", "at_risk"]].to_numpy().tolist()
    [[0.0, 1.0, 20.0], [1.0, 0.75, 20.0], [3.0, 0.0, 10.0]]
    """
    total = int(counts["customers"].sum())
    if total < thresholds.min_group or not counts["arrived"].any():
        begun = [(0.0, 1.0, 1.0, 1.0, total)] if total >= thresholds.min_group else []
        return pd.DataFrame(begun, columns=["time", "share", "low", "high", "at_risk"])
    spread = [
        np.repeat(part["time"].to_numpy(dtype=float), part["customers"].to_numpy(dtype=int))
        for part in (counts[counts["arrived"]], counts[~counts["arrived"]])
    ]
    curve = stats.ecdf(stats.CensoredData(uncensored=spread[0], right=spread[1])).sf
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The confidence interval is undefined")
        band = curve.confidence_interval(method="log-log")
    times = np.unique(spread[0])
    everyone = np.sort(np.concatenate(spread))
    found = pd.DataFrame({
        "time": times, "share": curve.evaluate(times), "low": band.low.evaluate(times), "high": band.high.evaluate(times),
        "at_risk": len(everyone) - np.searchsorted(everyone, times),
    })  # fmt: skip
    begun = pd.DataFrame({"time": [0.0], "share": 1.0, "low": 1.0, "high": 1.0, "at_risk": total})
    told = pd.concat([begun, found[found["at_risk"] >= thresholds.min_group]], ignore_index=True)
    told["low"] = told["low"].fillna(0.0)
    told["high"] = told["high"].ffill()
    return told.drop_duplicates("time", keep="last", ignore_index=True)


def median_time(curve: pd.DataFrame) -> estimate.Estimate:
    """Return when half have arrived, in the unit of ``time``; the interval is where the band crosses one half.

    The interval is that of Brookmeyer and Crowley (1982). A bound that the curve does not come to is missing; without the
    median itself the reason says ``not reached``.
    """
    if curve.empty:
        return estimate.unavailable("too few customers")
    middle, low, high = (_crosses_half(curve, column) for column in ("share", "low", "high"))
    n = int(curve["at_risk"].iloc[0])
    return estimate.Estimate(value=middle, low=low, high=high, n=n, reason="" if middle is not None else NOT_REACHED)


def _crosses_half(curve: pd.DataFrame, column: str) -> float | None:
    under = curve.loc[curve[column] <= 0.5 + 1e-12, "time"]
    return float(under.iloc[0]) if len(under) else None
