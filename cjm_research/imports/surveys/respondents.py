"""The rows of a survey: cells cleaned, tests and unfinished answers told apart, moments read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from cjm_research.errors import EvidenceError
from cjm_research.imports.reading import Note
from cjm_research.imports.surveys.layout import Field, Rows, brief, cell, is_blank, reduced

_ISO = re.compile(r"^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?( ?(Z|UTC|[+-]\d\d:?\d\d))?)?$", re.ASCII)
_TESTS = re.compile(r"preview|spam|\btest", re.IGNORECASE)
_TEST_BITS = 1 | 2 | 8  # Qualtrics: survey preview, survey test, spam
_HAS_TIME = re.compile(r"%[HIcXTRMSp]")


def trimmed(rows: Rows, first: int) -> tuple[list[list[str]], list[Note]]:
    """Return rows without blanks around their cells, and how many had some; ``first`` is the first row's number."""
    cleaned, count, where = [], 0, ""
    for number, row in enumerate(rows, start=first):
        kept = [value.strip() for value in row]
        cleaned.append(kept)
        changed = [place for place, value in enumerate(row) if len(value) != len(kept[place])]
        if changed:
            where = where or f"row {number}, column {changed[0] + 1}"
            count += len(changed)
    return cleaned, [Note(what="blanks around an answer removed", count=count, where=where)] if count else []


def twice_encoded(rows: Rows, first: int, places: Collection[int]) -> list[str]:
    """Return a warning where text in some columns was encoded twice, such as 'mÃ¡s' for 'más'.

    Examples
    --------
    >>> twice_encoded([["mÃ¡s rÃ¡pido", "más"]], 2, {0, 1})
    ["1 cell(s) look encoded twice, first row 2, column 1: 'mÃ¡s'. They are left as they are. ..."]
    """
    found = [
        (number, place, row[place])
        for number, row in enumerate(rows, start=first)
        for place in sorted(places)
        if not row[place].isascii() and _is_twice_encoded(row[place])
    ]
    if not found:
        return []
    number, place, value = found[0]
    word = next((word for word in value.split() if not word.isascii() and _is_twice_encoded(word)), value)[:30]
    return [
        f"{len(found)} cell(s) look encoded twice, first row {number}, column {place + 1}: '{word}'. They are left "
        f"as they "
        "are. If all accents look like this, name the --encoding of the file, such as utf-8."
    ]


def _is_twice_encoded(value: str) -> bool:
    for encoding in ("cp1252", "latin-1"):
        try:
            return value.encode(encoding).decode("utf-8") != value
        except UnicodeError:
            continue
    return False


def repeated(rows: Rows) -> int:
    """Return how many rows repeat an earlier one exactly; blank rows do not count."""
    counts = Counter(tuple(row) for row in rows if not is_blank(row))
    return sum(count - 1 for count in counts.values())


def standing(fields: Sequence[Field], rows: Rows, vendor: str) -> list[str]:
    """Return for each row why it is no finished answer of a respondent, '' where it is one or the file does not say."""
    about = {reduced(field.key): field.place for field in fields if field.part == "about"}
    if vendor == "qualtrics":
        return [_in_qualtrics(row, about) for row in rows]
    if vendor == "typeform" and "responsetype" in about:
        return ["unfinished response" if _is(row, about, "responsetype", "partial", "started") else "" for row in rows]
    return ["" for _ in rows]


def says_who_finished(fields: Sequence[Field]) -> bool:
    """Say whether a column tells finished answers from others."""
    return bool(
        {reduced(f.key) for f in fields if f.part == "about"} & {"finished", "progress", "responsetype", "status"}
    )


def _is(row: Sequence[str], about: dict[str, int], name: str, *values: str) -> bool:
    return name in about and cell(row, about[name]).casefold() in values


def _in_qualtrics(row: Sequence[str], about: dict[str, int]) -> str:
    status = cell(row, about["status"]) if "status" in about else ""
    if (status.isascii() and status.isdecimal() and int(status) & _TEST_BITS) or _TESTS.search(status):
        return "test response (preview, test or spam)"
    if _is(row, about, "finished", "0", "false"):
        return "unfinished response"
    known = _is(row, about, "finished", "1", "true")
    progress = cell(row, about["progress"]) if "progress" in about else ""
    return "unfinished response" if not known and progress.isdecimal() and int(progress) < 100 else ""


def moments(
    values: Sequence[str], numbers: Sequence[int], *, column: str, name: str, date_format: str
) -> tuple[list[str], list[Note], list[str]]:
    """Return the moments of a column as ISO text where a format is given, else as they stand, with notes and warnings.

    ISO moments are kept as they are; others need a format, because the order of day and month is never guessed.

    Examples
    --------
    >>> moments(["2/12/21 8:46"], [2], column="at", name="f.csv", date_format="%d/%m/%y %H:%M")[0]
    ['2021-12-02T08:46:00']
    """
    odd = [place for place, value in enumerate(values) if value and not _is_iso(value)]
    if not odd:
        return list(values), [], []
    if not date_format:
        first = odd[0]
        return (
            list(values),
            [],
            [
                f"Column '{column}' holds '{brief(values[first])}' in row {numbers[first]}, which is no ISO date. "
                f"Its {len(odd)} such "
                "moments are kept as text. Say how to read them, such as --date-format '%d/%m/%Y %H:%M'."
            ],
        )
    read = []
    for value, number in zip(values, numbers, strict=True):
        try:
            read.append(_as_iso(value, date_format) if value else "")
        except ValueError:
            raise EvidenceError(
                name,
                f"holds '{brief(value)}', which does not fit the date format '{date_format}'. Correct the format, "
                f"or the "
                "file so that one format fits all rows.",
                row=number,
                column=column,
            ) from None
    changed = sum(map(bool, values))
    return (
        read,
        [Note(what=f"moments read by '{date_format}' and written as ISO", count=changed, where=f"column '{column}'")],
        [],
    )


def _is_iso(value: str) -> bool:
    if not _ISO.match(value):
        return False
    try:
        datetime.fromisoformat(value.removesuffix("UTC").strip())
    except ValueError:
        return False
    return True


def _as_iso(value: str, date_format: str) -> str:
    moment = datetime.strptime(value, date_format)  # noqa: DTZ007  # the zone is said in the report, not in the cell
    return moment.isoformat() if _HAS_TIME.search(date_format) else moment.date().isoformat()
