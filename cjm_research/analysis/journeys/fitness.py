"""How well journeys keep to a map, as one number per group, and how that number moves from wave to wave."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from cjm_research.analysis import estimate
from cjm_research.analysis.journeys.conformance import Mapped, Route, route, visits
from cjm_research.analysis.journeys.crowd import Crowd
from cjm_research.analysis.records import Records
from cjm_research.privacy.disclosure import kept_back
from cjm_research.study import Thresholds

FITS_FROM, PARTLY_FROM = 0.8, 0.6
"""From these shares told on, a map is said to fit, and to fit in part; both are conventions of this workbench."""

FITNESS_METHOD = (
    "Fitness of a customer: 2·L / (touchpoints visited + touchpoints mapped), where L is the greatest number of first "
    "visits that keep the order of the map; this is the alignment of a linear model with unit costs (Adriansyah 2014), "
    "1 where journey and map are equal, 0 where they share nothing. Told by the map: L / visited. Walked: L / mapped. "
    "All three are means over customers with t 95 % intervals; a customer seen at no touchpoint counts 0. Mapped "
    "touchpoints that the log cannot show are left out. Who leaves early walks a part of the map and has a low fitness "
    f"even on a right map, so the verdict rests on the share told: the map fits from {FITS_FROM:.2f} on, in part from "
    f"{PARTLY_FROM:.2f} on, and does not fit below; these limits are conventions. A customer belongs to the wave of "
    "the first event; who came later had less time in the log. Change between waves: difference of means with Welch 95 "
    "% interval and p."
)


Light = Literal["fits", "fits in part", "does not fit", "cannot be told"]


@dataclass(frozen=True)
class Fitness:
    """How well the journeys of a wave keep to a map.

    Attributes
    ----------
    wave
        Its id; '' for all waves together.
    fitness, told, walked
        Means of 0…1.
    light
        The verdict on the share told; see `light`.
    change, p
        Mean fitness less that of the wave before, and the p of Welch's test; None where nothing was tested.
    watched
        Days from the end of the wave to the last event of the log; None for all waves together.
    """

    wave: str
    fitness: estimate.Estimate
    told: estimate.Estimate
    walked: estimate.Estimate
    light: Light
    change: estimate.Estimate
    p: float | None
    watched: float | None = None


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


def fitness(crowd: Crowd, mapped: Mapped) -> Records[Fitness]:
    """Return how well the journeys of a group keep to a map: first all of them, then wave by wave."""
    found = route(crowd, mapped)
    whole = _scores(crowd, found)
    waves = {id: _scores(crowd.of(replace(crowd.group, wave=id)), found) for id, _, _ in crowd.journeys.log.waves}
    sizes = {id: scores.customers for id, scores in waves.items()}
    few = kept_back(sizes, whole.customers - sum(sizes.values()), crowd.least)
    watched = _watched(crowd)
    told, before = [_told("", whole, found, None, crowd.thresholds, hide=False)], None
    for id, scores in waves.items():
        of_wave = _told(id, scores, found, before, crowd.thresholds, hide=id in few)
        told.append(replace(of_wave, watched=watched.get(id)))
        before = None if id in few or scores.customers < crowd.least else scores
    return Records(Fitness, tuple(told))


def light(found: estimate.Estimate) -> Light:
    """Return the share of visits that a map tells in the words of a traffic light.

    Examples
    --------
    >>> light(estimate.Estimate(value=0.83, low=0.8, high=0.86, n=90)), light(estimate.Estimate(value=0.1, n=90))
    ('fits', 'does not fit')
    """
    if found.value is None:
        return "cannot be told"
    return "fits" if found.value >= FITS_FROM else "fits in part" if found.value >= PARTLY_FROM else "does not fit"


def _told(
    wave: str, scores: Scores, found: Route, before: Scores | None, thresholds: Thresholds, *, hide: bool
) -> Fitness:
    if gone := _why_not(scores, found, thresholds, hide=hide):
        return Fitness(wave, gone, gone, gone, light(gone), gone, None)
    fit, told, walked = (
        estimate.mean(np.repeat(values, scores.n), thresholds, bounds=(0, 1))
        for values in (scores.fitness, scores.told, scores.walked)
    )
    return Fitness(wave, fit, told, walked, light(told), *_change(before, scores, first=not wave))


def _why_not(scores: Scores, found: Route, thresholds: Thresholds, *, hide: bool) -> estimate.Estimate | None:
    if not found.steps:
        return estimate.unavailable("no mapped touchpoint is in this log")
    if scores.customers < thresholds.min_group:
        return estimate.withheld(scores.customers, thresholds)
    return estimate.unavailable("withheld: it would give a smaller group away") if hide else None


def _change(before: Scores | None, now: Scores, *, first: bool) -> tuple[estimate.Estimate, float | None]:
    from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

    if before is None:
        return estimate.unavailable("all waves together" if first else "no wave before it to compare with"), None
    both = CompareMeans(*(DescrStatsW(one.fitness, weights=one.n, ddof=0) for one in (now, before)))
    value, n = float(both.d1.mean - both.d2.mean), now.customers + before.customers
    if both.d1.var + both.d2.var == 0:
        return estimate.Estimate(value=value, n=n, reason=estimate.NO_SPREAD), None
    low, high = both.tconfint_diff(usevar="unequal")
    return estimate.Estimate(value=value, low=float(low), high=float(high), n=n), float(
        both.ttest_ind(usevar="unequal")[1]
    )


def _scores(crowd: Crowd, found: Route) -> Scores:
    kept, visited, n = np.array(crowd.engine.rows(_kept(crowd, found)) or [(0, 0, 0)], dtype=int).T
    mapped = len(found.steps)
    return Scores(2 * kept / np.maximum(visited + mapped, 1), kept / np.maximum(visited, 1), kept / max(mapped, 1), n)


def _kept(crowd: Crowd, found: Route) -> str:
    """Select how many first visits keep the order of the map, out of how many, and how many customers do so.

    The longest subsequence that never steps back is counted with one bit per mapped touchpoint, in the order of the
    map. A visit sets its bit and clears the lowest bit that stands for a later step, as in patience sorting; the bits
    left at the end are as many as that subsequence is long. Bits of one step do not push each other out: any order is
    right there.
    """
    e, ids, slots = crowd.engine, crowd.places("touchpoint"), found.slots
    steps = [found.steps[id] for id in slots]
    bit = {ids.index(id): 1 << slot for slot, id in enumerate(slots)}
    later = {1 << slot: 1 << sum(other <= step for other in steps) for slot, step in enumerate(steps)}
    above = f"(a - a % {_case('v', later)})"
    bits = e.only(e.each("path", _case("v", bit)), "v > 0")
    kept = e.fold(bits, "0", f"(a | v) - ({above} & -{above})")
    return (
        f"select kept, visited, sum(n) from (select bit_count({kept}) as kept, {e.length('path')} as visited, n"
        f" from ({visits(crowd)}) as visited) as counted group by 1, 2 order by 1, 2"
    )


def _case(value: str, results: dict[int, int]) -> str:
    cases = " ".join(f"when {value} = {key} then {result}" for key, result in results.items())
    return f"cast(case {cases} else 0 end as bigint)" if cases else "cast(0 as bigint)"


def _watched(crowd: Crowd) -> dict[str, float]:
    """Return for each wave the days from its end to the last event of the log."""
    last = crowd.journeys.base().last
    if last is None:
        return {}
    return {id: last.timestamp() / 86_400 - end / 86_400_000_000 for id, _, end in crowd.journeys.log.waves}
