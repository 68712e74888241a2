"""A table file as text, cell for cell: CSV, TSV and XLSX, positional, strict, nothing typed and nothing guessed silently."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from cjm_research.errors import EvidenceError
from cjm_research.imports import workbook
from cjm_research.imports.csv_text import counted, known_encoding, records, separator_of
from cjm_research.imports.limits import MEGABYTE
from cjm_research.imports.signatures import refuse_unless_text

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
    changed = 0
    for row in table.rows:
        for place, value in enumerate(row):
            if not value.isascii() and not unicodedata.is_normalized("NFC", value):
                row[place] = unicodedata.normalize("NFC", value)
                changed += 1
    if not changed:
        return table
    told = f"{counted(changed, 'cell')} with accents written in two characters brought to one (NFC)."
    return TextTable(table.name, table.rows, table.encoding, table.delimiter, (*table.warnings, told))
