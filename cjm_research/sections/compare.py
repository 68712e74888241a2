"""Step 8: the personas side by side, on the same scales."""

from __future__ import annotations

from math import inf

import pandas as pd

from cjm_research import analysis, charts, checks
from cjm_research.analysis import EMOTION_METHODS, METHODS, Estimate, method_of
from cjm_research.journey_map.model import EmotionPoint
from cjm_research.people.crowd import NO_LOG, known_crowd, left_out
from cjm_research.people.emotion import emotion
from cjm_research.people.numbers import measured
from cjm_research.people.objectives import in_unit, metric_of
from cjm_research.people.ratings import rated
from cjm_research.printing import percent, true_minus
from cjm_research.sections.comparable import against, rating_scale
from cjm_research.sections.declared import Column, Content, Nothing, Table, section, table
from cjm_research.sections.frames import cells, floats
from cjm_research.study import Persona, Study

DECIDE = "Intervals that do not overlap show a difference; where they overlap, these numbers alone do not decide."


@section("compare.emotion", "How the journey feels, persona by persona", scale="valence −2…+2")
def curves(study: Study) -> Content:
    """Return the emotion curves of all personas on one scale."""
    shown, why = _shown(study), against(study)
    order = [phase.title for phase in study.phases]
    points = {persona.id: emotion(study, persona.id) for persona in shown}
    frame = _frame(shown, order, points)
    names = [persona.name for persona in shown]
    drawn = charts.curves(frame, order=order, people=names, description="emotion curves of all personas")
    return Content(
        lead=_lowest_point(frame),
        figure=charts.svg(drawn) if len(frame["value"].dropna()) and not why else "",
        alt="Emotion curves on the axis −2 to +2, one panel per persona.",
        table=Table(
            caption="Emotion",
            columns=("persona", *order),
            rows=tuple((persona.name, *map(_point, points[persona.id])) for persona in shown),
        ),
        base="People of each persona who rated a touchpoint of the phase; n beside each value. Hollow points are "
        "hand-set.",
        method=EMOTION_METHODS[study.about.emotion],
        warnings=why,
    )


@section(
    "compare.ratings",
    "Ratings side by side",
    scale=rating_scale,
    method=f"{METHODS['rating']} {DECIDE}",
)
def ratings(study: Study) -> Content:
    """Return the ratings of every touchpoint by persona; the touchpoint rated lowest by anybody comes first."""
    shown, why, scale = _shown(study), against(study), study.about.rating_scale
    numbers = {(t.title, p.name): e for p in shown for t, e in rated(study, p.id)}
    if not numbers:
        raise Nothing("No touchpoint is rated by a metric yet.", warnings=why)
    names = [persona.name for persona in shown]
    titles = sorted(dict.fromkeys(title for title, _ in numbers), key=lambda title: _lowest(numbers, title))
    legend = f"mean rating ({scale.low:g} {scale.low_label} … {scale.high:g} {scale.high_label})"
    frame = cells(
        (title, name, e.value, f"{e.value:.1f}  n = {e.n:,}" if e.value is not None else "–")
        for (title, name), e in numbers.items()
    )
    drawn = charts.heatmap(
        frame, rows=titles, columns=names, domain=(scale.low, scale.high), legend=legend, description=legend
    )
    return Content(
        lead="The touchpoint that any persona rates lowest stands first. A dash: withheld, or nobody was asked.",
        figure="" if why else charts.svg(drawn),
        alt="Heatmap of mean ratings by touchpoint and persona.",
        table=Table(
            caption="Ratings",
            columns=("touchpoint", *names),
            rows=tuple((title, *(str(numbers[title, name]) for name in names)) for title in titles),
        ),
        base="People of each persona who rated the touchpoint.",
        warnings=why,
    )


@section("compare.funnel", "Who gets how far", scale="share 0–100 %", method=analysis.journeys.FUNNEL_METHOD)
def funnels(study: Study) -> Content:
    """Return the share of customers reaching each phase, by persona."""
    found = [(p, known_crowd(study, p.id)) for p in _shown(study)]
    ids = [phase.id for phase in study.main_phases]
    reached = [(p, analysis.journeys.funnel(mine, ids)) for p, mine in found if mine and ids]
    if not reached:
        raise Nothing(NO_LOG)
    titles = [phase.title for phase in study.main_phases]
    frame = cells(
        (p.name, title, r.total.value, "–" if r.total.value is None else percent(r.total.value))
        for p, steps in reached
        for title, r in zip(titles, steps, strict=True)
    )
    rows = tuple(
        (
            p.name,
            "–" if steps[0].total.value is None else f"{steps[0].customers:,}",
            *(stage.total.short for stage in steps),
        )
        for p, steps in reached
    )
    names, description = [p.name for p, _ in reached], "share of customers reaching each phase"
    drawn = charts.counts(frame, rows=names, columns=titles, legend="share", description=description)
    return Content(
        lead=f"Share of the customers seen in {titles[0]} who reach each phase.",
        figure=charts.svg(drawn),
        alt="Grid of personas by phase with the share of customers who reach it.",
        table=Table(caption="Funnels", columns=("persona", f"customers in {titles[0]}", *titles), rows=rows),
        base=f"Customers of each persona seen in {titles[0]}.{left_out(study)}",
        sources=tuple(sorted({mine.source for _, mine in found if mine})),
    )


