"""How well journeys keep to a map, as one number per group, and how that number moves from wave to wave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cjm_research.analysis import estimate
from cjm_research.analysis.journeys.conformance import Mapped, Route, route, visits
from cjm_research.analysis.journeys.journeys import EVERYBODY, Group, Journeys
from cjm_research.privacy.disclosure import kept_back
from cjm_research.study import Thresholds

if TYPE_CHECKING:
    import pandas as pd

FITS_FROM, PARTLY_FROM = 0.8, 0.6
"""From these shares told on, a map is said to fit, and to fit in part; both are conventions of this workbench."""

FITNESS_METHOD = (
    "Fitness of a customer: 2·L / (touchpoints visited + touchpoints mapped), where L is the greatest number of first "
    "visits that keep the order of the map; this is the alignment of a linear model with unit costs (Adriansyah 2014), 1 "
    "where journey and map are equal, 0 where they share nothing. Told by the map: L / visited. Walked: L / mapped. All "
    "three are means over customers with t 95 % intervals; a customer seen at no touchpoint counts 0. Mapped touchpoints "
    "that the log cannot show are left out. Who leaves early walks a part of the map and has a low fitness even on a right "
    f"map, so the verdict rests on the share told: the map fits from {FITS_FROM:.2f} on, in part from {PARTLY_FROM:.2f} on, and "
    "does not fit below; these limits are conventions. A customer belongs to the wave of the first event; who came later had "
    "less time in the log. Change between waves: difference of means with Welch 95 % interval and p."
)


@dataclass(frozen=True)
class Scores:
    """Fitness, share told and share walked of the customers of a group, each value with how many have it."""

    fitness: np.ndarray
    told: np.ndarray
    walked: np.ndarray
    n: np.ndarray

    @property
    def customers(self) -> int:
        """How many customers there are."""
        return int(self.n.sum())


def fitness(journeys: Journeys, mapped: Mapped, group: Group = EVERYBODY, *, thresholds: Thresholds) -> pd.DataFrame:
    """Return how well the journeys of a group keep to a map, over all of them and wave by wave.

    Returns
    -------
    pandas.DataFrame
        The first row is the whole group, one row per wave follows: ``wave`` (id, '' for all), ``told``, ``walked`` (`Estimate` 0…1), ``light`` (see `light`), ``change`` (`Estimate` of the difference of mean fitness to the wave before) and its ``p``;
        ``watched`` (days from the end of the wave to the last event of the log).
    """
    import pandas as pd

    found = route(journeys, mapped)
    whole = _scores(journeys, found, group)
    waves = {id: _scores(journeys, found, Group(group.persona, group.channel, id)) for id, _, _ in journeys.log.waves}
    sizes = {id: one.customers for id, one in waves.items()}
    few = kept_back(sizes, whole.customers - sum(sizes.values()), thresholds.min_group)
    rows, before = [_row("", whole, found, None, thresholds, hide=False)], None
    for id, scores in waves.items():
        rows.append(_row(id, scores, found, before, thresholds, hide=id in few))
        before = None if id in few or scores.customers < thresholds.min_group else scores
    frame = pd.DataFrame(rows, columns=["wave", "fitness", "told", "walked", "light", "change", "p"])
    return frame.assign(watched=_watched(journeys))


def light(found: estimate.Estimate) -> str:
    """Return the share of visits that a map tells in the words of a traffic light.

    Examples
    --------
    >>> light(estimate.Estimate(value=0.83, low=0.8, high=0.86, n=90)), light(estimate.Estimate(value=0.1, n=90))
    ('fits', 'does not fit')
    """
    if found.value is None:
        return "cannot be told"
    return "fits" if found.value >= FITS_FROM else "fits in part" if found.value >= PARTLY_FROM else "does not fit"


def _row(
    wave: str, scores: Scores, found: Route, before: Scores | None, thresholds: Thresholds, *, hide: bool
) -> tuple[object, ...]:
    if gone := _why_not(scores, found, thresholds, hide=hide):
        return wave, gone, gone, gone, light(gone), gone, np.nan
    fit, told, walked = (
        estimate.mean(np.repeat(values, scores.n), thresholds, bounds=(0, 1))
        for values in (scores.fitness, scores.told, scores.walked)
    )
    return wave, fit, told, walked, light(told), *_change(before, scores, first=not wave)


def _why_not(scores: Scores, found: Route, thresholds: Thresholds, *, hide: bool) -> estimate.Estimate | None:
    if not found.steps:
        return estimate.unavailable("no mapped touchpoint is in this log")
    if scores.customers < thresholds.min_group:
        return estimate.withheld(scores.customers, thresholds)
    return estimate.unavailable("withheld: it would give a smaller group away") if hide else None


def _change(before: Scores | None, now: Scores, *, first: bool) -> tuple[estimate.Estimate, float]:
    from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

    if before is None:
        return estimate.unavailable("all waves together" if first else "no wave before it to compare with"), np.nan
    both = CompareMeans(*(DescrStatsW(one.fitness, weights=one.n, ddof=0) for one in (now, before)))
    value, n = float(both.d1.mean - both.d2.mean), now.customers + before.customers
    if both.d1.var + both.d2.var == 0:
        return estimate.Estimate(value=value, n=n, reason=estimate.NO_SPREAD), np.nan
    low, high = both.tconfint_diff(usevar="unequal")
    return estimate.Estimate(value=value, low=float(low), high=float(high), n=n), float(
        both.ttest_ind(usevar="unequal")[1]
    )


def _scores(journeys: Journeys, found: Route, group: Group) -> Scores:
    kept, visited, n = np.array(journeys.engine.rows(_kept(journeys, found, group)) or [(0, 0, 0)], dtype=int).T
    mapped = len(found.steps)
    return Scores(2 * kept / np.maximum(visited + mapped, 1), kept / np.maximum(visited, 1), kept / max(mapped, 1), n)


def _kept(journeys: Journeys, found: Route, group: Group) -> str:
    """Select how many first visits keep the order of the map, out of how many, and how many customers do so.

    The longest subsequence that never steps back is counted with one bit per mapped touchpoint, in the order of the map.
    A visit sets its bit and clears the lowest bit that stands for a later step, as in patience sorting; the bits left at
    the end are as many as that subsequence is long. Bits of one step do not push each other out: any order is right there.
    """
    e, ids, slots = journeys.engine, journeys.places("touchpoint"), found.slots
    steps = [found.steps[id] for id in slots]
    bit = {ids.index(id): 1 << slot for slot, id in enumerate(slots)}
    later = {1 << slot: 1 << sum(other <= step for other in steps) for slot, step in enumerate(steps)}
    above = f"(a - a % {_case('v', later)})"
    bits = e.only(e.each("path", _case("v", bit)), "v > 0")
    kept = e.fold(bits, "0", f"(a | v) - ({above} & -{above})")
    return (
        f"select kept, visited, sum(n) from (select bit_count({kept}) as kept, {e.length('path')} as visited, n"
        f" from ({visits(journeys, group)}) as visited) as counted group by 1, 2 order by 1, 2"
    )


def _case(value: str, results: dict[int, int]) -> str:
    cases = " ".join(f"when {value} = {key} then {result}" for key, result in results.items())
    return f"cast(case {cases} else 0 end as bigint)" if cases else "cast(0 as bigint)"


def _watched(journeys: Journeys) -> list[float]:
    last = journeys.base().last
    ends = [end for _, _, end in journeys.log.waves]
    return [np.nan, *(np.nan if last is None else last.timestamp() / 86_400 - end / 86_400_000_000 for end in ends)]
