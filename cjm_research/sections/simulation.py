"""Step 6: what if customers went from phase to phase at another rate."""

from __future__ import annotations

from cjm_research import charts
from cjm_research.analysis import journeys as asked
from cjm_research.people.crowd import aimed_at, crowd_in_phases, window
from cjm_research.people.rows import named
from cjm_research.printing import percent
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.sections.frames import estimates
from cjm_research.study import Study


@section("obstacles.what_if", "What if fewer were lost (simulation, not a forecast)", scale="share 0–100 %")
def what_if(
    study: Study, persona: str = "", phase: str = "", next_phase: str = "", rate: float = -1, goal: str = ""
) -> Content:
    """Return how many would reach the goal if one rate between two phases were another: a simulation, not a forecast.

    Parameters
    ----------
    study, persona
        Whose journeys.
    phase
        Id of the phase to leave; blank for the one before the goal in which most journeys end.
    next_phase
        Id of the phase gone to; blank for the end of the journey.
    rate
        The new share of visits, 0…1; less than 0 for half of the present one.
    goal
        Id of the phase that completes the journey; blank for the phase that the study aims at.
    """
    crowd, end = crowd_in_phases(study, persona), aimed_at(study, goal)
    if ("phase", "") not in asked.disclosed(crowd):
        few = f"would tell of fewer than {crowd.least}"
        raise Nothing(f"Withheld: beside other numbers, that of customers seen in a phase {few}.")
    loss = asked.greatest_loss(crowd, end.id)
    if not phase and loss is None:
        raise Nothing(f"Too few journeys of {named(study, persona)} end before {end.title} to ask what if fewer did.")
    way = (phase or (loss[0] if loss else ""), next_phase or None)
    left = study.phase(way[0]).title
    now = asked.what_if(crowd, {way: 0}, end.id).rates[0].before
    if now.value is None:
        raise Nothing(f"Too few visits of {named(study, persona)} to {left} to ask what if.")
    then = rate if rate >= 0 else now.value / 2
    simulated = asked.what_if(crowd, {way: then}, end.id)
    shares = [
        ("seen in the log", simulated.seen),
        ("chain, as it is", simulated.today),
        ("chain, with the new rate", simulated.then),
    ]
    would = f"led on to {study.phase(next_phase).title}" if next_phase else "ended there"
    visits, axis = f"visits to {left} that {would}", f"share of the customers who reach {end.title}"
    frame = estimates((name, share, share.short) for name, share in shares)
    lines = [
        *((name, str(share)) for name, share in shares),
        ("difference, in points", str(simulated.gain)),
        (f"{visits}: as it is", f"{now.short}, n = {now.n:,} visits"),
        (f"{visits}: new rate", percent(then)),
    ]
    return Content(
        lead=f"A simulation, not a forecast: if {percent(then)} instead of {percent(now.value)} of the visits to "
        f"{left} {would}, {simulated.then.short} of the customers would reach {end.title} instead of "
        f"{simulated.today.short}: {simulated.gain.short} points.",
        figure=charts.svg(charts.bars(frame, axis=axis, description=axis)),
        alt=f"Bars: {axis}; " + "; ".join(f"{name} {share.short}" for name, share in shares),
        table=table(
            f"Share who reach {end.title}",
            lines,
            Column("what", lambda line: line[0]),
            Column("share [95 % interval]", lambda line: line[1]),
        ),
        base=f"{named(study, persona)}: {simulated.customers:,} customers seen in a phase; {window(crowd.base)}.",
        method=f"{asked.WHAT_IF_METHOD} Goal: {end.title}.",
        sources=(crowd.source,),
    )
