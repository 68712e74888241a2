"""A poll: how many chose each option."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd

from cjm_research.errors import EvidenceError
from cjm_research.imports.reading import ImportReport, Note, Options, Reading
from cjm_research.imports.tables import TextTable, text_table
from cjm_research.study import Columns

READER = "polls 1"
_TOTALS = {"total", "sum", "all", "gesamt", "summe"}


def read_poll(path: Path, options: Options) -> Reading:
    """Return the options of a poll and how many chose each; shares are computed where they are shown.

    Parameters
    ----------
    path
        A CSV, TSV or XLSX file with a column ``option`` and a column ``count``, or others named in ``options.columns``.
    options
        ``columns.option`` and ``columns.count`` name the two columns.

    Returns
    -------
    Reading
        ``table``: ``option`` and ``count``, as text, in the order of the file. ``n`` is the sum of the counts.

    Raises
    ------
    EvidenceError
        A column is missing, an option is blank or stands twice, or a count is no whole number.
    """
    table = text_table(path, encoding=options.encoding, delimiter=options.delimiter)
    headings = [heading.strip() for heading in table.rows[0]]
    places = [
        _place(table.name, headings, options.columns.option or "option", "option"),
        _place(table.name, headings, options.columns.count or "count", "count"),
    ]
    chosen, dropped = _chosen(table, places)
    others = [place for place in range(len(headings)) if place not in places]
    report = ImportReport(
        file=table.name,
        reader=READER,
        vendor="generic",
        rows_in=len(table.rows) - 1,
        rows_kept=len(chosen),
        columns_in=len(headings),
        columns_kept=2,
        dropped=dropped,
        coerced=tuple(
            Note(what="column left out: not option or count", where=f"column '{headings[place] or place + 1}'")
            for place in others
        ),
        warnings=(*table.warnings, "Who answers a poll chose to do so: its shares speak of them alone."),
    )
    frame = pd.DataFrame(chosen, columns=["option", "count"], dtype="str")
    votes = sum(int(count) for _, count in chosen)
    return Reading(frame, Columns(option="option", count="count"), report, votes, "votes")


def _place(name: str, headings: list[str], wanted: str, role: str) -> int:
    places = [place for place, heading in enumerate(headings) if heading.casefold() == wanted.strip().casefold()]
    if len(places) != 1:
        problem = f"has {len(places)} columns '{wanted}'" if places else f"has no column '{wanted}'"
        raise EvidenceError(name, f"{problem}. There is: {', '.join(headings)}. Say which one holds the {role}.", row=1)
    return places[0]


def _chosen(table: TextTable, places: list[int]) -> tuple[list[tuple[str, str]], tuple[Note, ...]]:
    """Return option and count of every row, without blank rows and a row that only repeats the sum."""
    read: list[tuple[int, str, str]] = []
    blank: list[int] = []
    for number, row in enumerate(table.rows[1:], start=2):
        option, count = (row[place].strip() for place in places)
        if not any(value.strip() for value in row):
            blank.append(number)
            continue
        _refuse(table.name, number, option, count)
        read.append((number, option, count))
    if not read:
        raise EvidenceError(table.name, "has headings but no options. Export it again, with its results.")
    dropped = [Note(what="blank row", count=len(blank), where=f"row {blank[0]}")] if blank else []
    total = _total(read)
    if total is not None:
        dropped.append(
            Note(what=f"row '{read[total][1]}', which repeats the sum of the others", where=f"row {read[total][0]}")
        )
        del read[total]
    again = [option for option, times in Counter(option.casefold() for _, option, _ in read).items() if times > 1]
    if again:
        number, option = next((n, o) for n, o, _ in reversed(read) if o.casefold() == again[0])
        raise EvidenceError(table.name, f"holds the option '{option}' twice. Put its counts together.", row=number)
    return [(option, str(int(count))) for _, option, count in read], tuple(dropped)


def _refuse(name: str, row: int, option: str, count: str) -> None:
    if not option:
        raise EvidenceError(name, "has a count without an option. Name the option.", row=row)
    if not (count.isascii() and count.isdecimal() and len(count) <= 12):
        raise EvidenceError(
            name,
            f"holds '{count[:40]}' as the count of '{option[:80]}', which is no whole number. Give counts, not shares.",
            row=row,
        )


def _total(read: list[tuple[int, str, str]]) -> int | None:
    place = len(read) - 1
    is_named = read[place][1].casefold().rstrip(":") in _TOTALS
    others = sum(int(count) for _, _, count in read[:place])
    return place if place > 1 and is_named and int(read[place][2]) == others else None
