"""Maps can only be compared where personas share phases, lanes and scales."""

from __future__ import annotations

from collections.abc import Iterator

from cjm_research.checks.finding import Finding
from cjm_research.study import Journey, Study


def consistency(study: Study) -> Iterator[Finding]:
    """Find maps that differ from the study in phases (``MAP-001``), lanes (``MAP-002``) or scale (``MAP-004``)."""
    names = {persona.id: persona.name for persona in study.personas}
    for journey in study.journeys:
        for rule, field, reason in differences(study, journey):
            yield Finding(
                rule=rule,
                severity="error",
                part="journeys",
                id=journey.persona,
                field=field,
                message=f"The map of {names.get(journey.persona, journey.persona)} cannot be compared: {reason}.",
            )


def differences(study: Study, journey: Journey) -> Iterator[tuple[str, str, str]]:
    """Yield rule, field and reason for everything in which one map differs from the rest of the study."""
    ours = [phase.id for phase in study.phases]
    lanes = [lane.id for lane in study.about.lanes]
    if journey.phases and list(journey.phases) != ours and not study.about.allow_phase_override:
        yield "MAP-001", "phases", f"its phases are {', '.join(journey.phases)}; the study has {', '.join(ours)}"
    way = list(journey.phases) if journey.phases and study.about.allow_phase_override else ours
    order = [way.index(step.phase) for step in journey.steps if step.phase in way]
    if order != sorted(order):
        yield "MAP-005", "steps", "its steps do not follow the order of the phases"
    if journey.lane_order and list(journey.lane_order) != lanes:
        yield (
            "MAP-002",
            "lane_order",
            f"its lanes are {', '.join(journey.lane_order)}; the study has {', '.join(lanes)}",
        )
    high = study.about.rating_scale.high
    if journey.scale_high is not None and journey.scale_high != high:
        yield "MAP-004", "scale_high", f"it was rated up to {journey.scale_high:g}, the others up to {high:g}"
    if journey.state != study.about.state:
        yield "MAP-006", "state", f"it shows the {journey.state} state, the study the {study.about.state} one"
