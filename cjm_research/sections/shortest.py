"""Step 5: the shortest way to the goal, and what could be left out on it."""

from __future__ import annotations

from itertools import accumulate

from cjm_research import charts
from cjm_research.analysis import journeys as asked
from cjm_research.analysis.journeys import Shortest
from cjm_research.people.crowd import aimed_at, crowd_of, window
from cjm_research.people.rows import named
from cjm_research.printing import percent
from cjm_research.sections.customers import may_be_told, nobody
from cjm_research.sections.declared import Content, Nothing, Table, section
from cjm_research.sections.frames import estimates
from cjm_research.study import Study

REMOVABLE = 0.5


@section("touchpoints.shortest", "The shortest way to the goal", scale="share 0–100 %")
def shortest(study: Study, persona: str = "", start: str = "", goal: str = "") -> Content:
    """Return the shortest way that leads to the goal, and the touchpoints that most do without.

    Parameters
    ----------
    study, persona
        Whose journeys.
    start
        Id of the phase in which the way begins; blank for the first event of a customer.
    goal
        Id of the phase in which it ends; blank for the phase that the study aims at.
    """
    crowd, end = crowd_of(study, persona), aimed_at(study, goal)
    way = asked.shortest(crowd, start, end.id, "touchpoint", least_skipped=REMOVABLE)
    begin = study.phase(start).title if start else "the first event"
    if way.completers < crowd.least:
        raise Nothing(f"No way from {begin} to {end.title}: {nobody(way.completers, study, persona)}.")
    may_be_told(study, persona, crowd, start, end)
    titles = {t.id: t.title for t in study.touchpoints}
    frame = estimates((titles[at.place], at.skipped, at.skipped.short) for at in way.skipped)
    axis = f"share of those who reach {end.title} without the touchpoint"
    return Content(
        lead=_shortest_way(way, titles, begin, end.title),
        figure=charts.svg(charts.bars(frame, axis=axis, description=axis)) if way.skipped else "",
        alt=f"Bars: {axis}; " + "; ".join(f"{titles[at.place]} {at.skipped.short}" for at in way.skipped),
        table=Table(
            caption="Skipped touchpoints and number of steps",
            columns=("what", "customers", "share"),
            rows=_skipped_and_steps(way, titles),
            numeric=("customers",),
        ),
        base=f"{named(study, persona)}: {way.completers:,} customers who get from {begin} to {end.title}, of "
        f"{way.started:,}{f' who come to {begin}' if start else ''}; {window(crowd.base)}.",
        method=f"{asked.SHORTEST_METHOD} Start: {begin}. Goal: {end.title}. A touchpoint counts as removable where "
        f"{percent(REMOVABLE)} or more do without it.",
        sources=(crowd.source,),
    )


def _shortest_way(way: Shortest, titles: dict[str, str], begin: str, end: str) -> str:
    reached = accumulate(steps.n for steps in way.steps)
    middle = next(steps.high for steps, n in zip(way.steps, reached, strict=True) if 2 * n >= way.completers)
    removable = [titles[r.place] for r in way.skipped if r.removable]
    skipped = (
        f"Half or more do without {', '.join(removable)}." if removable else "No touchpoint is skipped by half or more."
    )
    rest = f"Half of those who get there need {middle} steps or fewer. {skipped}"
    if not way.path:
        return f"From {begin} to {end} {way.taken.reason}. {rest}"
    walked = " → ".join(titles[place] for place in way.path)
    steps = _steps(len(way.path), len(way.path))
    return f"The shortest way from {begin} to {end} takes {steps}: {walked}. Exactly this way: {way.taken}. {rest}"


def _skipped_and_steps(way: Shortest, titles: dict[str, str]) -> tuple[tuple[str, ...], ...]:
    skipped = [
        (
            titles[r.place],
            "–" if r.met is None else f"{way.completers - r.met:,}",
            str(r.skipped) + ", removable" * r.removable,
        )
        for r in way.skipped
    ]
    steps = [(_steps(r.low, r.high), f"{r.n:,}", str(r.share)) for r in way.steps]
    return (*skipped, *steps)


def _steps(low: int, high: int) -> str:
    return f"{low} to {high} steps" if low < high else "1 step" if low == 1 else f"{low} steps"
