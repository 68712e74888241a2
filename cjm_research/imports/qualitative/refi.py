"""REFI-QDA projects (``.qdpx``): from NVivo, MAXQDA, ATLAS.ti, QualCoder and others; every quote is checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.etree.ElementTree import Element

from cjm_research.errors import EvidenceError
from cjm_research.imports.archives import opened_zip
from cjm_research.imports.qualitative.naming import hidden, ids_of
from cjm_research.imports.qualitative.quotes import READER, ROLES, CodedReading, Quote, only_once, table_of
from cjm_research.imports.qualitative.refi_cases import Speakers, speakers_of
from cjm_research.imports.qualitative.refi_codebook import children, codes_of, key, local
from cjm_research.imports.qualitative.refi_texts import SourceText, project_member, texts_of
from cjm_research.imports.qualitative.verifying import Place, verify
from cjm_research.imports.reading import ImportReport, Note, Options
from cjm_research.imports.xml_documents import xml_root
from cjm_research.study import Code
from cjm_research.study.alphabet import settled

NAMESPACE = "urn:QDA-XML:project:1.0"
MOST_LISTED = 200


@dataclass
class _Tally:
    """What happened to the codings of a project."""

    rows: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    failed: list[Note] = field(default_factory=list)
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)
    breaks: int = 0
    doubtful: int = 0
    uncoded: int = 0
    shared: int = 0
    alone: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Project:
    name: str
    codes: tuple[Code, ...]
    code_ids: dict[str, str]
    coders: dict[str, str]
    speakers: Speakers
    notes: dict[str, str]


def read_refi(path: Path, options: Options) -> CodedReading:
    """Return the coded quotes of a REFI-QDA project, its texts as notes, its cases as participants, and its codebook.

    Raises
    ------
    EvidenceError
        No project, or an archive or XML that is not safe to open.
    """
    with opened_zip(path) as archive:
        root = xml_root(archive.read(project_member(archive)), path.name)
        if root.tag != f"{{{NAMESPACE}}}Project":
            raise EvidenceError(path.name, f"holds <{local(root)[:40]}> instead of the <Project> of {NAMESPACE}.")
        texts = list(texts_of(root, archive))
    book = next(children(root, "CodeBook"), None)
    codes, code_ids = codes_of(book, path.name) if book is not None else ((), {})
    texts = [replace(text, name=text.name or f"text {place}") for place, text in enumerate(texts, start=1)]
    notes = ids_of((text.name for text in texts), "note", keep="note" in options.keep_personal)
    project = _Project(path.name, codes, code_ids, _coders(root), speakers_of(root, keep=options.keep_personal), notes)
    tally, taken, stems = _Tally(), dict[str, int](), dict[str, int]()
    files: dict[str, bytes] = {}
    quotes: list[Quote] = []
    for source in texts:
        note = "" if source.problem else f"{only_once(notes[source.name], stems)}.txt"
        if note:
            files[note] = source.text.encode()
        quotes += _quotes(source, note, project, tally, taken)
    return _reading(project, texts, quotes, files, tally)


def _coders(root: Element) -> dict[str, str]:
    users = (user for parent in children(root, "Users") for user in children(parent, "User"))
    return {key(user.get("guid", "")): settled(user.get("name") or user.get("id") or "") for user in users}


def _quotes(source: SourceText, note: str, project: _Project, tally: _Tally, taken: dict[str, int]) -> Iterator[Quote]:
    if whole := sum(1 for _ in children(source.element, "Coding")):
        tally.rows += whole
        tally.dropped["code the whole of a source, not a quote in it", project.notes[source.name]] += whole
    for selection in source.element:
        if not local(selection).endswith("Selection"):
            continue
        codings = list(children(selection, "Coding"))
        tally.rows += max(1, len(codings))
        if source.problem or local(selection) != "PlainTextSelection":
            why = source.problem or "mark a place, not a text"
            tally.dropped[why, project.notes[source.name]] += max(1, len(codings))
            continue
        yield from _of_selection(selection, codings, source, note, project, tally, taken)


def _of_selection(
    selection: Element,
    codings: list[Element],
    source: SourceText,
    note: str,
    project: _Project,
    tally: _Tally,
    taken: dict[str, int],
) -> Iterator[Quote]:
    count = max(1, len(codings))
    place = _place(selection, source.text)
    if place.verdict == "failed":
        where = f"{project.notes[source.name]}: “{_shown(selection.get('name', ''))}”"
        tally.verdicts["failed"] += count
        tally.failed += [Note(what=f"quote not found: {place.reason}", where=where)] * count
        return
    text = source.text[place.start : place.end]
    if not text.strip():
        tally.dropped["mark only blanks", project.notes[source.name]] += count
        return
    tally.verdicts[place.verdict] += count
    tally.breaks += count * place.breaks_counted_once
    tally.doubtful += count * (place.verdict == "unverifiable" and "\r\n" in source.text[: place.end])
    guid = key(selection.get("guid", ""))
    who = project.speakers.of(guid, source.guid, note.removesuffix(".txt"))
    tally.shared += count * (not who)
    if guid not in project.speakers.of_selection and source.guid not in project.speakers.of_source:
        tally.alone.add(note)
    for coding in codings or [selection]:
        ref = next(children(coding, "CodeRef"), None)
        code = project.code_ids.get(key(ref.get("targetGUID", "")), "") if ref is not None else ""
        tally.uncoded += not code
        coder = key(coding.get("creatingUser") or selection.get("creatingUser") or "")
        yield Quote(
            quote=only_once(f"q{(key(coding.get('guid', '')) or guid)[:8]}", taken),
            participant=who,
            note=note,
            start=str(place.start),
            end=str(place.end),
            persona=project.speakers.persona(who),
            code=code,
            coder=project.coders.get(coder, ""),
            text=text,
        )


def _place(selection: Element, text: str) -> Place:
    given = [selection.get(name, "").strip() for name in ("startPosition", "endPosition")]
    if not all(number.removeprefix("-").isdecimal() and len(number) < 19 for number in given):
        return Place("failed", 0, 0, "it has no positions")
    return verify(text, int(given[0]), int(given[1]), selection.get("name", ""))


def _shown(text: str) -> str:
    flat = " ".join(settled(text).split())
    return flat if len(flat) <= 60 else flat[:57] + "…"


def _reading(
    project: _Project, texts: list[SourceText], quotes: list[Quote], files: dict[str, bytes], tally: _Tally
) -> CodedReading:
    participants = project.speakers.table()
    people = set(project.speakers.values) or {quote.participant for quote in quotes} - {""} or set(files)
    report = ImportReport(
        file=project.name,
        reader=READER,
        vendor="REFI-QDA",
        rows_in=tally.rows,
        rows_kept=len(quotes),
        columns_in=len(ROLES.model_fields_set),
        columns_kept=len(ROLES.model_fields_set),
        dropped=(*_dropped(tally), *_failed(tally.failed)),
        coerced=tuple(_coerced(tally)),
        gaps=tuple(_gaps(tally)),
        duplicates=_twice(quotes),
        personal=(*hidden(project.notes, "note", "note"), *project.speakers.personal),
        warnings=tuple(_warnings(project, texts, tally, quotes)),
    )
    extra = files | ({"participants.csv": participants} if participants else {})
    return CodedReading(table_of(quotes), ROLES, report, len(people), "participants", extra=extra, codes=project.codes)


def _dropped(tally: _Tally) -> Iterator[Note]:
    for (what, where), count in tally.dropped.items():
        yield Note(
            what=f"codings that {what}" if not what.startswith("has ") else f"codings of a source that {what}",
            count=count,
            where=where,
        )


def _failed(failed: list[Note]) -> tuple[Note, ...]:
    rest = len(failed) - MOST_LISTED
    more = (Note(what="further quotes not found", count=rest),) if rest > 0 else ()
    return (*failed[:MOST_LISTED], *more)


def _coerced(tally: _Tally) -> Iterator[Note]:
    if tally.verdicts["shifted"]:
        yield Note(what="quotes found one character beside their positions", count=tally.verdicts["shifted"])
    if tally.breaks:
        yield Note(
            what="positions that count a Windows line break as one character, turned to those in the text",
            count=tally.breaks,
        )


def _gaps(tally: _Tally) -> Iterator[Note]:
    if tally.verdicts["unverifiable"]:
        yield Note(
            what="quotes taken by their positions alone, for the project does not repeat their text",
            count=tally.verdicts["unverifiable"],
        )
    if tally.doubtful:
        yield Note(
            what="of these, quotes behind Windows line breaks, which tools count differently: read them",
            count=tally.doubtful,
        )
    if tally.uncoded:
        yield Note(what="quotes without a code of the codebook", count=tally.uncoded)
    if tally.shared:
        yield Note(what="quotes from a source that several cases share: participant left blank", count=tally.shared)
    if tally.alone:
        yield Note(what="sources that belong to no case: the note stands for the participant", count=len(tally.alone))


def _twice(quotes: list[Quote]) -> int:
    seen = Counter((quote.note, quote.start, quote.end, quote.code, quote.coder) for quote in quotes)
    return sum(count - 1 for count in seen.values())


def _warnings(project: _Project, texts: list[SourceText], tally: _Tally, quotes: list[Quote]) -> Iterator[str]:
    found = tally.verdicts
    yield (
        f"Quotes against their texts: {found['verified']} verified, {found['shifted']} shifted by one character, "
        f"{found['unverifiable']} not verifiable, {found['failed']} failed and left out."
    )
    for source in texts:
        if source.problem.startswith("has "):
            yield f"The source '{project.notes[source.name]}' {source.problem}."
    if coders := sorted({quote.coder for quote in quotes} - {""}):
        yield f"The column coder names who coded: {', '.join(coders[:10])}."
