"""Whether the mood of a text can be told without a rating, learned from the study's own ratings and hand codes."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from cjm_research.analysis.estimate import Estimate, share
from cjm_research.analysis.feedback.learning import frequent, model, too_few, unseen
from cjm_research.analysis.kappas import beyond_chance, cohen, cross_table
from cjm_research.study import Thresholds

BINS = 5

SENTIMENT_METHOD = (
    "A rating wins over text: where somebody rated, the rating says pain or delight. For texts without one, TF-IDF of "
    "words and pairs of words with logistic regression, trained on this study's own ratings and hand codes from 100 "
    "labels on, and judged on texts it has not seen (five parts, the same words never in two). Brier score: mean "
    "squared error of the probability (0 best; the base rate alone is printed beside it). ECE: mean gap between the "
    "probability said and the share found. No word list decides: on tweets such lists did worse than always saying the "
    "commonest mood."
)


@dataclass(frozen=True)
class Mood:
    """How well the mood of a text can be told, on unseen texts, or the reason why nothing is learned.

    ``calibration`` has a row per band of probabilities: ``label, predicted`` (mean probability of delight), ``found``
    (an `Estimate`), ``n``.
    """

    reason: str = ""
    labels: int = 0
    delight: int = 0
    brier: float = 0.0
    brier_of_base_rate: float = 0.0
    ece: float = 0.0
    auc: float = 0.0
    macro_f1: float = 0.0
    kappa: Estimate | None = None
    calibration: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def is_of_use(self) -> bool:
        """Whether its probabilities are nearer to the truth than the base rate, and its agreement beyond chance."""
        return not self.reason and self.brier < self.brier_of_base_rate and beyond_chance(self.kappa)


def mood(texts: pd.Series, polarity: pd.Series, thresholds: Thresholds) -> Mood:
    """Return how well a model trained on these labels tells pain from delight in texts it has not seen.

    Parameters
    ----------
    texts
        What was said.
    polarity
        ``pain`` or ``delight`` for each, by rating or by hand.
    thresholds
        The smallest group shown.

    Examples
    --------
    >>> mood(pd.Series(["lovely"]), pd.Series(["delight"]), Thresholds()).reason
    '1 labels, and 100 are needed before a model is trained on them'
    """
    from sklearn.metrics import f1_score, roc_auc_score

    known = polarity.isin(["pain", "delight"])
    texts, polarity = texts[known], polarity[known]
    if reason := too_few(list(polarity)):
        return Mood(reason=reason, labels=len(polarity))
    texts, polarity = frequent(texts, polarity)
    chance = unseen(texts, polarity, balanced=False)["delight"]
    true = (polarity == "delight").to_numpy(dtype=int)
    guessed = pd.Series(np.where(chance >= 0.5, "delight", "pain"), index=texts.index)
    return Mood(
        labels=len(true),
        delight=int(true.sum()),
        brier=brier(true, chance.to_numpy()),
        brier_of_base_rate=brier(true, np.full(len(true), true.mean())),
        ece=ece(true, chance.to_numpy()),
        auc=float(roc_auc_score(true, chance)),
        macro_f1=float(f1_score(polarity.to_numpy(dtype=object), guessed.to_numpy(dtype=object), average="macro")),
        kappa=cohen(cross_table(polarity, guessed)),
        calibration=_calibration(true, chance.to_numpy(), thresholds),
    )


def ranked(texts: pd.Series, polarity: pd.Series, fresh: pd.Series) -> pd.DataFrame:
    """Return fresh texts with the probability of delight, likeliest pain first; no row where too few labels are there.

    Returns
    -------
    pandas.DataFrame
        The index of ``fresh``, ``text`` and ``delight`` (probability).
    """
    known = polarity.isin(["pain", "delight"])
    if too_few(list(polarity[known])) or fresh.empty:
        return pd.DataFrame(columns=["text", "delight"])
    learned = model(balanced=False).fit(texts[known].to_numpy(dtype=object), polarity[known].to_numpy(dtype=object))
    chance = learned.predict_proba(fresh.to_numpy(dtype=object))[:, list(learned.classes_).index("delight")]
    return pd.DataFrame({"text": fresh, "delight": chance}).sort_values("delight", kind="stable")


def brier(true: np.ndarray, chance: np.ndarray) -> float:
    """Return the mean squared error of probabilities (Brier 1950).

    Examples
    --------
    >>> round(brier(np.array([0, 1, 1, 0]), np.array([0.1, 0.9, 0.8, 0.3])), 4)
    0.0375
    """
    from sklearn.metrics import brier_score_loss

    return float(brier_score_loss(true, chance, pos_label=1))


def ece(true: np.ndarray, chance: np.ndarray, bins: int = 10) -> float:
    """Return the expected calibration error: the gap between probability and share in equal bands, weighted by size.

    Examples
    --------
    >>> round(ece(np.array([1] * 7 + [0] * 3), np.full(10, 0.9)), 4)
    0.2
    """
    bands = np.minimum((np.asarray(chance) * bins).astype(int), bins - 1)
    rows = pd.DataFrame({"band": bands, "true": true, "chance": chance})
    means = rows.groupby("band")[["true", "chance"]].mean()
    return float(((means["true"] - means["chance"]).abs() * rows["band"].value_counts(normalize=True)).sum())


def _calibration(true: np.ndarray, chance: np.ndarray, thresholds: Thresholds) -> pd.DataFrame:
    bands = np.minimum((chance * BINS).astype(int), BINS - 1)
    rows = []
    for band in range(BINS):
        own = bands == band
        rows.append(
            {
                "label": f"{100 * band // BINS}–{100 * (band + 1) // BINS} %",
                "predicted": float(chance[own].mean()) if own.any() else np.nan,
                "found": share(int(true[own].sum()), int(own.sum()), thresholds, of_people=False),
                "n": int(own.sum()),
            }
        )
    return pd.DataFrame(rows)
