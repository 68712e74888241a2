"""Step 6: how long, and how many contacts, customers take to the goal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import Estimate
from cjm_research.analysis import journeys as asked
from cjm_research.analysis.journeys import Steps
from cjm_research.people.crowd import aimed_at, crowd_in_phases, window
from cjm_research.people.rows import named
from cjm_research.printing import DAY, HOUR, MINUTE, lasting
from cjm_research.privacy.disclosure import tellable
from cjm_research.sections.customers import may_be_told
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.sections.frames import estimates
from cjm_research.study import Phase, Study

HOW_LONG = "How long it takes to reach the goal"
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


@section("obstacles.time_to_goal", HOW_LONG, scale="share 0–100 %, time since the start")
def time_to_goal(study: Study, persona: str = "", start: str = "", goal: str = "") -> Content:
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
    crowd, end, begin = crowd_in_phases(study, persona), aimed_at(study, goal), _begin(study, start)
    way = asked.time_to_goal(crowd, start, end.id)
    if not way.curve or way.arrived < crowd.least:
        raise Nothing(_too_few(study, persona, way.arrived, way.started, begin, end))
    may_be_told(study, persona, crowd, start, end)
    # The axis is that of everybody, so that the pages of two personas can be laid beside each other.
    everyone = asked.time_to_goal(crowd.of(asked.EVERYBODY), start, end.id)
    horizon, unit, word, step = _horizon(everyone.curve)
    shares = [(ticks, way.after(ticks * unit)) for ticks in range(0, round(horizon / unit) + 1, step)]
    # Those still watched at a tick are among those of the tick before, so two numbers a few apart tell of a few.
    sizes = {ticks: share.n for ticks, share in shares if share.value is not None}
    told = tellable(sizes, ((later, ticks) for ticks, later in pairwise(sizes)), crowd.least)
    watched = {ticks: f"{share.n:,}" if ticks in told else "–" for ticks, share in shares}
    drawing = charts.survival(
        way.curve.frame().assign(time=[point.time / unit for point in way.curve]),
        at_risk=pd.DataFrame({"time": ticks, "customers": watched[ticks]} for ticks, _ in shares),
        horizon=horizon / unit,
        unit=word,
        axis="share still on the way",
        description=HOW_LONG,
    )
    return Content(
        lead=_how_long(way, begin, end, [(f"{ticks} {word}", share) for ticks, share in shares]),
        figure=charts.svg(drawing),
        alt=f"Curve: share not yet in {end.title} by {word} since {begin}; "
        + "; ".join(f"{ticks} {word}: {share.short}" for ticks, share in shares),
        table=table(
            f"Not yet in {end.title}",
            shares,
            Column(f"since {begin}", lambda at: f"{at[0]} {word}"),
            Column("share still on the way [95 % interval]", lambda at: at[1].short),
            Column("still watched and on the way", lambda at: watched[at[0]], numeric=True),
        ),
        base=f"{named(study, persona)}: {way.started:,} customers with {begin}, {way.arrived:,} of whom come to "
        f"{end.title}; {window(crowd.base)}.",
        method=f"{way.method()} Start: {begin}. Goal: {end.title}.",
        sources=(crowd.source,),
    )


def _begin(study: Study, start: str) -> str:
    return f"the first event in {study.phase(start).title}" if start else "the first event"


def _too_few(study: Study, persona: str, arrived: int, started: int, begin: str, end: Phase) -> str:
    limits, whom = study.about.thresholds, named(study, persona)
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


def _how_long(way: asked.TimeToGoal, begin: str, end: Phase, at: list[tuple[str, Estimate]]) -> str:
    half = way.median
    if half.value is not None:
        bounds = ", ".join("not reached" if bound is None else lasting(bound) for bound in (half.low, half.high))
        when = f"{lasting(half.value)} [{bounds}] of {begin}, n = {half.n:,}"
        return f"Half of the customers are in {end.title} within {when}."
    when, share = [(when, share) for when, share in at if share.value is not None][-1]
    arrived = Estimate(
        value=1 - (share.value or 0), low=1 - (share.high or 0), high=1 - (share.low or 0), n=way.started, unit="share"
    )
    return f"The median is not reached: {arrived} have come to {end.title} {when} after {begin}."


@section("obstacles.steps_to_goal", "How many contacts it takes to reach the goal", scale="share 0–100 %")
def steps_to_goal(study: Study, persona: str = "", start: str = "", goal: str = "") -> Content:
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
    crowd, end, begin = crowd_in_phases(study, persona), aimed_at(study, goal), _begin(study, start)
    ways = asked.steps_to_goal(crowd, start, end.id)
    may_be_told(study, persona, crowd, start, end)
    if not ways:
        raise Nothing(
            f"Too few customers of {named(study, persona)} come from {begin} to {end.title} to tell their contacts."
        )
    axis = f"share of the customers by their contacts up to {end.title}"
    frame = estimates((_contacts(steps), steps.share, steps.share.short) for steps in ways)
    customers = sum(steps.customers for steps in ways)
    return Content(
        lead=_how_many(ways, end),
        figure=charts.svg(charts.bars(frame, axis=axis, description=axis)),
        alt=f"Bars: {axis}; " + "; ".join(f"{_contacts(steps)} {steps.share.short}" for steps in ways),
        table=table(
            f"Contacts from {begin} to {end.title}",
            ways,
            Column("contacts", _contacts),
            Column("customers", lambda steps: f"{steps.customers:,}", numeric=True),
            Column("share [95 % interval]", lambda steps: steps.share.short),
            Column("arrived in at most so many", lambda steps: steps.within.short),
        ),
        base=f"{named(study, persona)}: {customers:,} customers with {begin}; {window(crowd.base)}.",
        method=f"{asked.STEPS_TO_GOAL_METHOD} Start: {begin}. Goal: {end.title}.",
        sources=(crowd.source,),
    )


def _contacts(steps: Steps) -> str:
    low, high = steps.low, steps.high
    if low is None:
        return "has not arrived"
    if high is None:
        return f"{low} or more, or has not arrived"
    return f"{low} to {high} contacts" if low < high else "1 contact" if low == 1 else f"{low} contacts"


def _how_many(ways: Sequence[Steps], end: Phase) -> str:
    arrived = [(steps.high, steps) for steps in ways if steps.high is not None]
    if not arrived:
        return f"Nearly all come to {end.title}, or need the most contacts told here."
    most, (high, last) = max((steps for _, steps in arrived), key=lambda steps: steps.customers), arrived[-1]
    return (
        f"{last.within} of those who start come to {end.title} in "
        f"{f'{high} contacts or fewer' if high > 1 else 'one contact'}; the most frequent way has {_contacts(most)}: "
        f"{most.share.short}."
    )
