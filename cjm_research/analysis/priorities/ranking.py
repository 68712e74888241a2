"""How safe an order is: the rank of each item over all draws of what is uncertain."""

from __future__ import annotations

import numpy as np
import pandas as pd

TOP = 3
SURE = 0.95

RANKING_METHOD = (
    "Ranks are counted in 2,000 draws: people are drawn again with replacement where a number was computed from them, "
    "and numbers with a range are drawn from a triangle with the set value as its peak (even over the range where no "
    "value is set). The interval holds the rank in 95 % of the draws. Equal scores share their places by lot. A group "
    "ends where everything above ranks before everything below in at least 95 % of the draws; inside a group the order "
    "is not safe."
)


def ranking(scores: pd.Series, drawn: np.ndarray, seed: int = 7) -> pd.DataFrame:
    """Return the order of the items and how safe it is.

    Parameters
    ----------
    scores
        The score of each item, indexed by item; higher is better.
    drawn
        One row per draw, one column per item in the order of ``scores``.
    seed
        For the lot between equal scores.

    Returns
    -------
    pandas.DataFrame
        Best first: ``item, score, rank, rank_low, rank_high, top3, group``. ``top3`` is the share of draws in which the
        item is among the first three, NaN where there are no more than three items. ``group`` counts from 1. Where no
        draw differs from another, because nobody said what is uncertain, the last four are NaN: nothing is known about
        the order.

    Examples
    --------
    >>> drawn = np.column_stack([np.full(9, 8.0), np.full(9, 2.0), np.linspace(7, 9, 9), np.full(9, 1.0)])
    >>> found = ranking(pd.Series([8.0, 2.0, 7.9, 1.0], index=list("abcd")), drawn)
    >>> found[["item", "rank", "rank_low", "rank_high", "group"]].to_numpy().tolist()
    [['a', 1, 1.0, 2.0, 1], ['c', 2, 1.0, 2.0, 1], ['b', 3, 3.0, 3.0, 2], ['d', 4, 4.0, 4.0, 3]]
    """
    best = np.argsort(-scores.to_numpy(dtype=float), kind="stable")
    ordered = np.asarray(drawn, dtype=float)[:, best]
    places = _places(ordered, np.random.default_rng(seed))
    varies = bool((ordered != ordered[:1]).any())
    ends = np.quantile(places, [0.025, 0.975], axis=0, method="inverted_cdf").astype(float)
    return pd.DataFrame(
        {
            "item": scores.index[best],
            "score": scores.to_numpy(dtype=float)[best],
            "rank": scores.rank(ascending=False, method="min").to_numpy(dtype=int)[best],
            "rank_low": ends[0] if varies else np.nan,
            "rank_high": ends[1] if varies else np.nan,
            "top3": (places <= TOP).mean(axis=0) if varies and len(scores) > TOP else np.nan,
            "group": _groups(ordered) if varies else np.nan,
        }
    )


def _places(ordered: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the place of each item in each draw, ties broken by lot."""
    order = np.lexsort((rng.random(ordered.shape), -ordered), axis=1)
    return np.argsort(order, axis=1) + 1


def _groups(ordered: np.ndarray) -> list[int]:
    groups = [1] * ordered.shape[1]
    for cut in range(1, ordered.shape[1]):
        apart = (ordered[:, :cut].min(axis=1) > ordered[:, cut:].max(axis=1)).mean() >= SURE
        groups[cut] = groups[cut - 1] + bool(apart)
    return groups
