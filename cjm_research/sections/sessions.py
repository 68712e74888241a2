"""Step 5: how often customers come back."""

from __future__ import annotations

from cjm_research import charts
from cjm_research.analysis import journeys as asked
from cjm_research.people.crowd import crowd_of, window
from cjm_research.people.rows import named
from cjm_research.sections.customers import too_few
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.sections.frames import estimates
from cjm_research.study import Study

AXIS = "share of customers with more than one session"


@section(
    "touchpoints.sessions",
    "How often customers come back",
    scale="share of customers 0–100 %",
    method=asked.SESSIONS_METHOD,
)
def sessions(study: Study, persona: str = "") -> Content:
    """Return how many sessions customers have, under three definitions of where a session ends."""
    crowd = crowd_of(study, persona)
    definitions = asked.sessions(crowd)
    if not definitions:
        raise Nothing(too_few(study, persona, "events"))
    usual = next(sessions for sessions in definitions if sessions.usual)
    means = [sessions.per_customer.value or 0 for sessions in definitions]
    frame = estimates((_gap(sessions), sessions.several, sessions.several.short) for sessions in definitions)
    shares = "; ".join(f"{_gap(sessions)}: {sessions.several.short}" for sessions in definitions)
    return Content(
        lead=f"Where 30 minutes without an event end a session, customers have {usual.per_customer.short} sessions, "
        f"and {usual.several.short} come back at least once. The mean is {max(means):.2f} with 15 minutes and "
        f"{min(means):.2f} with 60.",
        figure=charts.svg(charts.bars(frame, axis=AXIS, description=AXIS)),
        alt=f"Bars: {AXIS}, by the minutes that end a session; {shares}",
        table=table(
            "Sessions by the minutes without an event that end one",
            definitions,
            Column("end of a session", _gap),
            Column("sessions", lambda sessions: f"{sessions.sessions:,}", numeric=True),
            Column("per customer: mean [95 % interval]", lambda sessions: str(sessions.per_customer)),
            Column("more than one session", lambda sessions: str(sessions.several)),
            Column("events: median", lambda sessions: f"{sessions.events:g}", numeric=True),
        ),
        base=f"{named(study, persona)}: {crowd.base.events:,} events of {crowd.base.customers:,} customers, "
        f"{window(crowd.base)}.",
        sources=(crowd.source,),
    )


def _gap(sessions: asked.Sessions) -> str:
    return f"{sessions.gap_minutes:g} minutes{' (usual)' if sessions.usual else ''}"
