"""Two groups without a common customer, to be held against each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from cjm_research.analysis.journeys.crowd import Crowd
from cjm_research.analysis.journeys.journeys import Group

Kind = Literal["reach", "onward", "way"]


@dataclass(frozen=True)
class Pair:
    """Two groups without a common customer, as conditions on ``members, wave, channel, path`` in SQL.

    Parameters
    ----------
    looked_at
        The part of a path of codes in which reach is looked for, as SQL; the whole path unless said otherwise.
    kinds
        What is compared.
    """

    id: str
    a: str
    b: str
    looked_at: str = "path"
    kinds: tuple[Kind, ...] = ("reach", "onward", "way")


def between(crowd: Crowd, id: str, a: Group, b: Group) -> Pair:
    """Return the pair of two groups."""
    return Pair(id, crowd.journeys.where(a), crowd.journeys.where(b))


def against_the_rest(crowd: Crowd, id: str, a: Group) -> Pair:
    """Return the pair of a group and everybody else in the log."""
    return Pair(id, crowd.journeys.where(a), f"not ({crowd.journeys.where(a)})")


def entered_by(crowd: Crowd, channel: str) -> Pair:
    """Return the pair of those whose first event came through a channel and those who entered otherwise.

    Reach is looked for after the first event, because that one makes the groups.
    """
    e = crowd.engine
    one = crowd.of(replace(crowd.group, channel=channel)).where
    return Pair(
        channel, one, f"{crowd.where} and not ({one})", e.part("path", "2", e.length("path")), ("reach", "onward")
    )


def converted(crowd: Crowd, phase: str) -> Pair:
    """Return the pair of those who come to a phase and those who do not; reach is looked for before it."""
    e = crowd.engine
    first = e.place(e.each("path", crowd.placed("phase", "v")), str(crowd.index("phase", phase)))
    before = e.part("path", "1", f"coalesce({first} - 1, {e.length('path')})")
    return Pair(
        phase, f"{crowd.where} and {first} is not null", f"{crowd.where} and {first} is null", before, ("reach",)
    )


def ways_in(crowd: Crowd) -> list[tuple[str, int]]:
    """Return the channels of first events with the customers who entered there, the most frequent first."""
    counted = crowd.engine.rows(
        f"select channel, sum(n) from ({crowd.journeys.coded()}) as coded where {crowd.where} group by 1"
    )
    return sorted(((crowd.journeys.channels[place], int(n)) for place, n in counted), key=lambda one: (-one[1], one[0]))


def in_both(crowd: Crowd, pair: Pair) -> int:
    """Return how many customers are in both groups of a pair."""
    query = f"select sum(n) from ({crowd.journeys.coded()}) as coded where ({pair.a}) and ({pair.b})"
    (count,), *_ = crowd.engine.rows(query)
    return int(count or 0)
