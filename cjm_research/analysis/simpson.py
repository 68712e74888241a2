"""Simpson's paradox: a difference that points one way over all people and the other way in every part of them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

SIMPSON_METHOD = (
    "A difference reverses where its sign over all people is the opposite of its sign in every part of them. The "
    "adjusted difference weighs each part by n₁·n₂/(n₁+n₂), as Mantel and Haenszel do for shares."
)


@dataclass(frozen=True)
class Reversal:
    """A difference over all people, the adjusted one, and the difference in each part, second group minus first."""

    pooled: float
    adjusted: float
    parts: dict[str, float]


def reversal(frame: pd.DataFrame) -> Reversal | None:
    """Return the reversal in the difference of two groups over parts of the people, or None where there is none.

    Parameters
    ----------
    frame
        ``part, group`` (two of them, in the order they stand), ``value`` (a share 0–1 or a mean in its own unit) and
        ``n`` (people); one row per part and group. A part that lacks one group, or whose value is missing, is left out.

    Returns
    -------
    Reversal or None
        None also with fewer than two parts. Differences are in the unit of ``value``. Source of the rule and the
        example: Julious and Mullee, Confounding and Simpson's paradox, BMJ 1994; 309: 1480 (kidney stones by size).

    Examples
    --------
    >>> stones = pd.DataFrame(
    ...     {
    ...         "part": ["small", "small", "large", "large"],
    ...         "group": ["open", "keyhole"] * 2,
    ...         "value": [81 / 87, 234 / 270, 192 / 263, 55 / 80],
    ...         "n": [87, 270, 263, 80],
    ...     }
    ... )
    >>> found = reversal(stones)
    >>> f"{100 * found.pooled:+.2f}, adjusted {100 * found.adjusted:+.2f}"
    '+4.57, adjusted -5.38'
    """
    groups = list(dict.fromkeys(frame["group"]))
    if len(groups) != 2:
        return None
    rated = frame.dropna(subset=["value"]).set_index("part")
    first, second = (rated.loc[rated["group"] == name, ["value", "n"]].astype(float) for name in groups)
    both = first.merge(second, left_index=True, right_index=True, suffixes=("_first", "_second"))
    if len(both) < 2:
        return None
    one, other, n_one, n_other = (both[name] for name in ("value_first", "value_second", "n_first", "n_second"))
    parts = other - one
    pooled = float((other * n_other).sum() / n_other.sum() - (one * n_one).sum() / n_one.sum())
    weights = n_one * n_other / (n_one + n_other)
    adjusted = float((parts * weights).sum() / weights.sum())
    if pooled == 0 or not (parts * pooled < 0).all():
        return None
    return Reversal(pooled, adjusted, {str(name): float(value) for name, value in parts.items()})
