"""Customers who come back: to a place they had left, or to an earlier phase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cjm_research.analysis import estimate
from cjm_research.analysis.journeys.disclosed import beside, disclosed
from cjm_research.analysis.journeys.journeys import EVERYBODY, Group, Journeys
from cjm_research.analysis.journeys.log import Level
from cjm_research.analysis.journeys.tally import tally
from cjm_research.privacy.disclosure import gives_away
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


def loops(
    journeys: Journeys, level: Level = "touchpoint", *, group: Group = EVERYBODY, thresholds: Thresholds
) -> pd.DataFrame:
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

    e, places = journeys.engine, journeys.places(level)
    paths = f"select path, n from {journeys.variants(level)} where {journeys.where(group)}"
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
    kept = disclosed(journeys, group, thresholds=thresholds)
    untold = {id for id in places if level == "touchpoint" and (level, id) not in kept}
    rows = [_row(places[place], sums, thresholds, told=places[place] not in untold) for place, *sums in found]
    rows.sort(key=lambda row: (-(row[2].value or -1) * row[1], places.index(row[0])))
    last = [_row(None, everything, thresholds, told=level != "touchpoint" or (level, "") in kept)] if rows else []
    columns = ["place", "customers", "returned", "returns", "repeated", "repeats"]
    return pd.DataFrame([*rows, *last], columns=columns, dtype=object)


_SUMS = (
    "sum(n), sum(case when visits > places then n else 0 end), sum((visits - places) * n), "
    "sum(case when times > visits then n else 0 end), sum((times - visits) * n)"
)


def _row(
    place: str | None, sums: list[int] | tuple[int, ...], thresholds: Thresholds, *, told: bool
) -> tuple[str | None, int, estimate.Estimate, int | None, estimate.Estimate, int | None]:
    customers, returned, returns, repeated, repeats = (int(number) for number in sums)
    shares = [
        beside(estimate.share(part, customers, thresholds), thresholds, told=told) for part in (returned, repeated)
    ]
    times = [number if share.value else None for number, share in zip((returns, repeats), shares, strict=True)]
    return place, customers, shares[0], times[0], shares[1], times[1]


def returns(journeys: Journeys, *, group: Group = EVERYBODY, thresholds: Thresholds) -> pd.DataFrame:
    """Return how many customers go from each phase straight back to an earlier one.

    Returns
    -------
    pandas.DataFrame
        One row per phase but the first: ``phase`` (id), ``customers`` (seen in it), ``returned`` (`Estimate` of the share who
        went back from it), ``returns`` (times), ``earlier`` (id of the phase most of them went back to, of several the latest; None where too few
        did), ``mostly`` (`Estimate` of the share who went back there). Times of too few customers are missing.
    """
    import pandas as pd

    e, phases, least = journeys.engine, journeys.places("phase"), thresholds.min_group
    paths = f"select path, n from {journeys.variants('phase')} where {journeys.where(group)}"
    back = e.only(e.neighbours("path"), "v - v % 65536 > (v % 65536) * 65536")
    left = e.each(back, "v - v % 65536")
    seen, to = tally(e, e.distinct("path"), paths), tally(e, e.distinct(back), paths)
    gone, times = tally(e, e.distinct(left), paths), tally(e, left, paths)
    rows, kept = [], disclosed(journeys, group, thresholds=thresholds)
    for place, phase in enumerate(phases[1:], start=1):
        customers, back_from = seen.get(place, 0), gone.get(place << 16, 0)
        share = estimate.share(back_from, customers, thresholds)
        returned = beside(share, thresholds, told=("phase", phase) in kept)
        most, earlier = max(((n, pair & 65_535) for pair, n in to.items() if pair >> 16 == place), default=(0, 0))
        told = bool(returned.value) and not gives_away(most, back_from, least)
        mostly = estimate.share(most, customers, thresholds) if told else estimate.unavailable("too few", "share")
        rows.append(
            (
                phase,
                customers,
                returned,
                times[place << 16] if returned.value else None,
                phases[earlier] if mostly.value is not None else None,
                mostly,
            )
        )
    return pd.DataFrame(rows, columns=["phase", "customers", "returned", "returns", "earlier", "mostly"], dtype=object)
