"""Learning from a study's own labels: words weighed by rarity, logistic regression, and what it says of new texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

LEAST_LABELS = 100
"""From how many labels on a model is trained: below, counting the commonest answer was as good (measured)."""

LEAST_OF_A_KIND = 5
"""How many texts a label needs, so that each fifth of the texts can hold one."""

FOLDS = 5


def too_few(labels: Sequence[str]) -> str:
    """Return why nothing is learned from these labels, '' where enough is there.

    Examples
    --------
    >>> too_few(["pain"] * 60 + ["delight"] * 29)
    '89 labels, and 100 are needed before a model is trained on them'
    >>> too_few(["pain"] * 200)
    'all 200 labels are alike, or the others are fewer than 5'
    """
    found = pd.Series(list(labels), dtype="object")
    if len(found) < LEAST_LABELS:
        return f"{len(found)} labels, and {LEAST_LABELS} are needed before a model is trained on them"
    if (found.value_counts() >= LEAST_OF_A_KIND).sum() < 2:
        return f"all {len(found)} labels are alike, or the others are fewer than {LEAST_OF_A_KIND}"
    return ""


def frequent(texts: pd.Series, labels: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the texts whose label is frequent enough to be learned, and their labels."""
    counts = labels.value_counts()
    kept = labels.isin(counts.index[counts >= LEAST_OF_A_KIND])
    return texts[kept], labels[kept]


def model(*, balanced: bool) -> Pipeline:
    """Return an untrained model: TF-IDF of words and pairs of words, logistic regression."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    words = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2, strip_accents="unicode")
    weight = "balanced" if balanced else None
    return make_pipeline(words, LogisticRegression(C=4.0, solver="newton-cg", max_iter=500, class_weight=weight))


def unseen(texts: pd.Series, labels: pd.Series, *, balanced: bool, seed: int = 7) -> pd.DataFrame:
    """Return the probability of each label for each text, from a model that was trained without this text.

    Five parts; the same words never stand in two parts, so that nothing is recognised rather than understood.

    Returns
    -------
    pandas.DataFrame
        The index of ``texts``, a column per label, rows that add up to 1.
    """
    from sklearn.model_selection import StratifiedGroupKFold

    kinds = sorted(labels.unique())
    given, words = labels.to_numpy(dtype=object), texts.to_numpy(dtype=object)
    alike = pd.factorize(texts.str.casefold().str.split().str.join(" "))[0]
    found = np.zeros((len(words), len(kinds)))
    parts = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    for train, test in parts.split(words, given, alike):
        learned = _fitted(words[train], given[train], balanced=balanced)
        places = [kinds.index(kind) for kind in learned.classes_]
        if len(test):
            found[np.ix_(test, places)] = learned.predict_proba(words[test])
    return pd.DataFrame(found, index=texts.index, columns=kinds)


def _fitted(words: np.ndarray, given: np.ndarray, *, balanced: bool) -> Pipeline:
    return model(balanced=balanced).fit(words, given)
