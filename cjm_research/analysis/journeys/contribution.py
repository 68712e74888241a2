"""What places have to do with reaching a goal: first, last and equal credit, and the removal effect of a Markov chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

import numpy as np

from cjm_research.analysis.estimate import share
from cjm_research.analysis.journeys.disclosed import ALL, disclosed
from cjm_research.analysis.journeys.journeys import EVERYBODY, Group, Journeys
from cjm_research.analysis.journeys.log import Level
from cjm_research.errors import UnknownIdError
from cjm_research.privacy.disclosure import kept_back, tellable
from cjm_research.study import Thresholds

if TYPE_CHECKING:
    import pandas as pd

MODELS = ("first", "last", "linear", "markov")

CONTRIBUTION_METHOD = (
    "Conversion: a customer who reaches the goal, once, at the first event in it; the journey before that event is the way, "
    "and all of the journey of a customer who never reaches it. Customers who met none of the places before are left out. "
    "First and last: the whole conversion goes to the first or last place of the way. Linear: equal parts to all steps, a "
    "place met twice gets two. Removal effect: 1 − P(goal without the place) / P(goal) in a first-order absorbing Markov "
    "chain of all ways, in which a removed place leads nowhere; repeats stay in the chain and do not change P. Shares are "
    "the removal effects divided by their sum. All of this is associated with conversion, not caused by "
    "the place: nobody was led past it to see what happens. Places met by too few who converted are told together."
)


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
        ``place`` (id; None for those told together), ``met`` (converters who met it), ``reach`` (Estimate: of all
        converters), ``removal`` (0…1; none where told together), and for each model ``first, last, linear, markov`` the
        share of conversions, and ``first_n … markov_n`` the conversions themselves; the greatest removal effect first.
        A first or last share of too few converters is missing. No row where too few convert, or where the numbers
        would give a few away beside others (`disclosed`).
    """

    customers: int
    conversions: int
    direct: int
    places: pd.DataFrame

    @property
    def rate(self) -> float:
        """The share of customers with a way who reach the goal."""
        return self.conversions / self.customers if self.customers else 0.0


def contribution(
    journeys: Journeys, goal: str, level: Level = "touchpoint", group: Group = EVERYBODY, *, thresholds: Thresholds
) -> Contribution:
    """Return what places have to do with reaching a phase.

    Parameters
    ----------
    journeys
        An open log.
    goal
        Id of the phase whose first event is the conversion.
    level
        What a place is: ``touchpoint``, ``channel`` or ``event``.
    group
        Whose journeys.
    thresholds
        How few converters are too few.
    """
    import pandas as pd

    names = journeys.places(level)
    told = _Told(journeys, goal, level, group)
    customers, conversions, direct = told.totals()
    kept = dict(disclosed(journeys, group, thresholds=thresholds)) | {("way",): customers, ("won",): conversions}
    inside = [(("way",), ALL), (("won",), ("way",)), (("won",), ("phase", goal))]
    if conversions < thresholds.min_group or not {("way",), ("won",)} <= tellable(kept, inside, thresholds.min_group):
        return Contribution(customers, conversions, direct, _frame([]))
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
    credit = pd.DataFrame(
        {
            "first": [first.get((place, 1), 0) for place in range(size)],
            "last": [last.get((place, 1), 0) for place in range(size)],
            "linear": [linear.get(place, 0.0) for place in range(size)],
            "markov": effects / effects.sum() * conversions,
            "removal": effects,
            "met": [met.get(place, 0) for place in range(size)],
            "place": list(names),
        }
    )
    return Contribution(customers, conversions, direct, _told_together(credit, conversions, thresholds))


