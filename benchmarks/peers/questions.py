"""The questions of the benchmark, asked of our journeys; the same on both engines."""

from __future__ import annotations

from work import FUNNEL, TOP, Work, edge

from cjm_research.analysis.journeys.journeys import Journeys


def ask(work: Work, journeys: Journeys) -> None:
    """Ask all of them, a stage each, and hand the numbers over."""
    with work.stage("edges and medians"):
        edges = _edges(journeys)
    with work.stage("top 50 variants"):
        variants = _variants(journeys)
    with work.stage("funnel"):
        funnel = _funnel(journeys)
    work.tell(edges=edges, variants=variants, funnel=funnel)


def _edges(journeys: Journeys) -> list[object]:
    e, names = journeys.engine, journeys.places("event")
    gap = f"{e.moment('z')} - {e.moment('a')}"
    rows = e.rows(
        f"select {e.code('a')}, {e.code('z')}, count(*), {e.quantile(gap, 0.5)} / 1000000 from"
        f" (select {e.pairs('items')} from {journeys.steps('event')}) as pair group by 1, 2"
    )
    return [edge(names[a], names[z], n, seconds) for a, z, n, seconds in rows]


def _variants(journeys: Journeys) -> list[object]:
    """Return the top paths; without personas, waves and channels each path has one row."""
    names = journeys.places("event")
    rows = journeys.engine.rows(f"select path, n from {journeys.variants('event')} order by n desc, path limit {TOP}")
    return [[">".join(names[place] for place in path), int(n)] for path, n in rows]


def _funnel(journeys: Journeys) -> list[object]:
    """Walk each path once: ``a`` is the step awaited, ``v`` the step of an event, -1 for all others."""
    e, names = journeys.engine, journeys.places("event")
    steps = [str(FUNNEL.index(name)) if name in FUNNEL else "-1" for name in names]
    entered = f"select path, n from {journeys.variants('event')} where {e.holds('path', str(names.index(FUNNEL[0])))}"
    placed = f"select {e.each('path', e.at(e.list_of(steps), 'v + 1'))} as path, n from ({entered}) as entered"
    reached = e.fold("path", "0", "case when v = a then a + 1 else a end")
    rows = e.rows(f"select {reached} as reached, sum(n) from ({placed}) as placed group by 1")
    return [sum(int(n) for reached, n in rows if reached > step) for step in range(len(FUNNEL))]
