"""Those who left before are not heard: claims that rest on people who stayed, and sources that reached nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from cjm_research import evidence
from cjm_research.checks.finding import Finding
from cjm_research.people.rows import rows
from cjm_research.printing import percent
from cjm_research.study import Phase, Source, Study
from cjm_research.study.ledger import cells


def told_to_have_stayed(study: Study) -> Iterator[Finding]:
    """Find claims about earlier phases that rest on a source whose people all ``reached`` a later one (``INT-003``)."""
    order = [phase.id for phase in study.phases]
    for source in study.sources:
        if source.reached not in order or source.id not in study.present:
            continue
        before = order[: order.index(source.reached)]
        alone = [(phase, text) for phase, text, refs in _claims(study) if phase in before and _only(refs, source)]
        if alone:
            phases = [phase.title for phase in study.phases if phase.id in {place for place, _ in alone}]
            yield _finding(
                source,
                f"'{source.title}' heard only people who had reached '{study.phase(source.reached).title}', and "
                f"{_counted(len(alone))} in {' and '.join(phases)} on it alone, such as '{alone[0][1]}'. "
                "Those who left before may say otherwise. Ask them too.",
            )


def seen_to_have_stayed(study: Study) -> Iterator[Finding]:
    """Find sources whose people, as far as a log knows them, all reached a phase that not everybody reaches."""
    logs = [one for one in study.sources if one.kind == "events" and one.file and one.id in study.present]
    asked = [one for one in study.sources if one.kind in ("survey", "interview") and one.columns.participant]
    for log in logs:
        events = evidence.event_log(study, log.id)
        for source in asked:
            people = rows(study, source.id, "")
            if people is not None and source.columns.participant in people:
                known = set(people[source.columns.participant].dropna()) & set(events["customer"])
                yield from _only_arrived(study, source, events, known)


def _only_arrived(study: Study, source: Source, events: pd.DataFrame, known: set[str]) -> Iterator[Finding]:
    everybody = events["customer"].nunique()
    if len(known) < study.about.thresholds.min_group:
        return
    for phase in reversed(study.phases[1:]):
        there = _arrived(events, phase)
        if phase.events and known <= there and len(there) < everybody:
            yield _finding(
                source,
                f"All {len(known):,} people of '{source.title}' whom the log knows reached '{phase.title}'; of all "
                f"{everybody:,} customers {percent(len(there) / everybody)} did. Those who left before are not heard. "
                "Ask them too.",
            )
            return


def _arrived(events: pd.DataFrame, phase: Phase) -> set[str]:
    return set(events.loc[events["event"].isin(phase.events), "customer"])


def _finding(source: Source, message: str) -> Finding:
    return Finding(rule="INT-003", severity="warning", part="sources", id=source.id, field="reached", message=message)


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
