"""One sheet of an XLSX workbook as text: looked through for size, formulas and declarations before it is read."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from cjm_research.errors import EvidenceError
from cjm_research.imports.archives import SafeZip, opened_zip
from cjm_research.imports.signatures import looks_like
from cjm_research.imports.xml_documents import refuse_declarations, xml_root

MAX_ROWS = 1_000_000
MAX_COLUMNS = 2_000
MAX_CELLS = 10_000_000
MAX_CELL = 1_000_000

_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br\s*=\s*[\"']([^\"']*)[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_ADDRESS = re.compile(rb"([A-Z]{1,3})([1-9]\d{0,6})\Z")
_OVERLAP = 1_000
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def sheet_rows(path: Path, sheet: str = "") -> tuple[list[list[str]], tuple[str, ...]]:
    """Return the cells of one sheet as text, row by row and equally long, and what has to be said about them.

    Numbers come as the shortest text that gives the same number, dates as ISO text, true and false as TRUE and FALSE.
    """
    if not looks_like(path).startswith("a ZIP"):
        found = looks_like(path) or "no workbook"
        raise EvidenceError(path.name, f"is {found}, although its name ends in '{path.suffix}'. Save it as .xlsx.")
    with opened_zip(path) as archive:
        names, member = _chosen(archive, sheet)
        for other in archive.names():
            if other.endswith((".xml", ".rels")) and other != member:
                for _ in _looked_through(archive, other):
                    pass
        height, width = _extent(archive, member)
    rows, dates = _read(path, sheet or names[0], height, width)
    told = [f"Read the sheet '{sheet or names[0]}'."]
    if len(names) > 1:
        told.append(f"Left out the sheets: {', '.join(name for name in names if name != (sheet or names[0]))}.")
    if dates:
        told.append(f"{dates:,} dates and times are written as ISO text.")
    kept = _trimmed(rows)
    if not kept:
        raise EvidenceError(path.name, "has an empty sheet. It needs a row of headings.")
    if len(kept) < len(rows):
        told.append(f"{len(rows) - len(kept):,} empty rows at the end left out.")
    return kept, tuple(told)


def _chosen(archive: SafeZip, sheet: str) -> tuple[list[str], str]:
    """Return the names of all sheets, and the member that holds the chosen one."""
    name, folder = archive.path.name, "xl/"
    book = xml_root(_whole(archive, "xl/workbook.xml"), name)
    links = xml_root(_whole(archive, "xl/_rels/workbook.xml.rels"), name)
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    sheets = {
        str(part.get("name")): targets.get(part.get(_RELATION), "") for part in book.iter() if _tag(part) == "sheet"
    }
    if not sheets:
        raise EvidenceError(name, "holds no sheet.")
    if sheet and sheet not in sheets:
        raise EvidenceError(name, f"has no sheet '{sheet}'. It has: {', '.join(sheets)}.")
    target = sheets[sheet or next(iter(sheets))]
    member = target.removeprefix("/") if target.startswith("/") else folder + target
    if member not in archive.names():
        raise EvidenceError(name, f"has nothing inside for the sheet '{sheet or next(iter(sheets))}'.")
    return list(sheets), member


def _whole(archive: SafeZip, member: str) -> bytes:
    if member not in archive.names():
        raise EvidenceError(archive.path.name, "is a ZIP archive but no workbook. Save it as .xlsx.")
    return archive.read(member, limit=10_000_000)


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _looked_through(archive: SafeZip, member: str) -> Iterator[bytes]:
    """Yield a member piece by piece, each with the end of the one before, without declarations in any."""
    last = b""
    for chunk in archive.chunks(member):
        refuse_declarations(last + chunk, archive.path.name)
        yield last + chunk
        last = chunk[-_OVERLAP:]


def _extent(archive: SafeZip, member: str) -> tuple[int, int]:
    """Return how many rows and columns a sheet uses, whatever it declares; refuse formulas and endless sheets."""
    height, width, name, latest = 0, 0, archive.path.name, b""
    for chunk in _looked_through(archive, member):
        formula = _FORMULA.search(chunk)
        for found in _CELL.finditer(chunk):
            if formula and found.start() > formula.start():
                break
            latest = found[1]
            place = _ADDRESS.match(latest)
            if not place:
                raise EvidenceError(name, "has a cell without a proper address. Save it again as .xlsx.")
            height, width = max(height, int(place[2])), max(width, _column(place[1]))
            if height > MAX_ROWS or width > MAX_COLUMNS or height * width > MAX_CELLS:
                raise EvidenceError(name, _endless(latest.decode("ascii"), height, width))
        if formula:
            at = latest.decode("ascii")
            raise EvidenceError(name, f"has a formula in cell {at}. Paste it as a value, or save as CSV UTF-8.")
    return height, width


def _endless(cell: str, height: int, width: int) -> str:
    return (
        f"reaches to cell {cell}: {height:,} rows and {width:,} columns. At most {MAX_ROWS:,} rows, {MAX_COLUMNS:,} "
        f"columns "
        f"and {MAX_CELLS:,} cells are read. Delete what is empty."
    )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _read(path: Path, sheet: str, height: int, width: int) -> tuple[list[list[str]], int]:
    import openpyxl

    rows, dates = [], 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
            try:
                for number, cells in (
                    enumerate(book[sheet].iter_rows(min_row=1, min_col=1, max_row=height, max_col=width), start=1)
                    if height
                    else ()
                ):
                    values = [_cell(cell, path.name, number) for cell in cells]
                    dates += sum(isinstance(cell.value, date | time) for cell in cells)
                    rows.append(values)
            finally:
                book.close()
    except EvidenceError:
        raise
    except Exception as error:  # noqa: BLE001 whatever a broken workbook makes its reader raise
        raise EvidenceError(
            path.name, f"cannot be read as a workbook ({type(error).__name__}). Save it again as .xlsx."
        ) from None
    return rows, dates


def _cell(cell: Any, name: str, row: int) -> str:
    text = _as_text(cell.value, getattr(cell, "number_format", ""))
    if len(text) > MAX_CELL:
        raise EvidenceError(name, "has a cell of more than 1 MB.", row=row)
    if getattr(cell, "data_type", "") == "f":
        raise EvidenceError(name, "has a formula. Paste it as a value, or save as CSV UTF-8.", row=row)
    return text


def _as_text(value: Any, number_format: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if "h" not in number_format.lower() else value.isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows without the empty ones at the end and the empty columns at the right."""
    height = next((place for place in range(len(rows), 0, -1) if any(rows[place - 1])), 0)
    kept = rows[:height]
    width = max((place for row in kept for place, value in enumerate(row, start=1) if value), default=0)
    return [row[:width] for row in kept]
