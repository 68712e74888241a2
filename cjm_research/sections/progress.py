"""Step 6: other ways to count the funnel, who is lost where, and who comes back."""

from __future__ import annotations

from itertools import groupby

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import Estimate
from cjm_research.analysis import journeys as asked
from cjm_research.people.crowd import left_out, told_of, window
from cjm_research.people.rows import named
from cjm_research.sections.movements import on_the_level
from cjm_research.sections.section import Section, Table
from cjm_research.study import Study

SHARES = "share 0–100 %"
OTHERS, NOWHERE = "other touchpoints", "no touchpoint"


def drop_off(study: Study, persona: str = "") -> Section:
    """Return how many are lost between two phases, and where they were last seen."""
    id, title = "obstacles.drop_off", "Where customers are lost, and where they were last seen"
    crowd, why = told_of(study, persona)
    if crowd is None:
        return Section(id=id, title=title, lead=why, scale=SHARES)
    ids = [phase.id for phase in study.main_phases]
    phases = {phase.id: phase.title for phase in study.phases}
    places = {t.id: t.title for t in study.touchpoints} | {"": NOWHERE, None: OTHERS}
    steps = [
        (
            f"{phases[phase]} → {phases[following]}",
            here[0].lost,
            [(places[loss.touchpoint], loss.last) for loss in here],
        )
        for (phase, following), losses in groupby(
            asked.drop_off(crowd, ids), key=lambda loss: (loss.phase, loss.next_phase)
        )
        for here in [list(losses)]
    ]
    known = [step for step in steps if step[1].value is not None]
    if not known:
        lead = f"Too few customers of {named(study, persona)} to say where they are lost."
        return Section(id=id, title=title, lead=lead, scale=SHARES)
    frame = pd.DataFrame(
        [{"label": name, "value": e.value, "low": e.low, "high": e.high, "note": e.short} for name, e, _ in steps]
    ).astype({"value": float, "low": float, "high": float})
    lines = tuple(
        (
            name,
            f"{lost.n:,}" if lost.value is not None else "–",
            lost.short,
            "; ".join(f"{place} {last.short}" for place, last in seen) if lost.value is not None else "–",
        )
        for name, lost, seen in steps
    )
    axis = "share of those in the phase before who are not seen in the next"
    return Section(
        id=id,
        title=title,
        lead=_greatest(*max(known, key=lambda step: step[1].value or 0)),
        figure=charts.svg(charts.bars(frame, axis=axis, description=axis)),
        alt=f"Bars: {axis}; " + "; ".join(f"{line[0]} {line[2]}" for line in lines),
        table=Table(
            caption="Losses and last contacts",
            rows=lines,
            numeric=("customers before",),
            columns=("between", "customers before", "lost [95 % interval]", "of the lost, last seen at"),
        ),
        base=on_the_level(study, persona, crowd, steps[0][1].n, "phase", f"seen in {study.main_phases[0].title}")
        + left_out(study),
        method=asked.DROP_OFF_METHOD,
        sources=(crowd.source,),
        scale=SHARES,
    )


def _greatest(name: str, lost: Estimate, seen: list[tuple[str, Estimate]]) -> str:
    before, _, after = name.partition(" → ")
    place, last = seen[0]
    where = (
        f" Their most frequent last contact: {place}, {last.short}."
        if last.value is not None and place != OTHERS
        else ""
    )
    return f"The greatest loss: {lost} of those who reach {before} are not seen in {after}.{where}"


