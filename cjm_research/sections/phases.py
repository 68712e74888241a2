"""Step 4: the phases of the journey, and how much of what is logged they cover."""

from __future__ import annotations

from cjm_research.sections.declared import Column, Content, Nothing, section, table
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


def _need(study: Study, need: Claim) -> str:
    return need.text if level(study, need.evidence) != "assumed" else f"{need.text} (assumed)"
