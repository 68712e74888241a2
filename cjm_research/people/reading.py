"""What the sections ask of evidence: the rows, quotes and numbers of one persona, or of the whole study."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cjm_research import analysis, evidence
from cjm_research.analysis import Estimate
from cjm_research.analysis.journeys import Base, Group, Journeys
from cjm_research.errors import EvidenceError
from cjm_research.journey_map.model import EmotionPoint
from cjm_research.people import answers
from cjm_research.study import Metric, Persona, Phase, Source, Step, Study


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
    found = evidence.table(study, source)
    return analysis.members(found, study.source(source), who(study, persona), study.persona_models)


def head_count(found: pd.DataFrame, source: Source) -> int:
    """Return how many people the rows of a source are about: votes counted, a customer of a log once."""
    if source.columns.count in found:
        return int(_counts(found[source.columns.count], source).sum())
    column = source.columns.participant
    return int(found[column].nunique()) if column in found else len(found)


def _counts(column: pd.Series, source: Source) -> pd.Series:
    found = pd.to_numeric(column, errors="coerce")
    wrong = column[found.isna()]
    if len(wrong):
        raise EvidenceError(
            f"evidence/{source.file}",
            f"holds '{wrong.iloc[0]}', which is no count.",
            row=int(wrong.index[0]) + 2,
            column=source.columns.count,
        )
    return found


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


def quotes(study: Study, persona: str) -> pd.DataFrame:
    """Return the coded quotes of a persona; for the whole study, of everybody whose persona is known."""
    found = evidence.quotes(study)
    return found[found["persona"] == persona] if persona else found[found["persona"] != ""]


def unplaced_quotes(study: Study) -> pd.DataFrame:
    """Return the coded quotes of people whose persona no source knows."""
    found = evidence.quotes(study)
    return found[found["persona"] == ""]


def measured(study: Study, metric: Metric, persona: str) -> Estimate:
    """Return a metric for a persona, or the reason why there is no number."""
    limits = study.about.thresholds
    unit = analysis.unit_of(metric)
    if metric.kind == "conversion":
        found = movements(study, persona, metric.source or "")
        if found is None:
            return analysis.unavailable("not measured: no event log for this", "share")
        start, end = metric.from_phase or "", metric.to_phase or ""
        if not {start, end} <= {phase.id for phase in study.phases}:
            return analysis.unavailable("not measured: its phases are not in this study", "share")
        return analysis.journeys.conversion(found.journeys, start, end, group=found.group, thresholds=limits)
    if metric.source is None or metric.source not in study.present:
        return analysis.unavailable("not measured: its source is missing", unit)
    known = study.source(metric.source).file is not None
    estimate = answers.answered(study, metric, who(study, persona)) if known else None
    return estimate or analysis.unavailable("not measured: the source cannot tell this persona", unit)


def ratings_in(study: Study, phase: Phase) -> list[Metric]:
    """Return the metrics that rate a touchpoint of this phase, each once."""
    named = {t.rating for t in study.touchpoints if phase.id in t.phases and t.rating}
    return [metric for metric in study.metrics if metric.id in named]


def emotion(study: Study, persona: str) -> tuple[EmotionPoint, ...]:
    """Return the emotion curve of a persona: measured where people rated, else hand-set, else a gap with its reason."""
    return tuple(_phase_point(study, persona, phase) for phase in study.phases)


def step_emotion(study: Study, persona: str) -> tuple[EmotionPoint, ...]:
    """Return the emotion curve of a persona step by step, from the ratings of the touchpoints met in each step."""
    points = []
    for step in study.journey(persona).steps:
        met = {contact.touchpoint for contact in step.contacts}
        named = {t.rating for t in study.touchpoints if t.id in met and t.rating}
        metrics = [metric for metric in study.metrics if metric.id in named]
        points.append(_point(study, persona, step.phase, metrics, (step,)).model_copy(update={"step": step.title}))
    return tuple(points)


def _phase_point(study: Study, persona: str, phase: Phase) -> EmotionPoint:
    steps = tuple(step for step in study.journey(persona).steps if step.phase == phase.id) if persona else ()
    return _point(study, persona, phase.id, ratings_in(study, phase), steps)


def _point(study: Study, persona: str, phase: str, metrics: list[Metric], steps: tuple[Step, ...]) -> EmotionPoint:
    found = _felt(study, persona, metrics)
    felt = [step.feeling.valence for step in steps if step.feeling]
    by_hand = sum(felt) / len(felt) if felt else None
    if found.value is not None:
        return EmotionPoint(
            phase=phase,
            basis="measured",
            value=found.value,
            low=found.low,
            high=found.high,
            n=found.n,
            indicative=found.indicative,
            by_hand=by_hand,
        )
    if found.n:
        return EmotionPoint(phase=phase, basis="withheld", n=found.n, reason=found.reason, by_hand=by_hand)
    if by_hand is not None:
        return EmotionPoint(phase=phase, basis="hand-set", value=by_hand, by_hand=by_hand)
    return EmotionPoint(phase=phase, basis="none", reason=found.reason)


def _felt(study: Study, persona: str, metrics: list[Metric]) -> Estimate:
    """Return the valence over the metrics of the first source that knows this persona, or the reason for none."""
    scale = study.about.rating_scale
    if any(metric.scale != (scale.low, scale.high) for metric in metrics):
        return analysis.unavailable("rated on another scale than the study's")
    for source in dict.fromkeys(metric.source for metric in metrics if metric.source in study.present):
        asked = tuple(metric for metric in metrics if metric.source == source)
        found = answers.felt(study, asked, who(study, persona)) if study.source(source or "").file else None
        if found is not None:
            return found
    return analysis.unavailable("not rated" if not metrics else "not asked of this persona")