def loops(study: Study, persona: str = "") -> Section:
    """Return how many customers come back to a touchpoint they had left."""
    id, title = "obstacles.loops", "Who comes back to a touchpoint"
    crowd, why = told_of(study, persona)
    if crowd is None:
        return Section(id=id, title=title, lead=why, scale=SHARES)
    told = asked.loops(crowd)
    names = {t.id: t.title for t in study.touchpoints} | {None: "any touchpoint"}
    rows = [(names[row.place], row) for row in told]
    known = [(name, row) for name, row in rows if row.returned.value is not None]
    if not known:
        lead = f"Too few customers of {named(study, persona)} met a touchpoint to say whether they come back."
        return Section(id=id, title=title, lead=lead, scale=SHARES)
    frame = pd.DataFrame(
        [
            {"label": name, "value": e.value, "low": e.low, "high": e.high, "note": e.short}
            for name, row in known
            for e in [row.returned]
        ]
    ).astype({"value": float, "low": float, "high": float})
    lines = tuple(
        (name, f"{row.customers:,}", row.returned.short, _times(row.returns), row.repeated.short, _times(row.repeats))
        if row.returned.value is not None
        else (name, "–", row.returned.short, "–", row.repeated.short, "–")
        for name, row in rows
    )
    (first, top), (_, anywhere) = known[0], known[-1]
    axis = "share of the customers of a touchpoint who come back to it after another one"
    return Section(
        id=id,
        title=title,
        lead=f"{anywhere.returned} of the customers come back to a touchpoint they had left, most often to {first}: "
        f"{top.returned} of those who were there.",
        figure=charts.svg(charts.bars(frame, axis=axis, description=axis)),
        alt=f"Bars: {axis}; " + "; ".join(f"{line[0]} {line[2]}" for line in lines),
        table=Table(
            caption="Returns and repeats",
            rows=lines,
            numeric=("customers", "times", "times in a row"),
            columns=("touchpoint", "customers", "come back", "times", "twice or more in a row", "times in a row"),
        ),
        base=on_the_level(study, persona, crowd, anywhere.customers, "touchpoint"),
        method=asked.LOOPS_METHOD,
        sources=(crowd.source,),
        scale=SHARES,
    )


def _times(count: int | None) -> str:
    return "–" if count is None else f"{count:,}"


def returns(study: Study, persona: str = "") -> Section:
    """Return how many customers go back to an earlier phase."""
    id, title = "obstacles.returns", "Who goes back to an earlier phase"
    crowd, why = told_of(study, persona)
    if crowd is None:
        return Section(id=id, title=title, lead=why, scale=SHARES)
    told = asked.returns(crowd)
    names = {phase.id: phase.title for phase in study.phases}
    known = [row for row in told if row.returned.value is not None]
    if not known:
        lead = f"Too few customers of {named(study, persona)} come to a later phase to say whether they go back."
        return Section(id=id, title=title, lead=lead, scale=SHARES)
    frame = pd.DataFrame(
        [
            {
                "label": names[row.phase],
                "value": row.returned.value,
                "low": row.returned.low,
                "high": row.returned.high,
                "note": row.returned.short,
            }
            for row in known
        ]
    )
    lines = tuple(
        (
            names[row.phase],
            f"{row.customers:,}" if row.returned.value is not None else "–",
            row.returned.short,
            _times(row.returns),
            f"{names[row.earlier]}: {row.mostly.short}" if row.earlier else "–",
        )
        for row in told
    )
    top = max(known, key=lambda row: row.returned.value or 0)
    axis = "share of the customers of a phase who go from it straight back to an earlier one"
    return Section(
        id=id,
        title=title,
        lead=f"{top.returned} of those seen in {names[top.phase]} go back to an earlier phase"
        + (f", most often to {names[top.earlier]}." if top.earlier else "."),
        figure=charts.svg(charts.bars(frame, axis=axis, description=axis)),
        alt=f"Bars: {axis}; " + "; ".join(f"{line[0]} {line[2]}" for line in lines),
        table=Table(
            caption="Ways back",
            rows=lines,
            numeric=("customers", "times"),
            columns=("phase", "customers", "go back", "times", "most often to"),
        ),
        base=f"{named(study, persona)}: {crowd.base.customers:,} customers, {window(crowd.base)}.",
        method=asked.RETURNS_METHOD,
        sources=(crowd.source,),
        scale=SHARES,
    )
