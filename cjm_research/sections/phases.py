"""Step 4: the phases of the journey, and how much of what is logged they cover."""

from __future__ import annotations

from cjm_research import analysis, charts
from cjm_research.people.crowd import crowd_of, why_no_log, window
from cjm_research.people.nothing import Nothing
from cjm_research.people.rows import named
from cjm_research.sections.declared import section
from cjm_research.sections.frames import estimates
from cjm_research.sections.section import Column, Content, table
from cjm_research.study import Claim, Study
from cjm_research.study.ledger import level


@section("phases.taxonomy", "The phases of the journey")
def taxonomy(study: Study, persona: str = "") -> Content:
    """Return the phases with goal, needs, entry and exit."""
    if not study.phases:
        raise Nothing("There is no phase yet. Add the first one in the form above.")
    return Content(
        lead="All personas share these phases, so that their maps can be compared."
        if not study.about.allow_phase_override
        else "Personas of this study may differ in their phases.",
        table=table(
            "Phases",
            study.phases,
            Column("phase", lambda phase: phase.title),
            Column("goal", lambda phase: phase.goal or "–"),
            Column("needs", lambda phase: "; ".join(_need(study, need) for need in phase.needs) or "–"),
            Column("begins when", lambda phase: phase.entry or "–"),
            Column("ends when", lambda phase: phase.exit or "–"),
            Column("events", lambda phase: ", ".join(phase.events) or "none"),
        ),
        base=f"{len(study.phases)} phases of the study.",
    )


@section(
    "phases.classification",
    "How much the phases explain",
    scale="share 0–100 %",
    method="An event belongs to the phase that lists its name. Shares with Wilson 95 % interval; events of one "
    "customer go together, so their interval is narrower than it should be.",
)
def classification(study: Study, persona: str = "") -> Content:
    """Return how many events and customers the phases account for, and which events they leave out."""
    found = crowd_of(study, persona)
    if found is None:
        raise Nothing(why_no_log(study))
    events = analysis.journeys.classification(found)
    inside, customers = analysis.journeys.customers_classified(found)
    limits = study.about.thresholds
    if customers < limits.min_group:
        reason = analysis.withheld(customers, limits).reason if customers else "nobody is in the log"
        raise Nothing(f"No share of {named(study, persona)}: {reason}.")
    total = int(events["events"].sum())
    counts = {phase.title: int(events.loc[events["phase"] == phase.id, "events"].sum()) for phase in study.phases}
    counts["no phase"] = int(events.loc[events["phase"] == "", "events"].sum())
    bars = [(title, analysis.share(count, total, limits)) for title, count in counts.items()]
    of_events = analysis.share(total - counts["no phase"], total, limits)
    of_customers = analysis.share(inside, customers, limits)
    lines = [("share of events classified", str(of_events)), ("share of customers classified", str(of_customers))]
    lines += [(f"events: {title}", str(share)) for title, share in bars]
    lines += [
        (f"in no phase: {row.event}", _how_often(row.events, row.customers, limits.min_group))
        for row in events[events["phase"] == ""].head(20).itertuples()
    ]
    frame = estimates((title, share, share.short) for title, share in bars)
    return Content(
        lead=f"{of_events.short} of the events and {of_customers.short} of the customers belong to a phase.",
        figure=charts.svg(charts.bars(frame, axis="share of events", description="share of events per phase")),
        alt="Bars: share of events per phase; " + "; ".join(f"{title} {share.short}" for title, share in bars),
        table=table(
            "Classification",
            lines,
            Column("what", lambda line: line[0]),
            Column("share or count", lambda line: line[1]),
        ),
        base=f"{named(study, persona)}: {total:,} events of {customers:,} customers, {window(found.base)}.",
        sources=(found.source,),
    )


def _how_often(events: int, customers: int, least: int) -> str:
    if customers < least:
        return f"fewer than {least} customers"
    return f"{events:,} events of {customers:,} customers"


def _need(study: Study, need: Claim) -> str:
    return need.text if level(study, need.evidence) != "assumed" else f"{need.text} (assumed)"
