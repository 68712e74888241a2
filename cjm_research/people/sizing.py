"""How many people a persona has, in the source that can tell all personas apart."""

from __future__ import annotations

from typing import NamedTuple

from cjm_research.people.rows import head_count, rows
from cjm_research.study import Study


class Size(NamedTuple):
    """The people of a persona, and everybody in the same source."""

    own: int
    everybody: int


def sizing_source(study: Study) -> str:
    """Return the survey (else any source with a file) that can tell apart every persona with a segment rule, or ''."""
    named = [{c.source for c in p.segment} for p in study.personas if p.segment]
    shared = set.intersection(*named) if named else set()
    there = {source.id for source in study.sources if source.file and source.id in study.present}
    ranked = sorted(shared & there, key=lambda id: (study.source(id).kind != "survey", id))
    return ranked[0] if ranked else ""


def size(study: Study, persona: str) -> Size | None:
    """Return how many people a persona has ('' everybody), or None where no source can tell."""
    id = sizing_source(study)
    everybody, own = (rows(study, id, "") if id else None, rows(study, id, persona) if id else None)
    if everybody is None or own is None:
        return None
    return Size(head_count(own, study.source(id)), head_count(everybody, study.source(id)))
