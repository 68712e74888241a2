"""Step 6: who comes back to a touchpoint, and who goes back to an earlier phase."""

from __future__ import annotations

from cjm_research import charts
from cjm_research.analysis import journeys as asked
from cjm_research.analysis.journeys import Loop, Return
from cjm_research.people.crowd import crowd_in_phases, window
from cjm_research.people.rows import named
from cjm_research.sections.customers import on_the_level
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.sections.frames import estimates
from cjm_research.study import Study

SHARES = "share 0–100 %"
COME_BACK = "share of the customers of a touchpoint who come back to it after another one"
GO_BACK = "share of the customers of a phase who go from it straight back to an earlier one"


@section("obstacles.loops", "Who comes back to a touchpoint", scale=SHARES, method=asked.LOOPS_METHOD)
def loops(study: Study, persona: str = "") -> Content:
    """Return how many customers come back to a touchpoint they had left."""
    crowd = crowd_in_phases(study, persona)
    titles = {t.id: t.title for t in study.touchpoints} | {None: "any touchpoint"}
    loops = [(titles[loop.place], loop) for loop in asked.loops(crowd)]
    known = [(title, loop) for title, loop in loops if loop.returned.value is not None]
    if not known:
        raise Nothing(f"Too few customers of {named(study, persona)} met a touchpoint to say whether they come back.")
    (first, top), (_, anywhere) = known[0], known[-1]
    frame = estimates((title, loop.returned, loop.returned.short) for title, loop in known)
    return Content(
        lead=f"{anywhere.returned} of the customers come back to a touchpoint they had left, most often to {first}: "
        f"{top.returned} of those who were there.",
        figure=charts.svg(charts.bars(frame, axis=COME_BACK, description=COME_BACK)),
        alt=f"Bars: {COME_BACK}; " + "; ".join(f"{title} {loop.returned.short}" for title, loop in loops),
        table=table(
            "Returns and repeats",
            loops,
            Column("touchpoint", lambda line: line[0]),
            Column("customers", lambda line: _told(line[1], line[1].customers), numeric=True),
            Column("come back", lambda line: line[1].returned.short),
            Column("times", lambda line: _told(line[1], line[1].returns), numeric=True),
            Column("twice or more in a row", lambda line: line[1].repeated.short),
            Column("times in a row", lambda line: _told(line[1], line[1].repeats), numeric=True),
        ),
        base=on_the_level(study, persona, crowd, anywhere.customers, "touchpoint"),
        sources=(crowd.source,),
    )


@section("obstacles.returns", "Who goes back to an earlier phase", scale=SHARES, method=asked.RETURNS_METHOD)
def returns(study: Study, persona: str = "") -> Content:
    """Return how many customers go back to an earlier phase."""
    crowd = crowd_in_phases(study, persona)
    titles = {phase.id: phase.title for phase in study.phases}
    returns = asked.returns(crowd)
    known = [way for way in returns if way.returned.value is not None]
    if not known:
        raise Nothing(
            f"Too few customers of {named(study, persona)} come to a later phase to say whether they go back."
        )
    top = max(known, key=lambda way: way.returned.value or 0)
    frame = estimates((titles[way.phase], way.returned, way.returned.short) for way in known)
    return Content(
        lead=f"{top.returned} of those seen in {titles[top.phase]} go back to an earlier phase"
        + (f", most often to {titles[top.earlier]}." if top.earlier else "."),
        figure=charts.svg(charts.bars(frame, axis=GO_BACK, description=GO_BACK)),
        alt=f"Bars: {GO_BACK}; " + "; ".join(f"{titles[way.phase]} {way.returned.short}" for way in returns),
        table=table(
            "Ways back",
            returns,
            Column("phase", lambda way: titles[way.phase]),
            Column("customers", lambda way: _told(way, way.customers), numeric=True),
            Column("go back", lambda way: way.returned.short),
            Column("times", lambda way: "–" if way.returns is None else f"{way.returns:,}", numeric=True),
            Column("most often to", lambda way: f"{titles[way.earlier]}: {way.mostly.short}" if way.earlier else "–"),
        ),
        base=f"{named(study, persona)}: {crowd.base.customers:,} customers, {window(crowd.base)}.",
        sources=(crowd.source,),
    )


def _told(way: Loop | Return, count: int | None) -> str:
    return "–" if way.returned.value is None or count is None else f"{count:,}"
