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
    names = journeys.places("event")
    rows = journeys.engine.rows(
        f"select path, sum(n) as n from {journeys.variants('event')} group by path order by n desc, path limit {TOP}"
    )
    return [[">".join(names[place] for place in path), int(n)] for path, n in rows]


def _funnel(journeys: Journeys) -> list[object]:
    e, names = journeys.engine, journeys.places("event")
    cases = [
        f"when {k} then case when v = {names.index(step)} then {k + 1} else {k} end" for k, step in enumerate(FUNNEL)
    ]
    reached = e.fold("path", "0", f"case a {' '.join(cases)} else a end")
    counts = ", ".join(f"sum(case when reached > {k} then n else 0 end)" for k in range(len(FUNNEL)))
    entered = e.holds("path", str(names.index(FUNNEL[0])))
    rows = e.rows(
        f"select {counts} from (select n, {reached} as reached from {journeys.variants('event')} where {entered}) as walked"
    )
    return [int(count or 0) for count in rows[0]]
