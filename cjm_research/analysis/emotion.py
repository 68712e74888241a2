"""The emotion curve: what people felt in each phase, estimated from their ratings."""

from __future__ import annotations

import pandas as pd

from cjm_research.analysis import estimate
from cjm_research.analysis.estimate import Estimate
from cjm_research.analysis.metrics import answered, as_numbers
from cjm_research.study import Metric, Scale, Thresholds

EMOTION_METHOD = (
    "Each person's ratings of the touchpoints met in a step (or phase) are averaged and put on the axis −2…+2; "
    "the point is the mean over persons, the bar its t 95 % interval. Lines join neighbours only."
)


def phase_emotion(metrics: list[Metric], rows: pd.DataFrame, scale: Scale, thresholds: Thresholds) -> Estimate:
    """Return the mean valence −2…+2 over persons for the touchpoints these metrics rate.

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
    ratings = pd.DataFrame({metric.id: as_numbers(metric, answered(metric, rows)) for metric in metrics})
    persons = ratings.mean(axis=1).dropna().map(scale.valence)
    return estimate.mean(persons.to_numpy(), thresholds, bounds=(-2, 2), missing=len(rows) - len(persons))
