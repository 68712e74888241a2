"""What all parts of a study share: frozen, no unknown fields, ids that are safe names, text that stays text."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, model_validator

from cjm_research.study.alphabet import refused

_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


def _not_reserved(slug: str) -> str:
    if slug in _RESERVED:
        raise ValueError(f"'{slug}' is a reserved file name on some systems; choose another id")
    return slug


def _clean(text: str) -> str:
    if code := refused(text):
        raise ValueError(f"holds the invisible character {code}; remove it")
    return unicodedata.normalize("NFC", text)


Slug = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$"),
    AfterValidator(_not_reserved),
]
"""An id: a safe name for files and links, such as ``live-chat``."""

Text = Annotated[str, AfterValidator(_clean)]
"""What a person wrote: NFC, of the characters that `alphabet` allows."""

EvidenceRef = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}(#[A-Za-z0-9._:-]{1,64})?$")]
"""A link to a source, or to one item of it: ``survey``, ``interviews#q12``."""


_Record = TypeVar("_Record")


def _by_key(record: Any) -> str:
    return str(getattr(record, "id", "") or getattr(record, "persona", "") or getattr(record, "date", ""))


def _each_once(records: tuple[_Record, ...]) -> tuple[_Record, ...]:
    keys = [_by_key(record) for record in records]
    twice = next((key for place, key in enumerate(keys) if key in keys[:place]), None)
    if twice is not None:
        raise ValueError(f"holds '{twice}' twice; give one of them another id")
    return records


Unique = Annotated[tuple[_Record, ...], AfterValidator(_each_once)]
"""A list of records in which every id (or persona, or date) stands once."""


class Part(BaseModel):
    """A part of a study. A field left blank in the file counts as not given."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _blank_is_not_given(cls, data: Any) -> Any:
        if isinstance(data, dict):
            return {key: value for key, value in data.items() if key not in cls.model_fields or value not in (None, "")}
        return data


class Claim(Part):
    """One thing the study says, with the evidence it rests on. Without evidence it is assumed.

    Examples
    --------
    >>> Claim(text="Compares three prices", evidence=("survey", "interviews#q07")).evidence
    ('survey', 'interviews#q07')
    """

    text: Text
    evidence: tuple[EvidenceRef, ...] = ()
