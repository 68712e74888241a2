"""A table file as text, cell for cell: CSV, TSV and XLSX, strict, nothing typed and nothing guessed silently."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path

from cjm_research.errors import EvidenceError
from cjm_research.imports import workbook
from cjm_research.imports.csv_text import counted, known_encoding, records, separator_of
from cjm_research.imports.limits import MEGABYTE
from cjm_research.imports.signatures import refuse_unless_text
from cjm_research.study.alphabet import SIGN, legible

MAX_FILE = 100 * MEGABYTE

_TEXT = (".csv", ".tsv", ".tab", ".txt")
_OTHERS = {
    ".xls": "is an old Excel file. Open it and save it as .xlsx or as CSV UTF-8.",
    ".ods": "is a LibreOffice table. Save it as .xlsx or as CSV UTF-8.",
    ".numbers": "is a Numbers table. Export it as CSV.",
    ".gz": "is packed. Unpack it and name the file inside.",
    ".zip": "is an archive. Unpack it and name the file inside.",
}


@dataclass(frozen=True)
class TextTable:
    """A table as it stands in its file: ``rows`` begins with the row of headings, and all rows are equally long."""

    name: str
    rows: list[list[str]]
    encoding: str = "utf-8"
    delimiter: str = ""
    warnings: tuple[str, ...] = ()


def text_table(path: Path, *, encoding: str = "", delimiter: str = "", sheet: str = "") -> TextTable:
    """Return every cell of a table file as text, accented letters in one form (NFC).

    Parameters
    ----------
    path
        A ``.csv``, ``.tsv``, ``.tab``, ``.txt`` or ``.xlsx`` file of at most 100 MB.
    encoding
        How the text is encoded; UTF-8 with or without a mark where nothing is said.
    delimiter
        What separates cells, as a character or its name (tab, comma, semicolon, pipe); found in the headings where
        nothing is said.
    sheet
        The sheet of a workbook; the first where nothing is said.

    Raises
    ------
    EvidenceError
        With row and column: another kind of file, another encoding, NUL characters, rows of unequal length, open
        quotes, cells over 1 MB, more than 2,000 columns, formulas.
    """
    suffix = path.suffix.lower()
    if suffix in (".xlsx", ".xlsm"):
        rows, warnings = workbook.sheet_rows(path, sheet)
        return _composed(TextTable(path.name, rows, "", "", warnings))
    if suffix in _OTHERS:
        raise EvidenceError(path.name, _OTHERS[suffix])
    if suffix not in _TEXT:
        raise EvidenceError(path.name, f"is no table that can be read. There is: {', '.join(_TEXT)}, .xlsx.")
    refuse_unless_text(path)
    if path.stat().st_size > MAX_FILE:
        raise EvidenceError(path.name, "is larger than 100 MB. Import it as events, or split it.")
    encoding = known_encoding(path, encoding)
    separator, warnings = separator_of(path, encoding, delimiter)
    for _ in records(path, encoding, separator):  # all of it is looked at before any of it is kept
        pass
    rows = [values for _, values in records(path, encoding, separator)]
    kept = next((place for place in range(len(rows), 0, -1) if rows[place - 1]), 0)
    if kept == 0:
        raise EvidenceError(path.name, "is empty. It needs a row of headings.")
    if kept < len(rows):
        warnings = (*warnings, f"{counted(len(rows) - kept, 'blank line')} at the end left out.")
    return _composed(TextTable(path.name, rows[:kept], encoding, separator, warnings))


def _composed(table: TextTable) -> TextTable:
    """Return a table in which every cell is made of characters a study takes, with a word about what was changed."""
    composed, unreadable = 0, list[str]()
    for number, row in enumerate(table.rows, start=1):
        for place, value in enumerate(row):
            if not value.isascii() and not unicodedata.is_normalized("NFC", value):
                row[place] = unicodedata.normalize("NFC", value)
                composed += 1
            if not value.isprintable() and (fresh := legible(row[place])) != row[place]:
                row[place] = fresh
                unreadable.append(f"row {number}, column {place + 1}")
    told = list(table.warnings)
    if composed:
        told.append(f"{counted(composed, 'cell')} with accents written in two characters brought to one (NFC).")
    if unreadable:
        count = counted(len(unreadable), "cell")
        told.append(f"{count} with unreadable characters, shown as '{SIGN}', first in {unreadable[0]}.")
    return replace(table, warnings=tuple(told))
