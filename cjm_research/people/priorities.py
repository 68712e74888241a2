"""The open opportunities of a persona with their scores, and the order these give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cjm_research.analysis.priorities import DRAWS, FORMULAS, Criterion, drawn_scores, numbers_of, ranking, score
from cjm_research.people.reach import SEED, Concerned, concerned, drawn_reach
from cjm_research.study import Opportunity, Study

NAMES: dict[Criterion, str] = {"rice": "RICE", "value": "value for effort", "ice": "ICE"}
OPEN = ("open", "in progress")


@dataclass(frozen=True)
class Scored:
    """An opportunity, whom it concerns, and its scores; a score that cannot be computed has a reason."""

    opportunity: Opportunity
    whom: Concerned | None
    reach: float | None
    scores: dict[Criterion, tuple[float | None, str]]

    @property
    def computed(self) -> bool:
        """Whether the reach comes from evidence and not from the team."""
        return self.reach is not None and self.opportunity.reach is None and self.opportunity.range_of("reach") is None


def scored(study: Study, persona: str = "") -> list[Scored]:
    """Return the open opportunities of a persona with their scores, the most valuable for their effort first."""
    scores = []
    for opportunity in study.opportunities_of(persona):
        if opportunity.status in OPEN:
            whom = concerned(study, opportunity, persona)
            share = whom.share(study).value if whom else None
            numbers = numbers_of(opportunity, None if share is None else 100 * share)
            scores.append(Scored(opportunity, whom, numbers["reach"], {by: score(numbers, by) for by in FORMULAS}))
    return sorted(scores, key=lambda one: (-(one.scores["value"][0] or 0), one.opportunity.title))


def order_of(study: Study, persona: str = "") -> tuple[Criterion, pd.DataFrame] | None:
    """Return by which formula this study ranks, and the ranking of a persona's opportunities; None without two scores.

    The formula is the same for every persona: the one most opportunities of the study have the numbers for; where it
    is a tie, RICE before value for effort before ICE.
    """
    whole = scored(study)
    by = max(NAMES, key=lambda by: sum(one.scores[by][0] is not None for one in whole))
    ranked = [one for one in scored(study, persona) if one.scores[by][0] is not None]
    if len(ranked) < 2:
        return None
    reach = drawn_reach({one.opportunity.id: one.whom for one in ranked if one.computed and one.whom})
    rng = np.random.default_rng(SEED)
    drawn = [drawn_scores(one.opportunity, by, rng, DRAWS, reach.get(one.opportunity.id)) for one in ranked]
    points = pd.Series([one.scores[by][0] for one in ranked], index=[one.opportunity.id for one in ranked], dtype=float)
    return by, ranking(points, np.column_stack(drawn))


def span(low: float | None, high: float | None) -> str:
    """Return an interval of ranks as printed."""
    return "–" if low is None or np.isnan(low) else f"{low:.0f}" if low == high else f"{low:.0f}–{high:.0f}"
