"""From the states of a record's fields to the record, or to what is wrong with each field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from cjm_research.forms.field import Field, State
from cjm_research.forms.sentences import problems_of
from cjm_research.study.part import Part

Fields = Mapping[str, Field]
States = Mapping[str, State]


@dataclass(frozen=True)
class Reading:
    """The record that the states stand for, or the problems by field."""

    record: Part | None
    problems: Mapping[str, str]


def blank_states(model: type[Part], fields: Fields) -> dict[str, State]:
    """Return what an empty form of this model shows: the defaults."""
    return {name: _blank(model, field) for name, field in fields.items()}


def _blank(model: type[Part], field: Field) -> State:
    info = model.model_fields[field.name]
    return field.blank if info.is_required() else field.encode(info.get_default(call_default_factory=True))


def states_of(record: Part, fields: Fields) -> dict[str, State]:
    """Return what the form shows for a record."""
    return {name: field.encode(getattr(record, name)) for name, field in fields.items()}


def read(model: type[Part], fields: Fields, states: States, origin: Part | None = None) -> Reading:
    """Read a record from states. What the form does not show, or nobody changed, stays as it was in ``origin``."""
    values = dict(origin) if origin else {}
    problems: dict[str, str] = {}
    for name, field in fields.items():
        if origin and states[name] == field.encode(getattr(origin, name)):
            continue
        try:
            values[name] = field.decode(states[name])
        except ValueError as error:
            problems[name] = str(error)
            values.pop(name, None)
    try:
        record = model.model_validate(values)
    except ValidationError as error:
        return Reading(None, {**problems_of(error), **problems})
    return Reading(None if problems else record, problems)


def slug_of(title: str, taken: Collection[str], noun: str) -> str:
    """Return a free id made from a title.

    Examples
    --------
    >>> slug_of("Größere Körbe!", ["cart"], "objective"), slug_of("Cart", ["cart"], "objective")
    ('grossere-korbe', 'cart-2')
    """
    latin = unicodedata.normalize("NFKD", title.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:56].strip("-") or noun
    if re.fullmatch(r"con|prn|aux|nul|(com|lpt)[1-9]", stem):
        stem = f"{noun}-{stem}"
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
