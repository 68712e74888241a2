"""Visits: how often customers come back after a pause, and how much that number depends on the length of the pause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cjm_research.analysis.estimate import Estimate, mean, share
from cjm_research.analysis.journeys.crowd import Crowd
from cjm_research.analysis.records import Records
from cjm_research.study import Thresholds

if TYPE_CHECKING:
    import pandas as pd

USUAL_GAP = 30
"""The minutes without an event that web analytics takes for the end of a session."""

SESSIONS_METHOD = (
    "A session ends where the next event of the same customer comes later than the gap: strictly later, so a pause of "
    "exactly the gap is no end. Midnight is no end either. Every event of the log counts, in a phase or not. Sessions "
    "per customer: mean with t 95 % interval; customers of several sessions: share with Wilson 95 % interval; events "
    "per session: exact median over all sessions."
)


@dataclass(frozen=True)
class Sessions:
    """The sessions there are under one definition of their end.

    Attributes
    ----------
    gap_minutes, usual
        Inactivity that ends a session, and whether it is the 30 minutes of web analytics.
    sessions, customers
        How many there are.
    per_customer
        Mean number of sessions.
    several
        The share of customers with two sessions or more.
    events
        Median of the events per session.
    """

    gap_minutes: float
    usual: bool
    sessions: int
    customers: int
    per_customer: Estimate
    several: Estimate
    events: float


def sessions(crowd: Crowd, gap_minutes: Sequence[float] = (15, 30, 60)) -> Records[Sessions]:
    """Return how many sessions there are under each definition of their end.

    Parameters
    ----------
    crowd
        Whose journeys.
    gap_minutes
        Inactivity in minutes; a longer one ends a session.

    Returns
    -------
    Records of Sessions
        One per gap; none of fewer customers than may be told.
    """
    told = (_told(gap, _sizes(crowd, gap), crowd.thresholds) for gap in gap_minutes)
    return Records(Sessions, tuple(of_gap for of_gap in told if of_gap is not None))


def _told(gap: float, sizes: pd.DataFrame, thresholds: Thresholds) -> Sessions | None:
    counts = sizes.groupby("sessions")["n"].sum()
    per_customer = counts.index.to_numpy()
    customers = counts.to_numpy() // per_customer
    everybody = int(customers.sum())
    if everybody < thresholds.min_group:
        return None
    return Sessions(
        gap,
        gap == USUAL_GAP,
        int(counts.sum()),
        everybody,
        mean(np.repeat(per_customer, customers), thresholds, bounds=(1, np.inf)),
        share(int(customers[per_customer > 1].sum()), everybody, thresholds),
        _median(sizes.groupby("events")["n"].sum()),
    )


def _median(counts: pd.Series) -> float:
    """Return the median of the values in the index, each as often as it says; the index is sorted."""
    reached = counts.cumsum().to_numpy()
    middle = np.searchsorted(reached, [(reached[-1] - 1) // 2, reached[-1] // 2], side="right")
    return float(counts.index.to_numpy()[middle].mean())


def _sizes(crowd: Crowd, gap: float) -> pd.DataFrame:
    """Return ``sessions`` (of the customer), ``events`` (of the session) and ``n``, how many sessions are like that."""
    e, micros = crowd.engine, round(gap * 60_000_000)
    moments = (
        f"select {e.each('items', e.moment('v'))} as moments from {crowd.journeys.steps('event')} where {crowd.where}"
    )
    count = e.length("moments")
    over = f"{e.at('moments', 'v + 1')} - {e.at('moments', 'v')} > {micros}"
    ends = f"select {e.only(e.numbers(count), f'v = {count} or {over}')} as ends from ({moments}) as timed"
    size = f"{e.at('ends', 'v')} - coalesce({e.at('ends', 'v - 1')}, 0)"
    number = e.length("ends")
    per = f"select {number} as sessions, {e.each(e.numbers(number), size)} as sizes from ({ends}) as ended"
    single = f"select sessions, {e.rows_of('sizes', 'events')} from ({per}) as sized"
    query = f"select sessions, events, count(*) from ({single}) as every group by 1, 2"
    return e.frame(query, ["sessions", "events", "n"]).astype("int64")
