"""Step 7: what the numbers of this study could lead astray with, found in the rows themselves."""

from __future__ import annotations

from cjm_research import checks
from cjm_research.analysis.simpson import SIMPSON_METHOD
from cjm_research.checks import Finding
from cjm_research.sections.section import Section, Table
from cjm_research.study import Study


def integrity(study: Study, persona: str = "") -> Section:
    """Return what the integrity checks find in the study: the same that `cjm check` says, notes included."""
    found = [one for one in checks.run(study) if one.rule.startswith(("INT", "LANG")) and _concerns(one, persona)]
    lines = tuple((one.rule, one.severity, one.where, one.message) for one in found)
    grave = sum(one.severity != "note" for one in found)
    told = "nothing that could mislead" if not grave else "one thing" if grave == 1 else f"{grave} things"
    notes = len(found) - grave
    return Section(
        id="review.integrity",
        title="What the numbers could mislead with",
        lead=f"The checks find {told}{'' if not grave else ' that could mislead'}, and {notes} note{'' if notes == 1 else 's'}.",
        table=Table(caption="Integrity of the study", columns=("rule", "weight", "where", "what was found"), rows=lines)
        if lines
        else None,
        base="The whole study; what concerns another persona alone is left out." if persona else "The whole study.",
        method="Looked for: numbers from people who stayed only, differences that reverse in every part, groups too small to "
        "be a persona, touchpoints seen by one method, steps in words of the organisation. " + SIMPSON_METHOD,
    )


def _concerns(finding: Finding, persona: str) -> bool:
    return not persona or finding.part not in ("journeys", "personas") or finding.id in ("", persona)
