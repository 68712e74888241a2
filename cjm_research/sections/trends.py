"""Numbers round by round: value, interval and n of each, the change with its interval, and the target."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cjm_research import analysis, charts
from cjm_research.analysis import Estimate
from cjm_research.analysis.waves import CHANGE_METHOD, change, in_words, q_values
from cjm_research.people import answers
from cjm_research.people.reading import people, who
from cjm_research.privacy.disclosure import kept_back
from cjm_research.sections.comparable import against
from cjm_research.sections.objectives import in_unit, verdict
from cjm_research.sections.section import Section, Table
from cjm_research.study import Metric, Objective, Persona, Study

NO_ROUNDS = (
    "No survey of this selection was asked in two rounds. Name its column 'wave' in sources.yaml, or give the study waves "
    "and the survey a column 'at'."
)


@dataclass(frozen=True)
class Trend:
    """A metric round by round, and its change from the round before the last to the last."""

    title: str
    metric: Metric
    found: dict[str, Estimate]
    change: Estimate
    objective: Objective | None = None


def objectives(study: Study, persona: str = "") -> Section:
    """Return the numbers of the objectives round by round, with change and target."""
    found = _of_objectives(study, persona)
    return _section(study, persona, found, id="review.trends", title="Objectives round by round", scaled=False)


def touchpoints(study: Study, persona: str = "") -> Section:
    """Return the ratings of the touchpoints round by round, on one scale."""
    found = _of_touchpoints(study, persona)
    return _section(study, persona, found, id="touchpoints.trends", title="Ratings round by round", scaled=True)


def _of_objectives(study: Study, persona: str) -> list[Trend]:
    known = {metric.id: metric for metric in study.metrics}
    return [
        trend
        for o in study.objectives
        if o.metric in known and (trend := _trend(study, known[o.metric or ""], persona, o.title, o))
    ]


def _of_touchpoints(study: Study, persona: str) -> list[Trend]:
    known = {metric.id: metric for metric in study.metrics}
    return [
        trend
        for t in study.touchpoints
        if t.rating in known and (trend := _trend(study, known[t.rating or ""], persona, t.title))
    ]


def family(study: Study) -> dict[tuple[str, str], float | None]:
    """Return q of every change that any page of the study shows, by persona ('' for everybody) and metric.

    One family: where each page controls its own, a study of pure noise finds something more often with every persona.
    """
    found = {
        (persona, trend.metric.id): trend.change
        for persona in ("", *(one.id for one in study.personas))
        for trend in (*_of_objectives(study, persona), *_of_touchpoints(study, persona))
    }
    return dict(zip(found, q_values(list(found.values())), strict=True))


def _section(study: Study, persona: str, found: list[Trend], *, id: str, title: str, scaled: bool) -> Section:
    names = list(dict.fromkeys(name for trend in found for name in trend.found))
    why = against(study) if scaled else ()
    figure = "" if why or not found else _drawn(study, found, names) if scaled else _panels(found, names)
    target = () if scaled else ("target", "verdict")
    known = family(study) if found else {}
    q = [known[persona, trend.metric.id] for trend in found]
    lines = tuple(_line(study, trend, names, one, scaled=scaled) for trend, one in zip(found, q, strict=True))
    scale = study.about.rating_scale
    return Section(
        id=id,
        title=title,
        lead=_lead(found, q) if found else NO_ROUNDS,
        figure=figure,
        alt="; ".join(f"{trend.title}: {in_words(trend.change)}" for trend in found),
        table=Table(caption="Rounds", columns=("number", *names, "last change", "q", *target), rows=lines)
        if lines
        else None,
        base=f"{people(study, persona)}; people of each round, n beside each value.",
        method=" ".join(dict.fromkeys([*(analysis.method_of(trend.metric) for trend in found), CHANGE_METHOD])),
        sources=tuple(sorted({trend.metric.source for trend in found if trend.metric.source})),
        scale=f"rating {scale.low:g}–{scale.high:g}" if scaled else "one axis per objective, in the unit of its metric",
        comparisons=len(found),
        warnings=why + tuple(dict.fromkeys(said for trend in found if (said := _again(study, trend.metric, persona)))),
    )


def _trend(study: Study, metric: Metric, persona: str, title: str, objective: Objective | None = None) -> Trend | None:
    if (
        metric.kind == "conversion"
        or metric.source not in study.present
        or study.source(metric.source or "").file is None
    ):
        return None
    me, source = who(study, persona), study.source(metric.source or "")
    parts = answers.rounds(study, source.id, me)
    if len(parts) < 2:
        return None
    found = _told_apart(study, metric, me, list(parts))
    before, last = list(parts)[-2:]
    moved = change(metric, found[before], found[last], (parts[before], parts[last]), source.columns.weight)
    return Trend(title, metric, found, moved, objective)


def _told_apart(study: Study, metric: Metric, me: Persona | None, names: list[str]) -> dict[str, Estimate]:
    """Return the number of each round; one that would give away the only withheld round is withheld too."""
    unknown = analysis.unavailable("no answers", analysis.unit_of(metric))
    whole = answers.answered(study, metric, me) or unknown
    found = {name: answers.answered(study, metric, me, name) or unknown for name in names}
    people = {name: one.n for name, one in found.items()}
    rest = whole.n - sum(people.values())
    hidden = kept_back(people, rest, study.about.thresholds.min_group)
    return {
        name: analysis.unavailable(answers.GIVES_AWAY, one.unit) if name in hidden and one.value is not None else one
        for name, one in found.items()
    }


def _drawn(study: Study, found: list[Trend], names: list[str]) -> str:
    scale = study.about.rating_scale
    axis = f"mean rating, {scale.low:g} {scale.low_label} … {scale.high:g} {scale.high_label}"
    frame = _frame([_records(trend, names, 1.0) for trend in found])
    return charts.svg(charts.trends(frame, rounds=names, domain=(scale.low, scale.high), axis=axis, description=axis))


def _panels(found: list[Trend], names: list[str]) -> str:
    drawn = []
    for trend in found:
        factor = 1.0 if analysis.unit_of(trend.metric) == "number" else 100.0
        frame = _frame([_records(trend, names, factor)])
        axis = {"share": "share in percent", "net": "points, −100 … +100"}.get(
            analysis.unit_of(trend.metric), trend.metric.title
        )
        drawn.append(
            charts.trends(frame, rounds=names, domain=_domain(trend, frame), axis=axis, description=trend.title)
        )
    return charts.svg(charts.below(drawn, description="objectives round by round"))


def _domain(trend: Trend, frame: pd.DataFrame) -> tuple[float, float]:
    unit, (low, high) = analysis.unit_of(trend.metric), trend.metric.scale
    if unit != "number":
        return (0, 100) if unit == "share" else (-100, 100)
    if low is not None and high is not None:
        return low, high
    known = frame[["value", "low", "high", "target"]].melt()["value"].dropna()
    return (float(known.min()), float(known.max())) if len(known) else (0, 1)


def _records(trend: Trend, names: list[str], factor: float) -> list[dict[str, object]]:
    target = trend.objective.target if trend.objective else None
    records = []
    for name in names:
        one = trend.found.get(name, analysis.unavailable("not asked"))
        numbers = {key: None if (v := getattr(one, key)) is None else factor * v for key in ("value", "low", "high")}
        note = f"{one.short}, {one.base}" if one.value is not None else one.reason
        records.append({"label": trend.title, "round": name, **numbers, "target": target, "note": note})
    return records


def _frame(records: list[list[dict[str, object]]]) -> pd.DataFrame:
    columns = ["label", "round", "value", "low", "high", "target", "note"]
    frame = pd.DataFrame([one for part in records for one in part], columns=columns)
    return frame.astype({"value": float, "low": float, "high": float, "target": float})


def _line(study: Study, trend: Trend, names: list[str], q: float | None, *, scaled: bool) -> tuple[str, ...]:
    cells = [str(trend.found[name]) if name in trend.found else "not asked" for name in names]
    line = (trend.title, *cells, in_words(trend.change), "–" if q is None else f"{q:.3f}")
    if scaled or trend.objective is None:
        return line
    last = trend.found[list(trend.found)[-1]]
    return *line, in_unit(study, trend.objective, trend.objective.target), verdict(study, trend.objective, last)


def _lead(found: list[Trend], q: list[float | None]) -> str:
    moved = [trend for trend, one in zip(found, q, strict=True) if one is not None and one < 0.05]
    compared = sum(one is not None for one in q)
    many = f"{compared} numbers were" if compared != 1 else "One number was"
    if not moved:
        return f"{many} compared with the round before; no change beyond chance is seen."
    said = "; ".join(f"{trend.title} {in_words(trend.change)}" for trend in moved[:3])
    return f"{many} compared with the round before; {len(moved)} changed beyond chance: {said}{'; …' if len(moved) > 3 else ''}."


def _again(study: Study, metric: Metric, persona: str) -> str:
    """Warn of people who answered in two rounds: the interval of the change takes them for other people."""
    source = study.source(metric.source or "")
    parts = list(answers.rounds(study, source.id, who(study, persona)).values())[-2:]
    column = source.columns.participant
    if len(parts) < 2 or any(column not in part for part in parts):
        return ""
    both = len(set(parts[0][column]) & set(parts[1][column]) - {""})
    if not both:
        return ""
    return f"Some people answered '{source.id}' in both of the last two rounds; the interval of a change takes them for different people."
