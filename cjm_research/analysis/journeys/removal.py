"""The removal effect of places: how much rarer the goal becomes in a Markov chain when a place leads nowhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def removal_effects(
    begin: Sequence[float] | np.ndarray,
    steps: np.ndarray,
    won: Sequence[float] | np.ndarray,
    lost: Sequence[float] | np.ndarray,
) -> tuple[float, np.ndarray]:
    """Return the probability of the goal, and by which share of it each place's removal lowers it.

    The chain is absorbing: with Q the transitions between places and r those to the goal, P = start · (I − Q)⁻¹ r. A
    removed place leads nowhere, so its row and column go (Anderl et al. 2016). A place nobody meets has no effect.

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
