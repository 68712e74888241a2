"""What is still open in a step: the findings that belong to it."""

from __future__ import annotations

from cjm_research import checks
from cjm_research.sections.declared import Column, Content, Declaration, table
from cjm_research.sections.section import Section
from cjm_research.study import Study

PARTS: dict[str, tuple[str, ...]] = {
    "objectives": ("objectives", "metrics"),
    "research": ("sources", "codes"),
    "personas": ("personas", "attributes", "persona_models"),
    "phases": ("phases",),
    "touchpoints": ("touchpoints", "journeys"),
    "obstacles": ("obstacles", "opportunities", "solutions", "insights"),
    "review": ("reviews", "expectations"),
}


def found(study: Study, step: str, persona: str = "") -> Section:
    """Return what the checks find in one step; for a persona, findings about other personas are left out."""
    findings = [finding for finding in checks.run(study, parts=PARTS[step]) if _concerns(finding, persona)]
    grave = [finding for finding in findings if finding.severity != "note"]
    content = Content(
        lead=_lead(len(grave), sum(finding.rule == checks.ASSUMED for finding in findings)),
        table=table(
            "Findings",
            grave,
            Column("rule", lambda finding: finding.rule),
            Column("weight", lambda finding: finding.severity),
            Column("where", lambda finding: finding.where),
            Column("what to do", lambda finding: finding.message),
        ),
        base="All checks of this step, the same that run as cjm check.",
    )
    return Declaration(f"{step}.found", "What is still open", weight="diagnostic").section(study, persona, content)


def _concerns(finding: checks.Finding, persona: str) -> bool:
    return not persona or finding.part not in ("journeys", "personas") or finding.id in ("", persona)


def _lead(count: int, assumed: int) -> str:
    said = (
        "The checks find nothing to mend in this step."
        if not count
        else ("One thing is to be mended." if count == 1 else f"{count} things are to be mended.")
    )
    if assumed:
        said += f" {assumed} cell{'s' if assumed > 1 else ''} of the map {'are' if assumed > 1 else 'is'} assumed."
    return said
