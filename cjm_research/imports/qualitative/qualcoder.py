"""QualCoder: coded texts as a table, and surveys whose open answers become notes."""

from __future__ import annotations

from collections.abc import Iterator

from cjm_research.errors import EvidenceError
from cjm_research.imports.qualitative.coded_table import Layout
from cjm_research.imports.qualitative.naming import hidden, ids_of, slug
from cjm_research.imports.qualitative.quotes import READER, ROLES, CodedReading, csv_of, table_of
from cjm_research.imports.reading import ImportReport, Note, Options
from cjm_research.imports.tables import TextTable
from cjm_research.privacy.headings import personal_heading

CODINGS = Layout(
    vendor="QualCoder",
    headings={
        "quote": ("ctid", "coded id"),
        "note": ("file name", "filename", "file", "source", "file or case name"),
        "participant": ("case name", "casename"),
        "code": ("code name", "codename", "code"),
        "text": ("coded text", "seltext", "coded"),
        "coder": ("coder", "owner"),
        "start": ("pos0",),
        "end": ("pos1",),
    },
)
"""The columns of its report on codings and of a query over its tables."""


def is_survey(heading: list[str]) -> bool:
    """Say whether these head a survey as QualCoder takes it: the case first, an open answer among them."""
    titles = [title.strip().casefold() for title in heading]
    return titles[:1] == ["case"] and any(_is_open(title) for title in titles[1:])


def _is_open(title: str) -> bool:
    return title.replace(" ", "").endswith(("freetext", "opentext"))


def read_survey_texts(table: TextTable, options: Options) -> CodedReading:
    """Return the open answers of a survey as one note per case and question, its other columns as attributes."""
    heading = [title.strip() for title in table.rows[0]]
    wanted = options.columns.text.strip().casefold()
    open_ones = [
        place
        for place, title in enumerate(heading)
        if title.casefold() == wanted or (not wanted and _is_open(title.casefold()))
    ]
    if not open_ones:
        raise EvidenceError(
            table.name, f"has no column '{options.columns.text}' of open answers. There is: {', '.join(heading)}."
        )
    kept = [
        place
        for place, title in enumerate(heading)
        if place and place not in open_ones and (not personal_heading(title) or title in options.keep_personal)
    ]
    body = table.rows[1:]
    people = ids_of(
        (row[0].strip() for row in body if row[0].strip()), "participant", keep="participant" in options.keep_personal
    )
    notes = dict(_notes(body, heading, open_ones, people))
    attributes = ([people[row[0].strip()], *(row[place] for place in kept)] for row in body if row[0].strip())
    nobody = [number for number, row in enumerate(body, start=2) if not row[0].strip()]
    gone = [title for place, title in enumerate(heading) if place and place not in {*kept, *open_ones}]
    report = ImportReport(
        file=table.name,
        reader=READER,
        vendor="QualCoder (survey)",
        rows_in=len(body),
        rows_kept=len(body) - len(nobody),
        columns_in=len(heading),
        columns_kept=len(heading) - len(gone),
        dropped=(Note(what="rows without a case", count=len(nobody), where=f"row {nobody[0]}"),) if nobody else (),
        duplicates=len(body) - len(nobody) - len(people),
        personal=(
            *hidden(people, "participant", "participant"),
            *(Note(what=f"column '{title}' removed", count=len(body)) for title in gone),
        ),
        warnings=(*table.warnings, f"{len(notes)} open answers became notes; code them in 02_research."),
    )
    extra = notes | {"participants.csv": csv_of(["participant", *(heading[place] for place in kept)], attributes)}
    return CodedReading(table_of(()), ROLES, report, len(people), "participants", extra=extra)


def _notes(
    body: list[list[str]], heading: list[str], places: list[int], people: dict[str, str]
) -> Iterator[tuple[str, bytes]]:
    taken: set[str] = set()
    for row in body:
        for place in places if row[0].strip() else ():
            if row[place].strip():
                stem = people[row[0].strip()]
                name = stem if len(places) == 1 else f"{stem}-{slug(heading[place], (), 'answer')}"
                free, number = name, 1
                while free.casefold() in taken:
                    number += 1
                    free = f"{name}-{number}"
                taken.add(free.casefold())
                yield f"{free}.txt", row[place].encode()