@section("compare.objectives", "Where the objectives stand")
def objectives(study: Study) -> Content:
    """Return where every objective stands, for everybody and persona by persona."""
    measurable = [(o, metric) for o in study.objectives if (metric := metric_of(study, o))]
    if not measurable:
        raise Nothing("There is no objective with a metric yet.")
    shown = _shown(study)
    rows = tuple(
        (
            o.title,
            f"{in_unit(study, o, o.baseline)} → {in_unit(study, o, o.target)}",
            *(str(measured(study, metric, id)) for id in ("", *(persona.id for persona in shown))),
        )
        for o, metric in measurable
    )
    columns = ("objective", "baseline → target", "everybody", *(persona.name for persona in shown))
    return Content(
        lead=DECIDE,
        table=Table(caption="Objectives", columns=columns, rows=rows),
        base="n beside each value.",
        method=" ".join(sorted({method_of(metric) for _, metric in measurable})),
    )


@section(
    "compare.consistency",
    "Can the personas be compared",
    weight="diagnostic",
    method="Equal means the same ids in the same order, the same ends of the scale, and every metric asked of "
    "everyone.",
)
def consistency(study: Study) -> Content:
    """Return whether the maps may be compared: equal phases, lanes, scales and metrics, or why not."""
    shown = _shown(study)
    broken = {p.id: {field: why for _, field, why in checks.differences(study, study.journey(p.id))} for p in shown}
    asked = {p.id: _not_asked(study, p.id) for p in shown}
    clean = [p.name for p in shown if not broken[p.id] and not asked[p.id]]
    return Content(
        lead="All personas share phases, lanes, scales and metrics."
        if len(clean) == len(shown)
        else f"Comparable: {', '.join(clean) or 'none'}. The others differ as said below.",
        table=table(
            "Consistency",
            shown,
            Column("persona", lambda persona: persona.name),
            Column("phases", lambda persona: _state(broken[persona.id], "phases", "steps")),
            Column("lanes", lambda persona: _state(broken[persona.id], "lane_order")),
            Column("scale", lambda persona: _state(broken[persona.id], "scale_high")),
            Column("state", lambda persona: _state(broken[persona.id], "state")),
            Column("metrics", lambda persona: asked[persona.id] or "equal"),
        ),
        base=f"{len(shown)} personas with a report.",
    )


def _shown(study: Study) -> list[Persona]:
    shown = [persona for persona in study.personas if persona.role != "negative"]
    if not shown:
        raise Nothing("There is no persona with a report yet, so there is nothing to compare.")
    return shown


def _frame(shown: list[Persona], order: list[str], points: dict[str, tuple[EmotionPoint, ...]]) -> pd.DataFrame:
    """Return ``persona, phase, value, low, high, run, note, basis`` of each point."""
    records = []
    for persona in shown:
        run = 0
        for phase, point in zip(order, points[persona.id], strict=True):
            # a line is drawn through one run: it breaks at a gap
            run += point.value is None
            note = f"n = {point.n:,}" if point.basis == "measured" else point.basis
            numbers = (point.value, point.low, point.high)
            records.append((persona.name, phase, *numbers, f"{persona.id}-{run}", note, point.basis))
    columns = ["persona", "phase", "value", "low", "high", "run", "note", "basis"]
    return floats(pd.DataFrame(records, columns=columns))


def _lowest(numbers: dict[tuple[str, str], Estimate], title: str) -> float:
    """Return the lowest rating that any persona gives a touchpoint; what nobody rated comes last."""
    known = [e.value for (rated, _), e in numbers.items() if rated == title and e.value is not None]
    return min(known, default=inf)


def _point(point: EmotionPoint) -> str:
    if point.value is None:
        return point.reason
    if point.basis != "measured":
        return true_minus(f"{point.value:+.2f} (hand-set)")
    interval = "(no interval)" if point.low is None else f"[{point.low:+.2f}, {point.high:+.2f}]"
    return true_minus(f"{point.value:+.2f} {interval}, n = {point.n:,}")


def _lowest_point(frame: pd.DataFrame) -> str:
    known = frame[frame["basis"] == "measured"]
    if known.empty:
        return "No persona rated a touchpoint; points are hand-set or missing."
    low = known.loc[known["value"].idxmin()]
    value = true_minus(f"{low['value']:+.2f}")
    return f"The lowest measured point: {low['persona']} in {low['phase']}, {value} ({low['note']})."


def _not_asked(study: Study, persona: str) -> str:
    missing = [m.title for m in study.metrics if _unasked(measured(study, m, persona))]
    return f"not comparable because not asked: {', '.join(missing)}" if missing else ""


def _unasked(found: Estimate) -> bool:
    return found.value is None and found.reason.startswith(("not measured", "no answers"))


def _state(broken: dict[str, str], *fields: str) -> str:
    return next((f"not comparable because {broken[field]}" for field in fields if field in broken), "equal")
