"""Customers who come back: to a place they had left, or to an earlier phase."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from cjm_research.analysis import estimate
from cjm_research.analysis.journeys.crowd import Crowd
from cjm_research.analysis.journeys.disclosed import Customers, beside, disclosed
from cjm_research.analysis.journeys.log import Level
from cjm_research.analysis.journeys.tally import tally
from cjm_research.analysis.records import Records
from cjm_research.privacy.disclosure import gives_away
from cjm_research.study import Thresholds

LOOPS_METHOD = (
    "Unit: customers. A return: the place occurs again after at least one other place. A repeat: it occurs twice in a "
    "row. Events in no place are passed over; equal times in the order of the log. Of the customers who were at the "
    "place, with Wilson 95 % intervals. A return may be rework or a habit: the log does not tell which."
)

RETURNS_METHOD = (
    "Unit: customers. A return: the phase after this one, in the order of events, stands before it in the study. "
    "Events in no phase are passed over; equal times in the order of the log. Of the customers seen in the phase, with "
    "Wilson 95 % intervals."
)


@dataclass(frozen=True)
class Loop:
    """Who comes back to a place.

    Attributes
    ----------
    place
        Id on the level; None for any place.
    customers
        Who were there.
    returned, returns
        The share who came back after another place, and how many times all of them did.
    repeated, repeats
        The share who had it twice in a row, and how many times all of them did.

    Times of fewer customers than may be told are None.
    """

    place: str | None
    customers: int
    returned: estimate.Estimate
    returns: int | None
    repeated: estimate.Estimate
    repeats: int | None


@dataclass(frozen=True)
class Return:
    """Who goes from a phase straight back to an earlier one.

    Attributes
    ----------
    phase
        Its id.
    customers
        Seen in it.
    returned, returns
        The share who went back from it, and how many times all of them did; no times of too few customers.
    earlier
        Id of the phase most of them went back to, of several the latest; None where too few did.
    mostly
        The share who went back there.
    """

    phase: str
    customers: int
    returned: estimate.Estimate
    returns: int | None
    earlier: str | None
    mostly: estimate.Estimate


def loops(crowd: Crowd, level: Level = "touchpoint") -> Records[Loop]:
    """Return how many customers come back to a place after leaving it, and how many repeat it at once.

    Returns
    -------
    Records of Loop
        Most customers who returned first, any place last.
    """
    e, places = crowd.engine, crowd.places(level)
    paths = crowd.paths(level)
    told = f"select path, {e.unrepeated('path')} as visits, n from ({paths}) as paths"
    each = f"select path, visits, n, {e.rows_of(e.distinct('path'), 'place')} from ({told}) as told"
    times, visits = (e.length(e.only(path, "v = place")) for path in ("path", "visits"))
    counted = f"select place, {times} as times, {visits} as visits, 1 as places, n from ({each}) as each"
    found = e.rows(f"select place, {_SUMS} from ({counted}) as counted group by place")
    whole = (
        f"select {e.length('path')} as times, {e.length('visits')} as visits,"
        f" {e.length(e.distinct('path'))} as places, n"
        f" from ({told}) as told where {e.length('path')} > 0"
    )
    (everything,) = e.rows(f"select {_SUMS} from ({whole}) as counted")
    kept = disclosed(crowd)
    told_apart = [
        (place, _loop(places[place], sums, crowd.thresholds, told=_is_told(level, places[place], kept)))
        for place, *sums in found
    ]
    told_apart.sort(key=lambda pair: (-(pair[1].returned.value or -1) * pair[1].customers, pair[0]))
    last = [_loop(None, everything, crowd.thresholds, told=_is_told(level, "", kept))] if told_apart else []
    return Records(Loop, (*(loop for _, loop in told_apart), *last))


_SUMS = (
    "sum(n), sum(case when visits > places then n else 0 end), sum((visits - places) * n), "
    "sum(case when times > visits then n else 0 end), sum((times - visits) * n)"
)


def _is_told(level: Level, place: str, kept: Collection[Customers]) -> bool:
    """Say whether the customers of a place, '' for any, may be told; numbers of other levels stand nowhere else."""
    return level != "touchpoint" or (level, place) in kept


def _loop(place: str | None, sums: list[int] | tuple[int, ...], thresholds: Thresholds, *, told: bool) -> Loop:
    customers, returned, returns, repeated, repeats = (int(number) for number in sums)
    back, again = (estimate.share(part, customers, thresholds) for part in (returned, repeated))
    back, again = (beside(share, thresholds, told=told) for share in (back, again))
    return Loop(place, customers, back, returns if back.value else None, again, repeats if again.value else None)


def returns(crowd: Crowd) -> Records[Return]:
    """Return how many customers go from each phase straight back to an earlier one.

    Returns
    -------
    Records of Return
        One per phase but the first.
    """
    e, phases, kept = crowd.engine, crowd.places("phase"), disclosed(crowd)
    paths = crowd.paths("phase")
    back = e.only(e.neighbours("path"), "v - v % 65536 > (v % 65536) * 65536")
    left = e.each(back, "v - v % 65536")
    seen, to = tally(e, e.distinct("path"), paths), tally(e, e.distinct(back), paths)
    gone, times = tally(e, e.distinct(left), paths), tally(e, left, paths)
    ways_back = []
    for place, phase in enumerate(phases[1:], start=1):
        customers, back_from = seen.get(place, 0), gone.get(place << 16, 0)
        share = estimate.share(back_from, customers, crowd.thresholds)
        returned = beside(share, crowd.thresholds, told=("phase", phase) in kept)
        most, earlier = max(((n, pair & 65_535) for pair, n in to.items() if pair >> 16 == place), default=(0, 0))
        told = returned.value is not None and most >= crowd.least and not gives_away(most, back_from, crowd.least)
        few = estimate.unavailable("too few", "share")
        mostly = estimate.share(most, customers, crowd.thresholds) if told else few
        earlier_phase = phases[earlier] if mostly.value is not None else None
        count = times[place << 16] if returned.value else None
        ways_back.append(Return(phase, customers, returned, count, earlier_phase, mostly))
    return Records(Return, tuple(ways_back))
