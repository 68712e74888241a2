"""Which field a value gets: its type decides."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from cjm_research.forms import words
from cjm_research.forms.claim_fields import ClaimsField, prefixes
from cjm_research.forms.field import Field
from cjm_research.forms.link_fields import TARGETS, EvidenceField, LinkField, LinksField, titles
from cjm_research.forms.nested_fields import GroupField, LanesField, RowsField
from cjm_research.forms.plain_fields import (
    ChoiceField,
    DateField,
    FlagField,
    LinesField,
    NumberField,
    TextField,
)
from cjm_research.study import Claim, Study
from cjm_research.study.part import EvidenceRef, Part, Slug

CLAIMS = "One per line; evidence in brackets at the end, such as [survey] or [interviews#q07]."


@cache
def hints_of(model: type[Part]) -> dict[str, Any]:
    """Return field -> type, with what `Slug` and `EvidenceRef` add to text."""
    return {
        name: hint for name, hint in get_type_hints(model, include_extras=True).items() if name in model.model_fields
    }


def bare(hint: Any) -> Any:
    """Return a type without ``| None`` and without annotations other than `Slug` and `EvidenceRef`."""
    if get_origin(hint) in (Union, UnionType):
        hint = next(one for one in get_args(hint) if one is not NoneType)
    if get_origin(hint) is Annotated and hint not in (Slug, EvidenceRef):
        hint = get_args(hint)[0]
    return hint


def item_of(hint: Any) -> Any:
    """Return the type of the items of ``tuple[item, ...]``, else None."""
    return get_args(hint)[0] if get_origin(hint) is tuple else None


def is_part(hint: Any) -> bool:
    """Say whether a type is a part of a study."""
    return isinstance(hint, type) and issubclass(hint, Part)


def fields_of(model: type[Part], study: Study, hidden: Collection[str] = ()) -> dict[str, Field]:
    """Return the fields for a record of this model, in the model's order, the id last."""
    names = [name for name in hints_of(model) if name not in hidden]
    names.sort(key=lambda name: name == "id")
    return {name: _field(model, name, study) for name in names}


def _field(model: type[Part], name: str, study: Study) -> Field:
    hint, help = bare(hints_of(model)[name]), words.help_of(model, name)
    if item_of(hint) is not None:
        return _list_field(name, help, bare(item_of(hint)), study)
    if get_origin(hint) is dict:
        lanes = {lane.id: lane.title for lane in study.about.lanes if lane.kind == "notes"}
        return LanesField(name, help, lanes, _sources(study))
    if is_part(hint):
        return GroupField(name, help, hint, lambda: fields_of(hint, study))
    if hint == Slug and name in TARGETS:
        return LinkField(name, help, titles(study, name), needed=model.model_fields[name].is_required())
    return _plain_field(model, name, help, hint)


def _list_field(name: str, help: str, item: Any, study: Study) -> Field:
    if item == EvidenceRef:
        return EvidenceField(name, _sources(study))
    if item == Slug:
        return LinksField(name, help, titles(study, name))
    if is_part(item) and issubclass(item, Claim):
        extra = words.HELP.get(prefixes(item)[0], "")
        return ClaimsField(name, item, _sources(study), " ".join(text for text in (help, extra, CLAIMS) if text))
    if is_part(item):
        return RowsField(name, help, item, lambda: fields_of(item, study))
    return LinesField(name, help)


def _plain_field(model: type[Part], name: str, help: str, hint: Any) -> Field:
    if get_origin(hint) is Literal:
        values = get_args(hint)
        options = [(words.choice(name, value), value) for value in sorted(values, key=bool)]
        needed = model.model_fields[name].is_required()
        return ChoiceField(name, help, (*([("Choose …", "")] if needed else []), *options))
    if hint is bool:
        return FlagField(name, help)
    if hint in (int, float):
        return NumberField(name, help, whole=hint is int)
    if hint is date:
        return DateField(name, "" if help == "YYYY-MM-DD" else help)
    return TextField(name, help, long=name in words.LONG)


def _sources(study: Study) -> frozenset[str]:
    return frozenset(source.id for source in study.sources)
