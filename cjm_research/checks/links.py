"""Every id that is named must exist, and what exists should be used."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, NamedTuple

from cjm_research.checks.finding import Finding
from cjm_research.study import Part, Study


class Link(NamedTuple):
    """A place where one part of the study names another: the record and its field, the kind of thing and its id."""

    part: str
    id: str
    field: str
    kind: str
    named: str


def links(study: Study) -> Iterator[Link]:
    """Yield every place where one part of the study names another."""
    yield from _one("about", study.about, "overall", "metric")
    for objective in study.objectives:
        yield from _one("objectives", objective, "metric", "metric")
        yield from _many("objectives", objective, "touchpoints", "touchpoint")
    for metric in study.metrics:
        yield from _one("metrics", metric, "source", "source")
        yield from _one("metrics", metric, "from_phase", "phase")
        yield from _one("metrics", metric, "to_phase", "phase")
    for attribute in study.attributes:
        yield from _one("attributes", attribute, "source", "source")
    for touchpoint in study.touchpoints:
        yield from _many("touchpoints", touchpoint, "phases", "phase")
        yield from _one("touchpoints", touchpoint, "rating", "metric")
    for obstacle in study.obstacles:
        for field in ("phase", "next_phase"):
            yield from _one("obstacles", obstacle, field, "phase")
        yield from _one("obstacles", obstacle, "touchpoint", "touchpoint")
        yield from _many("obstacles", obstacle, "personas", "persona")
    for opportunity in study.opportunities:
        yield from _many("opportunities", opportunity, "obstacles", "obstacle")
        yield from _many("opportunities", opportunity, "insights", "insight")
        for field in ("metric", "importance", "satisfaction"):
            yield from _one("opportunities", opportunity, field, "metric")
    for solution in study.solutions:
        yield from _one("solutions", solution, "opportunity", "opportunity")
        if solution.kano.source:
            yield Link("solutions", solution.id, "kano", "source", solution.kano.source)
    for insight in study.insights:
        yield from _one("insights", insight, "phase", "phase")
        yield from _many("insights", insight, "personas", "persona")
        yield from _one("insights", insight, "objective", "objective")
    for expectation in study.expectations:
        yield from _one("expectations", expectation, "metric", "metric")
        yield from _one("expectations", expectation, "persona", "persona")
    yield from _code_links(study)
    yield from _source_links(study)
    yield from _journey_links(study)
    yield from _evidence_links(study)


def dangling(study: Study) -> Iterator[Finding]:
    """Find names that point nowhere (``LNK-001``)."""
    there = known(study)
    for part, id, field, kind, named in dict.fromkeys(links(study)):
        if named not in there[kind] and part != "codes":  # the codebook has a rule of its own
            close = get_close_matches(named, sorted(there[kind]), n=1, cutoff=0.5)
            hint = f" Did you mean '{close[0]}'?" if close else ""
            have = f"This study has: {', '.join(sorted(there[kind]))}." if there[kind] else "This study has none."
            yield Finding(
                rule="LNK-001",
                severity="error",
                part=part,
                id=id,
                field=field,
                message=f"It names the {kind} '{named}', which does not exist. {have}{hint}",
            )


def unused(study: Study) -> Iterator[Finding]:
    """Find parts nothing refers to (``LNK-002``)."""
    used = {(link.kind, link.named) for link in links(study) if link.field != "questions"}  # asked about is not used
    places = {"touchpoint": "touchpoints", "metric": "metrics", "source": "sources", "obstacle": "obstacles"}
    on_maps = {contact.touchpoint for journey in study.journeys for step in journey.steps for contact in step.contacts}
    for kind, part in places.items():
        for record in getattr(study, part):
            if (kind, record.id) not in used or (kind == "touchpoint" and study.journeys and record.id not in on_maps):
                where = "no map shows it" if kind == "touchpoint" else "nothing in the study uses it"
                yield Finding(
                    rule="LNK-002",
                    severity="warning",
                    part=part,
                    id=record.id,
                    message=f"{record.title}: {where}. Use it or remove it.",
                )


def _one(part: str, record: Any, field: str, kind: str) -> Iterator[Link]:
    if getattr(record, field):
        yield Link(part, getattr(record, "id", ""), field, kind, getattr(record, field))


def _many(part: str, record: Any, field: str, kind: str) -> Iterator[Link]:
    for named in getattr(record, field):
        yield Link(part, record.id, field, kind, named)


def _code_links(study: Study) -> Iterator[Link]:
    for code in study.codes:
        yield from _one("codes", code, "parent", "code")
        yield from _one("codes", code, "phase", "phase")


def _source_links(study: Study) -> Iterator[Link]:
    for source in study.sources:
        yield from _many("sources", source, "personas", "persona")
        yield from _one("sources", source, "reached", "phase")
        for rule in source.coding:
            yield Link("sources", source.id, "coding", "phase", rule.phase)
            if rule.touchpoint:
                yield Link("sources", source.id, "coding", "touchpoint", rule.touchpoint)
        for question in source.questions:
            for kind in ("phase", "touchpoint", "metric"):
                if getattr(question, kind):
                    yield Link("sources", source.id, "questions", kind, getattr(question, kind))
    for persona in study.personas:
        for condition in persona.segment:
            yield Link("personas", persona.id, "segment", "source", condition.source)
            if condition.model:
                yield Link("personas", persona.id, "segment", "persona model", condition.model)
    for model in study.persona_models:
        yield from _one("persona_models", model, "source", "source")


def _journey_links(study: Study) -> Iterator[Link]:
    own_phases = study.about.allow_phase_override
    for journey in study.journeys:
        of = journey.persona
        yield Link("journeys", of, "persona", "persona", of)
        for phase in () if own_phases else journey.phases:
            yield Link("journeys", of, "phases", "phase", phase)
        for lane in journey.lane_order:
            yield Link("journeys", of, "lane_order", "lane", lane)
        for step in journey.steps:
            if not (own_phases and step.phase in journey.phases):
                yield Link("journeys", of, f"steps.{step.id}.phase", "phase", step.phase)
            for contact in step.contacts:
                yield Link("journeys", of, f"steps.{step.id}.contacts", "touchpoint", contact.touchpoint)
            for lane in step.lanes:
                yield Link("journeys", of, f"steps.{step.id}.lanes", "lane", lane)


def _evidence_links(study: Study) -> Iterator[Link]:
    for part, id, ref in evidence_links(study):
        yield Link(part, id, "evidence", "source", ref.partition("#")[0])


def evidence_links(study: Study) -> Iterator[tuple[str, str, str]]:
    """Yield part, id of the record and link for every piece of evidence the study names."""
    groups = {
        "touchpoints": study.touchpoints,
        "obstacles": study.obstacles,
        "insights": study.insights,
        "solutions": study.solutions,
        "personas": study.personas,
        "phases": study.phases,
        "journeys": study.journeys,
    }
    for part, records in groups.items():
        for record in records:
            id = getattr(record, "id", "") or getattr(record, "persona", "")
            for ref in references(record.model_dump()):
                yield part, id, ref


def references(content: Any) -> Iterator[str]:
    """Yield every evidence link inside a record, however deep."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield from value if key == "evidence" else references(value)
    elif isinstance(content, list | tuple):
        for item in content:
            yield from references(item)


def known(study: Study) -> dict[str, dict[str, Part]]:
    """Return what can be named: kind -> id -> the record."""
    parts: dict[str, tuple[Any, ...]] = {
        "metric": study.metrics,
        "source": study.sources,
        "phase": study.phases,
        "touchpoint": study.touchpoints,
        "persona": study.personas,
        "persona model": study.persona_models,
        "obstacle": study.obstacles,
        "opportunity": study.opportunities,
        "objective": study.objectives,
        "insight": study.insights,
        "lane": study.about.lanes,
        "code": study.codes,
    }
    return {kind: {record.id: record for record in records} for kind, records in parts.items()}
