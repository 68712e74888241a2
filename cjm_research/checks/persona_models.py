"""Personas that are groups found in the answers: the groups must be there, and still be those that were looked for."""

from __future__ import annotations

from collections.abc import Iterator

from cjm_research.checks.finding import Finding
from cjm_research.study import Condition, ModelColumn, Persona, PersonaModel, Study


def persona_models(study: Study) -> Iterator[Finding]:
    """Find groups that are not kept (``PER-015``), of other columns (``PER-016``) or of other data (``PER-017``)."""
    known = {model.id: model for model in study.persona_models}
    for persona in study.personas:
        for condition in persona.segment:
            if condition.model in known:
                yield from _group(persona, condition, known[condition.model])
    for model in study.persona_models:
        yield from _of_other_columns(model)
        yield from _of_other_data(study, model)


def _group(persona: Persona, condition: Condition, model: PersonaModel) -> Iterator[Finding]:
    kept = len(model.fit.centres) if model.fit else 0
    there = {str(number) for number in range(1, kept + 1)}
    missing = [name for name in condition.any_of if name.strip() not in there]
    message = ""
    if condition.source != model.source:
        message = f"reads '{condition.source}', but '{model.title}' was made from '{model.source}'. Name that source."
    elif not kept:
        message = f"is a group of '{model.title}', which keeps none yet. Look for groups in notebook 03 and keep them."
    elif missing or not condition.any_of:
        named = ", ".join(missing) or "(none)"
        message = f"is the group {named} of '{model.title}', which has 1 to {kept}. Name one of them."
    if message:
        yield Finding(
            rule="PER-015",
            severity="error",
            part="personas",
            id=persona.id,
            field="segment",
            message=f"'{persona.name}' {message}",
        )


def _of_other_columns(model: PersonaModel) -> Iterator[Finding]:
    if model.fit is None:
        return
    asked = [_plain(column) for column in model.columns]
    made = [_plain(column) for column in model.fit.encodings]
    if asked != made:
        yield Finding(
            rule="PER-016",
            severity="warning",
            part="persona_models",
            id=model.id,
            field="columns",
            message=f"The groups of '{model.title}' were made from other columns than it names now. "
            "Look for groups again.",
        )


def _plain(column: ModelColumn) -> tuple[object, ...]:
    return column.column, column.kind, column.missing, column.logarithm


def _of_other_data(study: Study, model: PersonaModel) -> Iterator[Finding]:
    source = next((one for one in study.sources if one.id == model.source), None)
    if model.search and model.search.sha256 and source and source.sha256 and source.sha256 != model.search.sha256:
        yield Finding(
            rule="PER-017",
            severity="note",
            part="persona_models",
            id=model.id,
            field="search",
            message=f"'{model.title}' was looked for on {model.search.made} in another version of '{source.title}'. "
            "New answers are sorted by the kept groups; whether these still hold is found out by looking again.",
        )
