"""The journeys of one persona, or of everybody: which log tells them, and the words that go with them."""

from __future__ import annotations

from cjm_research import analysis, evidence
from cjm_research.analysis.journeys import Base, Crowd, Group
from cjm_research.people.nothing import Nothing
from cjm_research.people.rows import named
from cjm_research.study import Phase, Source, Study

NO_LOG = "There is no event log in this study. Import one to see how customers move."
UNTOLD = "The event log cannot tell this persona apart. Give its segment rule a condition on the log."


def crowd_of(study: Study, persona: str) -> Crowd:
    """Return a persona's customers in the first log that can tell them apart; `Nothing` where none can."""
    if (crowd := known_crowd(study, persona)) is None:
        raise Nothing(UNTOLD if _logs(study) else NO_LOG)
    return crowd


def known_crowd(study: Study, persona: str, only: str = "") -> Crowd | None:
    """Return a persona's customers in the named or the first log, or None where no log can tell this persona apart."""
    for source in _logs(study):
        if only and source.id != only:
            continue
        log = analysis.journeys.log_of(study, source.id, evidence.log_place(study, source.id))
        if not persona or persona in dict(log.personas):
            return Crowd(analysis.journeys.open_log(log), Group(persona), study.about.thresholds)
    return None


def crowd_in_phases(study: Study, persona: str) -> Crowd:
    """Return a persona's customers where there are phases to see them in; `Nothing` without, or where they are few."""
    crowd = crowd_of(study, persona)
    if not study.main_phases:
        raise Nothing("The study has no phases to count customers in.")
    n = crowd.base.customers
    if n < crowd.least:
        reason = analysis.withheld(n, crowd.thresholds).reason if n else "nobody is in the log"
        raise Nothing(f"Nothing can be said of {named(study, persona)}: {reason}.")
    return crowd


def _logs(study: Study) -> list[Source]:
    return [
        source
        for source in study.sources
        if source.kind == "events" and (source.file or source.table) and source.id in study.present
    ]


def aimed_at(study: Study, goal: str = "") -> Phase:
    """Return the phase named, else that of the first conversion objective, else of a metric; else the last phase."""
    if goal:
        return study.phase(goal)
    metrics, phases = {metric.id: metric for metric in study.metrics}, {phase.id: phase for phase in study.phases}
    upward = [objective for objective in study.objectives if objective.direction == "up"]
    first = [metrics.get(objective.metric or "") for objective in upward if objective.kind == "conversion"]
    for metric in (*first, *(metrics.get(objective.metric or "") for objective in upward), *study.metrics):
        if metric and metric.kind == "conversion" and metric.direction == "up" and metric.to_phase in phases:
            return phases[metric.to_phase]
    if not study.phases:
        raise Nothing("The study has no phases yet.")
    return study.phases[-1]


def left_out(study: Study) -> str:
    """Name the phases a funnel leaves out."""
    titles = [phase.title for phase in study.phases if phase.optional]
    return f" Optional, so not counted: {', '.join(titles)}." if titles else ""


def window(base: Base) -> str:
    """Return the days of the first and last event."""
    return f"{base.first.date()} to {base.last.date()}" if base.first and base.last else "no event"
