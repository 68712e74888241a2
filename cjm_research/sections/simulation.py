"""Step 6: what if customers went from phase to phase at another rate."""

from __future__ import annotations

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import journeys as asked
from cjm_research.people.reading import people, window
from cjm_research.sections.goals import aimed_at
from cjm_research.sections.progress import SHARES, told_of
from cjm_research.sections.section import Section, Table
from cjm_research.study import Study


def what_if(
    study: Study, persona: str = "", phase: str = "", next_phase: str = "", rate: float = -1, goal: str = ""
) -> Section:
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
    id, title = "obstacles.what_if", "What if fewer were lost (simulation, not a forecast)"
    (found, why), end = told_of(study, persona), aimed_at(study, goal)
    if found is None or end is None:
        return Section(id=id, title=title, lead=why, scale=SHARES)
    limits = study.about.thresholds
    if ("phase", "") not in asked.disclosed(found.journeys, found.group, thresholds=limits):
        lead = f"Withheld: beside other numbers, that of customers seen in a phase would tell of fewer than {limits.min_group}."
        return Section(id=id, title=title, lead=lead, scale=SHARES)
    loss = asked.greatest_loss(found.journeys, end.id, group=found.group, thresholds=limits)
    if not phase and loss is None:
        lead = f"Too few journeys of {people(study, persona)} end before {end.title} to ask what if fewer did."
        return Section(id=id, title=title, lead=lead, scale=SHARES)
    way = (phase or (loss[0] if loss else ""), next_phase or None)
    now = asked.what_if(found.journeys, {way: 0}, end.id, group=found.group, thresholds=limits).rates["before"].iloc[0]
    if now.value is None:
        lead = f"Too few visits of {people(study, persona)} to {study.phase(way[0]).title} to ask what if."
        return Section(id=id, title=title, lead=lead, scale=SHARES)
    then = rate if rate >= 0 else now.value / 2
    told = asked.what_if(found.journeys, {way: then}, end.id, group=found.group, thresholds=limits)
    rows = [("seen in the log", told.seen), ("chain, as it is", told.today), ("chain, with the new rate", told.then)]
    frame = pd.DataFrame(
        [{"label": name, "value": e.value, "low": e.low, "high": e.high, "note": e.short} for name, e in rows]
    )
    left, would = (
        study.phase(way[0]).title,
        f"led on to {study.phase(next_phase).title}" if next_phase else "ended there",
    )
    what = f"visits to {left} that {would}"
    axis = f"share of the customers who reach {end.title}"
    lines = (
        *((name, str(e)) for name, e in rows),
        ("difference, in points", str(told.gain)),
        (f"{what}: as it is", f"{now.short}, n = {now.n:,} visits"),
        (f"{what}: new rate", f"{100 * then:.0f} %"),
    )
    return Section(
        id=id,
        title=title,
        lead=f"A simulation, not a forecast: if {100 * then:.0f} % instead of {100 * now.value:.0f} % of the visits to {left} {would}, "
        f"{told.then.short} of the customers would reach {end.title} instead of {told.today.short}: {told.gain.short} points.",
        figure=charts.svg(charts.bars(frame, axis=axis, description=axis)),
        alt=f"Bars: {axis}; " + "; ".join(f"{name} {e.short}" for name, e in rows),
        table=Table(caption=f"Share who reach {end.title}", columns=("what", "share [95 % interval]"), rows=lines),
        base=f"{people(study, persona)}: {told.customers:,} customers seen in a phase; {window(found.base)}.",
        method=f"{asked.WHAT_IF_METHOD} Goal: {end.title}.",
        sources=(found.source,),
        scale=SHARES,
    )
