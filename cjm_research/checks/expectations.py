"""The numbers a journey should keep: a broken one is an error, and one nobody can decide says why."""

from __future__ import annotations

from collections.abc import Iterator

from cjm_research.checks.finding import Finding
from cjm_research.people.expectations import Outcome, outcomes
from cjm_research.people.rows import named
from cjm_research.study import Study


def expectations(study: Study) -> Iterator[Finding]:
    """Find expectations that are broken (``EXP-001``), not decided (``EXP-002``), or have no number (``EXP-003``).

    One that names a metric or persona which is not there is a dangling link, and found as such.
    """
    metrics, personas = {metric.id for metric in study.metrics}, {persona.id for persona in study.personas}
    for outcome in outcomes(study):
        named = outcome.expectation
        if named.metric in metrics and (named.persona is None or named.persona in personas):
            yield from _finding(study, outcome)


def _finding(study: Study, outcome: Outcome) -> Iterator[Finding]:
    title, id = outcome.expectation.title, outcome.expectation.id
    whom = named(study, outcome.expectation.persona or "")
    asked = f"Asked of {whom}: {outcome.asked}; found: {outcome.found}."
    if outcome.verdict == "broken":
        said = f"'{title}' is broken by {outcome.margin}: the whole interval lies on the wrong side. {asked}"
        yield Finding(rule="EXP-001", severity="error", part="expectations", id=id, message=said)
    elif outcome.verdict == "not decided":
        said = f"'{title}' is not decided: the interval reaches to both sides. {asked}"
        yield Finding(rule="EXP-002", severity="note", part="expectations", id=id, message=said)
    elif outcome.asked == "nothing":
        said = f"'{title}' asks for nothing. Say at_least or at_most."
        yield Finding(rule="EXP-003", severity="warning", part="expectations", id=id, field="at_least", message=said)
    elif outcome.verdict == "cannot be told":
        said = f"'{title}' cannot be told. {asked}"
        yield Finding(rule="EXP-003", severity="warning", part="expectations", id=id, message=said)
