"""The emotion curve: what people felt in each phase, estimated from ratings, and how far hand-set points lie off."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from cjm_research.analysis import estimate
from cjm_research.analysis.estimate import Estimate
from cjm_research.analysis.medians import MEDIANS_METHOD, median
from cjm_research.analysis.metrics import answered, as_numbers, chosen
from cjm_research.analysis.weights import dominated, weights_of
from cjm_research.study import Metric, Scale, Thresholds

Centre = Literal["mean", "median"]

EMOTION_METHOD = (
    "Each person's ratings of the touchpoints met in a step (or phase) are averaged and put on the axis −2…+2; "
    "the point is the mean over persons, the bar its t 95 % interval. Lines join neighbours only."
)
EMOTION_METHODS: dict[str, str] = {
    "mean": EMOTION_METHOD,
    "median": (
        "Each person's ratings of the touchpoints met in a step (or phase) are averaged and put on the axis −2…+2. "
        f"{MEDIANS_METHOD} Lines join neighbours only."
    ),
}


def phase_emotion(
    metrics: list[Metric],
    rows: pd.DataFrame,
    scale: Scale,
    thresholds: Thresholds,
    *,
    centre: Centre = "mean",
    weight: str = "",
) -> Estimate:
    """Return the mean (or median) valence −2…+2 over persons for the touchpoints these metrics rate.

    Examples
    --------
    >>> site = Metric(id="r1", title="Site", kind="rating", column="a", low=1, high=5)
    >>> shop = Metric(id="r2", title="Shop", kind="rating", column="b", low=1, high=5)
    >>> rows = pd.DataFrame({"a": ["5", "4", "3", "5", ""], "b": ["3", "", "3", "1", "4"]})
    >>> estimate_ = phase_emotion([site, shop], rows, Scale(), Thresholds())
    >>> round(estimate_.value, 2), estimate_.n
    (0.6, 5)
    """
    if rows.empty or not metrics:
        return estimate.withheld(0, thresholds)
    persons = valences(metrics, rows, scale)
    weights = weights_of(rows.loc[persons.index], weight, metrics[0].source or "") if weight else None
    if weights is not None:
        persons = persons.loc[weights.index]
    missing = len(rows) - len(persons)
    if centre == "median":
        return median(persons.to_numpy(), thresholds, missing=missing, weighed=weights is not None)
    heavy = None if weights is None else weights.to_numpy()
    if heavy is not None and len(heavy) >= thresholds.min_group:
        kept_back = dominated(heavy, thresholds, missing=missing, unit="number")
        if kept_back:
            return kept_back
    return estimate.mean(persons.to_numpy(), thresholds, bounds=(-2, 2), missing=missing, weights=heavy)


def valences(metrics: list[Metric], rows: pd.DataFrame, scale: Scale) -> pd.Series:
    """Return each person's valence −2…+2, averaged over what the person rated; people who rated nothing are left out.

    Examples
    --------
    >>> site = Metric(id="r1", title="Site", kind="rating", column="a", low=1, high=5)
    >>> valences([site], pd.DataFrame({"a": ["5", "", "2"]}), Scale()).to_dict()
    {0: 2.0, 2: -1.0}
    """
    ratings = pd.DataFrame({m.id: as_numbers(m, answered(m, chosen(m, rows))) for m in metrics}, index=rows.index)
    return ratings.mean(axis=1).dropna().map(scale.valence)


def off_by(by_hand: float, measured: Estimate) -> Estimate:
    """Return how far a hand-set point lies above what people said, with the interval of what they said.

    The point itself has no chance in it, so the interval is that of the measured value, turned round.

    Examples
    --------
    >>> str(off_by(1.0, estimate.mean([-1, 0, 0, 1, 0, 0], Thresholds(), bounds=(-2, 2))))
    '1.00 [0.34, 1.66], n = 6, indicative'
    """
    if measured.value is None:
        return measured
    turned = {"value": by_hand - measured.value}
    if measured.low is not None and measured.high is not None:
        turned |= {"low": by_hand - measured.high, "high": by_hand - measured.low}
    return measured.model_copy(update=turned)
