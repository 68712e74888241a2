"""Step 5: the shortest way to the goal of the study, and the touchpoints that go with reaching it."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from cjm_research import analysis, charts
from cjm_research.analysis.journeys import CONTRIBUTION_METHOD, SHORTEST_METHOD, Contribution, Shortest
from cjm_research.people.reading import Movements, movements, people, why_no_log, window
from cjm_research.sections.section import Section, Table
from cjm_research.study import Phase, Study

SHORTEST = "The shortest way to the goal"
CONTRIBUTION = "Touchpoints that go with reaching the goal"
OTHERS = "other touchpoints"
SHARES = "share 0–100 %"
REMOVABLE = 0.5
MODELS = {"first": "first", "last": "last", "linear": "equal parts", "markov": "removal effect"}


def shortest(study: Study, persona: str = "", start: str = "", goal: str = "") -> Section:
    """Return the shortest way that leads to the goal, and the touchpoints that most do without.

    Parameters
    ----------
    study, persona
        Whose journeys.
    start
        Id of the phase in which the way begins; blank for the first event of a customer.
    goal
        Id of the phase in which it ends; blank for the phase that the study aims at.
    """
    found, end = movements(study, persona), aimed_at(study, goal)
    if found is None or end is None:
        return _nothing("shortest", SHORTEST, why_no_log(study) if found is None else "The study has no phases yet.")
    limits = study.about.thresholds
    way = analysis.journeys.shortest(
        found.journeys, start, end.id, "touchpoint", found.group, thresholds=limits, least_skipped=REMOVABLE
    )
    begin = study.phase(start).title if start else "the first event"
    if way.completers < limits.min_group:
        return _nothing(
            "shortest", SHORTEST, f"No way from {begin} to {end.title}: {_nobody(way.completers, study, persona)}."
        )
    if why := untold(study, persona, found, start, end):
        return _nothing("shortest", SHORTEST, why)
    titles = {t.id: t.title for t in study.touchpoints}
    frame = pd.DataFrame(
        [
            {
                "label": titles[r.place],
                "value": r.skipped.value,
                "low": r.skipped.low,
                "high": r.skipped.high,
                "note": r.skipped.short,
            }
            for r in way.skipped.itertuples()
        ],
        columns=["label", "value", "low", "high", "note"],
    ).astype({"value": float, "low": float, "high": float})
    axis = f"share of those who reach {end.title} without the touchpoint"
    return Section(
        id="touchpoints.shortest",
        title=SHORTEST,
        lead=_shortest_way(way, titles, begin, end.title),
        figure=charts.svg(charts.bars(frame, axis=axis, description=axis)) if len(frame) else "",
        alt=f"Bars: {axis}; " + "; ".join(f"{r.label} {r.note}" for r in frame.itertuples()),
        table=Table(
            caption="Skipped touchpoints and number of steps",
            columns=("what", "customers", "share"),
            rows=_skipped_and_steps(way, titles),
            numeric=("customers",),
        ),
        base=f"{people(study, persona)}: {way.completers:,} customers who get from {begin} to {end.title}, of "
        f"{way.started:,}{f' who come to {begin}' if start else ''}; {window(found.base)}.",
        method=f"{SHORTEST_METHOD} Start: {begin}. Goal: {end.title}. A touchpoint counts as removable where "
        f"{100 * REMOVABLE:.0f} % or more do without it.",
        sources=(found.source,),
        scale=SHARES,
    )


def contribution(
    study: Study, persona: str = "", goal: str = "", level: Literal["touchpoint", "channel"] = "touchpoint"
) -> Section:
    """Return how conversions are told to touchpoints or channels in four ways to count.

    Parameters
    ----------
    study, persona
        Whose journeys.
    goal
        Id of the phase whose first event is the conversion; blank for the phase that the study aims at.
    level
        What conversions are told to.
    """
    found, end = movements(study, persona), aimed_at(study, goal)
    if found is None or end is None:
        return _nothing(
            "contribution", CONTRIBUTION, why_no_log(study) if found is None else "The study has no phases yet."
        )
    limits = study.about.thresholds
    told = analysis.journeys.contribution(found.journeys, end.id, level, found.group, thresholds=limits)
    if why := untold(study, persona, found, "", end):
        return _nothing("contribution", CONTRIBUTION, why)
    if told.places.empty:
        least = limits.min_group
        why = (
            f"withheld, it would tell of fewer than {least}"
            if told.conversions >= least
            else _nobody(told.conversions, study, persona)
        )
        return _nothing("contribution", CONTRIBUTION, f"Nothing can be said of who reaches {end.title}: {why}.")
    titles = {t.id: t.title for t in study.touchpoints} if level == "touchpoint" else {"": "no channel named"}
    names = [OTHERS if pd.isna(id) else titles.get(id, id) for id in told.places["place"]]
    frame = pd.DataFrame(
        [
            {
                "label": name,
                "model": MODELS[model],
                "value": getattr(row, model),
                "note": _credit(getattr(row, model), limits.min_group),
            }
            for name, row in zip(names, told.places.itertuples(), strict=True)
            for model in MODELS
        ]
    ).astype({"value": float})
    drawing = charts.contribution(
        frame, models=list(MODELS.values()), description=f"share of conversions to {end.title}"
    )
    lines = tuple(_line(name, row, limits.min_group) for name, row in zip(names, told.places.itertuples(), strict=True))
    columns = (
        level,
        "converters who met it",
        *(f"{name}: share (conversions)" for name in MODELS.values()),
        "removal effect",
    )
    return Section(
        id="touchpoints.contribution",
        title=CONTRIBUTION,
        lead=_greatest(told, names, end.title, level),
        figure=charts.svg(drawing),
        alt=f"Bars: share of the conversions to {end.title} in four ways to count; "
        + "; ".join(f"{line[0]} {', '.join(line[2:6])}" for line in lines),
        table=Table(caption=f"Conversions to {end.title}", columns=columns, rows=lines, numeric=("removal effect",)),
        base=_base(study, persona, found, told, end, level),
        method=f"{CONTRIBUTION_METHOD} Goal: {end.title}.",
        sources=(found.source,),
        scale="share of conversions 0–100 %",
    )


def aimed_at(study: Study, goal: str = "") -> Phase | None:
    """Return the phase named, else the one that the first conversion objective aims at, else a metric; else the last phase."""
    if goal:
        return study.phase(goal)
    metrics, phases = {metric.id: metric for metric in study.metrics}, {phase.id: phase for phase in study.phases}
    upward = [objective for objective in study.objectives if objective.direction == "up"]
    first = [metrics.get(objective.metric or "") for objective in upward if objective.kind == "conversion"]
    for metric in (*first, *(metrics.get(objective.metric or "") for objective in upward), *study.metrics):
        if metric and metric.kind == "conversion" and metric.direction == "up" and metric.to_phase in phases:
            return phases[metric.to_phase]
    return study.phases[-1] if study.phases else None


def untold(study: Study, persona: str, found: Movements, start: str, end: Phase) -> str:
    """Return why it is withheld how many come to a goal, although they are enough; '' where it is told."""
    limits = study.about.thresholds
    if start:
        way = analysis.journeys.funnel(found.journeys, [start, end.id], group=found.group, thresholds=limits)
        enough, told = int(way["customers"].iloc[1]), way["total"].iloc[1].value is not None
    else:
        enough = analysis.journeys.visitors(found.journeys, end.id, group=found.group)
        told = ("phase", end.id) in analysis.journeys.disclosed(found.journeys, found.group, thresholds=limits)
    if told or enough < limits.min_group:
        return ""
    return (
        f"Withheld: beside other numbers, that of {people(study, persona)} who come to {end.title} would tell of fewer than "
        f"{limits.min_group}."
    )


def _shortest_way(way: Shortest, titles: dict[str, str], begin: str, end: str) -> str:
    middle = way.steps.loc[way.steps["n"].cumsum() * 2 >= way.completers, "high"].iloc[0]
    removable = [titles[r.place] for r in way.skipped.itertuples() if r.removable]
    skipped = (
        f"Half or more do without {', '.join(removable)}." if removable else "No touchpoint is skipped by half or more."
    )
    rest = f"Half of those who get there need {middle} steps or fewer. {skipped}"
    if not way.path:
        return f"From {begin} to {end} {way.taken.reason}. {rest}"
    walked = " → ".join(titles[place] for place in way.path)
    steps = _steps(len(way.path), len(way.path))
    return f"The shortest way from {begin} to {end} takes {steps}: {walked}. Exactly this way: {way.taken}. {rest}"


def _skipped_and_steps(way: Shortest, titles: dict[str, str]) -> tuple[tuple[str, ...], ...]:
    skipped = [
        (
            titles[r.place],
            "–" if r.skipped.value is None else f"{way.completers - r.met:,}",
            str(r.skipped) + ", removable" * r.removable,
        )
        for r in way.skipped.itertuples()
    ]
    steps = [(_steps(r.low, r.high), f"{r.n:,}", str(r.share)) for r in way.steps.itertuples()]
    return (*skipped, *steps)


def _steps(low: int, high: int) -> str:
    return f"{low} to {high} steps" if low < high else "1 step" if low == 1 else f"{low} steps"


def _credit(share: float, least: int) -> str:
    if pd.isna(share):
        return f"under {least}"
    return f"{100 * share:.1f} %" if 0 < share < 0.01 else f"{100 * share:.0f} %"


def _line(name: str, row: Any, least: int) -> tuple[str, ...]:
    cells = []
    for model in MODELS:
        share, number = getattr(row, model), getattr(row, f"{model}_n")
        told = "" if pd.isna(share) else f" ({number:,.0f})" if model in ("first", "last") else f" ({number:,.1f})"
        cells.append(_credit(share, least) + told)
    alone = row.reach is not None and not pd.isna(row.removal)
    return name, str(row.reach) if alone else "–", *cells, f"{row.removal:.2f}" if alone else "–"


def _greatest(told: Contribution, names: list[str], end: str, level: str) -> str:
    first = told.places.iloc[0]
    if pd.isna(first["removal"]):
        return f"No {level} is met by enough of those who reach {end} to be told by itself."
    return (
        f"{told.conversions:,} of {told.customers:,} customers reach {end}. {names[0]} has the greatest removal effect, "
        f"{first['removal']:.2f}, which is {_credit(first['markov'], 0)} of all effects; of those who get there, "
        f"{first['reach']}, met it before. This is associated with conversion, not caused by it."
    )


def _base(study: Study, persona: str, found: Movements, told: Contribution, end: Phase, level: str) -> str:
    least = study.about.thresholds.min_group
    direct = f"; {told.direct:,} more reach it and met no {level} before" if told.direct >= least else ""
    return (
        f"{people(study, persona)}: {told.customers:,} customers who met a {level} before {end.title} or never got there, "
        f"{told.conversions:,} of whom reach it{direct}; {window(found.base)}."
    )


def _nobody(count: int, study: Study, persona: str) -> str:
    if not count:
        return f"nobody among {people(study, persona)} gets there"
    return f"{people(study, persona)}, {analysis.withheld(count, study.about.thresholds).reason}"


def _nothing(noun: str, title: str, why: str) -> Section:
    scale = "share of conversions 0–100 %" if noun == "contribution" else SHARES
    return Section(id=f"touchpoints.{noun}", title=title, lead=why, scale=scale)
