"""Step 5: the shortest way to the goal of the study, and the touchpoints that go with reaching it."""

from __future__ import annotations

from itertools import accumulate
from typing import Literal

import pandas as pd

from cjm_research import analysis, charts
from cjm_research.analysis.journeys import (
    CONTRIBUTION_METHOD,
    SHORTEST_METHOD,
    Contribution,
    Credit,
    Crowd,
    Model,
    Shortest,
)
from cjm_research.people.crowd import aimed_at, crowd_of, why_no_log, window
from cjm_research.people.reading import people
from cjm_research.sections.section import Section, Table
from cjm_research.study import Phase, Study

SHORTEST = "The shortest way to the goal"
CONTRIBUTION = "Touchpoints that go with reaching the goal"
OTHERS = "other touchpoints"
SHARES = "share 0–100 %"
REMOVABLE = 0.5
MODELS: dict[Model, str] = {"first": "first", "last": "last", "linear": "equal parts", "markov": "removal effect"}


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
    crowd, end = crowd_of(study, persona), aimed_at(study, goal)
    if crowd is None or end is None:
        return _nothing("shortest", SHORTEST, why_no_log(study) if crowd is None else "The study has no phases yet.")
    limits = study.about.thresholds
    way = analysis.journeys.shortest(crowd, start, end.id, "touchpoint", least_skipped=REMOVABLE)
    begin = study.phase(start).title if start else "the first event"
    if way.completers < limits.min_group:
        return _nothing(
            "shortest", SHORTEST, f"No way from {begin} to {end.title}: {_nobody(way.completers, study, persona)}."
        )
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
            for r in way.skipped
        ],
        columns=["label", "value", "low", "high", "note"],
    ).astype({"value": float, "low": float, "high": float})
    axis = f"share of those who reach {end.title} without the touchpoint"
    return Section(
        id="touchpoints.shortest",
        title=SHORTEST,
        lead=_shortest_way(way, titles, begin, end.title),
        figure=charts.svg(charts.bars(frame, axis=axis, description=axis)) if len(frame) else "",
        alt=f"Bars: {axis}; " + "; ".join(f"{titles[r.place]} {r.skipped.short}" for r in way.skipped),
        table=Table(
            caption="Skipped touchpoints and number of steps",
            columns=("what", "customers", "share"),
            rows=_skipped_and_steps(way, titles),
            numeric=("customers",),
        ),
        base=f"{people(study, persona)}: {way.completers:,} customers who get from {begin} to {end.title}, of "
        f"{way.started:,}{f' who come to {begin}' if start else ''}; {window(crowd.base)}.",
        method=f"{SHORTEST_METHOD} Start: {begin}. Goal: {end.title}. A touchpoint counts as removable where "
        f"{100 * REMOVABLE:.0f} % or more do without it.",
        sources=(crowd.source,),
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
    crowd, end = crowd_of(study, persona), aimed_at(study, goal)
    if crowd is None or end is None:
        return _nothing(
            "contribution", CONTRIBUTION, why_no_log(study) if crowd is None else "The study has no phases yet."
        )
    limits = study.about.thresholds
    told = analysis.journeys.contribution(crowd, end.id, level)
    if not told.places:
        why = _nobody(told.conversions, study, persona)
        return _nothing("contribution", CONTRIBUTION, f"Nothing can be said of who reaches {end.title}: {why}.")
    titles = {t.id: t.title for t in study.touchpoints} if level == "touchpoint" else {"": "no channel named"}
    told_apart = [(OTHERS if row.place is None else titles.get(row.place, row.place), row) for row in told.places]
    frame = pd.DataFrame(
        [
            {
                "label": name,
                "model": MODELS[model],
                "value": share,
                "note": _credit(share, limits.min_group),
            }
            for name, row in told_apart
            for model, (share, _) in row.by_model.items()
        ]
    ).astype({"value": float})
    drawing = charts.contribution(
        frame, models=list(MODELS.values()), description=f"share of conversions to {end.title}"
    )
    lines = tuple(_line(name, row, limits.min_group) for name, row in told_apart)
    columns = (
        level,
        "converters who met it",
        *(f"{name}: share (conversions)" for name in MODELS.values()),
        "removal effect",
    )
    return Section(
        id="touchpoints.contribution",
        title=CONTRIBUTION,
        lead=_greatest(told, told_apart[0], end.title, level),
        figure=charts.svg(drawing),
        alt=f"Bars: share of the conversions to {end.title} in four ways to count; "
        + "; ".join(f"{line[0]} {', '.join(line[2:6])}" for line in lines),
        table=Table(caption=f"Conversions to {end.title}", columns=columns, rows=lines, numeric=("removal effect",)),
        base=_base(study, persona, crowd, told, end, level),
        method=f"{CONTRIBUTION_METHOD} Goal: {end.title}.",
        sources=(crowd.source,),
        scale="share of conversions 0–100 %",
    )


def _shortest_way(way: Shortest, titles: dict[str, str], begin: str, end: str) -> str:
    reached = accumulate(steps.n for steps in way.steps)
    middle = next(steps.high for steps, n in zip(way.steps, reached, strict=True) if 2 * n >= way.completers)
    removable = [titles[r.place] for r in way.skipped if r.removable]
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
            "–" if r.met is None else f"{way.completers - r.met:,}",
            str(r.skipped) + ", removable" * r.removable,
        )
        for r in way.skipped
    ]
    steps = [(_steps(r.low, r.high), f"{r.n:,}", str(r.share)) for r in way.steps]
    return (*skipped, *steps)


