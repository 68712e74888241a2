"""How the people of a persona rate the touchpoints, and the score of the whole relation beside it."""

from __future__ import annotations

from cjm_research.analysis import Estimate
from cjm_research.people.numbers import measured
from cjm_research.study import Metric, Study, Touchpoint

OVERALL = ("nps", "csat", "mean", "rating")
"""Kinds of metrics that may ask about the whole relation, the likeliest first."""


def rated(study: Study, persona: str) -> list[tuple[Touchpoint, Estimate]]:
    """Return every touchpoint that a metric rates, with its estimate."""
    known = {metric.id: metric for metric in study.metrics}
    return [(t, measured(study, known[t.rating], persona)) for t in study.touchpoints if t.rating in known]


def rated_in(study: Study, source: str | None) -> list[tuple[Touchpoint, Metric]]:
    """Return the touchpoints that people rate in this source."""
    metrics = {metric.id: metric for metric in study.metrics if metric.source == source}
    return [(t, metrics[t.rating]) for t in study.touchpoints if t.rating in metrics]


def overall_score(study: Study) -> Metric | None:
    """Return the score of the whole relation: what an objective aims at, else the first that rates no touchpoint."""
    ratings = {t.rating for t in study.touchpoints}
    metrics = {metric.id: metric for metric in study.metrics if metric.kind in OVERALL and metric.id not in ratings}
    aimed = [metrics[o.metric] for o in study.objectives if o.metric in metrics]
    for metric in (*aimed, *sorted(metrics.values(), key=lambda metric: OVERALL.index(metric.kind))):
        if rated_in(study, metric.source):
            return metric
    return None
