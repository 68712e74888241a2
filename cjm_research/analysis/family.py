"""Many comparisons in one report: p-values adjusted over the whole family of them."""

from __future__ import annotations

from collections.abc import Sequence

FAMILY_METHOD = (
    "q is p after Benjamini–Hochberg over all {count} {where}; where q is 0.05 or more there is no "
    "evidence of a difference, which is not the same as no difference."
)


def adjusted(p: Sequence[float | None]) -> list[float | None]:
    """Return the Benjamini–Hochberg q of each p (Benjamini and Hochberg 1995); what was not tested is None.

    Examples
    --------
    >>> [q and round(q, 4) for q in adjusted([0.01, 0.04, None, 0.03])]
    [0.03, 0.04, None, 0.04]
    """
    from statsmodels.stats.multitest import multipletests

    tested = [value for value in p if value is not None]
    q = iter(multipletests(tested, method="fdr_bh")[1] if tested else ())
    return [None if value is None else float(next(q)) for value in p]
