"""How much each answer counts where a survey was weighted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from cjm_research.analysis import cells
from cjm_research.analysis.estimate import Estimate, Unit, kish
from cjm_research.errors import EvidenceError
from cjm_research.printing import true_minus
from cjm_research.study import Thresholds

if TYPE_CHECKING:
    import numpy as np

WEIGHTS_METHOD = (
    "Answers count by their weight. The effective n, (Σw)² / Σw² (Kish 1965), is how many people of equal weight would "
    "say as much; the interval is computed as for that many."
)


def weights_of(rows: pd.DataFrame, column: str, source: str) -> pd.Series:
    """Return the weight of each row that has one above zero; a weight that is no number or below zero is refused.

    Examples
    --------
    >>> weights_of(pd.DataFrame({"w": ["1.5", "", "0", "2"]}), "w", "survey").to_dict()
    {0: 1.5, 3: 2.0}
    """
    if column not in rows:
        raise EvidenceError(f"source '{source}'", f"has no column '{column}', which its 'weight:' names.")
    given = cells.answers(rows[column], ())
    found = cells.numbers(given, source=source, column=column, owner="weight", low=0)
    return found[found > 0]


def dominated(weights: np.ndarray, thresholds: Thresholds, *, missing: int, unit: Unit) -> Estimate | None:
    """Return the reason to withhold a number that rests on a few heavy answers, or None where it does not."""
    effective = kish(weights)
    if effective >= thresholds.min_group:
        return None
    few = true_minus(f"{effective:.1f}")
    reason = f"withheld: by weight only {few} people, fewer than {thresholds.min_group}"
    return Estimate(n=len(weights), effective=effective, missing=missing, unit=unit, reason=reason)
