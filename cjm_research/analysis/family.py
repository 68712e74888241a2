"""Many comparisons in one report: p-values adjusted over the whole family of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

FAMILY_METHOD = (
    "q is p after Benjamini–Hochberg over all {count} {where}; where q is 0.05 or more there is no "
    "evidence of a difference, which is not the same as no difference."
)


def adjusted(p: Sequence[float]) -> list[float]:
    """Return the Benjamini–Hochberg q of each p (Benjamini and Hochberg 1995); what was not tested (nan) stays nan.

    Examples
    --------
    >>> [round(q, 4) for q in adjusted([0.01, 0.04, float("nan"), 0.03])]
    [0.03, 0.04, nan, 0.04]
    """
    from statsmodels.stats.multitest import multipletests

    values = np.asarray(p, dtype=float)
    tested = ~np.isnan(values)
    if tested.any():
        values[tested] = multipletests(values[tested], method="fdr_bh")[1]
    return [float(q) for q in values]
