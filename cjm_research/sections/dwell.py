"""Step 6: how long customers stay in a phase."""

from __future__ import annotations

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import journeys as asked
from cjm_research.analysis.journeys import Crowd, Dwell
from cjm_research.people.crowd import crowd_in_phases
from cjm_research.people.rows import named
from cjm_research.printing import HOUR, MINUTE, lasting
from cjm_research.sections.customers import on_the_level
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.study import Study

TITLE = "How long customers stay in a phase"


@section("obstacles.dwell", TITLE, scale="time, one minute to the length of the log", method=asked.DWELL_METHOD)
def dwell(study: Study, persona: str = "") -> Content:
    """Return how long customers stay in each phase."""
    crowd = crowd_in_phases(study, persona)
    stays = asked.dwell(crowd)
    titles = {phase.id: phase.title for phase in study.phases}
    known = [(stay.median, stay) for stay in stays if stay.median is not None]
    if not known:
        raise Nothing(f"Too few customers of {named(study, persona)} are seen in a phase to say how long they stay.")
    notes = {titles[stay.phase]: f"{lasting(median)}, {stay.stays:,} stays" for median, stay in known}
    frame = pd.DataFrame(
        {"low": stay.low, "value": median, "high": stay.high, "p90": stay.p90, "label": label, "note": note}
        for (median, stay), (label, note) in zip(known, notes.items(), strict=True)
    )
    half, longest = max(known, key=lambda stay: stay[0])
    return Content(
        lead=f"Stays in {titles[longest.phase]} are the longest: half of them last {lasting(half)} or more "
        f"({longest.stays:,} stays of {longest.customers:,} customers; {longest.open.short} of these are the last of "
        "a customer and may be longer).",
        figure=charts.svg(charts.dwell(frame, domain=_length(crowd), axis="time in the phase", description=TITLE)),
        alt="Boxes from quartile to quartile with the median; " + "; ".join(f"{t} {note}" for t, note in notes.items()),
        table=table(
            "Time in each phase",
            stays,
            Column("phase", lambda stay: titles[stay.phase]),
            Column("stays", lambda stay: _count(stay, stay.stays), numeric=True),
            Column("customers", lambda stay: _count(stay, stay.customers), numeric=True),
            Column("median", lambda stay: _lasting(stay.median)),
            Column("middle half", _middle_half),
            Column("90 % last at most", lambda stay: _lasting(stay.p90)),
            Column("open stays", lambda stay: stay.open.short),
        ),
        base=on_the_level(study, persona, crowd, asked.customers_classified(crowd)[0], "phase"),
        sources=(crowd.source,),
    )


def _count(stay: Dwell, count: int | None) -> str:
    return "–" if stay.median is None else f"{count:,}"


def _lasting(seconds: float | None) -> str:
    return "–" if seconds is None else lasting(seconds)


def _middle_half(stay: Dwell) -> str:
    return "–" if stay.low is None or stay.high is None else f"{lasting(stay.low)} to {lasting(stay.high)}"


def _length(crowd: Crowd) -> tuple[float, float]:
    base = crowd.journeys.base()
    seconds = (base.last - base.first).total_seconds() if base.first and base.last else 0
    return (MINUTE, max(seconds, HOUR)) if seconds > HOUR else (1, HOUR)
