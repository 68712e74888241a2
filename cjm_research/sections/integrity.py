"""Step 7: what the numbers of this study could lead astray with, found in the rows themselves."""

from __future__ import annotations

from cjm_research import checks
from cjm_research.analysis.simpson import SIMPSON_METHOD
from cjm_research.checks import Finding
from cjm_research.sections.declared import Column, Content, section, table
from cjm_research.study import Study

NOTHING = "nothing that could mislead"


@section(
    "review.integrity",
    "What the numbers could mislead with",
    weight="diagnostic",
    method="Looked for: numbers from people who stayed only, differences that reverse in every part, groups too small "
    "to be a persona, touchpoints seen by one method, steps in words of the organisation. " + SIMPSON_METHOD,
)
def integrity(study: Study, persona: str = "") -> Content:
    """Return what the integrity checks find in the study: the same that `cjm check` says, notes included."""
    findings = [
        finding
        for finding in checks.run(study)
        if finding.rule.startswith(("INT", "LANG")) and _concerns(finding, persona)
    ]
    grave = sum(finding.severity != "note" for finding in findings)
    things = f"{'one thing' if grave == 1 else f'{grave} things'} that could mislead" if grave else NOTHING
    notes = len(findings) - grave
    return Content(
        lead=f"The checks find {things}, and {notes} note{'' if notes == 1 else 's'}.",
        table=table(
            "Integrity of the study",
            findings,
            Column("rule", lambda finding: finding.rule),
            Column("weight", lambda finding: finding.severity),
            Column("where", lambda finding: finding.where),
            Column("what was found", lambda finding: finding.message),
        ),
        base="The whole study; what concerns another persona alone is left out." if persona else "The whole study.",
    )


def _concerns(finding: Finding, persona: str) -> bool:
    return not persona or finding.part not in ("journeys", "personas") or finding.id in ("", persona)
