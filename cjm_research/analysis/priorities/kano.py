"""What kind of feature it is: delight, demand or indifference, from a pair of questions (Kano)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from cjm_research.analysis import cells, estimate
from cjm_research.analysis.estimate import Estimate
from cjm_research.analysis.priorities.resampling import DRAWS
from cjm_research.errors import EvidenceError
from cjm_research.privacy.disclosure import kept_back
from cjm_research.study import KanoPair, Thresholds

Kind = Literal["M", "O", "A", "I", "R", "Q"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""In the order that decides between equally frequent kinds: what must be there weighs most."""

KANO_NAMES: dict[Kind, str] = {
    "M": "must-be",
    "O": "one-dimensional",
    "A": "attractive",
    "I": "indifferent",
    "R": "reverse",
    "Q": "questionable",
}
TABLE = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")
"""Row: the answer with the feature; column: without it; both like, must-be, neutral, live with, dislike."""

MOST_QUESTIONABLE = 0.10

KANO_METHOD = (
    "Each person's two answers (with the feature, without it) give a kind by Kano's table of five by five: attractive, "
    "one-dimensional, must-be, indifferent, reverse, questionable. The kind shown is the most frequent; between equals "
    "must-be, one-dimensional, attractive, indifferent decide in this order. It is followed by the share of 2,000 "
    "bootstrap samples in which it is the most frequent. Better = (A + O) / (A + O + M + I), worse = −(O + M) / (A + O "
    "+ M + I), with Wilson 95 % intervals; reverse and questionable answers are left out of both."
)


@dataclass(frozen=True)
class KanoFeature:
    """What kind of feature something is for these people.

    Attributes
    ----------
    feature
        Its name.
    n, missing
        People who answered both questions, and those of the people asked who did not.
    kind
        The most frequent kind; None where withheld.
    sure
        The share of bootstrap samples with the same kind; 0 where withheld.
    shares
        The share of people who gave each kind.
    better, worse
        The coefficients.
    questionable
        Whether more than 10 % of the pairs contradict themselves.
    """

    feature: str
    n: int
    missing: int
    kind: Kind | None
    sure: float
    shares: dict[Kind, Estimate]
    better: Estimate
    worse: Estimate
    questionable: bool


def classify(functional: int, dysfunctional: int) -> Kind:
    """Return the kind for one person; answers count from 0, like, to 4, dislike.

    Examples
    --------
    >>> classify(0, 4), classify(0, 2), classify(2, 4), classify(4, 0), classify(0, 0)
    ('O', 'A', 'M', 'R', 'Q')
    """
    return TABLE[functional][dysfunctional]  # type: ignore[return-value]


def coefficients(a: float, o: float, m: float, i: float) -> tuple[float, float] | None:
    """Return better and worse from counts or shares of the four kinds; none where nobody gave one of them.

    Examples
    --------
    >>> [round(value, 2) for value in coefficients(7, 32.3, 49.3, 9.5)]
    [0.4, -0.83]
    """
    base = a + o + m + i
    return ((a + o) / base, -(o + m) / base) if base else None


def kinds(pair: KanoPair, rows: pd.DataFrame) -> pd.Series:
    """Return the kind per row that answered both questions; an answer that is none of the five is refused by row."""
    sides = []
    for column in (pair.functional, pair.dysfunctional):
        if column not in rows:
            raise EvidenceError(f"source '{pair.source}'", f"has no column '{column}' for a pair of Kano questions.")
        sides.append(_places(cells.answers(rows[column], ()), pair, column))
    found = pd.concat(sides, axis=1, join="inner").to_numpy(dtype=int)
    index = sides[0].index.intersection(sides[1].index)
    return pd.Series([classify(a, b) for a, b in found], index=index, dtype="object")


def kano(feature: str, found: pd.Series, asked: int, thresholds: Thresholds, seed: int = 7) -> KanoFeature:
    """Return what kind of feature it is for these people.

    Parameters
    ----------
    feature
        Its name.
    found
        The kind per person who answered both questions.
    asked
        How many were asked.
    thresholds
        When a number is withheld.
    seed
        Where chance begins.

    Examples
    --------
    >>> pause = kano("pause", pd.Series(list("AAAAAAOOMI" * 5)), 52, Thresholds())
    >>> pause.kind, str(pause.better), pause.missing
    ('A', '0.80 [0.67, 0.89], n = 50', 2)
    """
    n = len(found)
    counts = {kind: int((found == kind).sum()) for kind in KINDS}
    hidden = kept_back(counts, 0, thresholds.min_group)
    shares = {kind: _part(count, n, thresholds, hide=kind in hidden) for kind, count in counts.items()}
    better, worse = _coefficients(counts, thresholds)
    if n < thresholds.min_group:
        return KanoFeature(feature, n, asked - n, None, 0.0, shares, better, worse, questionable=False)
    kind = max(KINDS, key=lambda one: counts[one])
    sure, questionable = _sure(list(counts.values()), KINDS.index(kind), seed), counts["Q"] / n > MOST_QUESTIONABLE
    return KanoFeature(feature, n, asked - n, kind, sure, shares, better, worse, questionable)


def _part(count: int, n: int, thresholds: Thresholds, *, hide: bool) -> Estimate:
    found = estimate.share(count, n, thresholds)
    return estimate.unavailable("withheld: beside a few", "share") if hide and found.value is not None else found


def _places(answers: pd.Series, pair: KanoPair, column: str) -> pd.Series:
    order = {answer.casefold(): place for place, answer in enumerate(pair.answers)}
    found = answers.str.casefold().map(order)
    wrong = answers[found.isna()]
    if len(wrong):
        raise EvidenceError(
            f"source '{pair.source}'",
            f"holds '{wrong.iloc[0]}', which is none of the five answers {', '.join(pair.answers)}.",
            row=int(wrong.index[0]) + 2,
            column=column,
        )
    return found.astype(int)


def _coefficients(counts: dict[Kind, int], thresholds: Thresholds) -> tuple[Estimate, Estimate]:
    base = sum(counts[kind] for kind in ("A", "O", "M", "I"))
    if not base and sum(counts.values()) >= thresholds.min_group:
        none = estimate.unavailable("all answers are reverse or questionable")
        return none, none
    gained = estimate.share(counts["A"] + counts["O"], base, thresholds)
    lost = estimate.share(counts["O"] + counts["M"], base, thresholds)
    if lost.value is None or lost.low is None or lost.high is None:
        return (gained.model_copy(update={"unit": "number"}), lost.model_copy(update={"unit": "number"}))
    turned = {"value": -lost.value + 0.0, "low": -lost.high, "high": -lost.low + 0.0, "unit": "number"}
    return gained.model_copy(update={"unit": "number"}), lost.model_copy(update=turned)


def _sure(counts: list[int], chosen: int, seed: int) -> float:
    drawn = np.random.default_rng(seed).multinomial(sum(counts), np.array(counts) / sum(counts), size=DRAWS)
    return float((drawn.argmax(axis=1) == chosen).mean())
