"""A Study -> its findings: completeness, links, consistency, support by evidence. All at once, worst first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from cjm_research.checks import completeness, integrity, links, support, survivors
from cjm_research.checks.codebook import codebook
from cjm_research.checks.consistency import consistency, differences
from cjm_research.checks.distinctness import too_alike
from cjm_research.checks.expectations import expectations
from cjm_research.checks.finding import Finding
from cjm_research.checks.language import language
from cjm_research.checks.links import Link, known
from cjm_research.checks.lost import lost, resting_on
from cjm_research.checks.metrics import metrics, mismatches
from cjm_research.checks.persona_models import persona_models
from cjm_research.checks.printing import as_json, as_text
from cjm_research.checks.priorities import priorities
from cjm_research.checks.privacy import privacy
from cjm_research.errors import EvidenceError, UnknownIdError
from cjm_research.study import Study

__all__ = [
    "ASSUMED",
    "OVERDUE",
    "Finding",
    "Link",
    "as_json",
    "as_text",
    "as_written",
    "differences",
    "known",
    "lost",
    "mismatches",
    "privacy",
    "resting_on",
    "run",
]

ASSUMED = support.ASSUMED_CELL
"""The rule that finds a card which rests on nothing."""

OVERDUE = (*completeness.UNREVIEWED, *support.OLD)
"""The rules that find what is late: the review, and evidence that is old."""

Rule = Callable[[Study], Iterable[Finding]]

_AS_WRITTEN: tuple[Rule, ...] = (
    links.dangling,
    completeness.objectives,
    completeness.personas,
    persona_models,
    completeness.phases,
    completeness.solutions,
    priorities,
    completeness.reviews,
    codebook,
    consistency,
    metrics,
    support.sources,
    support.quotes,
    support.claims,
    survivors.told_to_have_stayed,
    integrity.one_method,
    language,
    links.unused,
)

_IN_ROWS: tuple[tuple[str, Rule], ...] = (
    ("expectations", expectations),
    ("personas", too_alike),
    ("sources", survivors.seen_to_have_stayed),
    ("metrics", integrity.reversals),
    ("personas", integrity.too_few),
)
"""Rules that read the rows of evidence, each beside the part its findings belong to."""

_ORDER = {"error": 0, "warning": 1, "note": 2}


def run(study: Study, *, min_evidence: float = 0, parts: Collection[str] = ()) -> list[Finding]:
    """Return every finding, errors first. The rows of evidence are read; `as_written` does without.

    What may give a person away is another question, asked by `privacy`.

    Parameters
    ----------
    study
        An opened study.
    min_evidence
        Least share of evidenced cells per map, in percent.
    parts
        Only findings of these parts, such as ``personas``; all of them without. Rules of other parts read no rows then.

    Examples
    --------
    >>> from cjm_research.study import About, Objective, Phase
    >>> study = Study(
    ...     about=About(title="x"),
    ...     phases=(Phase(id="buy", title="Buy"),),
    ...     objectives=(Objective(id="grow", title="Grow"),),
    ... )
    >>> [f"{finding.severity} {finding.where}" for finding in run(study)][:2]
    ['error objectives/grow.metric', 'error objectives/grow.baseline']
    """
    found = [*as_written(study, min_evidence=min_evidence), *_in_rows(study, parts)]
    return _worst_first(finding for finding in found if not parts or finding.part in parts)


def as_written(study: Study, *, min_evidence: float = 0) -> list[Finding]:
    """Return what the study's own files show, errors first, fast enough to be said while somebody types."""
    found = [finding for rule in _AS_WRITTEN for finding in rule(study)]
    return _worst_first([*found, *support.minimum(study, min_evidence)])


def _in_rows(study: Study, parts: Collection[str]) -> Iterator[Finding]:
    """Yield what the rows show. A file that cannot be read silences the rules that need it, and is a finding itself.

    A name that points nowhere silences them too; `links.dangling` has found it.
    """
    unread: dict[str, EvidenceError] = {}
    for part, rule in _IN_ROWS:
        if not parts or part in parts:
            try:
                yield from list(rule(study))
            except EvidenceError as error:
                unread.setdefault(str(error), error)
            except UnknownIdError:
                continue
    yield from support.unreadable(study, unread.values())


def _worst_first(found: Iterable[Finding]) -> list[Finding]:
    return sorted(found, key=lambda finding: _ORDER[finding.severity])
