"""Where what a study claims is more than its evidence can carry: who was never asked, and what only one method saw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cjm_research.checks.finding import Finding
from cjm_research.study import Source, Study
from cjm_research.study.ledger import cells


def integrity(study: Study) -> Iterator[Finding]:
    """Find survivors speaking for those who left (``INT-003``) and touchpoints seen by one method only (``INT-007``)."""
    yield from _survivors(study)
    yield from _one_method(study)


def _survivors(study: Study) -> Iterator[Finding]:
    order = [phase.id for phase in study.phases]
    for source in study.sources:
        if source.reached not in order or source.id not in study.present:
            continue
        before = order[: order.index(source.reached)]
        alone = [(phase, text) for phase, text, refs in _claims(study) if phase in before and _only(refs, source)]
        if alone:
            phases = [phase.title for phase in study.phases if phase.id in {place for place, _ in alone}]
            yield Finding(
                rule="INT-003",
                severity="warning",
                part="sources",
                id=source.id,
                field="reached",
                message=f"'{source.title}' heard only people who had reached '{study.phase(source.reached).title}', and "
                f"{_counted(len(alone))} in {' and '.join(phases)} on it alone, such as '{alone[0][1]}'. Those who left "
                "before may say otherwise. Ask them too.",
            )


def _counted(count: int) -> str:
    return "one claim rests" if count == 1 else f"{count} claims rest"


def _claims(study: Study) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield phase, text and links of every card that is typed, and of every obstacle, each once."""
    kinds = {lane.id: lane.kind for lane in study.about.lanes}
    known = {persona.id for persona in study.personas}
    for journey in study.journeys:
        for cell in cells(study, journey.persona) if journey.persona in known else ():
            if kinds.get(cell.lane) in ("notes", "touchpoints"):
                yield cell.phase, cell.text, cell.evidence
    yield from ((obstacle.phase, obstacle.title, obstacle.evidence) for obstacle in study.obstacles)


def _only(refs: Iterable[str], source: Source) -> bool:
    return {ref.partition("#")[0] for ref in refs} == {source.id}


def _one_method(study: Study) -> Iterator[Finding]:
    kinds = {source.id: source.kind for source in study.sources if source.id in study.present}
    for touchpoint in study.touchpoints:
        met = [
            contact.evidence
            for journey in study.journeys
            for step in journey.steps
            for contact in step.contacts
            if contact.touchpoint == touchpoint.id
        ]
        refs = [ref for links in (touchpoint.evidence, *met) for ref in links]
        seen = {kinds[source] for ref in refs if (source := ref.partition("#")[0]) in kinds}
        if len(seen) == 1:
            yield Finding(
                rule="INT-007",
                severity="note",
                part="touchpoints",
                id=touchpoint.id,
                field="evidence",
                message=f"What is said of '{touchpoint.title}' rests on one kind of source, {seen.pop()}. "
                "Look at it by a second method.",
            )
