"""A map speaks from the customer's side: steps are what customers do, not what departments call it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cjm_research.checks.finding import Finding
from cjm_research.study import Study


def language(study: Study) -> Iterator[Finding]:
    """Find steps that begin with an internal word or name an owner or a department (``LANG-001``)."""
    names = _insiders(study)
    for journey in study.journeys:
        for step in journey.steps:
            first = next((word for word in study.about.internal_words if _begins(step.title, word)), "")
            named = next((name for name in names if _holds(step.title, name)), "")
            if first or named:
                says = (
                    f"begins with the internal word '{first}'" if first else f"names '{named}', who is not the customer"
                )
                yield Finding(
                    rule="LANG-001",
                    severity="note",
                    part="journeys",
                    id=journey.persona,
                    field=f"steps.{step.id}.title",
                    message=f"The step '{step.title}' {says}. Say what the customer does, in the customer's words.",
                )


def _insiders(study: Study) -> tuple[str, ...]:
    owners = (study.about.owner, *(t.owner for t in study.touchpoints), *(o.owner for o in study.opportunities))
    functions = (*(t.function for t in study.touchpoints), *(o.function for o in study.opportunities))
    return tuple(dict.fromkeys(name.strip() for name in (*owners, *functions) if name.strip()))


def _begins(title: str, word: str) -> bool:
    return bool(word.strip()) and re.match(rf"\W*{re.escape(word.strip())}\b", title, re.IGNORECASE) is not None


def _holds(title: str, name: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", title, re.IGNORECASE) is not None
