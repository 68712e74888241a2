"""A metric's definition and the rows of its source -> an estimate."""

from __future__ import annotations

import pandas as pd

from cjm_research.analysis import cells, estimate
from cjm_research.analysis.estimate import Estimate
from cjm_research.errors import EvidenceError
from cjm_research.study import Metric, Thresholds

METHODS = {
    "rating": "Mean with t 95 % interval.",
    "mean": "Mean with t 95 % interval.",
    "share": "Share of the answers with Wilson 95 % interval.",
    "csat": "Share of answers at or above the stated box, with Wilson 95 % interval.",
    "nps": "Share of 9–10 minus share of 0–6, with adjusted-Wald 95 % interval.",
    "conversion": "Share of customers seen in the first phase who are later seen in the second, with Wilson 95 % interval.",
}


def measure(metric: Metric, rows: pd.DataFrame, thresholds: Thresholds) -> Estimate:
    """Return the metric over these rows. Blank cells and the metric's ``missing`` values are left out and counted.

    Examples
    --------
    >>> likely = Metric(id="nps", title="Likelihood", kind="nps", column="q1", low=0, high=10)
    >>> str(measure(likely, pd.DataFrame({"q1": ["9", "10", "", "3", "8", "9"]}), Thresholds()))
    '+40 [-30, +80], n = 5, indicative'
    """
    answers = answered(metric, rows)
    missing = len(rows) - len(answers)
    if metric.kind == "share":
        return estimate.share(int(answers.isin(metric.counts).sum()), len(answers), thresholds, missing=missing)
    numbers = as_numbers(metric, answers)
    if metric.kind == "nps":
        promoters, detractors = int((numbers >= 9).sum()), int((numbers <= 6).sum())
        return estimate.net(promoters, detractors, len(numbers), thresholds, missing=missing)
    if metric.kind == "csat":
        satisfied = int((numbers >= (4 if metric.top is None else metric.top)).sum())
        return estimate.share(satisfied, len(numbers), thresholds, missing=missing)
    bounds = None if metric.low is None or metric.high is None else (metric.low, metric.high)
    return estimate.mean(numbers.to_numpy(), thresholds, bounds=bounds, missing=missing)


def lowest_boxes(metric: Metric, rows: pd.DataFrame, highest: float, thresholds: Thresholds) -> Estimate:
    """Return the share of answers to a rating that are ``highest`` or less, with its Wilson 95 % interval."""
    numbers = as_numbers(metric, answered(metric, rows))
    missing = len(rows) - len(numbers)
    return estimate.share(int((numbers <= highest).sum()), len(numbers), thresholds, missing=missing)


def answered(metric: Metric, rows: pd.DataFrame) -> pd.Series:
    """Return the answers to a metric's question that are neither blank nor marked as missing."""
    if metric.column not in rows:
        raise EvidenceError(
            f"source '{metric.source}'", f"has no column '{metric.column}' for the metric '{metric.id}'."
        )
    return cells.answers(rows[metric.column], metric.missing)


def as_numbers(metric: Metric, answers: pd.Series) -> pd.Series:
    """Return answers as numbers; one that is no number, or lies off the scale, is refused with its row."""
    low, high = (0, 10) if metric.kind == "nps" else (metric.low, metric.high)
    return cells.numbers(answers, source=metric.source or "", column=metric.column, owner=metric.id, low=low, high=high)
