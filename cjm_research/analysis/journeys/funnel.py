"""Customers through the phases in their order: how many get how far, in four ways of counting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Literal

from cjm_research.analysis import estimate
from cjm_research.analysis.journeys.crowd import Crowd
from cjm_research.analysis.journeys.disclosed import ALL, Customers, beside, disclosed
from cjm_research.analysis.records import Records
from cjm_research.privacy.disclosure import gives_away, is_few, tellable
from cjm_research.study import Thresholds

AFTER_FEW = "withheld: too few people in a phase before"


@dataclass(frozen=True)
class Way:
    """A way of counting a funnel.

    Parameters
    ----------
    entry
        ``closed``: a customer enters with the first phase only. ``open``: with whichever phase is seen first.
    order
        ``eventual``: anything may happen between two phases. ``direct``: the next event must belong to the next phase
        or to the same one.
    """

    entry: Literal["closed", "open"] = "closed"
    order: Literal["eventual", "direct"] = "eventual"


WAYS = (Way(), Way("open"), Way("closed", "direct"), Way("open", "direct"))

_RULES = dict(
    zip(
        WAYS,
        (
            "A customer counts in the first phase from the first event there, and in a later phase once any later "
            "event of the log belongs to it, with every phase before it reached first (closed, eventual",
            "A customer enters with the first event in any phase and counts there, then in each next phase once a "
            "later event belongs to it; a phase left out ends the count (open, eventual",
            "A customer enters with the first phase and counts in the next one if the next event belongs to it; events "
            "in the same phase do not matter, any other ends the attempt, and the best attempt counts (closed, direct",
            "A customer enters with the first event in any phase and counts in the next one if the next event belongs "
            "to it; events in the same phase do not matter, any other ends the count (open, direct",
        ),
        strict=True,
    )
)


def funnel_method(way: Way = WAYS[0], window: timedelta | None = None) -> str:
    """Return the rule of a way of counting, as it is printed under the numbers.

    Examples
    --------
    >>> funnel_method(window=timedelta(days=30)).partition("(")[2]
    'closed, eventual; within 30 days of entering; equal times in the order of the log). Shares with Wilson 95 %
    intervals.'
    """
    limit = f"within {window.total_seconds() / 86400:g} days of entering" if window else "no time window"
    end = f"; {limit}; equal times in the order of the log). Shares with Wilson 95 % intervals."
    return f"Unit: customers. {_RULES[way]}{end}"


FUNNEL_METHOD = funnel_method()


@dataclass(frozen=True)
class Stage:
    """A phase of a funnel.

    Attributes
    ----------
    phase
        Its id.
    customers
        Who count there.
    step
        The share of those in the phase before who went on.
    total
        The share of those who entered at all, or of everybody where all but a few entered; withheld beside other
        numbers that would tell of a few with it, and after a phase of too few people, because it would give the
        withheld ``step`` away.
    drop
        The share of those in the phase before who did not go on.
    """

    phase: str
    customers: int
    step: estimate.Estimate
    total: estimate.Estimate
    drop: estimate.Estimate


def funnel(
    crowd: Crowd, phases: Sequence[str] | None = None, *, way: Way = WAYS[0], window: timedelta | None = None
) -> Records[Stage]:
    """Return how many customers get from phase to phase.

    Parameters
    ----------
    phases
        Ids of phases in the order of the funnel; all phases of the study unless said otherwise.
    window
        Only events within this time of entering count, the end included.

    Returns
    -------
    Records of Stage
        One per phase. The first ``step`` and ``drop`` say that nothing comes before it.
    """
    chosen = list(crowd.places("phase") if phases is None else phases)
    entered, went_on, everyone = _counted(_furthest(crowd, chosen, way, window), len(chosen))
    first = estimate.unavailable("first phase", "share")
    told = told_beside(crowd, chosen, entered, way=way, window=window, everyone=everyone)
    everybody = disclosed(crowd).get(ALL, 0)
    if way.entry == "closed" and is_few(everybody - everyone, crowd.least):
        everyone = everybody
    few = [any(0 < count < crowd.least for count in entered[:place]) for place in range(len(chosen))]
    steps, drops, totals = [first], [first], []
    for place, now in enumerate(went_on[1:], start=1):
        before = entered[place - 1]
        # Where anybody may enter anywhere, who came from before and who entered here add up to who is here.
        adds_up = way.entry == "open" and gives_away(now, entered[place], crowd.least)
        known = told[place - 1] and told[place] and not adds_up
        for shares, part in ((steps, now), (drops, before - now)):
            shares.append(beside(_share(part, before, crowd.thresholds), crowd.thresholds, told=known))
    for place, now in enumerate(entered):
        share = beside(_share(now, everyone, crowd.thresholds), crowd.thresholds, told=told[place])
        totals.append(estimate.unavailable(AFTER_FEW, "share") if few[place] else share)
    columns = chosen, entered, steps, totals, drops
    return Records(Stage, tuple(Stage(*stage) for stage in zip(*columns, strict=False)))


def conversion(crowd: Crowd, start: str, end: str) -> estimate.Estimate:
    """Return the share of customers seen in one phase who are later seen in another."""
    return funnel(crowd, [start, end])[1].step


def told_beside(
    crowd: Crowd,
    phases: Sequence[str],
    entered: Sequence[int],
    *,
    way: Way = WAYS[0],
    window: timedelta | None = None,
    everyone: int = 0,
) -> list[bool]:
    """Say for each phase of a funnel whether its number may stand beside those told elsewhere (`disclosed`)."""
    kept, funnel = disclosed(crowd), crowd.journeys.log.funnel
    planned = tuple(phases) == funnel
    if planned and way == WAYS[0] and window is None:
        return [("reached", phase) in kept for phase in phases]
    here: Customers = ("here", "")
    stages: list[Customers] = [("here", phase) for phase in phases]
    inside: list[tuple[Customers, Customers]] = [(here, ("phase", "")), (here, ALL)]
    for stage, phase in zip(stages, phases, strict=True):
        inside += [(stage, here), (stage, ("phase", phase))]
        inside += [(stage, ("reached", phase))] if planned and way.entry == "closed" else []
    inside += [(after, before) for before, after in pairwise(stages)] if way.entry == "closed" else []
    told = tellable(kept | {here: everyone} | dict(zip(stages, entered, strict=True)), inside, crowd.least)
    return [here in told and stage in told for stage in stages]


def _share(count: int, base: int, thresholds: Thresholds) -> estimate.Estimate:
    return estimate.share(count, base, thresholds) if base else estimate.unavailable("nobody came this far", "share")


def _counted(furthest: list[tuple[int, int, int]], phases: int) -> tuple[list[int], list[int], int]:
    """Return for each phase who count there and who of them came from the phase before; and how many entered at all."""
    entered, went_on = [0] * phases, [0] * phases
    for entry, end, n in furthest:
        for place in range(entry, end):
            entered[place] += n
            went_on[place] += n * (place > entry)
    return entered, went_on, sum(n for entry, end, n in furthest if end > entry)


def _furthest(crowd: Crowd, phases: list[str], way: Way, window: timedelta | None) -> list[tuple[int, int, int]]:
    """Return (place of entry, place after the last phase reached, customers)."""
    if not phases:
        return []
    e = crowd.engine
    walked = f"select path, n from ({_paths(crowd, phases, way, window)}) as walked"
    entry = "0" if way.entry == "closed" else e.at(e.only("path", "v >= 0"), "1")
    ends = (
        f"select {entry} as entry, {e.fold('path', '0', _walk(way, len(phases)))} as ending, n from ({walked}) as paths"
    )
    found = e.rows(f"select entry, ending, sum(n) from ({ends}) as ends group by entry, ending")
    best_above = len(phases) + 1 if way == Way("closed", "direct") else 1
    return [(entry or 0, abs(ending) // best_above, int(n)) for entry, ending, n in found]


def _walk(way: Way, phases: int) -> str:
    """Return what an event in phase ``v`` (less than 0: in none) makes of ``a``, the place of the phase awaited."""
    if way == Way():
        return "case when v = a then a + 1 else a end"
    if way == Way("open"):
        return "case when a = 0 then v + 1 when v = a then a + 1 else a end"
    if way == Way("open", "direct"):  # below 0: it has ended
        return "case when a < 0 then a when a = 0 then v + 1 when v = a - 1 then a when v = a then a + 1 else -a end"
    most = phases + 1  # the best attempt above the present one
    present = f"a % {most}"
    on = f"when v = {present} then {present} + 1 when v = {present} - 1 then {present}"
    now = f"(case {on} when v = 0 then 1 else 0 end)"
    return f"greatest(a - {present}, {now} * {most}) + {now}"


def _paths(crowd: Crowd, phases: list[str], way: Way, window: timedelta | None) -> str:
    """Select ``path`` (places in the funnel, -1 for what is in none) and ``n``."""
    e = crowd.engine
    if window is None:
        level: Literal["event", "phase"] = "phase" if way.order == "eventual" else "event"
        placed = e.each("path", _place(crowd, phases, level, "v"))
        return f"select {placed} as path, n from ({crowd.paths(level)}) as paths"
    placed = _place(crowd, phases, "event", e.code("v"))
    enters = e.only("items", f"{placed} = 0" if way.entry == "closed" else f"{placed} >= 0")
    steps = f"{crowd.journeys.steps('event')} where {crowd.where}"
    entered = f"select items, {e.moment(e.at(enters, '1'))} as entered from {steps}"
    in_time = e.only("items", f"{e.moment('v')} <= entered + {window // timedelta(microseconds=1)}")
    path = e.each(in_time, placed)
    return f"select {path} as path, 1 as n from ({entered}) as entering where entered is not null"


def _place(crowd: Crowd, phases: list[str], level: Literal["event", "phase"], value: str) -> str:
    """Return the SQL of the place in the funnel of an event or phase."""
    at = {crowd.index("phase", phase): place for place, phase in enumerate(phases)}
    if level == "phase":
        places = [at.get(place, -1) for place in range(len(crowd.places("phase")))]
    else:
        phase_of = dict(
            zip((item.event for item in crowd.journeys.items), crowd.journeys.place_of("phase"), strict=True)
        )
        found = [phase_of[event] for event in crowd.places("event")]
        places = [-1 if place is None else at.get(place, -1) for place in found]
    return crowd.engine.at(crowd.engine.list_of([str(place) for place in places]), f"{value} + 1")
