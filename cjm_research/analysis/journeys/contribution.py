"""What places have to do with reaching a goal: first, last and equal credit, and the removal effect."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import Literal, get_args

import numpy as np

from cjm_research.analysis.estimate import Estimate, share
from cjm_research.analysis.journeys.crowd import Crowd
from cjm_research.analysis.journeys.disclosed import ALL, disclosed
from cjm_research.analysis.journeys.log import Level
from cjm_research.analysis.journeys.removal import removal_effects
from cjm_research.analysis.records import Records
from cjm_research.privacy.disclosure import kept_back, tellable
from cjm_research.study import Thresholds

Model = Literal["first", "last", "linear", "markov"]
MODELS: tuple[Model, ...] = get_args(Model)

CONTRIBUTION_METHOD = (
    "Conversion: a customer who reaches the goal, once, at the first event in it; the journey before that event is the "
    "way, and all of the journey of a customer who never reaches it. Customers who met none of the places before are "
    "left out. First and last: the whole conversion goes to the first or last place of the way. Linear: equal parts to "
    "all steps, a place met twice gets two. Removal effect: 1 − P(goal without the place) / P(goal) in a first-order "
    "absorbing Markov chain of all ways, in which a removed place leads nowhere; repeats stay in the chain and do not "
    "change P. Shares are the removal effects divided by their sum. All of this is associated with conversion, not "
    "caused by the place: nobody was led past it to see what happens. Places met by too few who converted are told "
    "together."
)


@dataclass(frozen=True)
class Credit:
    """The conversions told to a place.

    Attributes
    ----------
    place
        Its id; None for those told together, of which only the conversions are told.
    met, reach
        Converters who met it, and their share of all.
    removal
        The removal effect, 0…1.
    first, last, linear, markov
        The share of conversions by each model; None for a first or last share of too few converters.
    first_n, last_n, linear_n, markov_n
        The conversions themselves.
    """

    place: str | None
    met: int | None
    reach: Estimate | None
    removal: float | None
    first: float | None
    last: float | None
    linear: float | None
    markov: float | None
    first_n: float | None
    last_n: float | None
    linear_n: float | None
    markov_n: float | None

    @property
    def by_model(self) -> dict[Model, tuple[float | None, float | None]]:
        """Share and number of conversions by each model."""
        return {
            "first": (self.first, self.first_n),
            "last": (self.last, self.last_n),
            "linear": (self.linear, self.linear_n),
            "markov": (self.markov, self.markov_n),
        }


@dataclass(frozen=True)
class Contribution:
    """How conversions are told to places.

    Attributes
    ----------
    customers, conversions
        Customers with a way, and those of them who reach the goal.
    direct
        Customers who reach the goal and met none of the places before.
    places
        The greatest removal effect first, places told together last.
    """

    customers: int
    conversions: int
    direct: int
    places: Records[Credit]

    @property
    def rate(self) -> float:
        """The share of customers with a way who reach the goal."""
        return self.conversions / self.customers if self.customers else 0.0


def contribution(crowd: Crowd, goal: str, level: Level = "touchpoint") -> Contribution:
    """Return what places have to do with reaching a phase.

    Parameters
    ----------
    crowd
        Whose journeys.
    goal
        Id of the phase whose first event is the conversion.
    level
        What a place is: ``touchpoint``, ``channel`` or ``event``.
    """
    names = crowd.places(level)
    told = _Told(crowd, goal, level)
    customers, conversions, direct = told.totals()
    sizes = disclosed(crowd) | {("way",): customers, ("won",): conversions}
    inside = [(("way",), ALL), (("won",), ("way",)), (("won",), ("phase", goal))]
    if conversions < crowd.least or not {("way",), ("won",)} <= tellable(sizes, inside, crowd.least):
        return Contribution(customers, conversions, direct, Records(Credit, ()))
    first, last, linear, met = told.first(), told.last(), told.linear(), told.met()
    size = len(names)
    begin, steps, won, lost = (np.zeros(size), np.zeros((size, size)), np.zeros(size), np.zeros(size))
    for (place, _), n in first.items():
        begin[place] += n
    for (place, converted), n in last.items():
        (won if converted else lost)[place] += n
    for (a, z), n in told.steps().items():
        steps[a, z] = n
    _, effects = removal_effects(begin, steps, won, lost)
    markov = effects / effects.sum() * conversions
    places = [
        _Place(
            id,
            met.get(place, 0),
            float(effects[place]),
            {
                "first": first.get((place, 1), 0),
                "last": last.get((place, 1), 0),
                "linear": linear.get(place, 0.0),
                "markov": float(markov[place]),
            },
        )
        for place, id in enumerate(names)
    ]
    return Contribution(customers, conversions, direct, _told_together(places, conversions, crowd.thresholds))


@dataclass(frozen=True)
class _Place:
    """A place with the converters who met it, its removal effect, and its conversions by each model."""

    id: str
    met: int
    removal: float
    conversions: dict[Model, float]


class _Told:
    """The ways of a group to a goal, counted."""

    def __init__(self, crowd: Crowd, goal: str, level: Level) -> None:
        e, paths = crowd.engine, crowd.coded()
        end = e.place(e.each("path", crowd.placed("phase", "v")), str(crowd.index("phase", goal)))
        ended = f"select path, n, {end} as goal from ({paths}) as paths"
        cut = e.part("path", "1", f"coalesce(goal - 1, {e.length('path')})")
        before = (
            f"select {cut} as way, n, case when goal is null then 0 else 1 end as converted from ({ended}) as ended"
        )
        placed = e.only(e.each("way", crowd.placed(level, "v")), "v is not null")
        self._engine = e
        self._all = f"select {placed} as way, n, converted from ({before}) as cut"
        self._ways = f"select way, n, converted from ({self._all}) as placed where {e.length('way')} > 0"

    def totals(self) -> tuple[int, int, int]:
        """Return customers with a way, those of them who convert, and converters without a way."""
        length = self._engine.length("way")
        (customers, conversions, direct), *_ = self._engine.rows(
            f"select sum(case when {length} > 0 then n else 0 end), "
            f"sum(case when {length} > 0 then n * converted else 0 end), "
            f"sum(case when {length} = 0 then n * converted else 0 end) from ({self._all}) as placed"
        )
        return int(customers or 0), int(conversions or 0), int(direct or 0)

    def first(self) -> dict[tuple[int, int], int]:
        """Return customers by first place and whether they convert."""
        return self._by(self._engine.at("way", "1"))

    def last(self) -> dict[tuple[int, int], int]:
        """Return customers by last place and whether they convert."""
        return self._by(self._engine.at("way", self._engine.length("way")))

    def _by(self, place: str) -> dict[tuple[int, int], int]:
        found = self._engine.rows(
            f"select {place} as place, converted, sum(n) from ({self._ways}) as ways group by 1, 2"
        )
        return {(place, converted): int(n) for place, converted, n in found}

    def linear(self) -> dict[int, float]:
        """Return the conversions of each place where all steps of a way get equal parts."""
        e = self._engine
        each, won = e.rows_of("way", "place"), f"({self._ways}) as ways where converted = 1"
        parts = f"select n, {e.length('way')} as steps, {each} from {won}"
        shared: dict[int, list[float]] = {}
        for place, steps, n in e.rows(f"select place, steps, sum(n) from ({parts}) as parts group by place, steps"):
            shared.setdefault(place, []).append(int(n) / steps)
        return {place: fsum(own) for place, own in shared.items()}  # exact in any order of the rows

    def met(self) -> dict[int, int]:
        """Return how many who convert meet each place."""
        e = self._engine
        once = f"select n, {e.rows_of(e.distinct('way'), 'place')} from ({self._ways}) as ways where converted = 1"
        return {place: int(n) for place, n in e.rows(f"select place, sum(n) from ({once}) as once group by place")}

    def steps(self) -> dict[tuple[int, int], int]:
        """Return how often one place follows another."""
        e = self._engine
        pairs = f"select n, {e.rows_of(e.neighbours('way'), 'pair')} from ({self._ways}) as ways"
        found = e.rows(f"select pair, sum(n) from ({pairs}) as pairs group by pair")
        return {(pair >> 16, pair & 65_535): int(n) for pair, n in found}


def _told_together(places: list[_Place], conversions: int, thresholds: Thresholds) -> Records[Credit]:
    """Return the places, those that too few converters met as one, with the least met of the others.

    A place that no converter met has an effect of its own where the chain leads through it.
    """
    few = [place for place in places if place.met < thresholds.min_group]
    shown = [place for place in places if place.met >= thresholds.min_group]
    if shown and any(place.met for place in few):
        few.append(min(shown, key=lambda place: place.met))
        shown.remove(few[-1])
    shown.sort(key=lambda place: (-place.removal, -place.met))
    numbers = [place.conversions for place in shown]
    if any(any(place.conversions.values()) for place in few):
        numbers.append({model: fsum(place.conversions[model] for place in few) for model in MODELS})
    whole = {model: {at: int(credited[model]) for at, credited in enumerate(numbers)} for model in MODELS[:2]}
    gone = {model: kept_back(parts, 0, thresholds.min_group) for model, parts in whole.items()}
    lines = []
    for at, credited in enumerate(numbers):
        told = [None if at in gone.get(model, ()) else float(credited[model]) for model in MODELS]
        shares = [None if number is None else number / conversions for number in told]
        if at < len(shown):
            place = shown[at]
            reach = share(place.met, conversions, thresholds)
            lines.append(Credit(place.id, place.met, reach, place.removal, *shares, *told))
        else:
            lines.append(Credit(None, None, None, None, *shares, *told))
    return Records(Credit, tuple(lines))
