"""The chain from a quote over insight or obstacle, opportunity and solution to the metric that should move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from cjm_research.errors import UnknownIdError
from cjm_research.study.study import Study

Kind = Literal["evidence", "obstacle", "insight", "opportunity", "solution", "metric", "objective"]
Key = tuple[Kind, str]


@dataclass(frozen=True)
class Link:
    """One member of a chain: how far from where the chain was taken up, and on which side."""

    depth: int
    side: Literal["", "from", "to"]
    kind: Kind
    id: str
    title: str


def chain(study: Study, id: str) -> tuple[Link, ...]:
    """Return the chain around an id: first itself, then step by step what it rests on, then what follows from it.

    Parameters
    ----------
    study
        An opened study.
    id
        Of an obstacle, insight, opportunity, solution, metric or objective, or a link to evidence (``interviews#q07``).

    Raises
    ------
    UnknownIdError
        Nothing in any chain has this id.

    Examples
    --------
    >>> from cjm_research.study import About, Insight, Opportunity, Solution
    >>> study = Study(
    ...     about=About(title="x"),
    ...     insights=(Insight(id="slow", statement="It is slow", evidence=("talks#q1",)),),
    ...     opportunities=(Opportunity(id="speed", title="How might we be quick?", insights=("slow",)),),
    ...     solutions=(Solution(id="cache", title="Keep it near", opportunity="speed"),),
    ... )
    >>> [(link.side, link.id) for link in chain(study, "speed")]
    [('', 'speed'), ('from', 'slow'), ('from', 'talks#q1'), ('to', 'cache')]
    """
    titles, edges = _titles(study), list(dict.fromkeys(_edges(study)))
    titles |= {key: key[1] for pair in edges for key in pair if key not in titles}
    starts = [key for key in titles if key[1] == id]
    if not starts:
        named = {key[1] for key in titles if key[0] in ("obstacle", "insight", "opportunity", "solution")}
        raise UnknownIdError("link of a chain", id, sorted(named))
    found: list[Link] = []
    for start in starts:
        found.append(Link(0, "", *start, titles[start]))
        found += _walk(start, [(later, earlier) for earlier, later in edges], titles, "from")
        found += _walk(start, edges, titles, "to")
    return tuple(found)


def _walk(
    start: Key, edges: list[tuple[Key, Key]], titles: dict[Key, str], side: Literal["from", "to"], depth: int = 1
) -> Iterator[Link]:
    for one, other in edges:
        if one == start:
            yield Link(depth, side, *other, titles[other])
            yield from _walk(other, edges, titles, side, depth + 1)


def _edges(study: Study) -> Iterator[tuple[Key, Key]]:
    """Yield what leads to what; an edge always goes forward in the order of the kinds, so there is no circle."""
    for insight in study.insights:
        yield from ((("evidence", ref), ("insight", insight.id)) for ref in insight.evidence)
    for obstacle in study.obstacles:
        yield from ((("evidence", ref), ("obstacle", obstacle.id)) for ref in obstacle.evidence)
    for opportunity in study.opportunities:
        here: Key = ("opportunity", opportunity.id)
        yield from ((("insight", id), here) for id in opportunity.insights)
        yield from ((("obstacle", id), here) for id in opportunity.obstacles)
        if opportunity.metric:
            yield here, ("metric", opportunity.metric)
    for solution in study.solutions:
        yield from ((("evidence", ref), ("solution", solution.id)) for ref in solution.evidence)
        if solution.opportunity:
            yield ("opportunity", solution.opportunity), ("solution", solution.id)
    for objective in study.objectives:
        if objective.metric:
            yield ("metric", objective.metric), ("objective", objective.id)


def _titles(study: Study) -> dict[Key, str]:
    return {
        **{("obstacle", o.id): o.title for o in study.obstacles},
        **{("insight", i.id): i.statement for i in study.insights},
        **{("opportunity", o.id): o.title for o in study.opportunities},
        **{("solution", s.id): s.title for s in study.solutions},
        **{("metric", m.id): m.title for m in study.metrics},
        **{("objective", o.id): o.title for o in study.objectives},
    }
