"""What if customers went from phase to phase at other rates: a simulation, not a forecast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cjm_research.analysis import estimate
from cjm_research.analysis.journeys.crowd import Crowd
from cjm_research.analysis.journeys.tally import tally
from cjm_research.analysis.records import Records
from cjm_research.study import Thresholds

WHAT_IF_METHOD = (
    "A simulation, not a forecast. Customers go from phase to phase in a first-order Markov chain: the next phase "
    "depends on the present one only. Rates are those of the log up to the first arrival in the goal; a rate set anew "
    "takes from, or gives to, the other ways out of its phase in proportion. All else is assumed to stay as it is. "
    "Intervals hold the middle 95 % of 2,000 draws of all rates (Dirichlet, Rubin's Bayesian bootstrap of the "
    "transitions); rates set anew are not drawn. “Seen” is counted from the log, with Wilson 95 % interval; where it "
    "and the chain of today differ, distrust the chain."
)

DRAWS, SEED = 2_000, 20_260_501

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Rate:
    """How often another phase, or the end (None), follows a phase: the share of visits ``before``, and ``after``."""

    phase: str
    next_phase: str | None
    before: estimate.Estimate
    after: float


@dataclass(frozen=True)
class WhatIf:
    """The completion of the journey as it is, and with other rates.

    Attributes
    ----------
    customers
        Customers seen in any phase.
    seen
        Share of them who reach the goal, counted.
    today, then, gain
        The same in the chain of today, in the chain with the rates set anew, and the difference.
    rates
        Those set anew.
    """

    customers: int
    seen: estimate.Estimate
    today: estimate.Estimate
    then: estimate.Estimate
    gain: estimate.Estimate
    rates: Records[Rate]


def what_if(
    crowd: Crowd,
    changed: Mapping[tuple[str, str | None], float],
    goal: str,
) -> WhatIf:
    """Return the share of customers who would reach a goal if they went from phase to phase at other rates.

    Parameters
    ----------
    changed
        For pairs of phases the share of visits to the first that are followed by the second; None stands for the end of
        the journey.
    goal
        Id of the phase that completes the journey.

    Raises
    ------
    ValueError
        A rate lies outside 0…1, the rates out of a phase add up to more than 1, or the journey could not end.
    """
    chain = _chain(crowd, goal)
    known = crowd.places("phase")
    new = {
        (crowd.index("phase", a), len(known) if z is None else crowd.index("phase", z)): rate
        for (a, z), rate in changed.items()
    }
    _refuse_impossible(new, known)
    customers = int(chain.begin.sum())
    before_and_after = (
        Rate(a, z, estimate.share(int(chain.steps[way]), int(chain.steps[way[0]].sum()), crowd.thresholds), rate)
        for ((a, z), rate), way in zip(changed.items(), new, strict=True)
    )
    told = Records(Rate, tuple(before_and_after))
    if customers < crowd.least:
        none = estimate.withheld(customers, crowd.thresholds, unit="share")
        return WhatIf(customers, none, none, none, none, told)
    dice = np.random.default_rng(SEED)
    begin, steps = _drawn(chain.begin, dice), _drawn(chain.steps, dice)
    before, after = _completion(begin, steps, chain.goal), _completion(begin, _set_anew(steps, new), chain.goal)
    point = _normal(chain.begin)[None], _normal(chain.steps)[None]
    is_, would = (
        float(_completion(point[0], matrix, chain.goal)[0]) for matrix in (point[1], _set_anew(point[1], new))
    )
    return WhatIf(
        customers,
        estimate.share(chain.arrived, customers, crowd.thresholds),
        _estimate(is_, before, customers, crowd.thresholds),
        _estimate(would, after, customers, crowd.thresholds),
        _estimate(would - is_, after - before, customers, crowd.thresholds, unit="net"),
        told,
    )


def greatest_loss(crowd: Crowd, goal: str) -> tuple[str, float] | None:
    """Return the phase before the goal in which most journeys end, and the share of visits to it that do.

    None where too few journeys end in any of them.
    """
    chain, known = _chain(crowd, goal), crowd.places("phase")
    ended = chain.steps[: chain.goal, -1]
    if not len(ended) or ended.max() < crowd.least:
        return None
    place = int(ended.argmax())
    return known[place], float(ended[place] / chain.steps[place].sum())


@dataclass(frozen=True)
class _Chain:
    """Counts: where journeys begin; from each phase (row) to each phase and, last, to the end."""

    begin: Floats
    steps: Floats
    goal: int
    arrived: int


def _chain(crowd: Crowd, goal: str) -> _Chain:
    e = crowd.engine
    place, size = crowd.index("phase", goal), len(crowd.places("phase"))
    whole = f"select path, n from ({crowd.paths('phase')}) as paths where {e.length('path')} > 0"
    cut = e.part("path", "1", f"coalesce({e.place('path', str(place))}, {e.length('path')})")
    paths = f"select {cut} as path, n from ({whole}) as whole"
    begin, steps = np.zeros(size), np.zeros((size, size + 1))
    for first, n in tally(e, e.part("path", "1", "1"), paths).items():
        begin[first] = n
    for pair, n in tally(e, e.neighbours("path"), paths).items():
        steps[pair >> 16, pair & 65_535] = n
    for last, n in tally(e, e.part("path", e.length("path"), e.length("path")), paths).items():
        steps[last, size] = n
    arrived = int(steps[place, size])
    steps[place] = 0
    return _Chain(begin, steps, place, arrived)


def _normal(counts: Floats) -> Floats:
    """Return shares of the last axis; rows without any stay empty."""
    sums = counts.sum(axis=-1, keepdims=True)
    shares: Floats = np.divide(counts, sums, out=np.zeros_like(counts), where=sums > 0)
    return shares


def _drawn(counts: Floats, dice: np.random.Generator) -> Floats:
    return _normal(dice.gamma(counts, size=(DRAWS, *counts.shape)))


def _set_anew(steps: Floats, new: Mapping[tuple[int, int], float]) -> Floats:
    """Return transition rates in which some are set and the others of the same phase share what is left."""
    made = steps.copy()
    for a in {a for a, _ in new}:
        given = {z: rate for (start, z), rate in new.items() if start == a}
        others = np.array([z not in given for z in range(steps.shape[-1])])
        left = 1 - sum(given.values())
        kept = _normal(np.where(others, steps[:, a], 0)) * left
        kept[kept.sum(axis=-1) == 0, -1] += 0 if steps.shape[-1] - 1 in given else left
        made[:, a] = kept
        for z, rate in given.items():
            made[:, a, z] = rate
    return made


def _completion(begin: Floats, steps: Floats, goal: int) -> Floats:
    """Return the probability of reaching the goal: start · (I − Q)⁻¹ r."""
    inside = [place for place in range(begin.shape[-1]) if place != goal]
    between, arrive = steps[:, inside][:, :, inside], steps[:, inside, goal]
    try:
        hit = np.linalg.solve(np.eye(len(inside)) - between, arrive[:, :, None])[:, :, 0]
    except np.linalg.LinAlgError:
        raise ValueError(
            "With these rates customers could go round between phases for ever. Lower one of them."
        ) from None
    found: Floats = np.clip((begin[:, inside] * hit).sum(axis=-1) + begin[:, goal], 0, 1)
    return found


def _estimate(
    value: float, draws: Floats, n: int, thresholds: Thresholds, unit: estimate.Unit = "share"
) -> estimate.Estimate:
    low, high = (float(bound) for bound in np.quantile(draws, [0.025, 0.975]))
    few = n < thresholds.indicative_below
    return estimate.Estimate(value=value, low=min(low, value), high=max(high, value), n=n, unit=unit, indicative=few)


def _refuse_impossible(new: Mapping[tuple[int, int], float], known: tuple[str, ...]) -> None:
    for place, phase in enumerate(known):
        rates = [rate for (a, _), rate in new.items() if a == place]
        if any(not 0 <= rate <= 1 for rate in rates) or sum(rates) > 1 + 1e-9:
            raise ValueError(f"The rates out of '{phase}' must lie between 0 and 1 and add up to 1 at most: {rates}.")
