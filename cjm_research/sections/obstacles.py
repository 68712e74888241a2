"""Step 6: where customers are lost, why, and what could be done."""

from __future__ import annotations

import pandas as pd

from cjm_research import analysis, charts
from cjm_research.analysis import METHODS, Estimate
from cjm_research.people.counted import spoke_of
from cjm_research.people.quotes import quotes
from cjm_research.people.ratings import rated
from cjm_research.people.rows import named, rows
from cjm_research.sections.comparable import rating_scale
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.sections.frames import estimates
from cjm_research.study import Obstacle, Opportunity, Study
from cjm_research.study.ledger import home_phase, level, rests_on

SHARES = "share 0–100 %"


@section(
    "obstacles.lowest", "The touchpoints rated lowest", scale=rating_scale, weight="head", method=METHODS["rating"]
)
def lowest(study: Study, persona: str = "") -> Content:
    """Return the five touchpoints people rate lowest."""
    known = [(t, e) for t, e in rated(study, persona) if e.value is not None]
    if not known:
        raise Nothing("Nobody in this selection rated a touchpoint.")
    titles = {phase.id: phase.title for phase in study.phases}
    return Content(
        lead="Where two intervals do not overlap the touchpoints differ; where they do, these numbers alone do not "
        "decide.",
        table=table(
            "Lowest ratings",
            sorted(known, key=lambda pair: pair[1].value or 0)[:5],
            Column("touchpoint", lambda pair: pair[0].title),
            Column("phases", lambda pair: ", ".join(titles.get(id, id) for id in pair[0].phases)),
            Column("owner", lambda pair: pair[0].owner or "–"),
            Column("mean [95 % interval], n", lambda pair: str(pair[1])),
        ),
        base=f"{named(study, persona)}: those who rated the touchpoint.",
    )


@section(
    "obstacles.register",
    "Obstacles by severity and frequency",
    scale="frequency 0–100 %, severity 1–5",
    weight="head",
    method="Severity is set by the team, 1 low … 5 high. Frequency is the share of people with a quote of the "
    "obstacle's code; where nobody was asked, the share of raters in the two lowest boxes. Wilson 95 % intervals.",
)
def register(study: Study, persona: str = "") -> Content:
    """Return the obstacles by how severe they are and how many people they concern."""
    ranked = sorted(study.obstacles_of(persona), key=lambda o: (-(o.severity or 0), o.title))
    if not ranked:
        raise Nothing("No obstacle is registered for this selection.")
    frequent = [(str(place), o, *_frequency(study, o, persona)) for place, o in enumerate(ranked, start=1)]
    titles = {phase.id: phase.title for phase in study.phases}
    severe = [(o.severity, (place, share, "")) for place, o, _, share in frequent if o.severity]
    frame = estimates(mark for _, mark in severe).assign(severity=[severity for severity, _ in severe])
    drawn = charts.svg(_field(frame)) if frame["value"].notna().any() else ""
    assumed = sum(level(study, o.evidence) == "assumed" for o in ranked)
    return Content(
        lead=f"{len(ranked)} obstacles, {assumed} of them assumed." + " The chart shows their numbers." * bool(drawn),
        figure=drawn,
        alt="Obstacles by share of the people they concern and by severity 1–5.",
        table=table(
            "Obstacles",
            frequent,
            Column("no.", lambda line: line[0]),
            Column("obstacle", lambda line: line[1].title),
            Column("blocks", lambda line: _blocks(line[1], titles)),
            Column("kind", lambda line: line[1].kind),
            Column("severity", lambda line: str(line[1].severity or "–")),
            Column("people it concerns", lambda line: f"{line[2]}: {line[3]}"),
            Column("rests on", lambda line: rests_on(study, line[1].evidence)),
        ),
        base=f"{named(study, persona)}: people with coded quotes, or those who rated the touchpoint.",
        sources=tuple(sorted({ref.partition("#")[0] for o in ranked for ref in o.evidence})),
    )


def _field(frame: pd.DataFrame) -> charts.Chart:
    return charts.severity(charts.spread(frame), description="obstacles by frequency and severity")


