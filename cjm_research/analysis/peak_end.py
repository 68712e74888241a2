"""Mean, peak and end of each person's journey, and which of them goes best with the overall rating."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cjm_research.analysis.estimate import Estimate, unavailable, withheld
from cjm_research.study import Thresholds

PREDICTORS = {
    "mean": "mean of all phases",
    "peak": "strongest feeling",
    "best": "best phase",
    "worst": "worst phase",
    "end": "last phase",
    "peak_end": "peak–end, (peak + end) / 2",
}
DRAWS, SEED, FEWEST, PHASES = 2000, 20260901, 10, 3
PEAK_END_METHOD = (
    f"People who rated at least {PHASES} phases and the whole. Peak: the phase furthest from neutral, the worse one "
    "when two are equally far; end: the last phase rated. R² is the share of the spread of the overall rating that "
    f"goes with a straight line on each number; percentile bootstrap of people, {DRAWS:,} draws, 95 % interval. "
    "Differences of R² come from the same draws. R² describes these people and is no effect."
)


def peak_end(peak: float, end: float) -> float:
    """Return what the memory model expects to be remembered: the middle of peak and end (Kahneman 2011, fig. 15).

    Examples
    --------
    >>> peak_end(8, 7), peak_end(8, 1)
    (7.5, 4.5)
    """
    return (peak + end) / 2


def remembered(phases: pd.DataFrame) -> pd.DataFrame:
    """Return the six numbers of each person's journey.

    Parameters
    ----------
    phases
        Valence −2…+2, a person per row and a phase per column in the order of the journey; blank where not rated.

    Returns
    -------
    pandas.DataFrame
        ``mean, peak, best, worst, end, peak_end`` of the people who rated at least three phases.

    Examples
    --------
    >>> remembered(pd.DataFrame({"look": [1.0, 0.0], "buy": [-2.0, 1.0], "use": [2.0, None]})).iloc[0].to_dict()
    {'mean': 0.3333333333333333, 'peak': -2.0, 'best': 2.0, 'worst': -2.0, 'end': 2.0, 'peak_end': 0.0}
    """
    rated = phases[phases.notna().sum(axis=1) >= PHASES]
    best, worst = rated.max(axis=1), rated.min(axis=1)
    peak = best.where(best > -worst, worst)
    end = rated.ffill(axis=1).iloc[:, -1] if len(rated.columns) else best
    found = {"mean": rated.mean(axis=1), "peak": peak, "best": best, "worst": worst, "end": end}
    return pd.DataFrame(found).assign(peak_end=peak_end(peak, end))


def predicts(numbers: pd.DataFrame, overall: pd.Series, thresholds: Thresholds) -> dict[str, Estimate]:
    """Return R² of the overall rating on each number of `remembered`, and ``lead``: that of peak–end less the mean's.

    Examples
    --------
    >>> people = pd.DataFrame({name: [float(n % 5) for n in range(40)] for name in PREDICTORS})
    >>> found = predicts(people, people["mean"] * 2, Thresholds())
    >>> found["mean"].value, found["lead"].value
    (1.0, 0.0)
    """
    both = numbers.join(overall.rename("overall"), how="inner").dropna()
    n, names = len(both), [*PREDICTORS, "lead"]
    if n < thresholds.min_group:
        return dict.fromkeys(names, withheld(n, thresholds))
    if n < FEWEST:
        return dict.fromkeys(names, unavailable(f"{n} people, fewer than {FEWEST}: too few for R²"))
    if both["overall"].min() == both["overall"].max():
        return dict.fromkeys(names, unavailable("everybody rated the whole alike, so nothing can go with it"))
    draws = np.random.default_rng(SEED).integers(n, size=(DRAWS, n))
    y = both["overall"].to_numpy(dtype=float)
    columns = {name: both[name].to_numpy(dtype=float) for name in PREDICTORS}
    whole = {name: _r_squared(x[None], y[None]) for name, x in columns.items()}
    drawn = {name: _r_squared(x[draws], y[draws]) for name, x in columns.items()}
    whole["lead"], drawn["lead"] = whole["peak_end"] - whole["mean"], drawn["peak_end"] - drawn["mean"]
    return {name: _estimate(float(whole[name][0]), drawn[name], n, thresholds) for name in names}


def _r_squared(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the squared correlation of each row; not a number where one of them does not vary."""
    x, y = x - x.mean(axis=1, keepdims=True), y - y.mean(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = (x**2).sum(axis=1) * (y**2).sum(axis=1)
        return np.where(spread > 1e-12, (x * y).sum(axis=1) ** 2 / spread, np.nan)


def _estimate(value: float, drawn: np.ndarray, n: int, thresholds: Thresholds) -> Estimate:
    if np.isnan(value):
        return unavailable("the same for everybody, so nothing can go with it")
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return Estimate(value=value, low=float(low), high=float(high), n=n, indicative=n < thresholds.indicative_below)
