"""What a ranking needs before its order means anything."""

from __future__ import annotations

from collections.abc import Iterator

from cjm_research.checks.finding import Finding
from cjm_research.study import Study
from cjm_research.study.wants import unusable


def priorities(study: Study) -> Iterator[Finding]:
    """Find outcomes that cannot be scored (``OPP-006``), efforts of nothing (``OPP-007``), and half Kano pairs."""
    for opportunity in study.opportunities:
        for field, reason in unusable(study, opportunity):
            yield Finding(
                rule="OPP-006", severity="error", part="opportunities", id=opportunity.id, field=field, message=reason
            )
        if opportunity.effort == 0 and opportunity.value is not None:
            yield Finding(
                rule="OPP-007",
                severity="warning",
                part="opportunities",
                id=opportunity.id,
                field="effort",
                message=f"'{opportunity.title}' has effort 0, and nothing can be divided by it. "
                "Give it at least 1, or do it today.",
            )
    yield from _kano(study)


def _kano(study: Study) -> Iterator[Finding]:
    """Find Kano pairs with a question missing (``OPP-008``)."""
    for solution in study.solutions:
        pair = solution.kano
        given = {"source": pair.source, "functional": pair.functional, "dysfunctional": pair.dysfunctional}
        gaps = [name for name, value in given.items() if not value]
        if gaps and len(gaps) < len(given):
            yield Finding(
                rule="OPP-008",
                severity="error",
                part="solutions",
                id=solution.id,
                field="kano",
                message=f"The Kano questions of '{solution.title}' have no {' and no '.join(gaps)}. "
                "Name the survey and both columns.",
            )
