"""Step 1: what the study is for, and how far each objective has come."""

from __future__ import annotations

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import Estimate, method_of, unit_of
from cjm_research.people.numbers import measured
from cjm_research.people.rows import named
from cjm_research.printing import true_minus
from cjm_research.sections.section import Section, Table
from cjm_research.study import Objective, Study


def overview(study: Study, persona: str = "") -> Section:
    """Return the objectives with the decision each of them informs."""
    titles = {touchpoint.id: touchpoint.title for touchpoint in study.touchpoints}
    rows = tuple(
        (
            o.title,
            o.kind,
            o.audience,
            o.decision,
            str(o.due or "no date"),
            ", ".join(titles.get(id, id) for id in o.touchpoints) or "none",
        )
        for o in study.objectives
    )
    columns = ("objective", "kind", "audience", "decision it informs", "due", "touchpoints")
    return Section(
        id="objectives.overview",
        title="Objectives and the decisions they inform",
        lead=study.about.scope or "The study does not say its scope yet.",
        table=Table(caption="Objectives", columns=columns, rows=rows) if rows else None,
        base=f"{len(rows)} objectives of the study, the same for every persona.",
        warnings=() if rows else ("There is no objective yet. Add the first one in the form above.",),
    )


def progress(study: Study, persona: str = "") -> Section:
    """Return how each objective stands: baseline, target and the latest value with its interval, for these people."""
    found = [(o, _latest(study, o, persona)) for o in study.objectives]
    drawn = pd.DataFrame([_bar(study, o, e) for o, e in found if o.baseline is not None and o.target is not None])
    rows = tuple(
        (o.title, in_unit(study, o, o.baseline), in_unit(study, o, o.target), str(e), verdict(study, o, e))
        for o, e in found
    )
    alt = "; ".join(f"{o.title}: {e}, {verdict(study, o, e)}" for o, e in found)
    methods = {method_of(metric) for metric in study.metrics if metric.id in {o.metric for o in study.objectives}}
    return Section(
        id="objectives.progress",
        title="How far the objectives have come",
        lead="Grey bar: from baseline to target (dark tick). Blue: the latest value with its 95 % interval."
        if len(drawn)
        else "No objective has both a baseline and a target, so there is nothing to draw."
        if found
        else "There is no objective yet, so nothing can be said about progress.",
        figure=charts.svg(charts.bullet(drawn, description=alt)) if len(drawn) else "",
        alt=alt,
        table=Table(
            caption="Progress",
            columns=("objective", "baseline", "target", "latest [95 % interval]", "verdict"),
            rows=rows,
        )
        if rows
        else None,
        base=f"{named(study, persona)}; n beside each value.",
        method=" ".join(sorted(methods)) + " Met or missed only where the whole interval says so.",
        sources=tuple(sorted({s for o in study.objectives if (s := _source(study, o))})),
        scale="one axis per objective, in the unit of its metric",
    )


def verdict(study: Study, objective: Objective, latest: Estimate) -> str:
    """Say whether the target is met, missed, or cannot be told apart from the interval."""
    if objective.target is None or latest.low is None or latest.high is None:
        return "cannot be told"
    target = objective.target / _factor(study, objective)
    above, below = latest.low >= target, latest.high < target
    if objective.direction == "down":
        above, below = latest.high <= target, latest.low > target
    return "met" if above else "missed" if below else "not decided: the interval covers the target"


def in_unit(study: Study, objective: Objective, value: float | None) -> str:
    """Return a baseline or target with the unit of its metric."""
    if value is None:
        return "none"
    unit = _unit(study, objective)
    if unit == "share":
        return f"{value:g} %"
    return true_minus(f"{value:+g}" if unit == "net" else f"{value:g}")


def _latest(study: Study, objective: Objective, persona: str) -> Estimate:
    if objective.metric not in {metric.id for metric in study.metrics}:
        return Estimate(reason="no metric")
    return measured(study, study.metric(objective.metric), persona)


def _factor(study: Study, objective: Objective) -> float:
    """Targets of shares and net scores are written in percent or points."""
    return 1.0 if _unit(study, objective) == "number" else 100.0


def _unit(study: Study, objective: Objective) -> str:
    return next((unit_of(metric) for metric in study.metrics if metric.id == objective.metric), "number")


def _bar(study: Study, objective: Objective, latest: Estimate) -> dict[str, object]:
    factor = _factor(study, objective)
    scaled = {key: None if (v := getattr(latest, key)) is None else v * factor for key in ("value", "low", "high")}
    label = f"{objective.title}: {latest}"
    return {"label": label, "baseline": objective.baseline, "target": objective.target, **scaled}


def _source(study: Study, objective: Objective) -> str | None:
    metrics = {metric.id: metric.source for metric in study.metrics}
    return metrics.get(objective.metric or "")
