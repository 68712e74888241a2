"""What the study claims must rest on evidence that is there and unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from cjm_research import store
from cjm_research.checks.finding import Finding
from cjm_research.checks.links import evidence_links, references
from cjm_research.errors import EvidenceError
from cjm_research.printing import percent
from cjm_research.study import Study
from cjm_research.study.ledger import cells, level, meter

ASSUMED_CELL = "EVD-001"
OLD_SOURCE, OLD_REPORT = "EVD-020", "EVD-021"
OLD = (OLD_SOURCE, OLD_REPORT)


def claims(study: Study) -> Iterator[Finding]:
    """Find personas (``PER-010``), obstacles (``EVD-002``) and cells (``EVD-001``) that rest on nothing."""
    for persona in study.personas:
        said = [*references(persona.model_dump()), *(condition.source for condition in persona.segment)]
        if level(study, said) == "assumed":
            yield Finding(
                rule="PER-010",
                severity="error" if study.about.approach == "research-first" else "warning",
                part="personas",
                id=persona.id,
                field="segment",
                message=f"'{persona.name}' rests on no evidence. "
                "Link a source, or say how its people are found in one.",
            )
    for obstacle in study.obstacles:
        if level(study, obstacle.evidence) == "assumed":
            yield Finding(
                rule="EVD-002",
                severity="warning",
                part="obstacles",
                id=obstacle.id,
                field="evidence",
                message=f"'{obstacle.title}' is assumed. Link the answers, quotes or events that show it.",
            )
    for journey in study.journeys:
        if any(persona.id == journey.persona for persona in study.personas):
            yield from _assumed_cells(study, journey.persona)


def quotes(study: Study) -> Iterator[Finding]:
    """Find links to a quote that its source does not have (``EVD-003``)."""
    known = {source.id: store.items(study, source) for source in study.sources}
    for part, id, ref in dict.fromkeys(evidence_links(study)):
        source, _, item = ref.partition("#")
        there = known.get(source)
        if item and there is not None and item not in there:
            close = get_close_matches(item, sorted(there), n=1, cutoff=0.5)
            hint = f" Did you mean '{source}#{close[0]}'?" if close else ""
            yield Finding(
                rule="EVD-003",
                severity="error",
                part=part,
                id=id,
                field="evidence",
                message=f"It rests on '{ref}', but '{source}' has no such quote.{hint}",
            )


def _assumed_cells(study: Study, persona: str) -> Iterator[Finding]:
    for cell in cells(study, persona):
        if cell.level == "assumed":
            yield Finding(
                rule=ASSUMED_CELL,
                severity="note",
                part="journeys",
                id=persona,
                field=f"steps.{cell.step}.{cell.lane}",
                message=f"Assumed: '{cell.text}'. Link evidence to it.",
            )


def sources(study: Study) -> Iterator[Finding]:
    """Find evidence that is gone (``EVD-010``), changed (``EVD-011``), undated (``EVD-012``) or old (``EVD-020``)."""
    for source in study.sources:
        if source.id not in study.present:
            yield Finding(
                rule="EVD-010",
                severity="error",
                part="sources",
                id=source.id,
                field="file",
                message=f"evidence/{source.file} is missing. What rests on it counts as assumed. Put the file back.",
            )
        elif source.file and source.sha256 and store.sha256(study.folder / "evidence" / source.file) != source.sha256:
            yield Finding(
                rule="EVD-011",
                severity="error",
                part="sources",
                id=source.id,
                field="sha256",
                message=f"evidence/{source.file} is not the file that was registered. Restore it, or import it again.",
            )
        yield from _age(study, source.id)


def _age(study: Study, id: str) -> Iterator[Finding]:
    source, limits = study.source(id), study.about.thresholds
    if source.collected_to is None:
        yield Finding(
            rule="EVD-012",
            severity="warning",
            part="sources",
            id=id,
            field="collected_to",
            message=f"'{source.title}' has no date. Say until when it was collected.",
        )
        return
    age = (study.about.today - source.collected_to).days
    secondary = source.kind == "secondary"
    limit = limits.secondary_max_age if secondary else limits.source_max_age
    if age > limit:
        yield Finding(
            rule=OLD_REPORT if secondary else OLD_SOURCE,
            severity="warning",
            part="sources",
            id=id,
            field="collected_to",
            message=f"'{source.title}' is {age} days old; this study wants {limit} at most. Collect it anew.",
        )


def unreadable(study: Study, refused: Iterable[EvidenceError]) -> Iterator[Finding]:
    """Find files of evidence that were refused when their rows were read (``EVD-013``)."""
    for error in refused:
        path = error.path.removeprefix("evidence/")
        source = next((s for s in study.sources if s.file and (path == s.file or path.startswith(f"{s.file}/"))), None)
        yield Finding(
            rule="EVD-013",
            severity="error",
            part="sources",
            id=source.id if source else "",
            field="file",
            message=f"{error} What its rows would show is not checked.",
        )


def minimum(study: Study, least: float) -> Iterator[Finding]:
    """Find maps with less than ``least`` % of their cells evidenced (``EVD-030``)."""
    known = {persona.id for persona in study.personas}
    for journey in study.journeys:
        if journey.persona not in known:
            continue  # links.dangling says so
        found = meter(study, [journey.persona])
        if 100 * found.share < least:
            yield Finding(
                rule="EVD-030",
                severity="error",
                part="journeys",
                id=journey.persona,
                message=f"{found}, which is {percent(found.share)}. At least {least:g} % is asked for.",
            )
