"""The shortest way to a goal, how many steps customers take, and which places they reach it without."""

from __future__ import annotations

from dataclasses import dataclass

from cjm_research.analysis.estimate import Estimate, share, unavailable, withheld
from cjm_research.analysis.journeys.crowd import Crowd
from cjm_research.analysis.journeys.log import Level
from cjm_research.analysis.records import Records
from cjm_research.study import Thresholds

SHORTEST_METHOD = (
    "The way of a customer runs from the first event in the starting phase, or the first event at all, to the first "
    "event in the goal from then on, both included; equal times keep the order of the log. A step is a place on this "
    "way; a place that follows itself is one step, and events in no place are passed over. Of the shortest ways the "
    "most frequent one that enough customers take is shown. Skipped: customers who reach the goal without ever meeting "
    "the place on their way, with Wilson 95 % interval."
)


@dataclass(frozen=True)
class Length:
    """Customers whose way has ``low`` to ``high`` steps, and their ``share`` of all who reach the goal."""

    low: int
    high: int
    n: int
    share: Estimate


@dataclass(frozen=True)
class Skipped:
    """A place that customers reach the goal without.

    Attributes
    ----------
    place
        Its id.
    met
        Customers who reach the goal and meet it; None where too few do without.
    skipped
        The share who do without.
    removable
        Whether at least the asked share does.
    """

    place: str
    met: int | None
    skipped: Estimate
    removable: bool


@dataclass(frozen=True)
class Shortest:
    """The ways of those who reach the goal.

    Attributes
    ----------
    started, completers
        Customers with the start, and those of them who reach the goal later.
    path, taken
        The shortest way that enough of them take, as ids, and the share of completers who take exactly this way.
    steps
        Numbers of steps from few to many; those that too few customers take are told with their neighbours.
    skipped
        The most skipped place first; only places that enough completers meet.
    """

    started: int
    completers: int
    path: tuple[str, ...]
    taken: Estimate
    steps: Records[Length]
    skipped: Records[Skipped]


def shortest(
    crowd: Crowd, start: str, goal: str, level: Level = "touchpoint", *, least_skipped: float = 0.5
) -> Shortest:
    """Return the shortest way from one phase to another, and what customers skip on the way.

    Parameters
    ----------
    crowd
        Whose journeys.
    start
        Id of the phase in which the way begins; blank for the first event.
    goal
        Id of the phase in which it ends.
    level
        What a step is.
    least_skipped
        From which share of completers on a skipped place counts as removable.
    """
    e, names, least = crowd.engine, crowd.places(level), crowd.least
    (started,), *_ = e.rows(f"select coalesce(sum(n), 0) from ({_started(crowd, start)}) as started")
    ways = _ways(crowd, start, goal, level)
    lengths = e.rows(f"select {e.length('way')} as steps, sum(n) from ({ways}) as ways group by 1 order by 1")
    counts = [(int(steps), int(n)) for steps, n in lengths]
    completers = sum(n for _, n in counts)
    once = f"select n, {e.rows_of(e.distinct('way'), 'place')} from ({ways}) as ways"
    met = {names[place]: int(n) for place, n in e.rows(f"select place, sum(n) from ({once}) as once group by place")}
    best = e.rows(
        f"select way, sum(n) as n from ({ways}) as ways where {e.length('way')} > 0 group by way"
        f" having sum(n) >= {least}"
        f" order by {e.length('way')}, n desc, way limit 1"
    )
    path, n = (tuple(names[place] for place in best[0][0]), int(best[0][1])) if best else ((), 0)
    nobody = f"no way is taken by {least} people or more"
    taken = share(n, completers, crowd.thresholds) if path else unavailable(nobody, "share")
    if completers < least:
        taken, met, counts = withheld(completers, crowd.thresholds, unit="share"), {}, []
    return Shortest(
        int(started),
        completers,
        path,
        taken,
        _steps(counts, crowd.thresholds),
        _skipped(met, names, completers, crowd.thresholds, least_skipped),
    )


def _started(crowd: Crowd, start: str) -> str:
    """Select ``rest, n``: paths of codes from the first event in the starting phase on, of those who have one."""
    e = crowd.engine
    paths = crowd.coded()
    if not start:
        return f"select path as rest, n from ({paths}) as paths"
    first = e.place(e.each("path", crowd.placed("phase", "v")), str(crowd.index("phase", start)))
    found = f"select path, n, {first} as first from ({paths}) as paths"
    return (
        f"select {e.part('path', 'first', e.length('path'))} as rest, n from ({found}) as found where first is not null"
    )


def _ways(crowd: Crowd, start: str, goal: str, level: Level) -> str:
    """Select ``way, n``: places from the start to the goal, of those who reach it."""
    e = crowd.engine
    end = e.place(e.each("rest", crowd.placed("phase", "v")), str(crowd.index("phase", goal)))
    ended = f"select rest, n, {end} as goal from ({_started(crowd, start)}) as started"
    cut = f"select {e.part('rest', '1', 'goal')} as rest, n from ({ended}) as ended where goal is not null"
    placed = e.only(e.each("rest", crowd.placed(level, "v")), "v is not null")
    return f"select {e.unrepeated('way')} as way, n from (select {placed} as way, n from ({cut}) as cut) as placed"


def _steps(counts: list[tuple[int, int]], thresholds: Thresholds) -> Records[Length]:
    """Return how many customers take how many steps; what too few take joins that of more steps, else fewer."""
    bins: list[list[int]] = []
    for steps, n in counts:
        if bins and bins[-1][2] < thresholds.min_group:
            bins[-1] = [bins[-1][0], steps, bins[-1][2] + n]
        else:
            bins.append([steps, steps, n])
    if len(bins) > 1 and bins[-1][2] < thresholds.min_group:
        _, high, n = bins.pop()
        bins[-1] = [bins[-1][0], high, bins[-1][2] + n]
    total = sum(n for _, _, n in bins)
    return Records(Length, tuple(Length(low, high, n, share(n, total, thresholds)) for low, high, n in bins))


def _skipped(
    met: dict[str, int], names: tuple[str, ...], completers: int, thresholds: Thresholds, least_skipped: float
) -> Records[Skipped]:
    told, least = [], thresholds.min_group
    for place in sorted(met, key=lambda place: (met[place], names.index(place))):
        without = completers - met[place]
        if met[place] < least:
            continue
        if 0 < without < least:
            few = unavailable(f"skipped by fewer than {least} people", "share")
            told.append(Skipped(place, None, few, removable=False))
        else:
            removable = without / completers >= least_skipped
            told.append(Skipped(place, met[place], share(without, completers, thresholds), removable))
    return Records(Skipped, tuple(told))
