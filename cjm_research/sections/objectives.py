"""Step 1: what the study is for, and how far each objective has come."""

from __future__ import annotations

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import Estimate, method_of
from cjm_research.people.objectives import factor, in_unit, latest, metric_of, verdict
from cjm_research.people.rows import named
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.study import Objective, Study

SCALE = "one axis per objective, in the unit of its metric"


@section("objectives.overview", "Objectives and the decisions they inform")
def overview(study: Study, persona: str = "") -> Content:
    """Return the objectives with the decision each of them informs."""
    if not study.objectives:
        raise Nothing("There is no objective yet. Add the first one in the form above.")
    titles = {touchpoint.id: touchpoint.title for touchpoint in study.touchpoints}
    return Content(
        lead=study.about.scope or "The study does not say its scope yet.",
        table=table(
            "Objectives",
            study.objectives,
            Column("objective", lambda o: o.title),
            Column("kind", lambda o: o.kind),
            Column("audience", lambda o: o.audience),
            Column("decision it informs", lambda o: o.decision),
            Column("due", lambda o: str(o.due or "no date")),
            Column("touchpoints", lambda o: ", ".join(titles.get(id, id) for id in o.touchpoints) or "none"),
        ),
        base=f"{len(study.objectives)} objectives of the study, the same for every persona.",
    )


@section("objectives.progress", "How far the objectives have come", scale=SCALE, weight="head")
def progress(study: Study, persona: str = "") -> Content:
    """Return how each objective stands: baseline, target and the latest value with its interval, for these people."""
    if not study.objectives:
        raise Nothing("There is no objective yet, so nothing can be said about progress.")
    stand = [(objective, latest(study, objective, persona)) for objective in study.objectives]
    bars = pd.DataFrame([_bar(study, o, e) for o, e in stand if o.baseline is not None and o.target is not None])
    alt = "; ".join(f"{o.title}: {e}, {verdict(study, o, e)}" for o, e in stand)
    metrics = [metric for o in study.objectives if (metric := metric_of(study, o))]
    return Content(
        lead="Grey bar: from baseline to target (dark tick). Blue: the latest value with its 95 % interval."
        if len(bars)
        else "No objective has both a baseline and a target, so there is nothing to draw.",
        figure=charts.svg(charts.bullet(bars, description=alt)) if len(bars) else "",
        alt=alt,
        table=table(
            "Progress",
            stand,
            Column("objective", lambda line: line[0].title),
            Column("baseline", lambda line: in_unit(study, line[0], line[0].baseline)),
            Column("target", lambda line: in_unit(study, line[0], line[0].target)),
            Column("latest [95 % interval]", lambda line: str(line[1])),
            Column("verdict", lambda line: verdict(study, *line)),
        ),
        base=f"{named(study, persona)}; n beside each value.",
        method=" ".join(sorted({method_of(metric) for metric in metrics}))
        + " Met or missed only where the whole interval says so.",
        sources=tuple(sorted({metric.source for metric in metrics if metric.source})),
    )


def _bar(study: Study, objective: Objective, number: Estimate) -> dict[str, object]:
    times = factor(study, objective)
    scaled = {key: None if (v := getattr(number, key)) is None else v * times for key in ("value", "low", "high")}
    label = f"{objective.title}: {number}"
    return {"label": label, "baseline": objective.baseline, "target": objective.target, **scaled}
