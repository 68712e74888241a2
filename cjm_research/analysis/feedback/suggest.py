"""Suggesting codes from a study's own hand codes, and proposing themes nobody has named yet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cjm_research.analysis.estimate import Estimate
from cjm_research.analysis.feedback.learning import frequent, model, too_few, unseen
from cjm_research.analysis.kappas import cohen, cross_table

CANDIDATES, REFITS = 6, 20
LEAST_TEXTS = 50
"""From how many different texts on themes are proposed."""

SUGGEST_METHOD = (
    "TF-IDF of words and pairs of words, logistic regression, trained on this study's own hand codes and on nothing "
    "else. Agreement with the coder on texts the model has not seen, in five parts (the same words never in two): "
    "Cohen's kappa with jackknife 95 % interval, macro-F1. A suggestion is a proposal to the coder, never a result."
)


@dataclass(frozen=True)
class Suggester:
    """How well codes can be suggested: agreement with the coder on unseen texts, or the reason why none is trained."""

    reason: str = ""
    labels: int = 0
    codes: tuple[str, ...] = ()
    rare: int = 0
    kappa: Estimate | None = None
    macro_f1: float = 0.0
    commonest: float = 0.0


def suggester(texts: pd.Series, codes: pd.Series) -> Suggester:
    """Return how well a model trained on hand codes agrees with the coder on texts it has not seen.

    Parameters
    ----------
    texts, codes
        One row per text with one code.

    Examples
    --------
    >>> suggester(pd.Series(["too dear"]), pd.Series(["price"])).reason
    '1 labels, and 100 are needed before a model is trained on them'
    """
    from sklearn.metrics import f1_score

    if reason := too_few(list(codes)):
        return Suggester(reason=reason, labels=len(codes))
    kept, given = frequent(texts, codes)
    guessed = unseen(kept, given, balanced=True).idxmax(axis=1)
    return Suggester(
        labels=len(given),
        codes=tuple(sorted(given.unique())),
        rare=codes.nunique() - given.nunique(),
        kappa=cohen(cross_table(given, guessed)),
        macro_f1=float(f1_score(given.to_numpy(dtype=object), guessed.to_numpy(dtype=object), average="macro")),
        commonest=float(given.value_counts(normalize=True).iloc[0]),
    )


def suggestions(texts: pd.Series, codes: pd.Series, fresh: pd.Series) -> pd.DataFrame:
    """Return the code suggested for each fresh text and how sure the model is, surest first.

    Returns
    -------
    pandas.DataFrame
        The index of ``fresh``, ``text, code, sure`` (probability). No row where there are too few labels.
    """
    columns = ["text", "code", "sure"]
    if too_few(list(codes)) or fresh.empty:
        return pd.DataFrame(columns=columns)
    kept, given = frequent(texts, codes)
    learned = model(balanced=True).fit(kept.to_numpy(dtype=object), given.to_numpy(dtype=object))
    chances = pd.DataFrame(
        learned.predict_proba(fresh.to_numpy(dtype=object)), index=fresh.index, columns=learned.classes_
    )
    found = pd.DataFrame({"text": fresh, "code": chances.idxmax(axis=1), "sure": chances.max(axis=1)})
    return found.sort_values("sure", ascending=False, kind="stable")


def candidates(texts: pd.Series, *, number: int = CANDIDATES, seed: int = 7) -> pd.DataFrame:
    """Return proposals for themes: words that come up together, and a text that stands for them. Never a result.

    TF-IDF and non-negative matrix factorisation. ``stability`` is the median agreement (adjusted Rand index) of the
    sorting of all texts with the sorting by refits on texts drawn with replacement: 1 always the same, 0 by chance.

    Returns
    -------
    pandas.DataFrame
        ``words, texts`` (how many lean to it), ``example, stability``; most texts first. No row for fewer than 50
        different texts.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics import adjusted_rand_score

    columns = ["words", "texts", "example", "stability"]
    said = texts.drop_duplicates().to_numpy(dtype=object)
    if len(said) < LEAST_TEXTS:
        return pd.DataFrame(columns=columns)
    reader = TfidfVectorizer(sublinear_tf=True, min_df=2, max_df=0.5, stop_words="english", strip_accents="unicode")
    try:
        weights = reader.fit_transform(said)
    except ValueError:  # no word stands in two texts
        return pd.DataFrame(columns=columns)
    whole = _factors(weights, number, seed)
    leaning = whole.transform(weights)
    rng = np.random.default_rng(seed)
    refits = (_factors(weights[rng.integers(0, len(said), len(said))], number, seed) for _ in range(REFITS))
    same = [adjusted_rand_score(leaning.argmax(axis=1), refit.transform(weights).argmax(axis=1)) for refit in refits]
    words = reader.get_feature_names_out()
    rows = [
        {
            "words": ", ".join(words[place] for place in np.argsort(-part)[:6]),
            "texts": int((leaning.argmax(axis=1)[leaning.sum(axis=1) > 0] == number_of).sum()),
            "example": str(said[leaning[:, number_of].argmax()]),
            "stability": float(np.median(same)),
        }
        for number_of, part in enumerate(whole.components_)
    ]
    return pd.DataFrame(rows, columns=columns).sort_values("texts", ascending=False, ignore_index=True, kind="stable")


def _factors(weights: object, number: int, seed: int):  # type: ignore[no-untyped-def]
    from sklearn.decomposition import NMF

    topics = min(number, *weights.shape)  # type: ignore[attr-defined]
    return NMF(topics, init="nndsvda", max_iter=600, tol=1e-3, random_state=seed).fit(weights)
