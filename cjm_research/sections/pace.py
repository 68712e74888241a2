"""Step 6: how long customers stay in a phase, how long and how many contacts they take to the goal."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import Estimate
from cjm_research.analysis import journeys as asked
from cjm_research.analysis.journeys import Crowd
from cjm_research.people.crowd import aimed_at, told_of, window
from cjm_research.people.reading import people
from cjm_research.sections.durations import lasting
from cjm_research.sections.movements import on_the_level
from cjm_research.sections.progress import SHARES
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
    crowd, why = told_of(study, persona)
    if crowd is None:
        return Section(id=id, title=title, lead=why, scale=scale)
    told = asked.dwell(crowd)
    names = {phase.id: phase.title for phase in study.phases}
    known = [(row.median, row, f"{lasting(row.median)}, {row.stays:,} stays") for row in told if row.median is not None]
    if not known:
        lead = f"Too few customers of {people(study, persona)} are seen in a phase to say how long they stay."
        return Section(id=id, title=title, lead=lead, scale=scale)
    frame = pd.DataFrame(
        {"label": names[row.phase], "low": row.low, "value": median, "high": row.high, "p90": row.p90, "note": note}
        for median, row, note in known
    )
    lines = tuple(_stays(names[row.phase], row) for row in told)
    half, longest, _ = max(known, key=lambda stay: stay[0])
    return Section(
        id=id,
        title=title,
        lead=f"Stays in {names[longest.phase]} are the longest: half of them last {lasting(half)} or more "
        f"({longest.stays:,} stays of {longest.customers:,} customers; {longest.open.short} of these are the last of "
        "a customer and may be longer).",
        figure=charts.svg(charts.dwell(frame, domain=_length(crowd), axis="time in the phase", description=title)),
        alt="Boxes from quartile to quartile with the median; "
        + "; ".join(f"{names[row.phase]} {note}" for _, row, note in known),
        table=Table(
            caption="Time in each phase",
            rows=lines,
            numeric=("stays", "customers"),
            columns=("phase", "stays", "customers", "median", "middle half", "90 % last at most", "open stays"),
        ),
        base=on_the_level(study, persona, crowd, asked.customers_classified(crowd)[0], "phase"),
        method=asked.DWELL_METHOD,
        sources=(crowd.source,),
        scale=scale,
    )


def _stays(title: str, row: asked.Dwell) -> tuple[str, ...]:
    if row.low is None or row.median is None or row.high is None or row.p90 is None:
        return title, "–", "–", "–", "–", "–", row.open.short
    return (
        title,
        f"{row.stays:,}",
        f"{row.customers:,}",
        lasting(row.median),
        f"{lasting(row.low)} to {lasting(row.high)}",
        lasting(row.p90),
        row.open.short,
    )


def _length(crowd: Crowd) -> tuple[float, float]:
    base = crowd.journeys.base()
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
    (crowd, why), end = told_of(study, persona), aimed_at(study, goal)
    if crowd is None or end is None:
        return Section(id=id, title=title, lead=why, scale=scale)
    limits, begin = study.about.thresholds, _begin(study, start)
    told = asked.time_to_goal(crowd, start, end.id)
    if not told.curve or told.arrived < limits.min_group:
        return Section(
            id=id, title=title, lead=_too_few(study, persona, told.arrived, told.started, begin, end), scale=scale
        )
    everyone = asked.time_to_goal(crowd.of(asked.EVERYBODY), start, end.id)
    horizon, unit, word, step = _horizon(everyone.curve)
    at = [(ticks, told.after(ticks * unit)) for ticks in range(0, round(horizon / unit) + 1, step)]
    lines = tuple(
        (f"{ticks} {word}", share.short, "–" if share.value is None else f"{share.n:,}") for ticks, share in at
    )
    risk = pd.DataFrame({"time": [ticks for ticks, _ in at], "customers": [line[2] for line in lines]})
    drawing = charts.survival(
        told.curve.frame().assign(time=[point.time / unit for point in told.curve]),
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
        f"{window(crowd.base)}.",
        method=f"{told.method()} Start: {begin}. Goal: {end.title}.",
        sources=(crowd.source,),
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


def _horizon(curve: Sequence[asked.Remaining]) -> tuple[int, int, str, int]:
    """Return the end of the axis in seconds, its unit in seconds and words, and the units between two ticks."""
    most = max((1 - point.share for point in curve), default=0)
    late = next((point.time for point in curve if 1 - point.share >= MOSTLY * most), 0)
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
    (crowd, why), end = told_of(study, persona), aimed_at(study, goal)
    if crowd is None or end is None:
        return Section(id=id, title=title, lead=why, scale=SHARES)
    begin = _begin(study, start)
    told = asked.steps_to_goal(crowd, start, end.id)
    if not told:
        lead = f"Too few customers of {people(study, persona)} come from {begin} to {end.title} to tell their contacts."
        return Section(id=id, title=title, lead=lead, scale=SHARES)
    rows = [(_contacts(row.low, row.high), row) for row in told]
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
    arrived = [(name, row, row.high) for name, row in rows if row.high is not None]
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
        base=f"{people(study, persona)}: {sum(row.customers for row in told):,} customers with {begin}; {window(crowd.base)}.",
        method=f"{asked.STEPS_TO_GOAL_METHOD} Start: {begin}. Goal: {end.title}.",
        sources=(crowd.source,),
        scale=SHARES,
    )


def _contacts(low: int | None, high: int | None) -> str:
    if low is None:
        return "has not arrived"
    if high is None:
        return f"{low} or more, or has not arrived"
    return f"{low} to {high} contacts" if low < high else "1 contact" if low == 1 else f"{low} contacts"


def _how_many(arrived: list[tuple[str, asked.Steps, int]], end: Phase) -> str:
    name, most, _ = max(arrived, key=lambda row: row[1].customers)
    _, last, high = arrived[-1]
    return (
        f"{last.within} of those who start come to {end.title} in {_most(high)}; the most frequent way has {name}: "
        f"{most.share.short}."
    )


def _most(high: int) -> str:
    return f"{high} contacts or fewer" if high > 1 else "one contact"
