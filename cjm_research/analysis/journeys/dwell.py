"""How long customers stay in a phase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cjm_research.analysis import estimate
from cjm_research.analysis.journeys.disclosed import beside, disclosed
from cjm_research.analysis.journeys.journeys import EVERYBODY, Group, Journeys
from cjm_research.analysis.journeys.tally import tally
from cjm_research.study import Thresholds

if TYPE_CHECKING:
    import pandas as pd

DWELL_METHOD = (
    "Unit: stays. A stay begins with the first event in a phase and ends with the next event in another phase; a customer "
    "who comes back begins a new stay. The last stay of a customer is open: it is counted to the last event in it, so it may "
    "in truth be longer, and the share of open stays is told. Events in no phase are passed over; equal times in the order "
    "of the log. Median, quartiles and 90th percentile are exact (linear between two values)."
)

SHARES = {"low": 0.25, "median": 0.5, "high": 0.75, "p90": 0.9}


def dwell(journeys: Journeys, *, group: Group = EVERYBODY, thresholds: Thresholds) -> pd.DataFrame:
    """Return how long stays in each phase last.

    Returns
    -------
    pandas.DataFrame
        One row per phase: ``phase`` (id), ``stays`` and ``customers`` (counts), ``open`` (`Estimate` of the share of stays
        that are the customer's last), ``low, median, high, p90`` (seconds: quartiles, median, 90th percentile). Of fewer
        customers than may be told, counts and seconds are missing and ``open`` says why; the same
        where their number would give a few away beside another one.
    """
    import pandas as pd

    phases, found = journeys.places("phase"), _stays(journeys, group)
    paths = f"select path, n from {journeys.variants('phase')} where {journeys.where(group)}"
    customers = tally(journeys.engine, journeys.engine.distinct("path"), paths)
    rows: list[tuple[object, ...]] = []
    kept = disclosed(journeys, group, thresholds=thresholds)
    for place, phase in enumerate(phases):
        people = customers.get(place, 0)
        if people < thresholds.min_group:
            rows.append((phase, None, None, estimate.withheld(people, thresholds, unit="share"), *[None] * len(SHARES)))
        elif ("phase", phase) not in kept:
            share = estimate.share(people, people, thresholds)
            rows.append((phase, None, None, beside(share, thresholds, told=False), *[None] * len(SHARES)))
        else:
            stays, final, *times = found[place]
            rows.append((phase, int(stays), people, estimate.share(int(final), int(stays), thresholds), *times))
    kinds = {"stays": "Int64", "customers": "Int64"} | dict.fromkeys(SHARES, float)
    columns = ["phase", "stays", "customers", "open", *SHARES]
    return pd.DataFrame(rows, columns=columns, dtype=object).astype(kinds)


def _stays(journeys: Journeys, group: Group) -> dict[int, list[float]]:
    """Return for each phase how many stays there are, how many of them are open, and their quantiles in seconds."""
    e = journeys.engine
    placed = e.each("items", e.recoded("v", journeys.placed("phase", e.code("v"))))
    inside = (
        f"select {e.only(placed, 'v is not null')} as items from {e.relation('entered')} where {journeys.where(group)}"
    )
    last = e.moment(e.at("items", e.length("items")))
    begun = f"select {e.changes('items')} as begun, {last} as ending from ({inside}) as inside where {e.length('items')} > 0"
    pairs = f"select {e.pairs('begun')} from (select begun from ({begun}) as begun) as stays"
    final = e.at("begun", e.length("begun"))
    spells = (
        f"select {e.code('a')} as place, 0 as final, {e.moment('z')} - {e.moment('a')} as micros from ({pairs}) as pairs"
        f" union all select {e.code(final)} as place, 1 as final, ending - {e.moment(final)} as micros from ({begun}) as last"
    )
    quantiles = e.quantiles("micros", tuple(SHARES.values()))
    found = e.rows(f"select place, count(*), sum(final), {quantiles} from ({spells}) as spells group by place")
    return {place: [stays, final, *(micros / 1_000_000 for micros in times)] for place, stays, final, times in found}
