"""From where to where: how often one place directly follows another, for how many customers, and after how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cjm_research.analysis.estimate import share
from cjm_research.analysis.journeys.disclosed import disclosed
from cjm_research.analysis.journeys.journeys import EVERYBODY, Group, Journeys
from cjm_research.analysis.journeys.log import Level
from cjm_research.study import Thresholds

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("source", "target", "count", "departures", "share", "customers", "reach", "median", "p90")

TRANSITIONS_METHOD = (
    "A transition is a place directly followed by the next one in the journey of the same customer; equal times keep the "
    "order of the log; events in no place are passed over; a place that follows itself counts. Share: of all departures "
    "from a place; one customer may depart often, so it has no interval. Reach: of the customers who depart from a place, "
    "those who go there directly at least once, with Wilson 95 % interval. Time between: exact median and 90th percentile "
    "over all transitions. Transitions of too few customers are told together."
)


def transitions(journeys: Journeys, level: Level, group: Group = EVERYBODY, *, thresholds: Thresholds) -> pd.DataFrame:
    """Return what directly follows what.

    Transitions from a place that concern fewer than ``thresholds.min_group`` customers are told together as one row
    without a target; where even together they concern too few, the rarest of the others joins them, so that nobody can
    work them out. A place from which fewer customers than that depart has no row, nor has one whose number would give a
    few away beside the others (`disclosed`).

    Parameters
    ----------
    journeys
        An open log.
    level
        What a place is. The times between phases run from beginning to beginning.
    group
        Whose journeys.
    thresholds
        How few customers are too few.

    Returns
    -------
    DataFrame
        ``source, target`` (ids; no target where told together), ``count`` (transitions), ``departures`` (from the
        source), ``share`` (count of departures, 0…1), ``customers``, ``reach`` (Estimate: customers of those who depart
        from the source), ``median, p90`` (seconds); the last four are missing where told together, and ``customers`` where
        it would tell of a few who do not go there. Sources in the order
        of the study, each with its most frequent target first.
    """
    import pandas as pd

    names = journeys.places(level)
    leavers = _leavers(journeys, level, group)
    if level == "touchpoint":
        kept = disclosed(journeys, group, thresholds=thresholds)
        leavers = {place: n for place, n in leavers.items() if ("departs", names[place]) in kept}
    found = _counted(journeys, level, group)
    found = found[found["source"].map(leavers).fillna(0) >= thresholds.min_group]
    hidden = _hidden(journeys, level, group, found, thresholds.min_group)
    waits = _waits(journeys, level, group)
    rows: list[tuple[object, ...]] = []
    for source, base in sorted(leavers.items()):
        here = found[found["source"] == source]
        departures = int(here["count"].sum())
        for row in here[~hidden[here.index]].itertuples():
            reach = share(row.customers, base, thresholds)
            between = waits[row.source, row.target]
            rows.append(
                (
                    names[source],
                    names[row.target],
                    row.count,
                    departures,
                    row.count / departures,
                    None if reach.value is None else row.customers,
                    reach,
                    *between,
                )
            )
        if together := int(here.loc[hidden[here.index], "count"].sum()):
            rows.append((names[source], None, together, departures, together / departures, None, None, None, None))
    numbers = {"count": int, "departures": int, "share": float, "customers": "Int64", "median": float, "p90": float}
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object).astype(numbers)


def placed_events(journeys: Journeys, level: Level, group: Group = EVERYBODY) -> int:
    """Return how many events have a place on a level."""
    e = journeys.engine
    placed = e.only(e.each("path", journeys.placed(level, "v")), "v is not null")
    paths = f"select path, n from ({journeys.coded()}) as coded where {journeys.where(group)}"
    (events,), *_ = e.rows(f"select coalesce(sum(n * {e.length(placed)}), 0) from ({paths}) as paths")
    return int(events)


def _hidden(journeys: Journeys, level: Level, group: Group, found: pd.DataFrame, least: int) -> pd.Series:
    """Say which transitions are told together, so that each lot concerns enough customers."""
    few = found["customers"] < least
    if not few.any():
        return few
    concerned = _concerned(journeys, level, group, found[few])
    for source, here in found.groupby("source"):
        shown = here.index[~few[here.index]]
        if 0 < concerned.get(int(str(source)), 0) < least and len(shown):
            few[here.loc[shown, "customers"].idxmin()] = True
    return few


def _concerned(journeys: Journeys, level: Level, group: Group, pairs: pd.DataFrame) -> dict[int, int]:
    """Return how many customers make at least one of these transitions, per source."""
    e = journeys.engine
    numbers = ", ".join(str(65_536 * pair.source + pair.target) for pair in pairs.itertuples())
    paths = f"select path, n from {journeys.variants(level)} where {journeys.where(group)}"
    joined = f"select n, {e.only(e.neighbours('path'), f'v in ({numbers})')} as pairs from ({paths}) as paths"
    sources = e.distinct(e.each("pairs", "cast(floor(v / 65536) as int)"))
    once = f"select n, {e.rows_of(sources, 'source')} from ({joined}) as joined"
    return {source: int(n) for source, n in e.rows(f"select source, sum(n) from ({once}) as once group by source")}


def _counted(journeys: Journeys, level: Level, group: Group) -> pd.DataFrame:
    """Return ``source, target, count, customers``, the most frequent first."""
    import pandas as pd

    e = journeys.engine
    paths = f"select path, n from {journeys.variants(level)} where {journeys.where(group)}"
    pairs = f"select n, {e.neighbours('path')} as pairs from ({paths}) as paths"
    counts = f"select pair, sum(n) as n from (select n, {e.rows_of('pairs', 'pair')} from ({pairs}) as joined) as every group by pair"
    once = f"select n, {e.rows_of(e.distinct('pairs'), 'pair')} from ({pairs}) as joined"
    customers = f"select pair, sum(n) as n from ({once}) as every group by pair"
    found = e.rows(
        f"select counted.pair, counted.n, met.n from ({counts}) as counted join ({customers}) as met"
        " on counted.pair = met.pair order by counted.n desc, counted.pair"
    )
    rows = [(pair >> 16, pair & 65_535, int(count), int(met)) for pair, count, met in found]
    return pd.DataFrame(rows, columns=["source", "target", "count", "customers"])


def _leavers(journeys: Journeys, level: Level, group: Group) -> dict[int, int]:
    """Return how many customers go on from each place at least once."""
    e = journeys.engine
    before = e.part("path", "1", f"{e.length('path')} - 1")
    places = e.rows_of(e.distinct(before), "place")
    once = f"select n, {places} from {journeys.variants(level)} where {journeys.where(group)}"
    return {place: int(n) for place, n in e.rows(f"select place, sum(n) from ({once}) as once group by place")}


def _waits(journeys: Journeys, level: Level, group: Group) -> dict[tuple[int, int], tuple[float, float]]:
    """Return the median and the 90th percentile of the seconds between."""
    e = journeys.engine
    items = f"select items from {journeys.steps(level)} where {journeys.where(group)}"
    pairs = f"select {e.pairs('items')} from ({items}) as gone"
    between = (
        f"select {e.code('a')} as source, {e.code('z')} as target, {e.moment('z')} - {e.moment('a')} as micros from ({pairs})"
        " as pairs"
    )
    found = e.rows(
        f"select source, target, {e.quantile('micros', 0.5)}, {e.quantile('micros', 0.9)} from ({between}) as between_them"
        " group by source, target"
    )
    return {(a, z): (float(median) / 1e6, float(p90) / 1e6) for a, z, median, p90 in found}
