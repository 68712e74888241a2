"""How a survey tool lays out its file: the headings it writes, and what each column is."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Rows = Sequence[Sequence[str]]
Part = Literal["question", "about", "personal", "left out"]


@dataclass(frozen=True)
class Fit:
    """Why a file looks like the export of one tool. ``sure`` is False where another reading is as good."""

    vendor: str
    layout: str
    header_rows: int
    reason: str
    sure: bool = True


@dataclass(frozen=True)
class Field:
    """One column of a survey file.

    ``key`` names it in the file, ``wording`` is what was asked, ``group`` is shared by the columns of one question, and
    ``choice`` is this column's option or row. ``part`` says what becomes of it; ``why`` explains it where it is left
    out.
    """

    place: int
    key: str
    part: Part = "question"
    wording: str = ""
    group: str = ""
    choice: str = ""
    hint: Literal["", "nps", "text", "other"] = ""
    role: Literal["", "participant", "at"] = ""
    why: str = ""
    is_date: bool = False

    @property
    def label(self) -> str:
        """What a person calls this column: its heading, or its place where it has none."""
        return self.key or f"column {self.place + 1}"


def reduced(heading: str) -> str:
    """Return a heading without case, spaces and signs, as tools vary them.

    Examples
    --------
    >>> reduced("Respondent ID"), reduced("E-Mail Address")
    ('respondentid', 'emailaddress')
    """
    return "".join(char for char in unicodedata.normalize("NFC", heading).casefold() if char.isalnum())


def brief(text: str) -> str:
    """Return a text short enough for a sentence: one line, at most 60 characters.

    Examples
    --------
    >>> brief("How was it?\\nTell us")
    'How was it? Tell us'
    """
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def is_blank(row: Sequence[str]) -> bool:
    """Say whether nothing stands in a row."""
    return not any(cell.strip() for cell in row)


def cell(row: Sequence[str], place: int) -> str:
    """Return a cell without blanks around it, '' beyond the end of the row."""
    return row[place].strip() if place < len(row) else ""


def column(rows: Rows, place: int) -> list[str]:
    """Return a column from top to bottom."""
    return [cell(row, place) for row in rows]


def distinct(values: Sequence[str]) -> list[str]:
    """Return the different values that are not blank, in the order in which they first stand."""
    return list(dict.fromkeys(value for value in values if value))
