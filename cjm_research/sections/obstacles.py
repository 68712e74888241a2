"""Step 6: where customers are lost, why, and what could be done."""

from __future__ import annotations

import pandas as pd

from cjm_research import analysis, charts
from cjm_research.analysis import METHODS, Estimate
from cjm_research.people.counted import spoke_of
from cjm_research.people.reading import left_out, movements, people, quotes, rows, why_no_log
from cjm_research.sections.section import Section, Table
from cjm_research.sections.touchpoints import rated
from cjm_research.study import Obstacle, Study
from cjm_research.study.ledger import home_phase, level

SHARES = "share 0–100 %"
ALL, SEEN = "all customers", "all but a few of them seen in {}"


def funnel(study: Study, persona: str = "") -> Section:
    """Return how many customers get from phase to phase, and how many are lost between them."""
    found = movements(study, persona)
    if found is None or not study.main_phases:
        return _no_funnel(why_no_log(study) if found is None else "The study has no phases to count customers in.")
    limits = study.about.thresholds
    ids = [phase.id for phase in study.main_phases]
    counted = analysis.journeys.funnel(found.journeys, ids, group=found.group, thresholds=limits)
    steps = counted.assign(title=[phase.title for phase in study.main_phases])
    start, seen = steps["title"].iloc[0], int(steps["customers"].iloc[0])
    if seen < limits.min_group:
        reason = analysis.withheld(seen, limits).reason if seen else f"nobody was seen in {steps['title'].iloc[0]}"
        return _no_funnel(f"No funnel of {people(study, persona)}: {reason}.")
    frame = pd.DataFrame(
        [
            {
                "label": r.title,
                "value": r.total.value,
                "low": r.total.low,
                "high": r.total.high,
                "note": r.total.short if r.total.value is None else f"{r.customers:,} customers, {r.total.short}",
                "lost": lost,
            }
            for r, lost in zip(steps.itertuples(), _lost(steps), strict=True)
        ]
    ).astype({"value": float, "low": float, "high": float})
    counted = ["–" if r.total.value is None else f"{r.customers:,}" for r in steps.itertuples()]
    lines = tuple(
        (r.title, count, r.step.short, r.drop.short, r.total.short)
        for r, count in zip(steps.itertuples(), counted, strict=True)
    )
    told = steps["total"].iloc[0].value is not None
    columns = (
        "phase",
        "customers",
        "of the phase before",
        "lost since the phase before",
        f"of {start if told else ALL}",
    )
    return Section(
        id="obstacles.funnel",
        title="From phase to phase",
        lead=_greatest_loss(steps),
        figure=charts.svg(
            charts.funnel(
                frame,
                axis=f"share of the customers seen in {start}" if told else "share of all customers",
                description="phase funnel",
            )
        ),
        alt="Funnel over the phases; " + "; ".join(f"{line[0]} {line[1]}" for line in lines),
        table=Table(caption="Funnel", columns=columns, rows=lines, numeric=("customers",)),
        base=f"{people(study, persona)}: "
        + (
            f"{seen:,} customers seen in {start}."
            if told
            else f"{found.base.customers:,} customers, {SEEN.format(start)}."
        )
        + left_out(study),
        method=analysis.journeys.FUNNEL_METHOD,
        sources=(found.source,),
        scale=SHARES,
    )


def lowest(study: Study, persona: str = "") -> Section:
    """Return the five touchpoints people rate lowest."""
    known = [(t, e) for t, e in rated(study, persona) if e.value is not None]
    worst = sorted(known, key=lambda pair: pair[1].value or 0)[:5]
    titles = {phase.id: phase.title for phase in study.phases}
    lines = tuple((t.title, ", ".join(titles.get(p, p) for p in t.phases), t.owner or "–", str(e)) for t, e in worst)
    return Section(
        id="obstacles.lowest",
        title="The touchpoints rated lowest",
        lead="Where two intervals do not overlap the touchpoints differ; where they do, these numbers alone do not decide."
        if lines
        else "Nobody in this selection rated a touchpoint.",
        table=Table(
            caption="Lowest ratings", columns=("touchpoint", "phases", "owner", "mean [95 % interval], n"), rows=lines
        )
        if lines
        else None,
        base=f"{people(study, persona)}: those who rated the touchpoint.",
        method=METHODS["rating"],
        scale=_scale(study),
    )


