"""What a study needs before anybody can act on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from cjm_research.checks.finding import Finding
from cjm_research.study import Phase, Study
from cjm_research.study.hypotheses import freeze_hash

NEVER_REVIEWED, REVIEW_DUE = "REV-000", "REV-001"
UNREVIEWED = (NEVER_REVIEWED, REVIEW_DUE)


def objectives(study: Study) -> Iterator[Finding]:
    """Find objectives that cannot be measured (``OBJ-002``) or that no touchpoint serves (``OBJ-010``)."""
    words = {"metric": "a metric", "baseline": "a baseline", "target": "a target", "due": "a date"}
    for objective in study.objectives:
        for field, word in words.items():
            if getattr(objective, field) is None:
                yield Finding(
                    rule="OBJ-002",
                    severity="error",
                    part="objectives",
                    id=objective.id,
                    field=field,
                    message=f"'{objective.title}' has no {word.split()[1]}. "
                    f"Give it {word}, so that it can be measured.",
                )
        if not objective.touchpoints:
            yield Finding(
                rule="OBJ-010",
                severity="error",
                part="objectives",
                id=objective.id,
                field="touchpoints",
                message=f"'{objective.title}' names no touchpoint. Say where customers would notice it.",
            )
    if not study.objectives:
        yield Finding(
            rule="OBJ-001",
            severity="warning",
            part="objectives",
            message="The study has no objective. Add the first one.",
        )


def phases(study: Study) -> Iterator[Finding]:
    """Find phases without a goal or without an entry and exit rule (``PHA-002``), or one event in two (``PHA-003``)."""
    for phase in study.phases:
        gaps = [
            word for word, value in (("goal", phase.goal), ("entry", phase.entry), ("exit", phase.exit)) if not value
        ]
        for gap in gaps:
            yield Finding(
                rule="PHA-002",
                severity="warning",
                part="phases",
                id=phase.id,
                field=gap,
                message=f"'{phase.title}' says nothing under {gap}. Describe it in a sentence.",
            )
    owner: dict[str, Phase] = {}
    for phase in study.phases:
        for event in phase.events:
            if owner.setdefault(event, phase).id != phase.id:
                yield Finding(
                    rule="PHA-003",
                    severity="error",
                    part="phases",
                    id=phase.id,
                    field="events",
                    message=f"The event '{event}' also belongs to '{owner[event].title}'. "
                    "An event can stand for one phase only.",
                )
    if not study.phases:
        yield Finding(
            rule="PHA-001", severity="error", part="phases", message="The study has no phase. Add the first one."
        )


def personas(study: Study) -> Iterator[Finding]:
    """Find personas without a journey (``PER-002``) and journeys without a scenario (``PER-003``)."""
    mapped = {journey.persona: journey for journey in study.journeys if journey.steps}
    for persona in study.personas:
        if persona.role != "negative" and persona.id not in mapped:
            yield Finding(
                rule="PER-002",
                severity="warning",
                part="personas",
                id=persona.id,
                message=f"'{persona.name}' has no journey yet. Map the first step in notebook 05.",
            )
    for id, journey in mapped.items():
        gaps = [name for name in ("trigger", "goal", "start", "end") if not getattr(journey.scenario, name)]
        if gaps:
            yield Finding(
                rule="PER-003",
                severity="warning",
                part="journeys",
                id=id,
                field="scenario",
                message=f"The scenario of this journey has no {', '.join(gaps)}. A map needs one situation.",
            )
    if not study.personas:
        yield Finding(
            rule="PER-001", severity="warning", part="personas", message="The study has no persona. Add the first one."
        )


def solutions(study: Study) -> Iterator[Finding]:
    """Find solutions without an opportunity (``OPP-004``) and opportunities without an obstacle (``OPP-003``)."""
    for solution in study.solutions:
        if solution.opportunity is None:
            yield Finding(
                rule="OPP-004",
                severity="error",
                part="solutions",
                id=solution.id,
                field="opportunity",
                message=f"'{solution.title}' answers no opportunity. Name the problem it solves.",
            )
    for opportunity in study.opportunities:
        if not opportunity.obstacles:
            yield Finding(
                rule="OPP-003",
                severity="warning",
                part="opportunities",
                id=opportunity.id,
                field="obstacles",
                message=f"'{opportunity.title}' answers no obstacle. Name what stands in the way.",
            )


def reviews(study: Study) -> Iterator[Finding]:
    """Find a review that is due (``REV-001``), changes since (``REV-002``), altered frozen cards (``REV-003``)."""
    for review in study.reviews:
        if review.frozen and review.frozen_hash != freeze_hash(review.frozen):
            yield Finding(
                rule="REV-003",
                severity="error",
                part="reviews",
                id=str(review.date),
                field="frozen",
                message="The frozen cards are not those that were signed off. Restore the file as it was.",
            )
    if not study.reviews:
        yield Finding(
            rule=NEVER_REVIEWED,
            severity="warning",
            part="reviews",
            message="The study was never reviewed. Sign it off in notebook 07.",
        )
        return
    last = max(study.reviews, key=lambda review: review.date)
    if (study.about.today - last.date).days > study.about.review_every:
        due = last.date + timedelta(days=study.about.review_every)
        yield Finding(
            rule=REVIEW_DUE,
            severity="error",
            part="reviews",
            id=str(last.date),
            message=f"The next review was due on {due}. Look through the map and sign it off in notebook 07.",
        )
    if last.study_hash and last.study_hash != study.fingerprint():
        yield Finding(
            rule="REV-002",
            severity="note",
            part="reviews",
            id=str(last.date),
            message=f"The study has changed since its last review on {last.date}.",
        )
