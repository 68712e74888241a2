"""A metric round by round, and how much it changed."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np
import pandas as pd

from cjm_research.analysis import cells
from cjm_research.analysis.estimate import Z95, Estimate, kish, unavailable
from cjm_research.analysis.metrics import answered, as_numbers, chosen, unit_of
from cjm_research.analysis.weights import weights_of
from cjm_research.printing import true_minus
from cjm_research.study import Metric, Source, Wave

CHANGE_METHOD = (
    "Change: the later round minus the earlier one, with a 95 % interval for independent people in both. Shares: "
    "hybrid score (Newcombe 1998, method 10); net shares in the same way from their adjusted-Wald intervals (Zou and "
    "Donner 2008); means: Welch; a change of medians has no interval. All changes of the study, those of every "
    "persona, are one family: a change counts as seen where q, from Benjamini and Yekutieli (2001), is below 0.05: it "
    "holds however the changes of a persona and of everybody depend on each other; p is read off the interval."
)


def rounds(rows: pd.DataFrame, source: Source, waves: Sequence[Wave]) -> dict[str, pd.DataFrame]:
    """Return the rows of each round, the earliest first; nothing where the source cannot tell rounds apart.

    A round is what the source's column ``wave`` says, in the order of the dates (else of the rows); without such a
    column it is a wave of the study into which the date of the answer falls.

    Examples
    --------
    >>> asked = Source(id="s", title="S", kind="survey", columns={"wave": "round"})
    >>> [(name, len(part)) for name, part in rounds(pd.DataFrame({"round": ["1st", "2nd", "1st"]}), asked, ()).items()]
    [('1st', 2), ('2nd', 1)]
    """
    named, at = source.columns.wave, source.columns.at
    days = pd.to_datetime(rows[at], format="ISO8601", errors="coerce", utc=True) if at in rows else None
    if named in rows:
        names = cells.texts(rows[named])
        order = names if days is None else names.loc[days.sort_values(kind="stable").index]
        return {name: rows[names == name] for name in order.drop_duplicates() if name}
    if days is None:
        return {}
    dates = days.dt.date
    found = {wave.title: rows[dates.between(wave.first, wave.last)] for wave in waves}
    return {title: part for title, part in found.items() if len(part)}


def change(
    metric: Metric, before: Estimate, after: Estimate, rows: tuple[pd.DataFrame, pd.DataFrame], weight: str = ""
) -> Estimate:
    """Return how much a metric changed between two rounds of other people.

    Examples
    --------
    >>> from cjm_research.analysis.metrics import measure
    >>> from cjm_research.study import Thresholds
    >>> stay = Metric(id="stay", title="Stay", kind="share", column="q", counts=("yes",))
    >>> early = pd.DataFrame({"q": ["yes"] * 48 + ["no"] * 32})
    >>> late = pd.DataFrame({"q": ["yes"] * 56 + ["no"] * 14})
    >>> found = change(stay, measure(stay, early, Thresholds()), measure(stay, late, Thresholds()), (early, late))
    >>> round(found.low, 4), round(found.high, 4)
    (0.0524, 0.3339)
    """
    unit = unit_of(metric)
    if before.value is None or after.value is None:
        return unavailable("one of the rounds has no number", unit)
    if unit in ("share", "net"):
        return difference(after, before)
    if metric.kind == "median":
        return _bare(after.value - before.value, before, after, "a change of medians has no interval here")
    early, late = (_answers(metric, part, weight) for part in rows)
    return welch(early, late, before, after)


def difference(one: Estimate, other: Estimate) -> Estimate:
    """Return one share minus another of other people, its interval put together from both intervals.

    For Wilson intervals this is Newcombe's hybrid score interval (1998, method 10).
    """
    if one.value is None or other.value is None:
        return unavailable("one of the two has no number", one.unit)
    gap = one.value - other.value
    if None in (one.low, one.high, other.low, other.high):
        return _bare(gap, other, one, "one of the two has no interval")
    down = sqrt((one.value - (one.low or 0.0)) ** 2 + ((other.high or 0.0) - other.value) ** 2)
    up = sqrt(((one.high or 0.0) - one.value) ** 2 + (other.value - (other.low or 0.0)) ** 2)
    return _bare(gap, other, one, "").model_copy(update={"low": gap - down, "high": gap + up})


def welch(
    early: tuple[np.ndarray, np.ndarray], late: tuple[np.ndarray, np.ndarray], before: Estimate, after: Estimate
) -> Estimate:
    """Return the difference of two means with Welch's t 95 % interval; each pair holds answers and their weights."""
    from scipy import stats

    gap = (after.value or 0.0) - (before.value or 0.0)
    parts = [_variance_and_base(*pair) for pair in (early, late)]
    each = [variance / base for variance, base in parts]
    if sum(each) == 0:
        return _bare(gap, before, after, "all answers equal in both rounds, no interval")
    degrees = sum(each) ** 2 / sum(one**2 / (base - 1) for one, (_, base) in zip(each, parts, strict=True))
    reach = float(stats.t.ppf(0.975, degrees)) * sqrt(sum(each))
    return _bare(gap, before, after, "").model_copy(update={"low": gap - reach, "high": gap + reach})


