"""A metric's definition and the rows of its source -> an estimate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from cjm_research.analysis import cells, estimate
from cjm_research.analysis.estimate import Estimate, Unit
from cjm_research.analysis.medians import MEDIANS_METHOD, median
from cjm_research.analysis.nps import net
from cjm_research.analysis.weights import WEIGHTS_METHOD, dominated, weights_of
from cjm_research.errors import EvidenceError
from cjm_research.study import Filter, Metric, Thresholds

if TYPE_CHECKING:
    import numpy as np

METHODS = {
    "rating": "Mean with t 95 % interval.",
    "mean": "Mean with t 95 % interval.",
    "median": MEDIANS_METHOD,
    "share": "Share of the answers with Wilson 95 % interval.",
    "csat": "Share of answers at or above the stated box, with Wilson 95 % interval.",
    "nps": "Share of 9–10 minus share of 0–6, with adjusted-Wald 95 % interval.",
    "ces": "Effort on 1–7, 7 easy, in the definition named.",
    "conversion": (
        "Share of customers seen in the first phase who are later seen in the second, with Wilson 95 % interval."
    ),
}
EFFORT = {
    "mean": "Effort (CES) as the mean of 1–7, with t 95 % interval.",
    "agree": "Effort (CES) as the share of 5–7 on 1–7, with Wilson 95 % interval.",
    "index": "Effort (CES) as share of 6–7 minus share of 1–3 on 1–7, with adjusted-Wald 95 % interval.",
}
LACKING = {
    "counts": "no answer is named that counts",
    "top": "nobody said from which answer on people are satisfied",
    "high": "effort is defined on a scale of 1–7",
}
_UNITS: dict[str, Unit] = {"share": "share", "csat": "share", "conversion": "share", "nps": "net"}
_EFFORT_UNITS: dict[str, Unit] = {"mean": "number", "agree": "share", "index": "net"}


def unit_of(metric: Metric) -> Unit:
    """Return whether a metric is a share, a net share or a plain number."""
    return _EFFORT_UNITS[metric.ces] if metric.kind == "ces" else _UNITS.get(metric.kind, "number")


def method_of(metric: Metric, *, weighed: bool = False) -> str:
    """Return the definition of a metric as it is printed under its number.

    Examples
    --------
    >>> method_of(Metric(id="easy", title="Easy", kind="ces", ces="agree"))
    'Effort (CES) as the share of 5–7 on 1–7, with Wilson 95 % interval.'
    >>> method_of(Metric(id="happy", title="Happy", kind="csat", low=1, high=7, top=6))
    'Share of answers of 6 or more, with Wilson 95 % interval.'
    """
    said = METHODS[metric.kind]
    if metric.kind == "ces":
        said = EFFORT[metric.ces]
    if metric.kind == "csat" and metric.box is not None:
        said = f"Share of answers of {metric.box:g} or more, with Wilson 95 % interval."
    if metric.only:
        said += f" Only rows with {' and '.join(_filter_words(line) for line in metric.only)}."
    return f"{said} {WEIGHTS_METHOD}" if weighed else said


def measure(metric: Metric, rows: pd.DataFrame, thresholds: Thresholds, *, weight: str = "") -> Estimate:
    """Return the metric over these rows. Blank cells and the metric's ``missing`` values are left out and counted.

    Parameters
    ----------
    metric
        What to compute.
    rows
        Rows of its source, a person each.
    thresholds
        From how many people on a number is shown.
    weight
        The column that says how much a row counts; rows without a weight above zero are missing.

    Examples
    --------
    >>> likely = Metric(id="nps", title="Likelihood", kind="nps", column="q1", low=0, high=10)
    >>> str(measure(likely, pd.DataFrame({"q1": ["9", "10", "", "3", "8", "9"]}), Thresholds()))
    '+40 [−30, +80], n = 5, indicative'
    """
    unit, asked = unit_of(metric), chosen(metric, rows)
    given = _given(metric, asked, weight)
    missing = len(asked) - len(given.answers)
    if len(given.answers) == 0:
        return estimate.withheld(0, thresholds, missing=missing, unit=unit)
    if metric.lacking:
        return Estimate(
            n=len(given.answers), missing=missing, unit=unit, reason=f"not measured: {LACKING[metric.lacking]}"
        )
    if given.weights is not None and len(given.answers) >= thresholds.min_group:
        kept_back = dominated(given.weights, thresholds, missing=missing, unit=unit)
        if kept_back:
            return kept_back
    return _computed(metric, given, thresholds, missing)


@dataclass(frozen=True)
class _Given:
    """The answers there are, and how much each counts."""

    answers: pd.Series
    weights: np.ndarray | None

    @property
    def effective(self) -> float | None:
        return None if self.weights is None else estimate.kish(self.weights)

    def count(self, hits: pd.Series) -> float:
        """Return n times the weighted share of the hits; their number where all weigh the same."""
        if self.weights is None:
            return int(hits.sum())
        return float(len(hits) * self.weights[hits.to_numpy()].sum() / self.weights.sum())


def _given(metric: Metric, rows: pd.DataFrame, weight: str) -> _Given:
    answers = answered(metric, rows)
    if not weight:
        return _Given(answers, None)
    weights = weights_of(rows.loc[answers.index], weight, metric.source or "")
    return _Given(answers.loc[weights.index], weights.to_numpy())


def _computed(metric: Metric, given: _Given, thresholds: Thresholds, missing: int) -> Estimate:
    n, effective = len(given.answers), given.effective
    if metric.kind == "share":
        count = given.count(given.answers.isin(metric.counts))
        return estimate.share(count, n, thresholds, missing=missing, effective=effective)
    numbers = as_numbers(metric, given.answers)
    if metric.kind == "csat" or (metric.kind, metric.ces) == ("ces", "agree"):
        least = metric.box if metric.kind == "csat" else 5
        return estimate.share(given.count(numbers >= least), n, thresholds, missing=missing, effective=effective)
    if metric.kind == "nps" or (metric.kind, metric.ces) == ("ces", "index"):
        best, worst = (9, 6) if metric.kind == "nps" else (6, 3)
        up, down = given.count(numbers >= best), given.count(numbers <= worst)
        return net(up, down, n, thresholds, missing=missing, effective=effective)
    if metric.kind == "median":
        return median(numbers.to_numpy(), thresholds, missing=missing, weighed=given.weights is not None)
    low, high = metric.scale
    bounds = None if low is None or high is None else (low, high)
    return estimate.mean(numbers.to_numpy(), thresholds, bounds=bounds, missing=missing, weights=given.weights)


def lowest_boxes(metric: Metric, rows: pd.DataFrame, highest: float, thresholds: Thresholds) -> Estimate:
    """Return the share of answers to a rating that are ``highest`` or less, with its Wilson 95 % interval."""
    asked = chosen(metric, rows)
    numbers = as_numbers(metric, answered(metric, asked))
    missing = len(asked) - len(numbers)
    return estimate.share(int((numbers <= highest).sum()), len(numbers), thresholds, missing=missing)


def chosen(metric: Metric, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that fulfil the metric's filter.

    Examples
    --------
    >>> only = [{"column": "city", "any_of": ["Bonn"]}, {"column": "age", "at_most": 30}]
    >>> asked = Metric(id="m", title="M", kind="mean", only=only)
    >>> chosen(asked, pd.DataFrame({"city": ["Bonn", "Bonn", "Ulm"], "age": ["20", "40", "20"]})).index.tolist()
    [0]
    """
    keep = pd.Series(data=True, index=rows.index)
    for line in metric.only:
        if line.column not in rows:
            raise EvidenceError(
                f"source '{metric.source}'", f"has no column '{line.column}', which the filter of '{metric.id}' names."
            )
        texts = cells.texts(rows[line.column])
        if line.any_of:
            keep &= texts.isin([name.strip() for name in line.any_of])
        if line.at_least is not None or line.at_most is not None:
            low = -float("inf") if line.at_least is None else line.at_least
            high = float("inf") if line.at_most is None else line.at_most
            keep &= pd.to_numeric(texts, errors="coerce").between(low, high)
    return rows[keep] if metric.only else rows


def answered(metric: Metric, rows: pd.DataFrame) -> pd.Series:
    """Return the answers to a metric's question that are neither blank nor marked as missing."""
    if metric.column not in rows:
        raise EvidenceError(
            f"source '{metric.source}'", f"has no column '{metric.column}' for the metric '{metric.id}'."
        )
    return cells.answers(rows[metric.column], metric.missing)


def as_numbers(metric: Metric, answers: pd.Series) -> pd.Series:
    """Return answers as numbers; one that is no number, or lies off the scale, is refused with its row."""
    low, high = metric.scale
    return cells.numbers(answers, source=metric.source or "", column=metric.column, owner=metric.id, low=low, high=high)


def _filter_words(line: Filter) -> str:
    if line.any_of:
        return f"{line.column} {' or '.join(line.any_of)}"
    bounds = [
        f"{word} {bound:g}" for word, bound in (("from", line.at_least), ("up to", line.at_most)) if bound is not None
    ]
    return f"{line.column} {' '.join(bounds)}"
