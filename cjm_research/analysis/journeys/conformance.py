"""Real journeys against the map: which mapped touchpoints customers come to, in which order, and what the map lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cjm_research.analysis import estimate
from cjm_research.analysis.journeys.disclosed import beside, disclosed
from cjm_research.analysis.journeys.journeys import EVERYBODY, Group, Journeys
from cjm_research.analysis.journeys.log import Level
from cjm_research.errors import CjmError
from cjm_research.privacy.suppression import withhold
from cjm_research.study import Thresholds

if TYPE_CHECKING:
    import pandas as pd

Mapped = Sequence[Sequence[str]]
"""The touchpoints of each step of a map, steps in their order."""

DEAD_BELOW = 0.05
"""A mapped touchpoint that a smaller share of customers comes to is called dead."""

EXTRA_FROM = 0.05
"""A touchpoint outside the map that at least this share comes to is called missing on the map."""

LATE_ABOVE = 0.5
"""A mapped touchpoint is called out of order when more than this share of its visitors comes to it late."""

MOST_MAPPED = 62

CONFORMANCE_METHOD = (
    "Unit: customers. Counted are the first visits of a customer to each touchpoint, in the order of the log; a touchpoint "
    "that stands in several steps of the map counts in the first of them, and inside a step any order is right. A visit is "
    "late when the customer was before at a touchpoint that the map puts into a later step. "
    f"Dead: mapped, and under {100 * DEAD_BELOW:g} % of customers come. Missing on the map: not mapped, and {100 * EXTRA_FROM:g} % or more "
    f"come. Out of order: more than {100 * LATE_ABOVE:g} % of those who come do so late. Not observable: mapped, and none of its "
    "events is in this log. Shares with Wilson 95 % intervals; what is about fewer customers than the smallest group shown "
    "is withheld."
)


@dataclass(frozen=True)
class Route:
    """A map as a log can tell it: the observable touchpoints with their step, and those the log knows nothing of."""

    steps: dict[str, int]
    unseen: tuple[str, ...]

    @property
    def slots(self) -> list[str]:
        """The observable touchpoints in the order of the map."""
        return sorted(self.steps, key=lambda id: self.steps[id])


def route(journeys: Journeys, mapped: Mapped) -> Route:
    """Return each mapped touchpoint with the number of the first step it stands in, told apart by whether the log has it."""
    steps: dict[str, int] = {}
    for number, step in enumerate(mapped, start=1):
        for id in step:
            steps.setdefault(id, number)
    places, there = journeys.places("touchpoint"), set(journeys.place_of("touchpoint"))
    seen = {id for place, id in enumerate(places) if place in there}
    if len(seen & steps.keys()) > MOST_MAPPED:
        raise CjmError(
            f"The map has {len(seen & steps.keys())} touchpoints; journeys can be held against {MOST_MAPPED} at most."
        )
    return Route({id: step for id, step in steps.items() if id in seen}, tuple(id for id in steps if id not in seen))


def visits(journeys: Journeys, group: Group) -> str:
    """Select ``path, n``: the touchpoints customers come to, in the order of their first visits, and how many do so."""
    return (
        f"select {journeys.engine.firsts('path')} as path, sum(n) as n"
        f" from {journeys.variants('touchpoint')} where {journeys.where(group)} group by 1"
    )


def conformance(
    journeys: Journeys, mapped: Mapped, group: Group = EVERYBODY, *, thresholds: Thresholds
) -> pd.DataFrame:
    """Return how real journeys keep to a map, touchpoint by touchpoint.

    Parameters
    ----------
    mapped
        The touchpoints of each step of the map, steps in their order.

    Returns
    -------
    pandas.DataFrame
        One row per mapped touchpoint in the order of the map, then those outside the map that somebody comes to:
        ``touchpoint`` (id), ``step`` (from 1; 0 outside the map), ``state`` (``as mapped``, ``out of order``, ``dead``,
        ``not observable``, ``missing on the map``, ``rare``), ``come`` and ``missing`` (`Estimate` of the share of all
        customers of the group who come and who do not), ``late`` (`Estimate` of the share of those who come).
    """
    import pandas as pd

    found, ids = route(journeys, mapped), journeys.places("touchpoint")
    met = {
        ids[place]: (int(come), int(late)) for place, come, late in journeys.engine.rows(_met(journeys, found, group))
    }
    n = _customers(journeys, group)
    order = [*found.slots, *(id for id in ids if id in met and id not in found.steps)]
    kept = disclosed(journeys, group, thresholds=thresholds)
    rows = [
        (
            id,
            found.steps.get(id, 0),
            *_judged(met.get(id, (0, 0)), n, thresholds, on_map=id in found.steps, told=("touchpoint", id) in kept),
        )
        for id in order
    ]
    gone = estimate.unavailable("not observable in this log", "share")
    rows += [(id, _step(mapped, id), "not observable", gone, gone, gone) for id in found.unseen]
    return pd.DataFrame(rows, columns=["touchpoint", "step", "state", "come", "missing", "late"])


def unexpected(journeys: Journeys, mapped: Mapped, group: Group = EVERYBODY, *, thresholds: Thresholds) -> pd.DataFrame:
    """Return the events of the log that stand at no touchpoint of the map, most customers first.

    Returns
    -------
    pandas.DataFrame
        ``event``, ``touchpoint`` (id, or '' where it belongs to none), ``customers`` (`Estimate` of their share).
    """
    import pandas as pd

    e, names, n = journeys.engine, journeys.places("event"), _customers(journeys, group)
    ids, places = journeys.places("touchpoint"), journeys.place_of("touchpoint")
    belongs = {
        item.event: "" if place is None else ids[place] for item, place in zip(journeys.items, places, strict=True)
    }
    on_map = {id for step in mapped for id in step}
    seen = f"select {e.distinct('path')} as path, n from {journeys.variants('event')} where {journeys.where(group)}"
    counted = e.rows(
        f"select t, sum(n) from (select {e.rows_of('path', 't')}, n from ({seen}) as seen) as told group by 1"
    )
    found = sorted((-int(count), names[place]) for place, count in counted if belongs[names[place]] not in on_map)
    kept = disclosed(journeys, group, thresholds=thresholds)
    rows = []
    for count, event in found:
        share = estimate.share(-count, n, thresholds)
        rows.append((event, belongs[event], beside(share, thresholds, told=("event", event) in kept)))
    return pd.DataFrame(rows, columns=["event", "touchpoint", "customers"])


def by_wave(
    journeys: Journeys, level: Level, group: Group = EVERYBODY, *, thresholds: Thresholds
) -> dict[tuple[str, str], estimate.Estimate]:
    """Return the share of the customers of each wave who come to a place of a level, by the ids of place and wave.

    A share is withheld where it is about too few customers, or would give such a share of another wave away.
    """
    import pandas as pd

    e, places, waves = journeys.engine, journeys.places(level), [id for id, _, _ in journeys.log.waves]
    told = f"select wave, {e.distinct('path')} as path, n from {journeys.variants(level)} where {journeys.where(group)}"
    met = f"select wave, n, {e.rows_of('path', 't')} from ({told}) as told"
    sizes = Counter({wave: int(n) for wave, n in e.rows(f"select wave, sum(n) from ({told}) as told group by 1")})
    seen = e.rows(f"select t, wave, sum(n) from ({met}) as met group by 1, 2")
    counts = Counter({(t, wave): int(n) for t, wave, n in seen})
    order = range(-1, len(waves))
    shares = {}
    for t, place in enumerate(places):
        come = [counts[t, wave] for wave in order]
        stay = [sizes[wave] - counts[t, wave] for wave in order]
        hidden = withhold(pd.DataFrame({"come": come, "stay": stay}, index=order), thresholds.min_group)
        for wave, id in enumerate(waves):
            shares[place, id] = _of_wave(counts[t, wave], sizes[wave], thresholds, hide=hidden.loc[wave].any())
    return shares


def _of_wave(count: int, n: int, thresholds: Thresholds, *, hide: bool) -> estimate.Estimate:
    if hide and n >= thresholds.min_group:
        return estimate.unavailable(f"withheld: fewer than {thresholds.min_group} customers here or beside it", "share")
    return estimate.share(count, n, thresholds)


def _judged(
    met: tuple[int, int],
    n: int,
    thresholds: Thresholds,
    *,
    on_map: bool,
    told: bool,
) -> tuple[str, estimate.Estimate, estimate.Estimate, estimate.Estimate]:
    come, late = met
    share = come / n if n else 0.0
    if not on_map:
        state = "missing on the map" if share >= EXTRA_FROM else "rare"
    elif share < DEAD_BELOW:
        state = "dead"
    else:
        state = "out of order" if late > LATE_ABOVE * come else "as mapped"
    shown, away = estimate.share(come, n, thresholds), estimate.share(n - come, n, thresholds)
    shown, away = (beside(share, thresholds, told=told) for share in (shown, away))
    late_ones = estimate.share(late, come, thresholds) if come else estimate.unavailable("nobody came", "share")
    return state, shown, away, shown if shown.value is None else late_ones


def _met(journeys: Journeys, found: Route, group: Group) -> str:
    """Select each touchpoint that customers come to, how many do, and how many of them late."""
    e = journeys.engine
    steps = e.list_of([str(found.steps.get(id, "null")) for id in journeys.places("touchpoint")])
    before = e.part("path", "1", f"{e.place('path', 't')} - 1")
    late = e.length(e.only(before, f"{e.at(steps, 'v + 1')} > {e.at(steps, 't + 1')}"))
    return (
        f"select t, sum(n), sum(case when {late} > 0 then n else 0 end) from"
        f" (select path, n, {e.rows_of('path', 't')} from ({visits(journeys, group)}) as visited) as met group by 1"
    )


def _customers(journeys: Journeys, group: Group, level: Level = "touchpoint") -> int:
    (n,), *_ = journeys.engine.rows(f"select sum(n) from {journeys.variants(level)} where {journeys.where(group)}")
    return int(n or 0)


def _step(mapped: Mapped, id: str) -> int:
    return next(number for number, step in enumerate(mapped, start=1) if id in step)