def q_values(changes: Sequence[Estimate]) -> list[float | None]:
    """Return the share of false alarms to expect if this and all clearer changes are called so; None without interval.

    Examples
    --------
    >>> clear, vague = Estimate(value=0.2, low=0.1, high=0.3), Estimate(value=0.1, low=-0.1, high=0.3)
    >>> [round(q or 0, 4) for q in q_values([clear, vague])]
    [0.0003, 0.4906]
    """
    from scipy.stats import norm
    from statsmodels.stats.multitest import multipletests

    known = [one for one in changes if one.value is not None and one.low is not None and one.high is not None]
    if not known:
        return [None] * len(changes)
    reach = [
        (one.value or 0) - (one.low or 0) if (one.value or 0) > 0 else (one.high or 0) - (one.value or 0)
        for one in known
    ]
    p = [2 * norm.sf(Z95 * abs(one.value or 0) / side) if side else 1.0 for one, side in zip(known, reach, strict=True)]
    found = dict(zip(map(id, known), multipletests(p, method="fdr_by")[1], strict=True))
    return [float(found[id(one)]) if id(one) in found else None for one in changes]


def in_words(found: Estimate) -> str:
    """Return a change as printed, in points for shares.

    Examples
    --------
    >>> in_words(Estimate(value=-0.125, low=-0.2, high=0.031, unit="share"))
    '−12.5 points [−20.0, +3.1]'
    """
    if found.value is None:
        return found.reason
    factor, digits, word = (1, 2, "") if found.unit == "number" else (100, 1, " points")
    numbers = [_signed(factor * one, digits) for one in (found.value, found.low, found.high) if one is not None]
    interval = f"[{numbers[1]}, {numbers[2]}]" if len(numbers) == 3 else f"({found.reason})"
    return f"{numbers[0]}{word} {interval}"


def _signed(value: float, digits: int) -> str:
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0 else true_minus(text)


def _bare(value: float, before: Estimate, after: Estimate, reason: str) -> Estimate:
    few = before.indicative or after.indicative
    return Estimate(value=value, n=before.n + after.n, unit=after.unit, reason=reason, indicative=few)


def _answers(metric: Metric, rows: pd.DataFrame, weight: str) -> tuple[np.ndarray, np.ndarray]:
    numbers = as_numbers(metric, answered(metric, chosen(metric, rows)))
    if not weight:
        return numbers.to_numpy(), np.ones(len(numbers))
    weights = weights_of(rows.loc[numbers.index], weight, metric.source or "")
    return numbers.loc[weights.index].to_numpy(), weights.to_numpy()


def _variance_and_base(values: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    base = kish(weights)
    middle = np.average(values, weights=weights)
    return float(np.average((values - middle) ** 2, weights=weights) * base / (base - 1)), base
