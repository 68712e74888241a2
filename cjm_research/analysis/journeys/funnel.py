"""Customers through the phases: what the log covers, how many get from phase to phase."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import duckdb
import pandas as pd

from cjm_research.analysis import estimate
from cjm_research.study import Phase, Thresholds

FUNNEL_METHOD = (
    "Unit: customers. A customer counts in the first phase from the first event there, and in a later phase once any "
    "later event of the log belongs to it, with every phase before it reached first (closed, eventual; no time window; "
    "equal times in the order of the log). Shares with Wilson 95 % intervals."
)


AFTER_FEW = "withheld: too few people in a phase before"


def classification(log: pd.DataFrame, phases: Sequence[Phase]) -> pd.DataFrame:
    """Return one row per event name: how often it occurs and which phase it belongs to.

    Parameters
    ----------
    log
        ``customer, at, event, row``.
    phases
        The phases with the names of their events.

    Returns
    -------
    pandas.DataFrame
        ``event``, ``events`` (count), ``customers`` (count), ``phase`` (id or ''), most frequent first.
    """
    with _connection(log, phases) as connection:
        return connection.execute(
            "select event, count(*) as events, count(distinct customer) as customers, coalesce(any_value(phase), '') as phase"
            " from log left join rule using (event) group by event order by events desc, event"
        ).df()


def customers_classified(log: pd.DataFrame, phases: Sequence[Phase]) -> tuple[int, int]:
    """Return how many customers have at least one event in a phase, and how many there are."""
    with _connection(log, phases) as connection:
        row = connection.execute(
            "select count(distinct customer) filter (place is not null), count(distinct customer)"
            " from log left join rule using (event)"
        ).fetchone()
    return (row[0], row[1]) if row else (0, 0)


def funnel(log: pd.DataFrame, phases: Sequence[Phase], thresholds: Thresholds) -> pd.DataFrame:
    """Return the phase funnel, closed and eventual.

    Returns
    -------
    pandas.DataFrame
        One row per phase: ``phase``, ``title``, ``customers`` (reached), ``step`` (`Estimate` of the share of those in the
        phase before), ``total`` (`Estimate` of the share of those in the first phase; withheld after
        a phase of too few people, because it would give the withheld ``step`` away), ``drop`` (`Estimate` of the share
        lost since the phase before). The first row's ``step`` and ``drop`` say that nothing comes before it.

    Examples
    --------
    >>> paths = {"u1": "ABCD", "u2": "AD", "u3": "BCD", "u4": "AXBC", "u5": "D", "u6": "ABD"}
    >>> events = [(who, pd.Timestamp(2026, 1, 1), event) for who, path in paths.items() for event in path]
    >>> log = pd.DataFrame(events, columns=["customer", "at", "event"]).assign(row=range(len(events)))
    >>> phases = [Phase(id=name.lower(), title=name, events=(name,)) for name in "ABCD"]
    >>> funnel(log, phases, Thresholds())["customers"].tolist()
    [4, 3, 2, 1]
    """
    reached = _customers_in(log, phases)
    first = estimate.unavailable("first phase", "share")
    steps = [_share(now, before, thresholds) for before, now in pairwise(reached)]
    drops = [_share(before - now, before, thresholds) for before, now in pairwise(reached)]
    few = [any(0 < count < thresholds.min_group for count in reached[:place]) for place in range(len(reached))]
    return pd.DataFrame(
        {
            "phase": [phase.id for phase in phases],
            "title": [phase.title for phase in phases],
            "customers": reached,
            "step": [first, *steps][: len(phases)],
            "total": [
                estimate.unavailable(AFTER_FEW, "share") if hidden else _share(count, reached[0], thresholds)
                for count, hidden in zip(reached, few, strict=True)
            ],
            "drop": [first, *drops][: len(phases)],
        }
    )


def conversion(log: pd.DataFrame, start: Phase, end: Phase, thresholds: Thresholds) -> estimate.Estimate:
    """Return the share of customers seen in one phase who are later seen in another."""
    found: estimate.Estimate = funnel(log, [start, end], thresholds)["step"].iloc[1]
    return found


def _share(count: int, base: int, thresholds: Thresholds) -> estimate.Estimate:
    return estimate.share(count, base, thresholds) if base else estimate.unavailable("nobody came this far", "share")


def _customers_in(log: pd.DataFrame, phases: Sequence[Phase]) -> list[int]:
    if not phases:
        return []
    with _connection(log, phases) as connection:
        row = connection.execute(_reached(len(phases))).fetchone()
    return list(row) if row else [0] * len(phases)


def _connection(log: pd.DataFrame, phases: Sequence[Phase]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config={"threads": "2", "enable_external_access": "false"})
    connection.execute("set enable_progress_bar = false")
    connection.register("log", log[["customer", "at", "event", "row"]])
    rules: dict[str, tuple[str, str, int]] = {}  # an event that two phases claim counts once, in the first
    for place, phase in enumerate(phases):
        for event in phase.events:
            rules.setdefault(event, (event, phase.id, place))
    connection.execute("create table rule (event varchar, phase varchar, place integer)")
    if rules:
        connection.executemany("insert into rule values (?, ?, ?)", list(rules.values()))
    return connection


def _reached(count: int) -> str:
    """Return the query that counts the customers reaching each of ``count`` phases in order."""
    parts = [
        'placed as (select customer, place, row_number() over (order by "at", "row") as position'
        " from log join rule using (event))",
        "reach0 as (select customer, min(position) as position from placed where place = 0 group by customer)",
    ]
    parts += [
        f"reach{k} as (select placed.customer, min(placed.position) as position from placed"
        f" join reach{k - 1} on placed.customer = reach{k - 1}.customer"
        f" where placed.place = {k} and placed.position > reach{k - 1}.position group by placed.customer)"
        for k in range(1, count)
    ]
    return f"with {', '.join(parts)} select " + ", ".join(f"(select count(*) from reach{k})" for k in range(count))
