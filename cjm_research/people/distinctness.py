"""How far apart the personas are in what their people answered and did."""

from __future__ import annotations

from itertools import chain

import pandas as pd

from cjm_research import analysis, evidence
from cjm_research.analysis import personas as groups
from cjm_research.people.rows import rows
from cjm_research.study import Attribute, Study


def pairs(study: Study) -> pd.DataFrame:
    """Return the distance of each two personas, the closest first, as `analysis.personas.distinctness` does."""
    given = [_answers(study, attribute, one.id) for attribute in study.attributes for one in study.personas]
    far = groups.distances(list(chain.from_iterable(given)), study.about.thresholds)
    return groups.distinctness(far, {one.id: one.title for one in study.attributes})


def _answers(study: Study, attribute: Attribute, persona: str) -> list[groups.Answers]:
    source = next((s for s in study.sources if s.id == attribute.source and s.id in study.present and s.file), None)
    if source is None:
        return []
    if attribute.kind == "events":
        log = evidence.event_log(study, source.id)
        mine = analysis.members(log, source, study.persona(persona), study.persona_models)
    else:
        mine = rows(study, source.id, persona)
        if mine is not None and source.kind == "events" and source.columns.participant in mine:
            mine = mine.drop_duplicates(source.columns.participant, keep="last")
    return [] if mine is None or mine.empty else [groups.answers_of(attribute, persona, mine)]
