"""Step 4: how much of a log the phases explain."""

from __future__ import annotations

from collections import Counter

from cjm_research import analysis, charts
from cjm_research.analysis.journeys import Classified
from cjm_research.people.crowd import crowd_of, window
from cjm_research.people.rows import named
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.sections.frames import estimates
from cjm_research.study import Study


@section(
    "phases.classification",
    "How much the phases explain",
    scale="share 0–100 %",
    method="An event belongs to the phase that lists its name. Shares with Wilson 95 % interval; events of one "
    "customer go together, so their interval is narrower than it should be.",
)
def classification(study: Study, persona: str = "") -> Content:
    """Return how many events and customers the phases account for, and which events they leave out."""
    crowd = crowd_of(study, persona)
    events = analysis.journeys.classification(crowd)
    inside, customers = analysis.journeys.customers_classified(crowd)
    limits = study.about.thresholds
    if customers < limits.min_group:
        reason = analysis.withheld(customers, limits).reason if customers else "nobody is in the log"
        raise Nothing(f"No share of {named(study, persona)}: {reason}.")
    in_phase: Counter[str] = Counter()
    for event in events:
        in_phase[event.phase] += event.events
    total = in_phase.total()
    counts = [*((phase.title, in_phase[phase.id]) for phase in study.phases), ("no phase", in_phase[""])]
    bars = [(title, analysis.share(count, total, limits)) for title, count in counts]
    of_events = analysis.share(total - in_phase[""], total, limits)
    kept = analysis.journeys.disclosed(crowd)
    of_customers = analysis.share(inside, customers, limits)
    lines = [("share of events classified", str(of_events)), ("share of customers classified", str(of_customers))]
    lines += [(f"events: {title}", str(share)) for title, share in bars]
    lines += [
        (f"in no phase: {event.event}", _how_often(event, limits.min_group, told=("event", event.event) in kept))
        for event in [event for event in events if not event.phase][:20]
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
        base=f"{named(study, persona)}: {total:,} events of {customers:,} customers, {window(crowd.base)}.",
        sources=(crowd.source,),
    )


def _how_often(event: Classified, least: int, *, told: bool) -> str:
    if event.customers < least:
        return f"fewer than {least} customers"
    return f"{event.events:,} events" + (f" of {event.customers:,} customers" if told else "")
