"""Customers who come back: to a place they had left, or to an earlier phase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cjm_research.analysis import estimate
from cjm_research.analysis.journeys.crowd import Crowd
from cjm_research.analysis.journeys.log import Level
from cjm_research.analysis.journeys.tally import tally
from cjm_research.study import Thresholds

if TYPE_CHECKING:
    import pandas as pd

LOOPS_METHOD = (
    "Unit: customers. A return: the place occurs again after at least one other place. A repeat: it occurs twice in a row. "
    "Events in no place are passed over; equal times in the order of the log. Of the customers who were at the place, with "
    "Wilson 95 % intervals. A return may be rework or a habit: the log does not tell which."
)

RETURNS_METHOD = (
    "Unit: customers. A return: the phase after this one, in the order of events, stands before it in the study. Events in "
    "no phase are passed over; equal times in the order of the log. Of the customers seen in the phase, with Wilson 95 % "
    "intervals."
)


def loops(crowd: Crowd, level: Level = "touchpoint") -> pd.DataFrame:
    """Return how many customers come back to a place after leaving it, and how many repeat it at once.

    Returns
    -------
    pandas.DataFrame
        ``place`` (id on the level; None for any place), ``customers`` (who were there), ``returned`` (`Estimate` of the
        share who came back), ``returns`` (times, all customers), ``repeated`` (`Estimate` of the share who had it twice in
        a row), ``repeats`` (times). Most customers who returned first, any place last. Where fewer customers were
        there than may be told, the shares are withheld; times of fewer customers are missing.
    """
    import pandas as pd

    e, places = crowd.engine, crowd.places(level)
    paths = crowd.paths(level)
    told = f"select path, {e.unrepeated('path')} as visits, n from ({paths}) as paths"
    each = f"select path, visits, n, {e.rows_of(e.distinct('path'), 'place')} from ({told}) as told"
    times, visits = (e.length(e.only(path, "v = place")) for path in ("path", "visits"))
    counted = f"select place, {times} as times, {visits} as visits, 1 as places, n from ({each}) as each"
    found = e.rows(f"select place, {_SUMS} from ({counted}) as counted group by place")
    whole = (
        f"select {e.length('path')} as times, {e.length('visits')} as visits, {e.length(e.distinct('path'))} as places, n"
        f" from ({told}) as told where {e.length('path')} > 0"
    )
    (everything,) = e.rows(f"select {_SUMS} from ({whole}) as counted")
    rows = [_row(places[place], sums, crowd.thresholds) for place, *sums in found]
    rows.sort(key=lambda row: (-(row[2].value or -1) * row[1], places.index(row[0])))
    last = [_row(None, everything, crowd.thresholds)] if rows else []
    columns = ["place", "customers", "returned", "returns", "repeated", "repeats"]
    return pd.DataFrame([*rows, *last], columns=columns, dtype=object)


_SUMS = (
    "sum(n), sum(case when visits > places then n else 0 end), sum((visits - places) * n), "
    "sum(case when times > visits then n else 0 end), sum((times - visits) * n)"
)


def _row(
    place: str | None, sums: list[int] | tuple[int, ...], thresholds: Thresholds
) -> tuple[str | None, int, estimate.Estimate, int | None, estimate.Estimate, int | None]:
    customers, returned, returns, repeated, repeats = (int(number) for number in sums)
    least = thresholds.min_group
    return (
        place,
        customers,
        estimate.share(returned, customers, thresholds),
        returns if returned >= least else None,
        estimate.share(repeated, customers, thresholds),
        repeats if repeated >= least else None,
    )


def returns(crowd: Crowd) -> pd.DataFrame:
    """Return how many customers go from each phase straight back to an earlier one.

    Returns
    -------
    pandas.DataFrame
        One row per phase but the first: ``phase`` (id), ``customers`` (seen in it), ``returned`` (`Estimate` of the share who
        went back from it), ``returns`` (times), ``earlier`` (id of the phase most of them went back to, of several the latest; None where too few
        did), ``mostly`` (`Estimate` of the share who went back there). Times of too few customers are missing.
    """
    import pandas as pd

    e, phases, least = crowd.engine, crowd.places("phase"), crowd.least
    paths = crowd.paths("phase")
    back = e.only(e.neighbours("path"), "v - v % 65536 > (v % 65536) * 65536")
    left = e.each(back, "v - v % 65536")
    seen, to = tally(e, e.distinct("path"), paths), tally(e, e.distinct(back), paths)
    gone, times = tally(e, e.distinct(left), paths), tally(e, left, paths)
    rows = []
    for place, phase in enumerate(phases[1:], start=1):
        customers, returned = seen.get(place, 0), gone.get(place << 16, 0)
        most, earlier = max(((n, pair & 65_535) for pair, n in to.items() if pair >> 16 == place), default=(0, 0))
        rows.append(
            (
                phase,
                customers,
                estimate.share(returned, customers, crowd.thresholds),
                times[place << 16] if returned >= least else None,
                phases[earlier] if most >= least else None,
                estimate.share(most, customers, crowd.thresholds)
                if most >= least
                else estimate.unavailable("too few", "share"),
            )
        )
    return pd.DataFrame(rows, columns=["phase", "customers", "returned", "returns", "earlier", "mostly"], dtype=object)