def removal_effects(
    begin: Sequence[float] | np.ndarray,
    steps: np.ndarray,
    won: Sequence[float] | np.ndarray,
    lost: Sequence[float] | np.ndarray,
) -> tuple[float, np.ndarray]:
    """Return the probability of the goal, and by which share of it each place's removal lowers it.

    The chain is absorbing: with Q the transitions between places and r those to the goal, P = start · (I − Q)⁻¹ r. A removed
    place leads nowhere, so its row and column go (Anderl et al. 2016). A place nobody meets has no effect.

    Parameters
    ----------
    begin
        How many ways begin at each place.
    steps
        How often one place (row) directly follows another (column after row).
    won, lost
        How many ways end at each place, at the goal or without it.

    Examples
    --------
    Two conversions by g, one by m, one by g and m, and g once in vain:

    >>> p, effects = removal_effects([4, 1], np.array([[0, 1], [0, 0]]), [2, 2], [1, 0])
    >>> round(p, 2), effects.round(2).tolist()
    (0.8, [0.75, 0.5])
    """
    start, reached, ended = (np.asarray(values, dtype=float) for values in (begin, won, lost))
    leaving = steps.sum(axis=1) + reached + ended
    safe = np.where(leaving == 0, 1, leaving)
    between, to_goal, start = steps / safe[:, None], reached / safe, start / start.sum()

    def probability(kept: np.ndarray) -> float:
        inside = np.eye(int(kept.sum())) - between[np.ix_(kept, kept)]
        return float(start[kept] @ np.linalg.solve(inside, to_goal[kept]))

    everything = np.ones(len(start), dtype=bool)
    p = probability(everything)
    without = np.array([probability(np.arange(len(start)) != place) for place in range(len(start))])
    return p, np.clip(1 - without / p, 0, 1)


class _Told:
    """The ways of a group to a goal, counted."""

    def __init__(self, journeys: Journeys, goal: str, level: Level, group: Group) -> None:
        e, known = journeys.engine, journeys.places("phase")
        if goal not in known:
            raise UnknownIdError("phase", goal, known)
        paths = f"select path, n from ({journeys.coded()}) as coded where {journeys.where(group)}"
        end = e.place(e.each("path", journeys.placed("phase", "v")), str(known.index(goal)))
        ended = f"select path, n, {end} as goal from ({paths}) as paths"
        cut = e.part("path", "1", f"coalesce(goal - 1, {e.length('path')})")
        before = (
            f"select {cut} as way, n, case when goal is null then 0 else 1 end as converted from ({ended}) as ended"
        )
        placed = e.only(e.each("way", journeys.placed(level, "v")), "v is not null")
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
        parts = f"select n, {e.length('way')} as steps, {e.rows_of('way', 'place')} from ({self._ways}) as ways where converted = 1"
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


def _told_together(credit: pd.DataFrame, conversions: int, thresholds: Thresholds) -> pd.DataFrame:
    """Return the places, those that too few converters met as one, with the least met of the others.

    A place that no converter met has an effect of its own where the chain leads through it.
    """
    few = credit["met"] < thresholds.min_group
    if credit.loc[few, "met"].any() and (~few).any():
        few[credit.loc[~few, "met"].idxmin()] = True
    shown = credit[~few].sort_values(["removal", "met"], ascending=False, kind="stable")
    rows: list[dict[str, object]] = [
        {"place": row.place, "met": row.met, "reach": share(row.met, conversions, thresholds), "removal": row.removal}
        | {name: getattr(row, name) for name in MODELS}
        for row in shown.itertuples()
    ]
    if credit.loc[few, list(MODELS)].to_numpy().any():
        rows.append({"place": None, **{name: credit.loc[few, name].sum() for name in MODELS}})
    return _frame(rows, conversions, thresholds.min_group)


def _frame(rows: list[dict[str, object]], conversions: int = 1, least: int = 0) -> pd.DataFrame:
    import pandas as pd

    made = pd.DataFrame(rows, columns=["place", "met", "reach", "removal", *MODELS], dtype=object)
    made = made.astype({"met": "Int64", "removal": float} | dict.fromkeys(MODELS, float))
    for name in ("first", "last"):
        gone = kept_back({place: int(n) for place, n in enumerate(made[name])}, 0, least)
        made.loc[[place in gone for place in range(len(made))], name] = np.nan
    for name in MODELS:
        made[f"{name}_n"], made[name] = made[name], made[name] / conversions
    return made