def register(study: Study, persona: str = "") -> Section:
    """Return the obstacles by how severe they are and how many people they concern."""
    mine = [o for o in study.obstacles if not persona or not o.personas or persona in o.personas]
    ranked = sorted(mine, key=lambda o: (-(o.severity or 0), o.title))
    found = [(str(place), o, *_frequency(study, o, persona)) for place, o in enumerate(ranked, start=1)]
    titles = {phase.id: phase.title for phase in study.phases}
    lines = tuple(
        (
            place,
            o.title,
            _blocks(o, titles),
            o.kind,
            "–" if o.severity is None else str(o.severity),
            f"{what}: {e}",
            rests_on(study, o.evidence),
        )
        for place, o, what, e in found
    )
    frame = pd.DataFrame(
        [
            {"label": place, "severity": o.severity, "value": e.value, "low": e.low, "high": e.high}
            for place, o, _, e in found
            if o.severity
        ],
        columns=["label", "severity", "value", "low", "high"],
    ).astype({"value": float, "low": float, "high": float})
    drawn = charts.svg(_field(frame)) if frame["value"].notna().any() else ""
    assumed = sum(level(study, o.evidence) == "assumed" for o in ranked)
    columns = ("no.", "obstacle", "blocks", "kind", "severity", "people it concerns", "rests on")
    return Section(
        id="obstacles.register",
        title="Obstacles by severity and frequency",
        lead=f"{len(ranked)} obstacles, {assumed} of them assumed." + " The chart shows their numbers." * bool(drawn)
        if ranked
        else "No obstacle is registered for this selection.",
        figure=drawn,
        alt="Obstacles by share of the people they concern and by severity 1–5.",
        table=Table(caption="Obstacles", columns=columns, rows=lines) if lines else None,
        base=f"{people(study, persona)}: people with coded quotes, or those who rated the touchpoint.",
        method="Severity is set by the team, 1 low … 5 high. Frequency is the share of people with a quote of the "
        "obstacle's code; where nobody was asked, the share of raters in the two lowest boxes. Wilson 95 % intervals.",
        sources=tuple(sorted({ref.partition("#")[0] for o in ranked for ref in o.evidence})),
        scale="frequency 0–100 %, severity 1–5",
    )


def _field(frame: pd.DataFrame) -> charts.Chart:
    return charts.severity(charts.spread(frame), description="obstacles by frequency and severity")


def opportunities(study: Study, persona: str = "") -> Section:
    """Return the opportunities with their obstacles, value, effort and solutions."""
    ranked = sorted(study.opportunities_of(persona), key=lambda o: (-(o.value or 0), o.effort or 0, o.title))
    blocked = {o.id: o.title for o in study.obstacles}
    metrics = {metric.id: metric.title for metric in study.metrics}
    lines = tuple(
        (
            o.title,
            "; ".join(blocked.get(id, id) for id in o.obstacles) or "none",
            _phase_title(study, home_phase(study, o)),
            "–" if o.value is None else f"{o.value:.0f}",
            "–" if o.effort is None else str(o.effort),
            metrics.get(o.metric or "", "none"),
            o.status,
            o.owner or "–",
            "; ".join(f"{s.title} ({s.status})" for s in study.solutions if s.opportunity == o.id) or "none yet",
        )
        for o in ranked
    )
    columns = (
        "how might we …",
        "obstacle",
        "phase",
        "value",
        "effort",
        "metric to move",
        "status",
        "owner",
        "solutions",
    )
    return Section(
        id="obstacles.opportunities",
        title="Opportunities and solutions",
        lead=f"{len(ranked)} opportunities, the most valuable first."
        if ranked
        else "No opportunity for this selection yet.",
        table=Table(caption="Opportunities", columns=columns, rows=lines, numeric=("value", "effort"))
        if lines
        else None,
        base=f"Opportunities that answer an obstacle of {people(study, persona)}." if persona else "All opportunities.",
        method="Value = (customer value + business value) / 2, each 0–100; effort 0–5; both set by the team.",
        scale="value 0–100, effort 0–5",
    )


