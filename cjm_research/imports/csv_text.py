"""CSV as text, in any size: how it is encoded, what separates its cells, and its records one by one, strictly."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from cjm_research.errors import EvidenceError

MAX_CELL = 1_000_000
MAX_COLUMNS = 2_000
MAX_LINE = 10_000_000
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}

_NAMED = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")


def known_encoding(path: Path, encoding: str) -> str:
    """Return the name of the encoding to read a file in; refuse one nobody knows."""
    with path.open("rb") as file:
        start = file.read(4)
    if not encoding:
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise EvidenceError(path.name, "is UTF-16 text. Say so: --encoding utf-16")
        return "utf-8-sig"
    try:
        name = codecs.lookup(encoding).name
        "a".encode(name)
    except (LookupError, TypeError, ValueError, AttributeError):
        raise EvidenceError(
            path.name, f"cannot be read as '{encoding}': no such encoding. Try utf-8, latin-1, cp1252 or utf-16."
        ) from None
    return "utf-8-sig" if name == "utf-8" else name


def separator_of(path: Path, encoding: str, asked: str) -> tuple[str, tuple[str, ...]]:
    """Return what separates the cells of a file, and what has to be said about it."""
    if asked:
        separator = _NAMED.get(asked.casefold(), asked)
        if len(separator) != 1 or separator in '"\r\n' or separator.isalnum():
            raise EvidenceError(path.name, f"cannot be split at '{asked}'. Try comma, semicolon, tab or pipe.")
        return separator, ()
    heading = _heading(path, encoding)
    outside = "".join(heading.split('"')[::2])
    counts = {sign: outside.count(sign) for sign in DELIMITERS}
    first, second = sorted(counts, key=lambda sign: -counts[sign])[:2]
    if not counts[first]:
        return ",", ("One column: its heading holds no comma, semicolon or tab outside quotes.",)
    if counts[first] == counts[second]:
        raise EvidenceError(
            path.name,
            f"has as many {DELIMITERS[first]}s as {DELIMITERS[second]}s in its headings. "
            f"Say which separates cells: --delimiter {DELIMITERS[first]}",
            row=1,
        )
    return first, (f"Cells are separated by {DELIMITERS[first]}, as counted in the headings.",)


def _heading(path: Path, encoding: str) -> str:
    """Return the first row as it stands in the file, line breaks inside quotes included."""
    text, size = "", 0
    with _text(path, encoding) as file:
        try:
            while (line := file.readline(MAX_LINE)) and size <= MAX_LINE:
                text, size = text + line, size + len(line)
                if text.count('"') % 2 == 0:
                    break
        except UnicodeError:
            raise _not_encoded(path.name, encoding, 1, "") from None
    return text


def records(path: Path, encoding: str = "utf-8-sig", delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Yield row number and cells of a text table, one at a time, in any size; row 1 holds the headings.

    Blank lines at the end come out as empty lists.
    """
    width, number, blank = 0, 0, 0
    csv.field_size_limit(MAX_CELL)
    with _text(path, encoding) as file:
        lines = _Lines(file, path.name)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        while True:
            number += 1
            lines.row = number
            try:
                values = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise EvidenceError(path.name, _broken(str(error)), row=number) from None
            except UnicodeError:
                raise _not_encoded(path.name, encoding, number, "") from None
            if lines.unreadable:
                _refuse_unreadable(values, path.name, encoding, number)
            if values and blank:
                raise EvidenceError(path.name, "is a blank line between rows. Remove it.", row=blank)
            blank = blank if values or blank else number
            width = width or len(values)
            if values:
                _refuse_width(values, width, path.name, number, delimiter)
            yield number, values


class _Lines:
    """The lines of a file for the reader of CSV, each looked at before it is taken."""

    def __init__(self, file: TextIO, name: str) -> None:
        self._file, self._name = file, name
        self.row, self.unreadable = 1, False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._file.readline(MAX_LINE + 1)
        if not line:
            raise StopIteration
        if len(line) > MAX_LINE:
            raise EvidenceError(self._name, "has a line of more than 10 MB.", row=self.row)
        self.unreadable = self.unreadable or _UNREADABLE.search(line) is not None
        return line


def _text(path: Path, encoding: str) -> TextIO:
    plain = encoding.startswith(("utf-16", "utf-32", "utf_16", "utf_32"))
    return path.open(encoding=encoding, errors="strict" if plain else "surrogateescape", newline="")


def _refuse_unreadable(values: list[str], name: str, encoding: str, row: int) -> None:
    for place, value in enumerate(values, start=1):
        if found := _UNREADABLE.search(value):
            if found[0] == "\0":
                problem = f"holds a NUL character in column {place}, so it is not a text table. Export it again."
                raise EvidenceError(name, problem, row=row)
            raise _not_encoded(name, encoding, row, f", in column {place} the byte 0x{ord(found[0]) - 0xDC00:02X}")


def _not_encoded(name: str, encoding: str, row: int, where: str) -> EvidenceError:
    shown = "UTF-8" if encoding == "utf-8-sig" else encoding
    return EvidenceError(
        name,
        f"is not {shown} text{where}. Say how it is encoded, such as --encoding cp1252, or save it as UTF-8.",
        row=row,
    )


def _broken(error: str) -> str:
    if "unexpected end" in error:
        return "has a quotation mark that is never closed. Close it, or export the file again."
    if "field limit" in error:
        return "has a cell of more than 1 MB. A quotation mark before it may never be closed."
    if "expected after" in error:
        return 'has text after a closing quotation mark. Write a mark inside a cell twice ("").'
    return "cannot be taken apart into cells. Export the file again."


def _refuse_width(values: list[str], width: int, name: str, row: int, delimiter: str) -> None:
    if len(values) > MAX_COLUMNS:
        raise EvidenceError(name, f"has {len(values):,} columns. At most {MAX_COLUMNS:,} are read.", row=row)
    if len(values) != width:
        told = DELIMITERS.get(delimiter, f"'{delimiter}'")
        raise EvidenceError(
            name,
            f"has {counted(len(values), 'value')} under {counted(width, 'heading')}, split at each {told}. "
            "Export the file again, or name another --delimiter.",
            row=row,
        )


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, such as "1 cell" and "2 cells"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
