"""From where to where: how often one place directly follows another, for how many customers, and after how long."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from cjm_research.analysis.estimate import Estimate, share
from cjm_research.analysis.journeys.crowd import Crowd
from cjm_research.analysis.journeys.disclosed import disclosed
from cjm_research.analysis.journeys.engine import seconds
from cjm_research.analysis.journeys.log import Level
from cjm_research.analysis.records import Records

TRANSITIONS_METHOD = (
    "A transition is a place directly followed by the next one in the journey of the same customer; equal times keep "
    "the order of the log; events in no place are passed over; a place that follows itself counts. Share: of all "
    "departures from a place; one customer may depart often, so it has no interval. Reach: of the customers who depart "
    "from a place, those who go there directly at least once, with Wilson 95 % interval. Time between: exact median "
    "and 90th percentile over all transitions. Transitions of too few customers are told together."
)


@dataclass(frozen=True)
class Transition:
    """One place directly followed by another.

    Attributes
    ----------
    source, target
        Ids; no target where rarer transitions are told together.
    count, departures
        How often it happens, of how many departures from the source.
    share
        The one divided by the other.
    customers, reach
        Who do so, and their share of the customers who depart from the source; None where told together.
    median, p90
        Seconds between; None where told together.
    """

    source: str
    target: str | None
    count: int
    departures: int
    share: float
    customers: int | None = None
    reach: Estimate | None = None
    median: float | None = None
    p90: float | None = None


@dataclass(frozen=True)
class _Move:
    """A pair of places: how often the one follows the other, and for how many customers."""

    source: int
    target: int
    count: int
    customers: int


def transitions(crowd: Crowd, level: Level) -> Records[Transition]:
    """Return what directly follows what.

    Transitions from a place that concern fewer customers than may be told are told together as one without a target;
    where even together they concern too few, the rarest of the others joins them, so that nobody can work them out. A
    place from which fewer customers than that depart has none, nor has one whose number would tell of a few beside the
    others (`disclosed`).

    Parameters
    ----------
    crowd
        Whose journeys.
    level
        What a place is. The times between phases run from beginning to beginning.

    Returns
    -------
    Records of Transition
        Sources in the order of the study, each with its most frequent target first.
    """
    names, leavers, waits = crowd.places(level), _leavers(crowd, level), _waits(crowd, level)
    if level == "touchpoint":
        kept = disclosed(crowd)
        leavers = {place: n for place, n in leavers.items() if ("departs", names[place]) in kept}
    moves: dict[int, list[_Move]] = {source: [] for source in sorted(leavers) if leavers[source] >= crowd.least}
    for move in _counted(crowd, level):
        if move.source in moves:
            moves[move.source].append(move)
    hidden = _hidden(crowd, level, moves)
    told = []
    for source, here in moves.items():
        start, departures = names[source], sum(move.count for move in here)
        for move in here:
            if move not in hidden:
                reach = share(move.customers, leavers[source], crowd.thresholds)
                counts, waited = (move.count, departures, move.count / departures), waits[source, move.target]
                customers = None if reach.value is None else move.customers
                told.append(Transition(start, names[move.target], *counts, customers, reach, *waited))
        if together := sum(move.count for move in here if move in hidden):
            told.append(Transition(start, None, together, departures, together / departures))
    return Records(Transition, tuple(told))


def placed_events(crowd: Crowd, level: Level) -> int:
    """Return how many events have a place on a level."""
    e = crowd.engine
    placed = e.only(e.each("path", crowd.placed(level, "v")), "v is not null")
    paths = crowd.coded()
    (events,), *_ = e.rows(f"select coalesce(sum(n * {e.length(placed)}), 0) from ({paths}) as paths")
    return int(events)


def _hidden(crowd: Crowd, level: Level, moves: dict[int, list[_Move]]) -> set[_Move]:
    """Return the transitions told together, so that each lot concerns enough customers."""
    few = {move for here in moves.values() for move in here if move.customers < crowd.least}
    if not few:
        return few
    concerned = _concerned(crowd, level, few)
    for source, here in moves.items():
        shown = [move for move in here if move not in few]
        if 0 < concerned.get(source, 0) < crowd.least and shown:
            few.add(min(shown, key=lambda move: move.customers))
    return few


def _concerned(crowd: Crowd, level: Level, moves: Collection[_Move]) -> dict[int, int]:
    """Return how many customers make at least one of these transitions, per source."""
    e = crowd.engine
    numbers = ", ".join(str(65_536 * move.source + move.target) for move in moves)
    paths = crowd.paths(level)
    joined = f"select n, {e.only(e.neighbours('path'), f'v in ({numbers})')} as pairs from ({paths}) as paths"
    sources = e.distinct(e.each("pairs", "cast(floor(v / 65536) as int)"))
    once = f"select n, {e.rows_of(sources, 'source')} from ({joined}) as joined"
    return {source: int(n) for source, n in e.rows(f"select source, sum(n) from ({once}) as once group by source")}


def _counted(crowd: Crowd, level: Level) -> list[_Move]:
    """Return the pairs of places, the most frequent first."""
    e = crowd.engine
    paths = crowd.paths(level)
    pairs = f"select n, {e.neighbours('path')} as pairs from ({paths}) as paths"
    each = f"select n, {e.rows_of('pairs', 'pair')} from ({pairs}) as joined"
    counts = f"select pair, sum(n) as n from ({each}) as every group by pair"
    once = f"select n, {e.rows_of(e.distinct('pairs'), 'pair')} from ({pairs}) as joined"
    customers = f"select pair, sum(n) as n from ({once}) as every group by pair"
    found = e.rows(
        f"select counted.pair, counted.n, met.n from ({counts}) as counted join ({customers}) as met"
        " on counted.pair = met.pair order by counted.n desc, counted.pair"
    )
    return [_Move(pair >> 16, pair & 65_535, int(count), int(met)) for pair, count, met in found]


def _leavers(crowd: Crowd, level: Level) -> dict[int, int]:
    """Return how many customers go on from each place at least once."""
    e = crowd.engine
    before = e.part("path", "1", f"{e.length('path')} - 1")
    places = e.rows_of(e.distinct(before), "place")
    once = f"select n, {places} from ({crowd.paths(level)}) as paths"
    return {place: int(n) for place, n in e.rows(f"select place, sum(n) from ({once}) as once group by place")}


def _waits(crowd: Crowd, level: Level) -> dict[tuple[int, int], tuple[float, float]]:
    """Return the median and the 90th percentile of the seconds between."""
    e = crowd.engine
    items = f"select items from {crowd.journeys.steps(level)} where {crowd.where}"
    pairs = f"select {e.pairs('items')} from ({items}) as gone"
    between = (
        f"select {e.code('a')} as source, {e.code('z')} as target, {e.moment('z')} - {e.moment('a')} as micros"
        f" from ({pairs})"
        " as pairs"
    )
    found = e.rows(
        f"select source, target, {e.quantile('micros', 0.5)}, {e.quantile('micros', 0.9)}"
        f" from ({between}) as between_them"
        " group by source, target"
    )
    return {(a, z): (seconds(median), seconds(p90)) for a, z, median, p90 in found}
