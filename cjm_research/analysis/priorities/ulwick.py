"""What customers want and do not get: importance against satisfaction, outcome by outcome (Ulwick)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from cjm_research.analysis import cells, estimate
from cjm_research.analysis.estimate import NO_SPREAD, Estimate
from cjm_research.analysis.metrics import answered
from cjm_research.analysis.priorities.resampling import DRAWS, resampled
from cjm_research.analysis.records import Records
from cjm_research.study import Metric, Thresholds

BANDS: tuple[tuple[float, str], ...] = ((15, "extreme"), (12, "strong"), (10, "consider"))
"""Above 15 extreme, 12–15 strong, 10–12 consider, below 10 unattractive."""

ULWICK_METHOD = (
    "Opportunity score = importance + max(importance − satisfaction, 0), each 10 × the share of people who answered 4 "
    "or 5 on 1–5 (Ulwick); means are not used. One segment at a time, people who answered both questions. Above 15 "
    "extreme, 12–15 strong, 10–12 worth considering, below 10 unattractive. 95 % interval: 2,000 bootstrap samples of "
    "the respondents, percentiles."
)


@dataclass(frozen=True)
class Outcome:
    """What customers want, and how much of it they have.

    Attributes
    ----------
    outcome
        The name of its column.
    importance, satisfaction
        Shares of people.
    score
        0–20.
    band
        The word for the score; blank where withheld.
    rank_low, rank_high
        Its rank among the outcomes of this segment in 95 % of samples; None where withheld, or alone.
    """

    outcome: str
    importance: Estimate
    satisfaction: Estimate
    score: Estimate
    band: str
    rank_low: float | None = None
    rank_high: float | None = None


def outcome_score(importance: float, satisfaction: float) -> float:
    """Return the score from importance and satisfaction, each 0–10; the score lies between 0 and 20.

    Examples
    --------
    >>> outcome_score(9, 3), outcome_score(9, 9), outcome_score(4, 8)
    (15, 9, 4)
    """
    return importance + max(importance - satisfaction, 0)


def band(score: float) -> str:
    """Return the word for a score.

    Examples
    --------
    >>> [band(score) for score in (15.1, 15, 12, 10, 9.9)]
    ['extreme', 'strong', 'strong', 'consider', 'unattractive']
    """
    if score > BANDS[0][0]:
        return BANDS[0][1]
    return next((word for least, word in BANDS[1:] if score >= least), "unattractive")


def top_boxes(metric: Metric, rows: pd.DataFrame) -> pd.Series:
    """Return 1 per row that answered 4 or 5, 0 for 1 to 3, NaN where nothing was answered."""
    numbers = cells.numbers(
        answered(metric, rows), source=metric.source or "", column=metric.column, owner=metric.id, low=1, high=5
    )
    return (numbers >= 4).astype(float).reindex(rows.index)


def ulwick(
    importance: pd.DataFrame, satisfaction: pd.DataFrame, thresholds: Thresholds, seed: int = 7
) -> Records[Outcome]:
    """Return the score of each outcome in one segment.

    Parameters
    ----------
    importance, satisfaction
        One row per respondent, one column per outcome: 1 for 4 or 5, 0 for 1 to 3, NaN not answered.
    thresholds
        When a number is withheld.
    seed
        Where chance begins.

    Returns
    -------
    Records of Outcome
        In the order of the columns.

    Examples
    --------
    >>> asked = pd.DataFrame({"price": [1.0] * 54 + [0.0] * 6})
    >>> had = pd.DataFrame({"price": [1.0] * 18 + [0.0] * 42})
    >>> price = ulwick(asked, had, Thresholds())[0]
    >>> price.score.value, price.band
    (15.0, 'strong')
    """
    both = importance.notna() & satisfaction.notna()
    wanted, had = importance.where(both), satisfaction.where(both)
    drawn = resampled(pd.concat([wanted, had], axis=1), np.random.default_rng(seed), DRAWS)
    middle = len(wanted.columns)
    scores = 10 * (drawn[:, :middle] + np.maximum(drawn[:, :middle] - drawn[:, middle:], 0))
    outcomes = [
        _outcome(str(name), wanted[name], had[name], scores[:, place], thresholds) for place, name in enumerate(wanted)
    ]
    return Records(Outcome, tuple(_with_ranks(outcomes, scores)))


def _outcome(name: str, wanted: pd.Series, had: pd.Series, drawn: np.ndarray, thresholds: Thresholds) -> Outcome:
    n, missing = int(wanted.notna().sum()), int(wanted.isna().sum())
    shares = [estimate.share(int(side.sum()), n, thresholds, missing=missing) for side in (wanted, had)]
    found = _score(shares[0], shares[1], drawn)
    word = "" if found.value is None else band(found.value)
    return Outcome(name, shares[0], shares[1], found, word)


def _score(wanted: Estimate, had: Estimate, drawn: np.ndarray) -> Estimate:
    if wanted.value is None or had.value is None:  # the score would tell the share: it is a sum of the two
        gone = wanted if wanted.value is None else had
        return Estimate(n=wanted.n, missing=wanted.missing, reason=gone.reason)
    known = drawn[~np.isnan(drawn)]
    value = outcome_score(10 * wanted.value, 10 * had.value)
    base = Estimate(value=value, n=wanted.n, missing=wanted.missing, indicative=wanted.indicative)
    if not len(known) or known.min() == known.max():
        return base.model_copy(update={"reason": NO_SPREAD})
    low, high = np.quantile(known, [0.025, 0.975])
    return base.model_copy(update={"low": float(min(low, value)), "high": float(max(high, value))})


def _with_ranks(outcomes: list[Outcome], drawn: np.ndarray) -> list[Outcome]:
    shown = [place for place, outcome in enumerate(outcomes) if outcome.score.value is not None]
    if len(shown) < 2:
        return outcomes
    from scipy.stats import rankdata

    known = drawn[:, shown]
    ranks = rankdata(-known[~np.isnan(known).any(axis=1)], axis=1, method="average")
    low, high = np.quantile(ranks, [0.025, 0.975], axis=0, method="inverted_cdf")
    ranked = list(outcomes)
    for number, place in enumerate(shown):
        bounds = float(np.floor(low[number])), float(np.ceil(high[number]))
        ranked[place] = replace(outcomes[place], rank_low=bounds[0], rank_high=bounds[1])
    return ranked
