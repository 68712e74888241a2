"""Step 8: the personas side by side, on the same scales."""

from __future__ import annotations

import pandas as pd

from cjm_research import analysis, charts, checks
from cjm_research.analysis import EMOTION_METHODS, METHODS, Estimate, method_of
from cjm_research.analysis.estimate import true_minus
from cjm_research.people.reading import emotion, left_out, measured, movements, why_no_log
from cjm_research.sections.comparable import against
from cjm_research.sections.objectives import in_unit
from cjm_research.sections.section import Section, Table
from cjm_research.sections.touchpoints import rated
from cjm_research.study import Persona, Study

NOBODY = "There is no persona with a report yet, so there is nothing to compare."


def curves(study: Study) -> Section:
    """Return the emotion curves of all personas on one scale."""
    shown = _shown(study)
    order = [phase.title for phase in study.phases]
    points = {p.id: emotion(study, p.id) for p in shown}
    records = []
    for persona in shown:
        run = 0
        for phase, point in zip(order, points[persona.id], strict=True):
            run += point.value is None
            note = f"n = {point.n:,}" if point.basis == "measured" else point.basis
            record = {
                "persona": persona.name,
                "phase": phase,
                "value": point.value,
                "low": point.low,
                "high": point.high,
            }
            records.append({**record, "run": f"{persona.id}-{run}", "note": note, "basis": point.basis})
    columns = ["persona", "phase", "value", "low", "high", "run", "note", "basis"]
    frame = pd.DataFrame(records, columns=columns).astype({"value": float, "low": float, "high": float})
    lines = tuple((p.name, *(_point(point) for point in points[p.id])) for p in shown)
    names = [persona.name for persona in shown]
    drawn = charts.curves(frame, order=order, people=names, description="emotion curves of all personas")
    return Section(
        id="compare.emotion",
        title="How the journey feels, persona by persona",
        lead=_lowest_point(frame) if shown else NOBODY,
        figure=charts.svg(drawn) if len(frame["value"].dropna()) and not against(study) else "",
        alt="Emotion curves on the axis −2 to +2, one panel per persona.",
        table=Table(caption="Emotion", columns=("persona", *order), rows=lines) if lines else None,
        base="People of each persona who rated a touchpoint of the phase; n beside each value. Hollow points are hand-set.",
        method=EMOTION_METHODS[study.about.emotion],
        scale="valence −2…+2",
        warnings=against(study),
    )


def ratings(study: Study) -> Section:
    """Return the ratings of every touchpoint by persona; the touchpoint rated lowest by anybody comes first."""
    shown = _shown(study)
    scale = study.about.rating_scale
    found = {p.id: rated(study, p.id) for p in shown}
    titles = {
        t.title: min((_value(pairs, t.id) for pairs in found.values()), default=9.0)
        for t, _ in next(iter(found.values()), [])
    }
    rows = sorted(titles, key=lambda title: titles[title])
    cells = [
        {
            "row": t.title,
            "column": p.name,
            "value": e.value,
            "label": f"{e.value:.1f}  n = {e.n:,}" if e.value is not None else "–",
        }
        for p in shown
        for t, e in found[p.id]
    ]
    names = [p.name for p in shown]
    by_title = {(t.title, p.name): e for p in shown for t, e in found[p.id]}
    lines = tuple((title, *(str(by_title[title, name]) for name in names)) for title in rows)
    legend = f"mean rating ({scale.low:g} {scale.low_label} … {scale.high:g} {scale.high_label})"
    frame = pd.DataFrame(cells, columns=["row", "column", "value", "label"]).astype({"value": float})
    drawn = charts.heatmap(
        frame, rows=rows, columns=names, domain=(scale.low, scale.high), legend=legend, description=legend
    )
    return Section(
        id="compare.ratings",
        title="Ratings side by side",
        lead="The touchpoint that any persona rates lowest stands first. A dash: withheld, or nobody was asked."
        if cells
        else "No touchpoint is rated by a metric yet."
        if shown
        else NOBODY,
        figure=charts.svg(drawn) if cells and not against(study) else "",
        alt="Heatmap of mean ratings by touchpoint and persona.",
        table=Table(caption="Ratings", columns=("touchpoint", *names), rows=lines) if lines else None,
        base="People of each persona who rated the touchpoint.",
        method=METHODS["rating"]
        + " Intervals that do not overlap show a difference; where they overlap, these numbers alone do not decide.",
        scale=f"rating {scale.low:g}–{scale.high:g}",
        warnings=against(study),
    )


