"""Step 5: which ratings of touchpoints go with the overall score."""

from __future__ import annotations

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import Estimate
from cjm_research.analysis.association import SPEARMAN_METHOD, ratings_together
from cjm_research.people.rows import named, rows
from cjm_research.sections.section import Section, Table
from cjm_research.study import Metric, Study, Touchpoint

TITLE = "Touchpoint ratings that go with the overall score"
OVERALL = ("nps", "csat", "mean", "rating")
SCALE = "rank correlation −1 to 1"


def key_drivers(study: Study, persona: str = "") -> Section:
    """Return how closely the rating of each touchpoint goes with the overall score of the same people."""
    overall = overall_score(study)
    if overall is None:
        return _nothing(
            "The study has no overall score, such as a recommendation score, beside ratings of its touchpoints."
        )
    answers = rows(study, overall.source or "", persona)
    if answers is None:
        return _nothing(f"The source of {overall.title} is not here, or cannot tell this persona apart.")
    found = [
        (t, ratings_together(metric, overall, answers, study.about.thresholds))
        for t, metric in _rated(study, overall.source)
    ]
    ranked = sorted(found, key=lambda pair: -2 if pair[1].value is None else pair[1].value, reverse=True)
    frame = pd.DataFrame(
        [{"label": t.title, "value": e.value, "low": e.low, "high": e.high, "note": _note(e)} for t, e in ranked]
    ).astype({"value": float, "low": float, "high": float})
    axis = f"rank correlation with {overall.title}"
    return Section(
        id="touchpoints.key_drivers",
        title=TITLE,
        lead=_closest(ranked, overall),
        figure=charts.svg(charts.intervals(frame, domain=(-1, 1), axis=axis, description=f"{axis} per touchpoint")),
        alt=f"{axis} per touchpoint; " + "; ".join(f"{t.title} {e}" for t, e in ranked),
        table=Table(
            caption=axis,
            columns=("touchpoint", "correlation [95 % interval], n"),
            rows=tuple((t.title, str(e)) for t, e in ranked),
        ),
        base=f"{named(study, persona)}: those who rated the touchpoint and answered {overall.title}; n beside each.",
        method=SPEARMAN_METHOD,
        sources=(overall.source,) if overall.source else (),
        scale=SCALE,
    )


def overall_score(study: Study) -> Metric | None:
    """Return the score of the whole relation: what an objective aims at, else the first of its kind; rates no touchpoint."""
    ratings = {t.rating for t in study.touchpoints}
    metrics = {metric.id: metric for metric in study.metrics if metric.kind in OVERALL and metric.id not in ratings}
    aimed = [metrics[o.metric] for o in study.objectives if o.metric in metrics]
    for metric in (*aimed, *sorted(metrics.values(), key=lambda metric: OVERALL.index(metric.kind))):
        if _rated(study, metric.source):
            return metric
    return None


def _rated(study: Study, source: str | None) -> list[tuple[Touchpoint, Metric]]:
    """Return the touchpoints that people rate in this source."""
    metrics = {metric.id: metric for metric in study.metrics if metric.source == source}
    return [(t, metrics[t.rating]) for t in study.touchpoints if t.rating in metrics]


def _closest(ranked: list[tuple[Touchpoint, Estimate]], overall: Metric) -> str:
    known = [(t, e) for t, e in ranked if e.value is not None]
    if not known:
        return f"Too few people rated a touchpoint and answered {overall.title}."
    first, found = known[0]
    sure = [t.title for t, e in known if e.low is not None and e.low > 0]
    others = (
        f" The interval lies above zero for {len(sure)} of {len(ranked)} touchpoints."
        if sure
        else " No interval lies above zero."
    )
    return (
        f"The rating of {first.title} goes most closely with {overall.title}: {found}.{others} This is associated with the "
        "overall score, not caused by the touchpoint."
    )


def _note(found: Estimate) -> str:
    return f"{found.short}, n = {found.n:,}" if found.value is not None else found.reason


def _nothing(why: str) -> Section:
    return Section(id="touchpoints.key_drivers", title=TITLE, lead=why, scale=SCALE)
