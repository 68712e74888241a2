"""Groups kept in the study -> who belongs to which, for the answers they were found in and for new ones."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from cjm_research.analysis import estimate
from cjm_research.analysis.personas.features import encoded
from cjm_research.analysis.personas.stability import Proposal
from cjm_research.errors import EvidenceError
from cjm_research.printing import percent
from cjm_research.study import Fit, PersonaModel, Search, Thresholds

CLEAR = 0.1
ASSIGN_METHOD = (
    "Everybody who answered all columns belongs to the group whose centre is nearest. Membership is clear where that "
    f"centre is at least {percent(CLEAR)} nearer than the next. Who left a column blank, or gave an answer that did "
    "not exist when the groups were made, is in no group. Shares with Wilson 95 % interval."
)


def assign(fit: Fit, rows: pd.DataFrame, *, source: str = "survey") -> pd.DataFrame:
    """Return ``group`` (from 1, missing where unassigned) and ``clear`` (nearest by a margin) for every row.

    Examples
    --------
    >>> from cjm_research.study import Encoding
    >>> age = Encoding(column="age", kind="number", middle=50, spread=10)
    >>> fit = Fit(encodings=(age,), centres=((-1.0,), (2.0,)))
    >>> assign(fit, pd.DataFrame({"age": ["38", "71", "", "55"]})).to_dict("list")
    {'group': [1, 2, None, 1], 'clear': [True, True, False, False]}
    """
    matrix, index = encoded(rows, fit.encodings, source=source)
    centres = np.array(fit.centres)
    distance = np.sqrt(((matrix[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2))
    ordered = np.sort(distance, axis=1)
    clear = ordered[:, 0] <= (1 - CLEAR) * ordered[:, 1] if len(centres) > 1 else np.ones(len(matrix), dtype=bool)
    found = pd.DataFrame({"group": distance.argmin(axis=1) + 1, "clear": clear}, index=index)
    return pd.DataFrame(
        {
            "group": found["group"].reindex(rows.index).astype("Int64"),
            "clear": found["clear"].reindex(rows.index, fill_value=False).astype("bool"),
        }
    )


def group_of(model: PersonaModel, rows: pd.DataFrame) -> pd.Series:
    """Return the group of each row as text, '' where it belongs to none or the study keeps no groups of this model."""
    if model.fit is None:
        raise EvidenceError(
            f"persona_models.yaml: '{model.id}'",
            "keeps no groups yet, but a persona is one of them. Look for groups in notebook 03 and keep them.",
        )
    return assign(model.fit, rows, source=model.source)["group"].astype("string").fillna("").astype("str")


def coverage(fit: Fit, rows: pd.DataFrame, thresholds: Thresholds, *, source: str = "survey") -> pd.DataFrame:
    """Return one line per group and one for nobody's: ``group``, ``people``, ``share`` and ``clear`` (estimates).

    ``share`` is of all rows; ``clear`` the share of the group's people whose membership is clear.
    """
    found = assign(fit, rows, source=source)
    lines = []
    for number in range(1, len(fit.centres) + 1):
        mine = found[found["group"] == number]
        sure = estimate.share(int(mine["clear"].sum()), len(mine), thresholds)
        lines.append((str(number), len(mine), estimate.share(len(mine), len(rows), thresholds), sure))
    nobody = int(found["group"].isna().sum())
    none = estimate.unavailable("in no group", "share")
    lines.append(("none", nobody, estimate.share(nobody, len(rows), thresholds), none))
    return pd.DataFrame(lines, columns=["group", "people", "share", "clear"])


def kept(
    model: PersonaModel, proposal: Proposal, fit: Fit | None, *, made: date, sha256: str | None = None
) -> PersonaModel:
    """Return the model with what was tried, and with these groups; without groups where none were accepted."""
    return model.model_copy(update={"search": search_of(proposal, made=made, sha256=sha256), "fit": fit})


def search_of(proposal: Proposal, *, made: date, sha256: str | None = None) -> Search:
    """Return what was tried on which people, as it is kept in the study."""
    return Search(
        made=made,
        sha256=sha256,
        people=proposal.found.people,
        complete=len(proposal.found.index),
        used=proposal.used,
        bootstraps=proposal.effort.bootstraps,
        shuffles=proposal.effort.shuffles,
        seed=proposal.effort.seed,
        trials=proposal.trials,
    )
