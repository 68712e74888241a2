"""Coded quotes that a tool exports as a table: one row per quote and code, the columns known by their headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cjm_research.errors import EvidenceError
from cjm_research.imports.qualitative.naming import hidden, ids_of, slug
from cjm_research.imports.qualitative.quotes import READER, ROLES, CodedReading, Quote, only_once, table_of
from cjm_research.imports.reading import ImportReport, Note, Options
from cjm_research.imports.tables import TextTable
from cjm_research.study import Code, Columns

ASKED = ("quote", "participant", "persona", "phase", "touchpoint", "code", "polarity", "text")


@dataclass(frozen=True)
class Layout:
    """Which headings a tool gives its columns; ``several`` says that one cell may hold several codes."""

    vendor: str
    headings: Mapping[str, Sequence[str]]
    needed: tuple[str, ...] = ("text", "code")
    several: bool = False

    def fits(self, heading: Sequence[str]) -> bool:
        """Say whether a table has every heading that tells this tool from others."""
        there = {title.strip().casefold() for title in heading}
        return all(there & set(self.headings[role]) for role in self.needed)


@dataclass(frozen=True)
class _Row:
    number: int
    given: Mapping[str, str]

    def __getitem__(self, role: str) -> str:
        return self.given.get(role, "").strip()


def read_coded(table: TextTable, layout: Layout, options: Options) -> CodedReading:
    """Return the quotes of a table, one per row and code, the text of each as it stands in its cell."""
    places = _places(table, layout, options.columns)
    rows = [
        _Row(number, {role: values[place] for role, place in places.items()})
        for number, values in enumerate(table.rows[1:], start=2)
    ]
    blank = [row for row in rows if not row["text"]]
    kept = [row for row in rows if row["text"]]
    codes = _codebook(code for row in kept for code in _codes(row["code"], several=layout.several))
    keep = options.keep_personal
    notes = ids_of((row["note"] for row in kept if row["note"]), "note", keep="note" in keep)
    people = ids_of(
        (row["participant"] for row in kept if row["participant"]), "participant", keep="participant" in keep
    )
    quotes = list(_quotes(kept, layout, {code.name: code.id for code in codes}, notes, people))
    report = ImportReport(
        file=table.name,
        reader=READER,
        vendor=layout.vendor,
        rows_in=len(rows),
        rows_kept=len(kept),
        columns_in=len(table.rows[0]),
        columns_kept=len(places),
        dropped=(Note(what="rows without a text", count=len(blank), where=f"row {blank[0].number}"),) if blank else (),
        coerced=tuple(_coerced(kept, layout)),
        gaps=tuple(_gaps(kept)),
        duplicates=_twice(kept),
        personal=(*hidden(notes, "note", "note"), *hidden(people, "participant", "participant")),
        warnings=(*table.warnings, *_warnings(quotes, places)),
    )
    n = len({quote.participant for quote in quotes} - {""})
    return CodedReading(
        table_of(quotes), ROLES, report, n or len(quotes), "participants" if n else "quotes", codes=codes
    )


def _places(table: TextTable, layout: Layout, asked: Columns) -> dict[str, int]:
    """Return the column of each role: the one a person names, else the one this tool writes."""
    heading = [title.strip().casefold() for title in table.rows[0]]
    places: dict[str, int] = {}
    for role in dict.fromkeys([*layout.headings, *ASKED]):
        wanted = getattr(asked, role, "").strip().casefold()
        names = [wanted] if wanted else layout.headings.get(role, ())
        found = [place for place, title in enumerate(heading) if title in names]
        if len(found) > 1:
            raise EvidenceError(
                table.name, f"has {len(found)} columns of this name. Rename one.", row=1, column=table.rows[0][found[1]]
            )
        if wanted and not found:
            there = ", ".join(table.rows[0][:20])
            raise EvidenceError(table.name, f"has no column '{getattr(asked, role)}' for {role}. There is: {there}.")
        if found:
            places[role] = found[0]
    if "text" not in places:
        raise EvidenceError(table.name, f"has no column of quotes. There is: {', '.join(table.rows[0][:20])}.")
    return places


def _codes(cell: str, *, several: bool) -> list[str]:
    parts = re.split(r"[;,\n]", cell) if several else [cell]
    return [part.strip() for part in parts if part.strip()]


def _codebook(names: Iterator[str]) -> tuple[Code, ...]:
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for name in dict.fromkeys(names):
        ids[name] = slug(name, taken, "code")
        taken.add(ids[name])
    return tuple(Code(id=id, name=" ".join(name.split())) for name, id in ids.items())


def _quotes(
    rows: list[_Row], layout: Layout, codes: Mapping[str, str], notes: Mapping[str, str], people: Mapping[str, str]
) -> Iterator[Quote]:
    taken: dict[str, int] = {}
    names = {" ".join(name.split()): id for name, id in codes.items()}
    for row in rows:
        note = notes.get(row["note"], "")
        for code in _codes(row["code"], several=layout.several) or [""]:
            given = re.sub(r"[^A-Za-z0-9._:-]", "", row["quote"])[:48] or f"row-{row.number}"
            yield Quote(
                quote=only_once(given, taken),
                participant=people.get(row["participant"], "") or note,
                text=row.given["text"],
                note=note,
                start=row["start"],
                end=row["end"],
                persona=row["persona"],
                phase=row["phase"],
                touchpoint=row["touchpoint"],
                code=names.get(" ".join(code.split()), ""),
                coder=row["coder"],
                polarity=row["polarity"],
            )


def _coerced(rows: list[_Row], layout: Layout) -> Iterator[Note]:
    split = [row for row in rows if len(_codes(row["code"], several=layout.several)) > 1]
    if split:
        yield Note(
            what="cells with several codes, split at commas and semicolons",
            count=len(split),
            where=f"row {split[0].number}",
        )


def _gaps(rows: list[_Row]) -> Iterator[Note]:
    uncoded = [row for row in rows if not row["code"]]
    if uncoded:
        yield Note(what="quotes without a code", count=len(uncoded), where=f"row {uncoded[0].number}")
    nobody = [row for row in rows if not row["participant"] and row["note"]]
    if nobody:
        yield Note(
            what="quotes whose document stands for the participant", count=len(nobody), where=f"row {nobody[0].number}"
        )


def _twice(rows: list[_Row]) -> int:
    return sum(count - 1 for count in Counter(tuple(row.given.items()) for row in rows).values())


def _warnings(quotes: list[Quote], places: Mapping[str, int]) -> Iterator[str]:
    if "start" not in places:
        yield f"The file holds no texts, so {len(quotes)} quotes cannot be verified against one."
    if coders := sorted({quote.coder for quote in quotes} - {""}):
        yield f"The column coder names who coded: {', '.join(coders[:10])}."
