"""The journeys of one persona, from the event log that can tell it apart."""

from __future__ import annotations

from dataclasses import dataclass

from cjm_research import analysis, evidence
from cjm_research.analysis.journeys import Base, Group, Journeys
from cjm_research.study import Source, Study


def _logs(study: Study) -> list[Source]:
    return [
        source
        for source in study.sources
        if source.kind == "events" and (source.file or source.table) and source.id in study.present
    ]


@dataclass(frozen=True)
class Movements:
    """The journeys of a log, and whose of them are asked about."""

    source: str
    journeys: Journeys
    group: Group

    @property
    def base(self) -> Base:
        """How many customers and events, and when."""
        return self.journeys.base(self.group)


def movements(study: Study, persona: str, only: str = "") -> Movements | None:
    """Return a persona's journeys from the named or the first log, or None where no log can tell this persona apart."""
    for source in _logs(study):
        if only and source.id != only:
            continue
        log = analysis.journeys.log_of(study, source.id, evidence.log_place(study, source.id))
        if not persona or persona in dict(log.personas):
            return Movements(source.id, analysis.journeys.open_log(log), Group(persona))
    return None


def left_out(study: Study) -> str:
    """Name the phases a funnel leaves out."""
    titles = [phase.title for phase in study.phases if phase.optional]
    return f" Optional, so not counted: {', '.join(titles)}." if titles else ""


def window(base: Base) -> str:
    """Return the days of the first and last event."""
    return f"{base.first.date()} to {base.last.date()}" if base.first and base.last else "no event"


def why_no_log(study: Study) -> str:
    """Say why a figure from events is empty."""
    if _logs(study):
        return "The event log cannot tell this persona apart. Give its segment rule a condition on the log."
    return "There is no event log in this study. Import one to see how customers move."
