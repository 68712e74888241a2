"""The table every reader of coded texts hands over: one row per quote and code, all of it text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields

import pandas as pd

from cjm_research.imports.reading import Reading
from cjm_research.study import Code, Columns

READER = "qualitative 1"


@dataclass(frozen=True)
class Quote:
    """One quote under one code by one coder; ``start`` and ``end`` count characters of the note, end exclusive."""

    quote: str
    participant: str
    text: str
    note: str = ""
    start: str = ""
    end: str = ""
    persona: str = ""
    phase: str = ""
    touchpoint: str = ""
    code: str = ""
    coder: str = ""
    polarity: str = ""


COLUMNS = (
    "quote",
    "participant",
    "note",
    "start",
    "end",
    "persona",
    "phase",
    "touchpoint",
    "code",
    "coder",
    "polarity",
    "text",
)
ROLES = Columns(**{name: name for name in COLUMNS if name in Columns.model_fields})


@dataclass(frozen=True)
class CodedReading(Reading):
    """A reading that also brings the codebook of its quotes."""

    codes: tuple[Code, ...] = ()


def table_of(quotes: Iterable[Quote]) -> pd.DataFrame:
    """Return quotes as text columns in the order of `COLUMNS`."""
    names = [field.name for field in fields(Quote)]
    return pd.DataFrame([astuple(quote) for quote in quotes], columns=names, dtype="str")[list(COLUMNS)]


def csv_of(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as a UTF-8 CSV file; a cell with any line break is quoted, which `csv.writer` does not do."""
    lines = (",".join(map(_cell, row)) + "\n" for row in (heading, *rows))
    return "".join(lines).encode()


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if re.search(r'[,"\r\n]', text) else text


def only_once(id: str, taken: dict[str, int]) -> str:
    """Return an id for one row more: the second row of highlight ``12`` is ``12.2``."""
    taken[id] = taken.get(id, 0) + 1
    return id if taken[id] == 1 else only_once(f"{id}.{taken[id]}", taken)
