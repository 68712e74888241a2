"""The columns of a survey that a person gave a role, by their heading in the file or in the tidy table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from cjm_research.errors import EvidenceError
from cjm_research.imports.reading import Options
from cjm_research.imports.surveys.layout import Field, brief
from cjm_research.imports.surveys.questions import Tidy, tidied
from cjm_research.privacy.headings import STAND_FOR_A_PERSON
from cjm_research.study import Columns


def with_roles(
    fields: list[Field], rows: Sequence[Sequence[str]], options: Options, name: str, *, keys: bool
) -> tuple[list[Field], Tidy]:
    """Return fields and tidy columns with the participant and the moment which the person named, if any."""
    answers = [list(values) for values in zip(*rows, strict=True)]
    tidy = tidied(fields, answers, keys=keys)
    named: tuple[tuple[Literal["participant", "at"], str], ...] = (
        ("participant", options.columns.participant),
        ("at", options.columns.at),
    )
    if not any(wanted for _, wanted in named):
        return fields, tidy
    for role, wanted in named:
        if wanted:
            place = _place(wanted, fields, tidy, name, role)
            fields = [replace(f, role="") if f.role == role else f for f in fields]
            fields[place] = replace(fields[place], part="about", role=role, is_date=role == "at")
    return fields, tidied(fields, answers, keys=keys)


def _place(wanted: str, fields: Sequence[Field], tidy: Tidy, name: str, role: str) -> int:
    """Return the place of the column which a person named by its heading, in the file or in the tidy table."""
    here = [f for f in fields if f.key == wanted.strip()]
    if len(here) == 1 and (here[0].part in ("question", "about") or _may_play(role, here[0])):
        return here[0].place
    if len(here) == 1:
        raise EvidenceError(
            name,
            f"is to be {role}, but this column is left out: {here[0].why}. Name another one, or keep it on purpose.",
            column=wanted,
        )
    if wanted in tidy.columns and list(tidy.place.values()).count(tidy.place[wanted]) == 1:
        return tidy.place[wanted]
    problem = f"has {len(here)} columns '{wanted}'" if here else f"has no column '{wanted}'"
    raise EvidenceError(name, f"{problem} for {role}. There is: {', '.join(map(brief, tidy.columns))}.")


def _may_play(role: str, field: Field) -> bool:
    """Say whether a column that is left out as personal may say who answered: whoever it names gets a pseudonym."""
    return role == "participant" and field.part == "personal" and field.why in STAND_FOR_A_PERSON


def roles_of(fields: Sequence[Field], tidy: Tidy, options: Options, name: str) -> Columns:
    """Return which column of the tidy table plays which role, as the tool says or as the person named it."""
    heading = {place: title for title, place in tidy.place.items()}
    found: dict[str, str] = {field.role: heading[field.place] for field in fields if field.role}
    for role, wanted in options.columns.model_dump(exclude_defaults=True).items():
        found[role] = heading[_place(wanted, fields, tidy, name, role)]
    return Columns.model_validate(found)
