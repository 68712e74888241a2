"""What the sections ask of evidence: the rows, quotes and numbers of one persona, or of the whole study."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cjm_research import analysis, evidence
from cjm_research.analysis import Estimate
from cjm_research.journey_map.model import EmotionPoint
from cjm_research.study import Metric, Persona, Phase, Study
from cjm_research.study.ledger import rating_sources


def who(study: Study, persona: str) -> Persona | None:
    """Return the persona, or None for the whole study."""
    return study.persona(persona) if persona else None


def people(study: Study, persona: str) -> str:
    """Name whom a number speaks of."""
    return study.persona(persona).name if persona else "all customers in the study"


def rows(study: Study, source: str, persona: str) -> pd.DataFrame | None:
    """Return a persona's rows of a source as text, or None where the source is gone or cannot tell personas apart."""
    if source not in study.present or study.source(source).file is None:
        return None
    return analysis.members(evidence.table(study, source), study.source(source), who(study, persona))


@dataclass(frozen=True)
class Log:
    """A persona's events and the source they stand in."""

    source: str
    events: pd.DataFrame


def log(study: Study, persona: str) -> Log | None:
    """Return a persona's events from the study's first event log, or None where there is none that can tell."""
    logs = [source for source in study.sources if source.kind == "events" and source.id in study.present]
    for source in logs:
        events = analysis.members(evidence.event_log(study, source.id), source, who(study, persona))
        if events is not None:
            return Log(source.id, events)
    return None


def why_no_log(study: Study) -> str:
    """Say why a figure from events is empty."""
    if any(source.kind == "events" and source.id in study.present for source in study.sources):
        return "The event log cannot tell this persona apart. Give its segment rule a condition on the log."
    return "There is no event log in this study. Import one to see how customers move."


def quotes(study: Study, persona: str) -> pd.DataFrame:
    """Return the quotes of a persona; for the whole study those of everybody, unknown speakers included."""
    found = evidence.quotes(study)
    return found[found["persona"] == persona] if persona else found


def measured(study: Study, metric: Metric, persona: str) -> Estimate:
    """Return a metric for a persona, or the reason why there is no number."""
    limits = study.about.thresholds
    unit = {"share": "share", "csat": "share", "conversion": "share", "nps": "net"}.get(metric.kind, "number")
    if metric.kind == "conversion":
        found = log(study, persona)
        if found is None or metric.from_phase is None or metric.to_phase is None:
            return analysis.unavailable("not measured: no event log for this", "share")
        start, end = study.phase(metric.from_phase), study.phase(metric.to_phase)
        return analysis.journeys.conversion(found.events, start, end, limits)
    if metric.source is None or metric.source not in study.present:
        return analysis.unavailable("not measured: its source is missing", unit)  # type: ignore[arg-type]
    answers = rows(study, metric.source, persona)
    if answers is None:
        return analysis.unavailable("not measured: the source cannot tell this persona", unit)  # type: ignore[arg-type]
    return analysis.measure(metric, answers, limits)


def ratings_in(study: Study, phase: Phase) -> list[Metric]:
    """Return the metrics that rate a touchpoint of this phase, each once."""
    named = {t.rating for t in study.touchpoints if phase.id in t.phases and t.rating}
    return [metric for metric in study.metrics if metric.id in named]


def emotion(study: Study, persona: str) -> tuple[EmotionPoint, ...]:
    """Return the emotion curve of a persona: measured where people rated, else hand-set, else a gap with its reason."""
    return tuple(_point(study, persona, phase) for phase in study.phases)


def _point(study: Study, persona: str, phase: Phase) -> EmotionPoint:
    metrics = ratings_in(study, phase)
    by_source = {metric.source for metric in metrics if metric.source in study.present}
    answers = rows(study, next(iter(sorted(filter(None, by_source)))), persona) if by_source else None
    if answers is not None:
        asked = [metric for metric in metrics if metric.column in answers]
        found = analysis.phase_emotion(asked, answers, study.about.rating_scale, study.about.thresholds)
        if found.value is not None:
            return EmotionPoint(
                phase=phase.id, basis="measured", value=found.value, low=found.low, high=found.high, n=found.n
            )
        if found.n:
            return EmotionPoint(phase=phase.id, basis="withheld", n=found.n, reason=found.reason)
    steps = study.journey(persona).steps if persona else ()
    felt = [step.feeling.valence for step in steps if step.phase == phase.id and step.feeling]
    if felt and not rating_sources(study, persona, phase.id):
        return EmotionPoint(phase=phase.id, basis="hand-set", value=sum(felt) / len(felt))
    reason = "not rated" if answers is not None or not metrics else "not asked of this persona"
    return EmotionPoint(phase=phase.id, basis="none", reason=reason)
