"""Value for effort, RICE and ICE: the formulas, and how much they vary with what the team is unsure of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

from cjm_research.study import Opportunity
from cjm_research.study.obstacles import Quantity

Criterion = Literal["value", "rice", "ice"]
LEAST_EFFORT = 0.25
"""An effort drawn below this counts as this, so that no score grows without end."""

Numbers = Mapping[Quantity, float | None]

FORMULAS: dict[Criterion, str] = {
    "value": "value for effort = (customer value + business value) / 2 / effort",
    "rice": "RICE = reach × impact × confidence / effort",
    "ice": "ICE = impact × confidence × ease",
}

SCORE_METHOD = (
    f"{FORMULAS['value'].capitalize()}; {FORMULAS['rice']}; {FORMULAS['ice']}. Values 0–100, effort 0–5, impact and "
    "ease 0–10 are set by the team, confidence counts as a share. Reach is the number of 100 customers it concerns: "
    "set by the team, or computed as the share of people who spoke of one of its obstacles or rated its touchpoint in "
    "the two lowest boxes, which the table marks. An effort below 0.25 counts as 0.25 where it is drawn from a range. "
    "Scores of this kind order what one team judged in one go; they are no money."
)

_NEEDS: dict[Criterion, tuple[Quantity, ...]] = {
    "value": ("customer_value", "business_value", "effort"),
    "rice": ("reach", "impact", "confidence", "effort"),
    "ice": ("impact", "confidence", "ease"),
}
_WORDS = {"customer_value": "customer value", "business_value": "business value"}


def numbers_of(opportunity: Opportunity, reach: float | None = None) -> dict[Quantity, float | None]:
    """Return the numbers of an opportunity; ``reach`` (0–100) stands in where the team set none and gave no range.

    A blank number with a range counts as the middle of the range.
    """
    found: dict[Quantity, float | None] = {}
    for name in dict.fromkeys(name for names in _NEEDS.values() for name in names):
        value, span = getattr(opportunity, name), opportunity.range_of(name)
        found[name] = sum(span) / 2 if value is None and span else value
    if found["reach"] is None:
        found["reach"] = reach
    return found


def score(numbers: Numbers, by: Criterion) -> tuple[float | None, str]:
    """Return a score, or none with the reason.

    Examples
    --------
    >>> score({"reach": 40, "impact": 5, "confidence": 80, "effort": 2}, "rice")
    (80.0, '')
    >>> score({"reach": 40, "impact": 5, "confidence": 80, "effort": 0}, "rice")
    (None, 'effort is 0, nothing to divide by')
    >>> score({"impact": 5, "confidence": 80}, "ice")
    (None, 'needs ease')
    """
    given = {name: float(value) for name in _NEEDS[by] if (value := numbers.get(name)) is not None}
    missing = [_WORDS.get(name, name) for name in _NEEDS[by] if name not in given]
    if missing:
        return None, f"needs {', '.join(missing)}"
    if "effort" in given and given["effort"] == 0:
        return None, "effort is 0, nothing to divide by"
    return float(_formula(given, by)), ""


def uncertain(opportunity: Opportunity, by: Criterion, *, reach_computed: bool) -> bool:
    """Say whether a score varies: one of its numbers has a range, or its reach is computed from people."""
    return any(opportunity.range_of(name) for name in _NEEDS[by]) or (reach_computed and "reach" in _NEEDS[by])


def drawn_scores(
    opportunity: Opportunity, by: Criterion, rng: np.random.Generator, draws: int, reach: np.ndarray | None = None
) -> np.ndarray:
    """Return the score for each draw of what is uncertain; one that cannot be computed is refused by `score` before.

    A number with a range follows a triangle from its lowest to its highest value with the set value as its peak, and is
    even over the range where no value is set. A number without a range stays as it is.

    Parameters
    ----------
    opportunity
        With the numbers the criterion needs.
    by
        Which score.
    rng
        Where chance comes from.
    draws
        How many draws.
    reach
        Drawn reach, 0–100, where it was computed from evidence.
    """
    given: dict[Quantity, np.ndarray] = {}
    for name in _NEEDS[by]:
        value, span = getattr(opportunity, name), opportunity.range_of(name)
        if name == "reach" and value is None and span is None and reach is not None:
            given[name] = reach
        else:
            given[name] = _drawn(value, span, rng, draws)
    if "effort" in given:
        given["effort"] = np.maximum(given["effort"], LEAST_EFFORT)
    return np.asarray(_formula(given, by), dtype=float)


def _drawn(value: float | None, span: tuple[float, float] | None, rng: np.random.Generator, draws: int) -> np.ndarray:
    if span is None or span[0] == span[1]:
        return np.full(draws, float(span[0] if span else value or 0))
    return rng.uniform(*span, draws) if value is None else rng.triangular(span[0], value, span[1], draws)


def _formula(given: Mapping[Quantity, Any], by: Criterion) -> Any:
    if by == "value":
        return (given["customer_value"] + given["business_value"]) / 2 / given["effort"]
    if by == "rice":
        return given["reach"] * given["impact"] * given["confidence"] / 100 / given["effort"]
    return given["impact"] * given["confidence"] / 100 * given["ease"]