def funnels(study: Study) -> Section:
    """Return the share of customers reaching each phase, by persona."""
    found = [(p, movements(study, p.id)) for p in _shown(study)]
    limits, ids = study.about.thresholds, [phase.id for phase in study.main_phases]
    reached = [
        (p, analysis.journeys.funnel(mine.journeys, ids, group=mine.group, thresholds=limits))
        for p, mine in found
        if mine and ids
    ]
    if not reached:
        return Section(id="compare.funnel", title="Who gets how far", lead=why_no_log(study), scale="share 0–100 %")
    titles = [phase.title for phase in study.main_phases]
    title = {phase.id: phase.title for phase in study.phases}
    cells = [
        {
            "row": p.name,
            "column": title[r.phase],
            "value": r.total.value,
            "label": f"{100 * r.total.value:.0f} %" if r.total.value is not None else "–",
        }
        for p, steps in reached
        for r in steps.itertuples()
    ]
    lines = tuple((p.name, _begin(steps), *(r.total.short for r in steps.itertuples())) for p, steps in reached)
    names = [p.name for p, _ in reached]
    frame = pd.DataFrame(cells).astype({"value": float})
    drawn = charts.counts(
        frame, rows=names, columns=titles, legend="share", description="share of customers reaching each phase"
    )
    return Section(
        id="compare.funnel",
        title="Who gets how far",
        lead=f"Share of the customers seen in {titles[0]} who reach each phase.",
        figure=charts.svg(drawn),
        alt="Grid of personas by phase with the share of customers who reach it.",
        table=Table(caption="Funnels", columns=("persona", f"customers in {titles[0]}", *titles), rows=lines),
        base=f"Customers of each persona seen in {titles[0]}.{left_out(study)}",
        method=analysis.journeys.FUNNEL_METHOD,
        sources=tuple(sorted({mine.source for _, mine in found if mine})),
        scale="share 0–100 %",
    )


def objectives(study: Study) -> Section:
    """Return where every objective stands, for everybody and persona by persona."""
    shown = _shown(study)
    known = {metric.id: metric for metric in study.metrics}
    measurable = [objective for objective in study.objectives if objective.metric in known]
    lines = tuple(
        (
            o.title,
            f"{in_unit(study, o, o.baseline)} → {in_unit(study, o, o.target)}",
            *(str(measured(study, known[o.metric or ""], id)) for id in ("", *(p.id for p in shown))),
        )
        for o in measurable
    )
    columns = ("objective", "baseline → target", "everybody", *(p.name for p in shown))
    methods = sorted({method_of(known[o.metric or ""]) for o in measurable})
    return Section(
        id="compare.objectives",
        title="Where the objectives stand",
        lead="Intervals that do not overlap show a difference; where they overlap, these numbers alone do not decide."
        if lines
        else "There is no objective with a metric yet.",
        table=Table(caption="Objectives", columns=columns, rows=lines) if lines else None,
        base="n beside each value.",
        method=" ".join(methods),
    )


def consistency(study: Study) -> Section:
    """Return whether the maps may be compared: equal phases, lanes, scales and metrics, or why not."""
    rules = {"phases": ("phases", "steps"), "lanes": ("lane_order",), "scale": ("scale_high",), "state": ("state",)}
    shown = _shown(study)
    broken = {p.id: {field: why for _, field, why in checks.differences(study, study.journey(p.id))} for p in shown}
    asked = {p.id: _not_asked(study, p.id) for p in shown}
    lines = tuple(
        (p.name, *(_state(broken[p.id], fields) for fields in rules.values()), asked[p.id] or "equal") for p in shown
    )
    clean = [p.name for p in shown if not broken[p.id] and not asked[p.id]]
    return Section(
        id="compare.consistency",
        title="Can the personas be compared",
        lead=NOBODY
        if not shown
        else "All personas share phases, lanes, scales and metrics."
        if len(clean) == len(shown)
        else f"Comparable: {', '.join(clean) or 'none'}. The others differ as said below.",
        table=Table(caption="Consistency", columns=("persona", *rules, "metrics"), rows=lines) if lines else None,
        base=f"{len(shown)} personas with a report.",
        method="Equal means the same ids in the same order, the same ends of the scale, and every metric asked of everyone.",
    )


def _shown(study: Study) -> list[Persona]:
    return [persona for persona in study.personas if persona.role != "negative"]


def _value(pairs: list, touchpoint: str) -> float:  # type: ignore[type-arg]
    return next((e.value for t, e in pairs if t.id == touchpoint and e.value is not None), 9.0)


def _point(point) -> str:  # type: ignore[no-untyped-def]
    if point.basis == "measured":
        interval = "(no interval)" if point.low is None else f"[{point.low:+.2f}, {point.high:+.2f}]"
        return true_minus(f"{point.value:+.2f} {interval}, n = {point.n:,}")
    return true_minus(f"{point.value:+.2f} (hand-set)") if point.value is not None else point.reason


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


def _state(broken: dict[str, str], fields: tuple[str, ...]) -> str:
    return next((f"not comparable because {broken[field]}" for field in fields if field in broken), "equal")


def _begin(steps: pd.DataFrame) -> str:
    """Return how many customers enter a funnel, where it may be told."""
    return "–" if steps["total"].iloc[0].value is None else f"{steps['customers'].iloc[0]:,}"
