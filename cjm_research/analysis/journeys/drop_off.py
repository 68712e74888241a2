"""Where customers are lost between two phases, and where they were last seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from cjm_research.analysis import estimate
from cjm_research.analysis.journeys.disclosed import beside
from cjm_research.analysis.journeys.folding import ENDED, TOGETHER, told_apart
from cjm_research.analysis.journeys.funnel import told_beside
from cjm_research.analysis.journeys.journeys import EVERYBODY, Group, Journeys
from cjm_research.study import Thresholds

if TYPE_CHECKING:
    import pandas as pd

DROP_OFF_METHOD = (
    "Unit: customers of the closed, eventual funnel. Lost after a phase: who reached it, with every phase before it, and "
    "has no later event in the next one until the log ends; customers who came late may still go on. Last seen: the "
    "touchpoint of the last event that belongs to one; places with fewer customers are told together. "
    "Shares with Wilson 95 % intervals."
)

MOST_PLACES = 3


def drop_off(
    journeys: Journeys, phases: Sequence[str] | None = None, *, group: Group = EVERYBODY, thresholds: Thresholds
) -> pd.DataFrame:
    """Return for each phase but the last who is lost after it, and where these customers were last seen.

    Parameters
    ----------
    phases
        Ids of phases in the order of the funnel; all phases of the study unless said otherwise.

    Returns
    -------
    pandas.DataFrame
        One row per phase and place of last contact: ``phase``, ``next_phase`` (ids), ``reached`` (customers), ``lost``
        (`Estimate` of the share of these), ``touchpoint`` (id; '' for customers seen at no touchpoint; None for places told
        together), ``last`` (`Estimate` of the share of the lost). The most frequent place stands first; of too few lost
        customers no place is told, and ``touchpoint`` is None. Too few customers in a phase withhold
        ``lost``.
    """
    import pandas as pd

    chosen, places = list(journeys.places("phase") if phases is None else phases), journeys.places("touchpoint")
    ended = _ended(journeys, group, chosen)
    entered = [sum(n for (far, _), n in ended.items() if far > place) for place in range(len(chosen))]
    told = told_beside(journeys, group, chosen, entered, everyone=max(entered, default=0), thresholds=thresholds)
    rows = []
    for place, (phase, following) in enumerate(pairwise(chosen)):
        lost = {last: n for (reached, last), n in ended.items() if reached == place + 1}
        reached = entered[place]
        share = _lost(sum(lost.values()), reached, thresholds)
        share = beside(share, thresholds, told=told[place] and told[place + 1])
        for last, found in _last(lost if share.value is not None else {}, thresholds):
            touchpoint = None if last == TOGETHER else "" if last == ENDED else places[last]
            rows.append((phase, following, reached, share, touchpoint, found))
    return pd.DataFrame(rows, columns=["phase", "next_phase", "reached", "lost", "touchpoint", "last"], dtype=object)


def _ended(journeys: Journeys, group: Group, phases: list[str]) -> dict[tuple[int, int], int]:
    """Return customers by how many phases they reached in order, and by the place they were last seen at."""
    e = journeys.engine
    met = e.only(e.each("path", journeys.placed("touchpoint", "v")), "v is not null")
    awaited = [str(phases.index(id)) if id in phases else "null" for id in journeys.places("phase")]
    place = e.at(e.list_of(awaited), f"{journeys.placed('phase', 'v')} + 1")
    through = e.only(e.each("path", place), "v is not null")
    placed = (
        f"select {through} as phases, {met} as met, n from ({journeys.coded()}) as coded where {journeys.where(group)}"
    )
    far = e.fold("phases", "0", "case when v = a then a + 1 else a end")
    last = f"coalesce({e.at('met', e.length('met'))}, {ENDED})"
    found = (
        e.rows(f"select {far} as far, {last} as last, sum(n) from ({placed}) as placed group by 1, 2") if phases else []
    )
    return {(far, last): int(n) for far, last, n in found}


def _lost(lost: int, reached: int, thresholds: Thresholds) -> estimate.Estimate:
    if not reached:
        return estimate.unavailable("nobody came this far", "share")
    return estimate.share(lost, reached, thresholds)


def _last(lost: Mapping[int, int], thresholds: Thresholds) -> list[tuple[int, estimate.Estimate]]:
    """Return the share of the lost per place they were last seen at."""
    total = sum(lost.values())
    if total < thresholds.min_group:
        return [(TOGETHER, estimate.withheld(total, thresholds, unit="share"))]
    told = told_apart(lost, least=thresholds.min_group, most=MOST_PLACES)
    found = [
        (place, estimate.share(lost[place], total, thresholds)) for place in sorted(told, key=lambda p: (-lost[p], p))
    ]
    rest = total - sum(lost[place] for place in told)
    return [*found, *([(TOGETHER, estimate.share(rest, total, thresholds))] if rest else [])]
