"""A survey file -> one row per response, a register of questions and a report that adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from cjm_research.errors import EvidenceError
from cjm_research.imports.reading import ImportReport, Note, Options, Reading
from cjm_research.imports.surveys import respondents
from cjm_research.imports.surveys.detect import TOOLS, recognise
from cjm_research.imports.surveys.layout import Field, Fit, brief, is_blank
from cjm_research.imports.surveys.named_columns import roles_of, with_roles
from cjm_research.imports.surveys.questions import Tidy, shown
from cjm_research.imports.tables import TextTable, text_table

READER = "surveys 1"
VENDORS = tuple(TOOLS)
LEFT_OUT = "column left out"
"""How a note begins on a column that is not kept; each such note stands for one column of the file."""


@dataclass(frozen=True)
class _Kept:
    """The rows that are kept, with their numbers in the file, and what the report says of all of them."""

    rows: list[list[str]]
    numbers: list[int]
    dropped: tuple[Note, ...]
    gaps: tuple[Note, ...]


def read_survey(path: Path, options: Options) -> Reading:
    """Return the answers of a survey, one row per response, as text.

    Parameters
    ----------
    path
        A CSV, TSV or XLSX file from Qualtrics, SurveyMonkey, Typeform or Google Forms, or any table with one header
        row.
    options
        ``vendor`` names the tool where the file does not say; ``only_finished`` drops tests and unfinished responses;
        ``date_format`` reads moments that are not ISO; ``columns`` gives roles; ``keep_personal`` names columns to
        keep.

    Returns
    -------
    Reading
        ``table``: metadata and answers, a choice of several as one column per choice (its label or ''). ``questions``:
        one entry for each column of answers. In the report ``columns_in`` is ``columns_kept``, the notes in
        ``personal`` and the notes in ``coerced`` that begin with ``LEFT_OUT``, together.

    Raises
    ------
    EvidenceError
        The tool is not certain or another than named, a role names no column, or the table itself is broken.
    """
    table = text_table(path, encoding=options.encoding, delimiter=options.delimiter)
    fit = recognise(table.rows, table.name, options.vendor)
    body = table.rows[fit.header_rows :]
    if all(is_blank(row) for row in body):
        raise EvidenceError(table.name, "has headings but no answers. Export it again, with its responses.")
    _refuse_titles(table, fit)
    rows, coerced = respondents.trimmed(body, fit.header_rows + 1)
    fields, warnings = TOOLS[fit.vendor].fields([*table.rows[: fit.header_rows], *rows], fit)
    fields = _kept_as_asked(fields, options)
    kept = _responses(fields, rows, fit, options, table.name)
    fields, tidy = with_roles(fields, kept.rows, options, table.name, keys=fit.vendor in ("qualtrics", "generic"))
    if not tidy.questions:
        raise EvidenceError(
            table.name,
            f"has no question, read as {fit.vendor}: every column says who answered and when, or is left out. "
            "Name its tool with --vendor, or keep a column on purpose.",
        )
    dated = _dated(fields, tidy, kept, options, table.name)
    encoded = respondents.twice_encoded(rows, fit.header_rows + 1, set(tidy.place.values()))
    said = (
        *table.warnings,
        _told(fit),
        *warnings,
        *_asked_to_keep(fields, options),
        *_finish(fields, options),
        *dated[1],
    )
    report = ImportReport(
        file=table.name,
        reader=READER,
        vendor=fit.vendor,
        rows_in=len(body),
        rows_kept=len(kept.rows),
        columns_in=len(fields),
        columns_kept=len(set(tidy.place.values())),
        dropped=kept.dropped,
        coerced=(*coerced, *tidy.coerced, *dated[0], *_left_out(fields)),
        duplicates=respondents.repeated(rows),
        gaps=(*kept.gaps, *_unanswered(tidy), *tidy.gaps),
        zone=options.zone or TOOLS[fit.vendor].zone(table.rows, fit),
        personal=_personal(fields, rows),
        warnings=(*said, *tidy.warnings, *encoded, *_ids(fields, kept)),
    )
    frame = pd.DataFrame(tidy.columns, dtype="str")
    roles = roles_of(fields, tidy, options, table.name)
    return Reading(frame, roles, report, len(frame), _unit(fields, kept), tuple(tidy.questions))


def _refuse_titles(table: TextTable, fit: Fit) -> None:
    """Refuse a table that begins with a title or a blank row instead of its headings."""
    named = sum(bool(heading.strip()) for heading in table.rows[0])
    if fit.vendor == "generic" and named * 2 < len(table.rows[0]):
        raise EvidenceError(
            table.name,
            f"has only {named} headings over {len(table.rows[0])} columns. Remove rows above the headings, or "
            "name its tool with --vendor.",
            row=1,
        )


def _told(fit: Fit) -> str:
    return f"Read as {fit.vendor}, {fit.layout}: {fit.reason}."


def _kept_as_asked(fields: list[Field], options: Options) -> list[Field]:
    asked = {name.strip().casefold() for name in options.keep_personal}
    return [replace(f, part="about") if f.part == "personal" and f.key.casefold() in asked else f for f in fields]


def _asked_to_keep(fields: Sequence[Field], options: Options) -> list[str]:
    asked = {name.strip().casefold() for name in options.keep_personal}
    return [
        f"'{brief(f.label)}' ({f.why}) is kept, as asked."
        for f in fields
        if f.part == "about" and f.why and f.key.casefold() in asked
    ]


def _responses(fields: Sequence[Field], rows: list[list[str]], fit: Fit, options: Options, name: str) -> _Kept:
    """Part rows into those kept and those dropped; tests and unfinished responses are dropped only when asked to."""
    standing = respondents.standing(fields, rows, fit.vendor)
    reasons = ["blank row" if is_blank(row) else reason for row, reason in zip(rows, standing, strict=True)]
    first = fit.header_rows + 1
    counts = Counter(reason for reason in reasons if reason)
    notes = {
        reason: Note(what=reason, count=count, where=f"row {reasons.index(reason) + first}")
        for reason, count in counts.items()
    }
    drops = set(notes) if options.only_finished else {"blank row"}
    keep = [place for place, reason in enumerate(reasons) if reason not in drops]
    if not keep:
        raise EvidenceError(name, "has no finished response. Import it with unfinished ones to see what there is.")
    return _Kept(
        [rows[place] for place in keep],
        [place + first for place in keep],
        tuple(note for reason, note in notes.items() if reason in drops),
        tuple(
            note.model_copy(update={"what": f"{reason}, kept"}) for reason, note in notes.items() if reason not in drops
        ),
    )


def _dated(
    fields: Sequence[Field], tidy: Tidy, kept: _Kept, options: Options, name: str
) -> tuple[list[Note], list[str]]:
    heading = {place: title for title, place in tidy.place.items()}
    notes: list[Note] = []
    warnings: list[str] = []
    for field in fields:
        if not field.is_date or field.place not in heading:
            continue
        title = heading[field.place]
        read = respondents.moments(
            tidy.columns[title], kept.numbers, column=title, name=name, date_format=options.date_format
        )
        tidy.columns[title] = read[0]
        notes += read[1]
        warnings += read[2]
    if options.date_format and not any(field.is_date for field in fields):
        warnings.append("A date format was given, but no column is known to hold moments. Name one with the role 'at'.")
    return notes, warnings


def _finish(fields: Sequence[Field], options: Options) -> list[str]:
    if options.only_finished and not respondents.says_who_finished(fields):
        return ["Only finished responses were asked for, but no column says who finished: none was dropped for it."]
    return []


def _unanswered(tidy: Tidy) -> list[Note]:
    columns = [tidy.columns[question.column] for question in tidy.questions]
    silent = sum(not any(row) for row in zip(*columns, strict=True))
    return [Note(what="responses without any answer, kept", count=silent)] if silent else []


def _left_out(fields: Sequence[Field]) -> list[Note]:
    return [
        Note(what=f"{LEFT_OUT}: {f.why}", where=f"column '{brief(shown(f.label))}'")
        for f in fields
        if f.part == "left out"
    ]


def _personal(fields: Sequence[Field], rows: Sequence[Sequence[str]]) -> tuple[Note, ...]:
    return tuple(
        Note(
            what=f"{LEFT_OUT}: {f.why}",
            count=sum(bool(row[f.place]) for row in rows),
            where=f"column '{brief(shown(f.label))}'",
        )
        for f in fields
        if f.part == "personal"
    )


def _participants(fields: Sequence[Field], kept: _Kept) -> list[str]:
    place = next((field.place for field in fields if field.role == "participant"), None)
    return [] if place is None else [row[place] for row in kept.rows]


def _ids(fields: Sequence[Field], kept: _Kept) -> list[str]:
    """Warn of respondents who stand more than once, or without an id."""
    given = _participants(fields, kept)
    blank = given.count("")
    again = sum(count - 1 for id, count in Counter(given).items() if id)
    told = [f"{again} responses repeat the id of an earlier one; all are kept."] if again else []
    return [*told, f"{blank} responses have no id of a respondent."] if blank else told


def _unit(fields: Sequence[Field], kept: _Kept) -> str:
    given = _participants(fields, kept)
    return "respondents" if given and all(given) and len(set(given)) == len(given) else "responses"