def insights(study: Study, persona: str = "") -> Section:
    """Return what was learned and what follows from it."""
    mine = [i for i in study.insights if not persona or not i.personas or persona in i.personas]
    objectives = {objective.id: objective.title for objective in study.objectives}
    lines = tuple(
        (
            i.statement,
            i.kind,
            _phase_title(study, i.phase),
            i.so_what or "–",
            objectives.get(i.objective or "", "–"),
            rests_on(study, i.evidence),
        )
        for i in mine
    )
    columns = ("insight", "kind", "phase", "so what", "objective", "rests on")
    return Section(
        id="obstacles.insights",
        title="What was learned",
        lead=f"{len(lines)} insights." if lines else "No insight is noted for this selection yet.",
        table=Table(caption="Insights", columns=columns, rows=lines) if lines else None,
        base="Insights noted in the study; factual ones are observed, interpreted ones concluded.",
    )


def _no_funnel(why: str) -> Section:
    return Section(id="obstacles.funnel", title="From phase to phase", lead=why, scale=SHARES)


def _lost(steps: pd.DataFrame) -> list[str]:
    """Return how many of each phase are not seen in the next one, in words."""
    titles, drops = steps["title"].tolist()[1:], steps["drop"].tolist()[1:]
    return [
        f"{drop.short} not seen in {title}" if drop.value is not None else ""
        for title, drop in zip(titles, drops, strict=True)
    ] + [""]


def _greatest_loss(steps: pd.DataFrame) -> str:
    known = [
        (r.title, before, r.drop)
        for before, r in zip(steps["title"], list(steps.itertuples())[1:], strict=False)
        if r.drop.value is not None
    ]
    if not known:
        return "Too few customers to say where they are lost."
    title, before, drop = max(known, key=lambda step: step[2].value)
    return f"The greatest loss lies between {before} and {title}: {drop} are not seen again in {title}."


def _frequency(study: Study, obstacle: Obstacle, persona: str) -> tuple[str, Estimate]:
    """Return what was counted, and the share of people it was counted among."""
    said = quotes(study, persona)
    if obstacle.code and len(said):
        nobody = analysis.share(0, said["participant"].nunique(), study.about.thresholds)
        return "spoke of it", spoke_of(study, persona).get(obstacle.code, nobody)
    rating = next((t.rating for t in study.touchpoints if t.id == obstacle.touchpoint), None)
    metric = next((metric for metric in study.metrics if metric.id == rating), None)
    answers = rows(study, metric.source, persona) if metric and metric.source else None
    if metric is None or answers is None:
        return "not measured", analysis.unavailable("no code and no rating", "share")
    lowest = study.about.rating_scale.low + 1
    return f"rated {lowest:g} or less", analysis.lowest_boxes(metric, answers, lowest, study.about.thresholds)


def rests_on(study: Study, links: tuple[str, ...]) -> str:
    """Return the evidence level and the links it comes from."""
    found = level(study, links)
    return found if found == "assumed" else f"{found}: {', '.join(links)}"


def _blocks(obstacle: Obstacle, titles: dict[str, str]) -> str:
    start = titles.get(obstacle.phase, obstacle.phase)
    return f"{start} → {titles.get(obstacle.next_phase, obstacle.next_phase)}" if obstacle.next_phase else start


def _phase_title(study: Study, phase: str | None) -> str:
    return next((p.title for p in study.phases if p.id == phase), "–")


def _scale(study: Study) -> str:
    return f"rating {study.about.rating_scale.low:g}–{study.about.rating_scale.high:g}"
