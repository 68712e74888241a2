"""How many are still on the way after how long, when some had not arrived when watching ended."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cjm_research.analysis import estimate
from cjm_research.study import Thresholds

if TYPE_CHECKING:
    import pandas as pd

NOT_REACHED = "not reached"

Times = npt.NDArray[np.float64]


def survival(counts: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    """Return the Kaplan-Meier estimate of the share still on the way, with log-log 95 % band (Greenwood's variance).

    Parameters
    ----------
    counts
        ``time``, ``arrived`` (True, or False for those no longer watched after this time), ``customers``.

    Returns
    -------
    pandas.DataFrame
        ``time`` (0, then each time at which somebody arrived, last the time until which ``min_group`` are watched),
        ``share`` (still on the way from this time on), ``low, high``, ``at_risk`` (customers still watched and on the way
        just before). Where everybody has arrived the band reaches from 0 to its last upper end. Of fewer than ``min_group``
        customers there is no row.

    Examples
    --------
    >>> import pandas as pd
    >>> few = pd.DataFrame({"time": [1, 2, 3], "arrived": [True, False, True], "customers": [5, 5, 10]})
    >>> survival(few, Thresholds())[["time", "share", "at_risk"]].to_numpy().tolist()
    [[0.0, 1.0, 20.0], [1.0, 0.75, 20.0], [3.0, 0.0, 10.0]]
    """
    import pandas as pd

    total = int(counts["customers"].sum())
    if total < thresholds.min_group:
        return pd.DataFrame(columns=["time", "share", "low", "high", "at_risk"], dtype=float)
    arrived, watched = (
        np.repeat(part["time"].to_numpy(dtype=float), part["customers"].to_numpy(dtype=int))
        for part in (counts[counts["arrived"]], counts[~counts["arrived"]])
    )
    everyone = np.sort(np.concatenate([arrived, watched]))
    last = everyone[-thresholds.min_group]
    times = np.unique(np.concatenate([[0.0], arrived[arrived <= last], [last]]))
    at_risk = total - np.searchsorted(everyone, times)
    return pd.DataFrame({"time": times, **_evaluated(arrived, watched, times), "at_risk": at_risk})


def _evaluated(arrived: Times, watched: Times, times: Times) -> dict[str, Times]:
    import pandas as pd
    from scipy import stats

    if not len(arrived):
        return dict.fromkeys(("share", "low", "high"), np.ones(len(times)))
    curve = stats.ecdf(stats.CensoredData(uncensored=arrived, right=watched)).sf
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The confidence interval is undefined")
        band = curve.confidence_interval(method="log-log")
    share, low, high = (np.asarray(each.evaluate(times)) for each in (curve, band.low, band.high))
    low = np.where(share == 1, 1, np.nan_to_num(low, nan=0.0))
    high = pd.Series(np.where(share == 1, 1, high)).ffill().fillna(1.0).to_numpy()
    return {"share": share, "low": low, "high": high}


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
