"""Whom an opportunity concerns, person by person, so that its reach can be computed and drawn again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cjm_research import analysis
from cjm_research.analysis import Estimate
from cjm_research.analysis.metrics import answered, as_numbers
from cjm_research.analysis.priorities import DRAWS, resampled
from cjm_research.people.answers import GIVES_AWAY
from cjm_research.people.counted import spoke_of
from cjm_research.people.quotes import quotes
from cjm_research.people.rows import rows
from cjm_research.privacy.disclosure import is_few
from cjm_research.study import Obstacle, Opportunity, Study

SEED = 7


@dataclass(frozen=True)
class Concerned:
    """Per person 1 where an opportunity concerns them, 0 where not, NaN where not asked; and what was counted."""

    what: str
    source: str
    people: pd.Series
    gives_away: bool = False

    def share(self, study: Study) -> Estimate:
        """Return the share of people it concerns, withheld where it ``gives_away`` a number of few people."""
        known = self.people.dropna()
        found = analysis.share(int(known.sum()), len(known), study.about.thresholds)
        return analysis.unavailable(GIVES_AWAY, "share") if self.gives_away and found.value is not None else found


def concerned(study: Study, opportunity: Opportunity, persona: str) -> Concerned | None:
    """Return whom an opportunity concerns: who spoke of one of its obstacles, else who rated its touchpoint low."""
    its = [obstacle for obstacle in study.obstacles_of(persona) if obstacle.id in opportunity.obstacles]
    codes = {obstacle.code for obstacle in its if obstacle.code}
    own = quotes(study, persona)
    if codes and len(own):
        spoke = own["code"].isin(codes).groupby(own["participant"]).any()
        return Concerned(
            "spoke of it", "quotes", spoke.astype(float), _gives_away(study, persona, codes, int(spoke.sum()))
        )
    return next((found for obstacle in its if (found := _rated_low(study, obstacle, persona)) is not None), None)


def drawn_reach(found: dict[str, Concerned], draws: int = DRAWS) -> dict[str, np.ndarray]:
    """Return per opportunity the reach, 0–100, in each bootstrap sample; people of one source are drawn together."""
    rng = np.random.default_rng(SEED)
    drawn: dict[str, np.ndarray] = {}
    for source in sorted({one.source for one in found.values()}):
        table = pd.DataFrame({id: one.people for id, one in found.items() if one.source == source})
        samples = resampled(table, rng, draws)
        for place, id in enumerate(table):
            column = 100 * samples[:, place]
            drawn[str(id)] = np.where(np.isnan(column), 100 * float(table[id].mean()), column)
    return drawn


def _gives_away(study: Study, persona: str, codes: set[str], people: int) -> bool:
    """Say whether how many speak of some of these codes tells of a few, beside how many speak of each."""
    told, least = spoke_of(study, persona), study.about.thresholds.min_group
    shares = [told[code] for code in codes if code in told]
    return any(one.value is None or is_few(people - round(one.value * one.n), least) for one in shares)


def _rated_low(study: Study, obstacle: Obstacle, persona: str) -> Concerned | None:
    rating = next((t.rating for t in study.touchpoints if t.id == obstacle.touchpoint), None)
    metric = next((metric for metric in study.metrics if metric.id == rating), None)
    asked = rows(study, metric.source, persona) if metric and metric.source else None
    if metric is None or asked is None:
        return None
    lowest = study.about.rating_scale.low + 1
    low = (as_numbers(metric, answered(metric, asked)) <= lowest).astype(float)
    return Concerned(f"rated {lowest:g} or less", metric.source or "", low.reindex(asked.index))
