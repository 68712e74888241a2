"""A metric of one persona, from its survey or from the event log."""

from __future__ import annotations

from cjm_research import analysis
from cjm_research.analysis import Estimate
from cjm_research.people import answers
from cjm_research.people.crowd import known_crowd
from cjm_research.people.rows import who
from cjm_research.study import Metric, Phase, Study


def measured(study: Study, metric: Metric, persona: str) -> Estimate:
    """Return a metric for a persona, or the reason why there is no number."""
    unit = analysis.unit_of(metric)
    if metric.kind == "conversion":
        crowd = known_crowd(study, persona, metric.source or "")
        if crowd is None:
            return analysis.unavailable("not measured: no event log for this", "share")
        start, end = metric.from_phase or "", metric.to_phase or ""
        if not {start, end} <= {phase.id for phase in study.phases}:
            return analysis.unavailable("not measured: its phases are not in this study", "share")
        return analysis.journeys.conversion(crowd, start, end)
    if metric.source is None or metric.source not in study.present:
        return analysis.unavailable("not measured: its source is missing", unit)
    known = study.source(metric.source).file is not None
    estimate = answers.answered(study, metric, who(study, persona)) if known else None
    return estimate or analysis.unavailable("not measured: the source cannot tell this persona", unit)


def ratings_in(study: Study, phase: Phase) -> list[Metric]:
    """Return the metrics that rate a touchpoint of this phase, each once."""
    named = {t.rating for t in study.touchpoints if phase.id in t.phases and t.rating}
    return [metric for metric in study.metrics if metric.id in named]
