"""A Study -> its findings: completeness, links, consistency, support by evidence. All at once, worst first."""

from __future__ import annotations

from cjm_research.checks import completeness, links, support
from cjm_research.checks.codebook import codebook
from cjm_research.checks.consistency import consistency, differences
from cjm_research.checks.finding import Finding
from cjm_research.checks.integrity import integrity
from cjm_research.checks.language import language
from cjm_research.checks.links import Link, known
from cjm_research.checks.lost import lost, resting_on
from cjm_research.checks.metrics import metrics, mismatches
from cjm_research.checks.persona_models import persona_models
from cjm_research.checks.printing import as_json, as_text
from cjm_research.checks.priorities import priorities
from cjm_research.checks.privacy import privacy
from cjm_research.study import Study

__all__ = [
    "Finding",
    "Link",
    "as_json",
    "as_text",
    "differences",
    "known",
    "lost",
    "mismatches",
    "privacy",
    "resting_on",
    "run",
]

_ORDER = {"error": 0, "warning": 1, "note": 2}


def run(study: Study, *, min_evidence: float = 0) -> list[Finding]:
    """Return every finding, errors first.

    Parameters
    ----------
    study
        An opened study.
    min_evidence
        Least share of evidenced cells per map, in percent.

    Examples
    --------
    >>> from cjm_research.study import About, Objective, Phase
    >>> study = Study(
    ...     about=About(title="x"),
    ...     phases=(Phase(id="buy", title="Buy"),),
    ...     objectives=(Objective(id="grow", title="Grow"),),
    ... )
    >>> [f"{finding.rule} {finding.where}" for finding in run(study)][:2]
    ['OBJ-002 objectives/grow.metric', 'OBJ-002 objectives/grow.baseline']
    """
    found = [
        *links.dangling(study),
        *completeness.objectives(study),
        *completeness.personas(study),
        *persona_models(study),
        *completeness.phases(study),
        *completeness.solutions(study),
        *priorities(study),
        *completeness.reviews(study),
        *codebook(study),
        *consistency(study),
        *metrics(study),
        *support.sources(study),
        *support.quotes(study),
        *support.minimum(study, min_evidence),
        *support.claims(study),
        *integrity(study),
        *language(study),
        *links.unused(study),
    ]
    return sorted(found, key=lambda finding: _ORDER[finding.severity])
