"""How long customers stay in a phase."""

from __future__ import annotations

from dataclasses import dataclass

from cjm_research.analysis import estimate
from cjm_research.analysis.journeys.crowd import Crowd
from cjm_research.analysis.journeys.disclosed import beside, disclosed
from cjm_research.analysis.journeys.engine import seconds
from cjm_research.analysis.journeys.tally import tally
from cjm_research.analysis.records import Records

DWELL_METHOD = (
    "Unit: stays. A stay begins with the first event in a phase and ends with the next event in another phase; a "
    "customer who comes back begins a new stay. The last stay of a customer is open: it is counted to the last event "
    "in it, so it may in truth be longer, and the share of open stays is told. Events in no phase are passed over; "
    "equal times in the order of the log. Median, quartiles and 90th percentile are exact (linear between two values)."
)

SHARES = (0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True)
class Dwell:
    """How long stays in a phase last.

    Attributes
    ----------
    phase
        Its id.
    stays, customers
        How many there are; None where too few.
    open
        The share of stays that are the customer's last, or why nothing is told.
    low, median, high, p90
        Seconds: quartiles, median and 90th percentile; None where too few.
    """

    phase: str
    stays: int | None
    customers: int | None
    open: estimate.Estimate
    low: float | None = None
    median: float | None = None
    high: float | None = None
    p90: float | None = None


def dwell(crowd: Crowd) -> Records[Dwell]:
    """Return how long stays in each phase last.

    Returns
    -------
    Records of Dwell
        One per phase.
    """
    e, found = crowd.engine, _stays(crowd)
    customers = tally(e, e.distinct("path"), crowd.paths("phase"))
    told, kept = [], disclosed(crowd)
    for place, phase in enumerate(crowd.places("phase")):
        people = customers.get(place, 0)
        if people < crowd.least:
            told.append(Dwell(phase, None, None, estimate.withheld(people, crowd.thresholds, unit="share")))
        elif ("phase", phase) not in kept:
            share = estimate.share(people, people, crowd.thresholds)
            told.append(Dwell(phase, None, None, beside(share, crowd.thresholds, told=False)))
        else:
            stays, final, times = found[place]
            told.append(Dwell(phase, stays, people, estimate.share(final, stays, crowd.thresholds), *times))
    return Records(Dwell, tuple(told))


def _stays(crowd: Crowd) -> dict[int, tuple[int, int, list[float]]]:
    """Return for each phase how many stays there are, how many of them are open, and their quantiles in seconds."""
    e = crowd.engine
    placed = e.each("items", e.recoded("v", crowd.placed("phase", e.code("v"))))
    inside = f"select {e.only(placed, 'v is not null')} as items from {e.relation('entered')} where {crowd.where}"
    last = e.moment(e.at("items", e.length("items")))
    somewhere = f"({inside}) as inside where {e.length('items')} > 0"
    begun = f"select {e.changes('items')} as begun, {last} as ending from {somewhere}"
    pairs = f"select {e.pairs('begun')} from (select begun from ({begun}) as begun) as stays"
    final = e.at("begun", e.length("begun"))
    spells = (
        f"select {e.code('a')} as place, 0 as final, {e.moment('z')} - {e.moment('a')} as micros"
        f" from ({pairs}) as pairs"
        f" union all select {e.code(final)} as place, 1 as final, ending - {e.moment(final)} as micros"
        f" from ({begun}) as last"
    )
    quantiles = e.quantiles("micros", SHARES)
    found = e.rows(f"select place, count(*), sum(final), {quantiles} from ({spells}) as spells group by place")
    return {
        place: (int(stays), int(final), [seconds(micros) for micros in times]) for place, stays, final, times in found
    }
