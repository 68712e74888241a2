"""Step 4: the phases of the journey, and how much of what is logged they cover."""

from __future__ import annotations

from typing import Any

import pandas as pd

from cjm_research import analysis, charts
from cjm_research.people.reading import movements, people, why_no_log, window
from cjm_research.sections.section import Section, Table
from cjm_research.study import Study
from cjm_research.study.ledger import level

SHARES = "share 0–100 %"


def taxonomy(study: Study, persona: str = "") -> Section:
    """Return the phases with goal, needs, entry and exit."""
    lines = tuple(
        (
            p.title,
            p.goal or "–",
            "; ".join(_need(study, need.text, need.evidence) for need in p.needs) or "–",
            p.entry or "–",
            p.exit or "–",
            ", ".join(p.events) or "none",
        )
        for p in study.phases
    )
    columns = ("phase", "goal", "needs", "begins when", "ends when", "events")
    return Section(
        id="phases.taxonomy",
        title="The phases of the journey",
        lead="All personas share these phases, so that their maps can be compared."
        if not study.about.allow_phase_override
        else "Personas of this study may differ in their phases.",
        table=Table(caption="Phases", columns=columns, rows=lines) if lines else None,
        base=f"{len(lines)} phases of the study.",
        warnings=() if lines else ("There is no phase yet. Add the first one in the form above.",),
    )


def classification(study: Study, persona: str = "") -> Section:
    """Return how many events and customers the phases account for, and which events they leave out."""
    found = movements(study, persona)
    if found is None:
        return _no_classification(why_no_log(study))
    events = analysis.journeys.classification(found.journeys, group=found.group)
    inside, customers = analysis.journeys.customers_classified(found.journeys, group=found.group)
    limits = study.about.thresholds
    if customers < limits.min_group:
        reason = analysis.withheld(customers, limits).reason if customers else "nobody is in the log"
        return _no_classification(f"No share of {people(study, persona)}: {reason}.")
    classified = int(events.loc[events["phase"] != "", "events"].sum())
    total = int(events["events"].sum())
    shares = [
        ("events", analysis.share(classified, total, limits)),
        ("customers", analysis.share(inside, customers, limits)),
    ]
    per_phase = [(p.title, int(events.loc[events["phase"] == p.id, "events"].sum())) for p in study.phases]
    bars = [
        (title, analysis.share(count, total, limits)) for title, count in [*per_phase, ("no phase", total - classified)]
    ]
    frame = pd.DataFrame(
        [{"label": t, "value": e.value, "low": e.low, "high": e.high, "note": e.short} for t, e in bars]
    )
    left_out = events[events["phase"] == ""].head(20)
    kept = analysis.journeys.disclosed(found.journeys, found.group, thresholds=limits)
    lines = [(f"share of {name} classified", str(e)) for name, e in shares]
    lines += [(f"events: {title}", str(e)) for title, e in bars]
    lines += [
        (f"in no phase: {row.event}", _how_often(row, limits.min_group, told=("event", row.event) in kept))
        for row in left_out.itertuples()
    ]
    return Section(
        id="phases.classification",
        title="How much the phases explain",
        lead=f"{shares[0][1].short} of the events and {shares[1][1].short} of the customers belong to a phase.",
        figure=charts.svg(charts.bars(frame, axis="share of events", description="share of events per phase")),
        alt="Bars: share of events per phase; " + "; ".join(f"{t} {e.short}" for t, e in bars),
        table=Table(caption="Classification", columns=("what", "share or count"), rows=tuple(lines)),
        base=f"{people(study, persona)}: {total:,} events of {customers:,} customers, {window(found.base)}.",
        method="An event belongs to the phase that lists its name. Shares with Wilson 95 % interval; events of one "
        "customer go together, so their interval is narrower than it should be.",
        sources=(found.source,),
        scale=SHARES,
    )


def _no_classification(why: str) -> Section:
    return Section(id="phases.classification", title="How much the phases explain", lead=why, scale=SHARES)


def _how_often(row: Any, least: int, *, told: bool) -> str:
    if row.customers < least:
        return f"fewer than {least} customers"
    return f"{row.events:,} events" + (f" of {row.customers:,} customers" if told else "")


def _need(study: Study, text: str, evidence: tuple[str, ...]) -> str:
    return text if level(study, evidence) != "assumed" else f"{text} (assumed)"