@section(
    "obstacles.opportunities",
    "Opportunities and solutions",
    scale="value 0–100, effort 0–5",
    weight="head",
    method="Value = (customer value + business value) / 2, each 0–100; effort 0–5; both set by the team.",
)
def opportunities(study: Study, persona: str = "") -> Content:
    """Return the opportunities with their obstacles, value, effort and solutions."""
    ranked = sorted(study.opportunities_of(persona), key=lambda o: (-(o.value or 0), o.effort or 0, o.title))
    if not ranked:
        raise Nothing("No opportunity for this selection yet.")
    blocked = {obstacle.id: obstacle.title for obstacle in study.obstacles}
    metrics = {metric.id: metric.title for metric in study.metrics}
    return Content(
        lead=f"{len(ranked)} opportunities, the most valuable first.",
        table=table(
            "Opportunities",
            ranked,
            Column("how might we …", lambda o: o.title),
            Column("obstacle", lambda o: "; ".join(blocked.get(id, id) for id in o.obstacles) or "none"),
            Column("phase", lambda o: _phase_title(study, home_phase(study, o))),
            Column("value", lambda o: "–" if o.value is None else f"{o.value:.0f}", numeric=True),
            Column("effort", lambda o: "–" if o.effort is None else str(o.effort), numeric=True),
            Column("metric to move", lambda o: metrics.get(o.metric or "", "none")),
            Column("status", lambda o: o.status),
            Column("owner", lambda o: o.owner or "–"),
            Column("solutions", lambda o: _solutions(study, o) or "none yet"),
        ),
        base=f"Opportunities that answer an obstacle of {named(study, persona)}." if persona else "All opportunities.",
    )


def _solutions(study: Study, opportunity: Opportunity) -> str:
    return "; ".join(f"{s.title} ({s.status})" for s in study.solutions if s.opportunity == opportunity.id)


@section("obstacles.insights", "What was learned")
def insights(study: Study, persona: str = "") -> Content:
    """Return what was learned and what follows from it."""
    learned = study.insights_of(persona)
    if not learned:
        raise Nothing("No insight is noted for this selection yet.")
    objectives = {objective.id: objective.title for objective in study.objectives}
    return Content(
        lead=f"{len(learned)} insights.",
        table=table(
            "Insights",
            learned,
            Column("insight", lambda insight: insight.statement),
            Column("kind", lambda insight: insight.kind),
            Column("phase", lambda insight: _phase_title(study, insight.phase)),
            Column("so what", lambda insight: insight.so_what or "–"),
            Column("objective", lambda insight: objectives.get(insight.objective or "", "–")),
            Column("rests on", lambda insight: rests_on(study, insight.evidence)),
        ),
        base="Insights noted in the study; factual ones are observed, interpreted ones concluded.",
    )


def _frequency(study: Study, obstacle: Obstacle, persona: str) -> tuple[str, Estimate]:
    """Return what was counted, and the share of people it was counted among."""
    own = quotes(study, persona)
    if obstacle.code and len(own):
        nobody = analysis.share(0, own["participant"].nunique(), study.about.thresholds)
        return "spoke of it", spoke_of(study, persona).get(obstacle.code, nobody)
    rating = next((t.rating for t in study.touchpoints if t.id == obstacle.touchpoint), None)
    metric = next((metric for metric in study.metrics if metric.id == rating), None)
    answers = rows(study, metric.source, persona) if metric and metric.source else None
    if metric is None or answers is None:
        return "not measured", analysis.unavailable("no code and no rating", "share")
    lowest = study.about.rating_scale.low + 1
    return f"rated {lowest:g} or less", analysis.lowest_boxes(metric, answers, lowest, study.about.thresholds)


def _blocks(obstacle: Obstacle, titles: dict[str, str]) -> str:
    start = titles.get(obstacle.phase, obstacle.phase)
    return f"{start} → {titles.get(obstacle.next_phase, obstacle.next_phase)}" if obstacle.next_phase else start


def _phase_title(study: Study, phase: str | None) -> str:
    return next((p.title for p in study.phases if p.id == phase), "–")
