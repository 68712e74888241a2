"""The last page of the demo's survey: what people want, and how they would feel with and without a feature."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cjm_research.starters.sampling import Floats, answers, pick
from cjm_research.starters.truth import Truth, WishesTruth

BELOW, ABOVE = (0.2, 0.3, 0.5), (0.6, 0.4)
"""How answers of 1, 2, 3 and of 4, 5 divide among themselves."""


def wishes(truth: Truth, rider_type: pd.Series, rng: np.random.Generator) -> pd.DataFrame:
    """Return the answers of the people whose rider types are given, row by row.

    Parameters
    ----------
    truth
        The planted values.
    rider_type
        What each respondent ticked.
    rng
        Where chance comes from; one generator gives one table.

    Returns
    -------
    pandas.DataFrame
        ``important_<outcome>`` and ``satisfied_<outcome>`` 1–5; ``with_<feature>`` and ``without_<feature>`` like,
        must-be,
        neutral, live with or dislike. Blank where somebody skipped the question.
    """
    parts = []
    for persona, ticked in truth.rider_types.items():
        rows = rider_type.index[rider_type == ticked]
        parts.append(pd.DataFrame(_of(truth.wishes, persona, len(rows), rng)).set_index(rows))
    return pd.concat(parts).sort_index()


def _of(planted: WishesTruth, persona: str, size: int, rng: np.random.Generator) -> dict[str, pd.Series]:
    columns: dict[str, pd.Series] = {}
    for outcome, shares in planted.outcomes.items():
        for name, share in (("important", shares.important[persona]), ("satisfied", shares.satisfied[persona])):
            drawn = answers(rng.random(size), _scale(share), low=1)
            columns[f"{name}_{outcome}"] = _skip(rng, pd.Series(drawn, dtype="Int64"), planted.skipped)
    for feature, pairs in planted.features.items():
        sides = pd.Series(pick(rng, pairs[persona], size), dtype="str").str.split("/", expand=True)
        for place, name in enumerate(("with", "without")):
            columns[f"{name}_{feature}"] = _skip(rng, sides[place], planted.skipped)
    return columns


def _scale(share: float) -> Floats:
    return np.array([*(part * (1 - share) for part in BELOW), *(part * share for part in ABOVE)])


def _skip(rng: np.random.Generator, drawn: pd.Series, share: float) -> pd.Series:
    return drawn.mask(rng.random(len(drawn)) < share)