def _steps(low: int, high: int) -> str:
    return f"{low} to {high} steps" if low < high else "1 step" if low == 1 else f"{low} steps"


def _credit(share: float | None, least: int) -> str:
    if share is None:
        return f"under {least}"
    return f"{100 * share:.1f} %" if 0 < share < 0.01 else f"{100 * share:.0f} %"


def _line(name: str, row: Credit, least: int) -> tuple[str, ...]:
    cells = []
    for model, (share, number) in row.by_model.items():
        whole = model in ("first", "last")
        told = "" if number is None else f" ({number:,.0f})" if whole else f" ({number:,.1f})"
        cells.append(_credit(share, least) + told)
    if row.removal is None:
        return name, "–", *cells, "–"
    return name, str(row.reach), *cells, f"{row.removal:.2f}"


def _greatest(told: Contribution, first: tuple[str, Credit], end: str, level: str) -> str:
    name, credit = first
    if credit.removal is None:
        return f"No {level} is met by enough of those who reach {end} to be told by itself."
    return (
        f"{told.conversions:,} of {told.customers:,} customers reach {end}. {name} has the greatest removal effect, "
        f"{credit.removal:.2f}, which is {_credit(credit.markov, 0)} of all effects; of those who get there, "
        f"{credit.reach}, met it before. This is associated with conversion, not caused by it."
    )


def _base(study: Study, persona: str, crowd: Crowd, told: Contribution, end: Phase, level: str) -> str:
    least = study.about.thresholds.min_group
    direct = f"; {told.direct:,} more reach it and met no {level} before" if told.direct >= least else ""
    return (
        f"{people(study, persona)}: {told.customers:,} customers who met a {level} before {end.title} or never got there, "
        f"{told.conversions:,} of whom reach it{direct}; {window(crowd.base)}."
    )


def _nobody(count: int, study: Study, persona: str) -> str:
    if not count:
        return f"nobody among {people(study, persona)} gets there"
    return f"{people(study, persona)}, {analysis.withheld(count, study.about.thresholds).reason}"


def _nothing(noun: str, title: str, why: str) -> Section:
    scale = "share of conversions 0–100 %" if noun == "contribution" else SHARES
    return Section(id=f"touchpoints.{noun}", title=title, lead=why, scale=scale)
