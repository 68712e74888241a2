"""Step 6: how long customers stay in a phase, how long and how many contacts they take to the goal."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import Estimate
from cjm_research.analysis import journeys as asked
from cjm_research.people.reading import Movements, people, window
from cjm_research.privacy.disclosure import tellable
from cjm_research.sections.durations import lasting
from cjm_research.sections.goals import aimed_at, untold
from cjm_research.sections.movements import on_the_level
from cjm_research.sections.progress import SHARES, told_of
from cjm_research.sections.section import Section, Table
from cjm_research.study import Phase, Study

MINUTE, HOUR, DAY = 60, 3_600, 86_400
HORIZONS = {
    HOUR: (MINUTE, "minutes", 10),
    6 * HOUR: (HOUR, "hours", 1),
    DAY: (HOUR, "hours", 4),
    3 * DAY: (HOUR, "hours", 12),
    7 * DAY: (DAY, "days", 1),
    14 * DAY: (DAY, "days", 2),
    30 * DAY: (DAY, "days", 5),
    60 * DAY: (DAY, "days", 10),
    120 * DAY: (DAY, "days", 20),
    360 * DAY: (DAY, "days", 60),
    720 * DAY: (DAY, "days", 120),
    3_600 * DAY: (DAY, "days", 600),
}
"""Where the axis of time may end; its unit in seconds and words, and the units from tick to tick."""

MOSTLY = 0.95
"""The axis of time ends where this share of all arrivals has come."""


def dwell(study: Study, persona: str = "") -> Section:
    """Return how long customers stay in each phase."""
    id, title, scale = (
        "obstacles.dwell",
        "How long customers stay in a phase",
        "time, one minute to the length of the log",
    )
    found, why = told_of(study, persona)
    if found is None:
        return Section(id=id, title=title, lead=why, scale=scale)
    told = asked.dwell(found.journeys, group=found.group, thresholds=study.about.thresholds)
    names = {phase.id: phase.title for phase in study.phases}
    known = told[told["median"].notna()]
    if known.empty:
        lead = f"Too few customers of {people(study, persona)} are seen in a phase to say how long they stay."
        return Section(id=id, title=title, lead=lead, scale=scale)
    frame = known.rename(columns={"median": "value"}).assign(
        label=known["phase"].map(names),
        note=[f"{lasting(row.median)}, {row.stays:,} stays" for row in known.itertuples()],
    )[["label", "low", "value", "high", "p90", "note"]]
    lines = tuple(
        (names[row.phase], "–", "–", "–", "–", "–", row.open.short)
        if pd.isna(row.median)
        else (
            names[row.phase],
            f"{row.stays:,}",
            f"{row.customers:,}",
            lasting(row.median),
            f"{lasting(row.low)} to {lasting(row.high)}",
            lasting(row.p90),
            row.open.short,
        )
        for row in told.itertuples()
    )
    longest = known.loc[known["median"].idxmax()]
    return Section(
        id=id,
        title=title,
        lead=f"Stays in {names[longest['phase']]} are the longest: half of them last {lasting(longest['median'])} or more "
        f"({longest['stays']:,} stays of {longest['customers']:,} customers; {longest['open'].short} of these are the last of "
        "a customer and may be longer).",
        figure=charts.svg(charts.dwell(frame, domain=_length(found), axis="time in the phase", description=title)),
        alt="Boxes from quartile to quartile with the median; "
        + "; ".join(f"{r.label} {r.note}" for r in frame.itertuples()),
        table=Table(
            caption="Time in each phase",
            rows=lines,
            numeric=("stays", "customers"),
            columns=("phase", "stays", "customers", "median", "middle half", "90 % last at most", "open stays"),
        ),
        base=on_the_level(
            study, persona, found, asked.customers_classified(found.journeys, group=found.group)[0], "phase"
        ),
        method=asked.DWELL_METHOD,
        sources=(found.source,),
        scale=scale,
    )


def _length(found: Movements) -> tuple[float, float]:
    base = found.journeys.base()
    seconds = (base.last - base.first).total_seconds() if base.first and base.last else 0
    return (MINUTE, max(seconds, HOUR)) if seconds > HOUR else (1, HOUR)


def time_to_goal(study: Study, persona: str = "", start: str = "", goal: str = "") -> Section:
    """Return how long customers take to the goal, those who have not arrived included.

    Parameters
    ----------
    study, persona
        Whose journeys.
    start
        Id of the phase in which time begins; blank for the first event of a customer.
    goal
        Id of the phase to arrive in; blank for the phase that the study aims at.
    """
    id, title, scale = (
        "obstacles.time_to_goal",
        "How long it takes to reach the goal",
        "share 0–100 %, time since the start",
    )
    (found, why), end = told_of(study, persona), aimed_at(study, goal)
    if found is None or end is None:
        return Section(id=id, title=title, lead=why, scale=scale)
    limits, begin = study.about.thresholds, _begin(study, start)
    told = asked.time_to_goal(found.journeys, start, end.id, group=found.group, thresholds=limits)
    if told.curve.empty or told.arrived < limits.min_group:
        return Section(
            id=id, title=title, lead=_too_few(study, persona, told.arrived, told.started, begin, end), scale=scale
        )
    if why := untold(study, persona, found, start, end):
        return Section(id=id, title=title, lead=why, scale=scale)
    everyone = asked.time_to_goal(found.journeys, start, end.id, thresholds=limits)
    horizon, unit, word, step = _horizon(everyone.curve)
    at = [(ticks, told.after(ticks * unit, limits)) for ticks in range(0, round(horizon / unit) + 1, step)]
    watched = {ticks: share.n for ticks, share in at if share.value is not None}
    shown = tellable(watched, ((later, ticks) for ticks, later in pairwise(watched)), limits.min_group)
    lines = tuple((f"{ticks} {word}", share.short, f"{share.n:,}" if ticks in shown else "–") for ticks, share in at)
    risk = pd.DataFrame({"time": [ticks for ticks, _ in at], "customers": [line[2] for line in lines]})
    drawing = charts.survival(
        told.curve.assign(time=told.curve["time"] / unit),
        at_risk=risk,
        horizon=horizon / unit,
        unit=word,
        axis="share still on the way",
        description=title,
    )
    return Section(
        id=id,
        title=title,
        lead=_how_long(told, begin, end, [(f"{ticks} {word}", share) for ticks, share in at]),
        figure=charts.svg(drawing),
        alt=f"Curve: share not yet in {end.title} by {word} since {begin}; "
        + "; ".join(f"{a}: {b}" for a, b, _ in lines),
        table=Table(
            caption=f"Not yet in {end.title}",
            rows=lines,
            numeric=("still watched and on the way",),
            columns=(f"since {begin}", "share still on the way [95 % interval]", "still watched and on the way"),
        ),
        base=f"{people(study, persona)}: {told.started:,} customers with {begin}, {told.arrived:,} of whom come to {end.title}; "
        f"{window(found.base)}.",
        method=f"{told.method(limits)} Start: {begin}. Goal: {end.title}.",
        sources=(found.source,),
        scale=scale,
    )


def _begin(study: Study, start: str) -> str:
    return f"the first event in {study.phase(start).title}" if start else "the first event"


def _too_few(study: Study, persona: str, arrived: int, started: int, begin: str, end: Phase) -> str:
    limits, whom = study.about.thresholds, people(study, persona)
    if started < limits.min_group:
        return f"Fewer than {limits.min_group} customers of {whom} have {begin}, so nothing can be said of their way."
    if not arrived:
        return f"Nobody of {whom} comes to {end.title} while the log runs."
    return f"Fewer than {limits.min_group} customers of {whom} come to {end.title} while the log runs."


def _horizon(curve: pd.DataFrame) -> tuple[int, int, str, int]:
    """Return the end of the axis in seconds, its unit in seconds and words, and the units between two ticks."""
    gone = 1 - curve["share"]
    late = float(curve.loc[gone >= MOSTLY * gone.max(), "time"].iloc[0]) if len(curve) else 0
    horizon = next((seconds for seconds in HORIZONS if seconds >= late), max(HORIZONS))
    return horizon, *HORIZONS[horizon]


def _how_long(told: asked.TimeToGoal, begin: str, end: Phase, at: list[tuple[str, Estimate]]) -> str:
    half = told.median
    if half.value is not None:
        bounds = ", ".join("not reached" if bound is None else lasting(bound) for bound in (half.low, half.high))
        return f"Half of the customers are in {end.title} within {lasting(half.value)} [{bounds}] of {begin}, n = {half.n:,}."
    when, share = [(when, share) for when, share in at if share.value is not None][-1]
    arrived = Estimate(
        value=1 - (share.value or 0), low=1 - (share.high or 0), high=1 - (share.low or 0), n=told.started, unit="share"
    )
    return f"The median is not reached: {arrived} have come to {end.title} {when} after {begin}."


def steps_to_goal(study: Study, persona: str = "", start: str = "", goal: str = "") -> Section:
    """Return how many contacts customers have on their way to the goal.

    Parameters
    ----------
    study, persona
        Whose journeys.
    start
        Id of the phase in which the way begins; blank for the first event of a customer.
    goal
        Id of the phase to arrive in; blank for the phase that the study aims at.
    """
    id, title = "obstacles.steps_to_goal", "How many contacts it takes to reach the goal"
    (found, why), end = told_of(study, persona), aimed_at(study, goal)
    if found is None or end is None:
        return Section(id=id, title=title, lead=why, scale=SHARES)
    begin = _begin(study, start)
    told = asked.steps_to_goal(found.journeys, start, end.id, group=found.group, thresholds=study.about.thresholds)
    if why := untold(study, persona, found, start, end):
        return Section(id=id, title=title, lead=why, scale=SHARES)
    if told.empty:
        lead = f"Too few customers of {people(study, persona)} come from {begin} to {end.title} to tell their contacts."
        return Section(id=id, title=title, lead=lead, scale=SHARES)
    rows = [(_contacts(row.low, row.high), row) for row in told.itertuples()]
    frame = pd.DataFrame(
        [
            {
                "label": name,
                "value": row.share.value,
                "low": row.share.low,
                "high": row.share.high,
                "note": row.share.short,
            }
            for name, row in rows
        ]
    )
    lines = tuple((name, f"{row.customers:,}", row.share.short, row.within.short) for name, row in rows)
    arrived = [(name, row) for name, row in rows if not pd.isna(row.high)]
    axis = f"share of the customers by their contacts up to {end.title}"
    return Section(
        id=id,
        title=title,
        lead=_how_many(arrived, end)
        if arrived
        else f"Nearly all come to {end.title}, or need the most contacts told here.",
        figure=charts.svg(charts.bars(frame, axis=axis, description=axis)),
        alt=f"Bars: {axis}; " + "; ".join(f"{line[0]} {line[2]}" for line in lines),
        table=Table(
            caption=f"Contacts from {begin} to {end.title}",
            rows=lines,
            numeric=("customers",),
            columns=("contacts", "customers", "share [95 % interval]", "arrived in at most so many"),
        ),
        base=f"{people(study, persona)}: {told['customers'].sum():,} customers with {begin}; {window(found.base)}.",
        method=f"{asked.STEPS_TO_GOAL_METHOD} Start: {begin}. Goal: {end.title}.",
        sources=(found.source,),
        scale=SHARES,
    )


def _contacts(low: int, high: int) -> str:
    if pd.isna(low):
        return "has not arrived"
    if pd.isna(high):
        return f"{low} or more, or has not arrived"
    return f"{low} to {high} contacts" if low < high else "1 contact" if low == 1 else f"{low} contacts"


def _how_many(arrived: list, end: Phase) -> str:  # type: ignore[type-arg]
    name, most = max(arrived, key=lambda row: row[1].customers)
    last = arrived[-1][1].within
    return f"{last} of those who start come to {end.title} in {_most(arrived[-1][1].high)}; the most frequent way has {name}: {most.share.short}."


def _most(high: int) -> str:
    return f"{high} contacts or fewer" if high > 1 else "one contact"
