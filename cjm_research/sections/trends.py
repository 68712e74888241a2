"""Numbers round by round: value, interval and n of each, the change with its interval, and the target."""

from __future__ import annotations

import pandas as pd

from cjm_research import analysis, charts
from cjm_research.analysis.waves import CHANGE_METHOD, in_words
from cjm_research.people.objectives import in_unit, verdict
from cjm_research.people.rows import named
from cjm_research.people.trends import Trend, family, of_objectives, of_touchpoints
from cjm_research.sections.comparable import against, rating_axis, rating_scale
from cjm_research.sections.declared import Content, Nothing, Table, section
from cjm_research.sections.frames import floats, noted
from cjm_research.study import Study

NO_ROUNDS = (
    "No survey of this selection was asked in two rounds. Name its column 'wave' in sources.yaml, or give the study "
    "waves and the survey a column 'at'."
)


@section("review.trends", "Objectives round by round", scale="one axis per objective, in the unit of its metric")
def objectives(study: Study, persona: str = "") -> Content:
    """Return the numbers of the objectives round by round, with change and target."""
    trends = of_objectives(study, persona)
    return _content(study, persona, trends).model_copy(update={"figure": _panels(trends)})


@section("touchpoints.trends", "Ratings round by round", scale=rating_scale)
def touchpoints(study: Study, persona: str = "") -> Content:
    """Return the ratings of the touchpoints round by round, on one scale."""
    trends, why = of_touchpoints(study, persona), against(study)
    content = _content(study, persona, trends)
    figure = "" if why else _drawn(study, trends)
    return content.model_copy(update={"figure": figure, "warnings": why + content.warnings})


def _content(study: Study, persona: str, trends: list[Trend]) -> Content:
    if not trends:
        raise Nothing(NO_ROUNDS)
    known = family(study)
    q = [known[persona, trend.metric.id] for trend in trends]
    return Content(
        lead=_lead(trends, q),
        alt="; ".join(f"{trend.title}: {in_words(trend.change)}" for trend in trends),
        table=_table(study, trends, q),
        base=f"{named(study, persona)}; people of each round, n beside each value.",
        method=" ".join(dict.fromkeys([*(analysis.method_of(trend.metric) for trend in trends), CHANGE_METHOD])),
        sources=tuple(sorted({trend.metric.source for trend in trends if trend.metric.source})),
        comparisons=len(trends),
        warnings=tuple(
            f"Some people answered '{source}' in both of the last two rounds; the interval of a change takes them for "
            "different people."
            for source in dict.fromkeys(trend.metric.source for trend in trends if trend.same_people)
        ),
    )


def _names(trends: list[Trend]) -> list[str]:
    """Return the rounds of all trends, in their order."""
    return list(dict.fromkeys(name for trend in trends for name in trend.rounds))


def _drawn(study: Study, trends: list[Trend]) -> str:
    axis, names, scale = rating_axis(study), _names(trends), study.about.rating_scale
    frame = _frame(trends, names, 1.0)
    return charts.svg(charts.trends(frame, rounds=names, domain=(scale.low, scale.high), axis=axis, description=axis))


def _panels(trends: list[Trend]) -> str:
    panels, names = [], _names(trends)
    for trend in trends:
        unit = analysis.unit_of(trend.metric)
        frame = _frame([trend], names, 1.0 if unit == "number" else 100.0)
        axis = {"share": "share in percent", "net": "points, −100 … +100"}.get(unit, trend.metric.title)
        panels.append(
            charts.trends(frame, rounds=names, domain=_domain(trend, frame), axis=axis, description=trend.title)
        )
    return charts.svg(charts.below(panels, description="objectives round by round"))


def _domain(trend: Trend, frame: pd.DataFrame) -> tuple[float, float]:
    unit, (low, high) = analysis.unit_of(trend.metric), trend.metric.scale
    if unit != "number":
        return (0, 100) if unit == "share" else (-100, 100)
    if low is not None and high is not None:
        return low, high
    known = frame[["value", "low", "high", "target"]].melt()["value"].dropna()
    return (float(known.min()), float(known.max())) if len(known) else (0, 1)


def _frame(trends: list[Trend], names: list[str], factor: float) -> pd.DataFrame:
    records = [_record(trend, name, factor) for trend in trends for name in names]
    return floats(pd.DataFrame(records)).astype({"target": float})


def _record(trend: Trend, name: str, factor: float) -> dict[str, object]:
    number = trend.rounds.get(name, analysis.unavailable("not asked"))
    scaled = {key: None if (v := getattr(number, key)) is None else factor * v for key in ("value", "low", "high")}
    target = trend.objective.target if trend.objective else None
    return {"label": trend.title, "round": name, **scaled, "target": target, "note": noted(number)}


def _table(study: Study, trends: list[Trend], q: list[float | None]) -> Table:
    names, target = _names(trends), ("target", "verdict") if trends[0].objective else ()
    columns = ("number", *names, "last change", "q", *target)
    rows = tuple(_row(study, trend, names, one) for trend, one in zip(trends, q, strict=True))
    return Table(caption="Rounds", columns=columns, rows=rows)


def _row(study: Study, trend: Trend, names: list[str], q: float | None) -> tuple[str, ...]:
    cells = [str(trend.rounds[name]) if name in trend.rounds else "not asked" for name in names]
    row = (trend.title, *cells, in_words(trend.change), "–" if q is None else f"{q:.3f}")
    if trend.objective is None:
        return row
    last = trend.rounds[list(trend.rounds)[-1]]
    return *row, in_unit(study, trend.objective, trend.objective.target), verdict(study, trend.objective, last)


def _lead(trends: list[Trend], q: list[float | None]) -> str:
    moved = [trend for trend, one in zip(trends, q, strict=True) if one is not None and one < 0.05]
    compared = sum(one is not None for one in q)
    many = f"{compared} numbers were" if compared != 1 else "One number was"
    if not moved:
        return f"{many} compared with the round before; no change beyond chance is seen."
    changes = "; ".join(f"{trend.title} {in_words(trend.change)}" for trend in moved[:3])
    more = "; …" if len(moved) > 3 else ""
    return f"{many} compared with the round before; {len(moved)} changed beyond chance: {changes}{more}."
