"""Coding notes by hand: who said a quote, and writing it down beside what others coded."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from cjm_research import store
from cjm_research.errors import ConflictError
from cjm_research.evidence.notes import notes_of
from cjm_research.evidence.table import Stored, read
from cjm_research.imports.qualitative.quotes import COLUMNS, ROLES, Quote, csv_of
from cjm_research.study import Code, Columns, Source, Study

TRIES = 3


def coded(study: Study, source: Source) -> list[Quote]:
    """Return the quotes a source holds so far, in the order of its file."""
    heading, rows = _rows(study, source)
    places = {role: heading.index(name) for role, name in _names(source).items() if name in heading}
    return [Quote(**{role: row[places[role]] if role in places else "" for role in COLUMNS}) for row in rows]


def is_of(quote: Quote, note: str) -> bool:
    """Say whether a quote belongs to a note, named with or without its ending."""
    return quote.note != "" and quote.note in (note, note.rpartition(".")[0])


def save_coding(
    study: Study, source: str, added: Iterable[Quote], *, removed: Iterable[str] = (), codes: Iterable[Code] = ()
) -> Study:
    """Write quotes and new codes into the study as it is on disk now, and register the file anew.

    The rows of others, and columns of their own, stay as they are. A quote gets a free id such as ``q17``. The
    register, the codebook and the quotes are written together or not at all.

    Raises
    ------
    EvidenceError, StudyFileError, ConflictError
        The quotes or the study cannot be read or written; nothing is written then.
    """
    added, removed, codes = list(added), set(removed), tuple(codes)
    for left in reversed(range(TRIES)):
        fresh = store.open_study(study.folder)
        try:
            return _saved(fresh, fresh.source(source), added, removed, codes)
        except ConflictError:  # somebody saved between the two lines above
            if not left:
                raise
    raise AssertionError


def _saved(study: Study, source: Source, added: list[Quote], removed: set[str], codes: tuple[Code, ...]) -> Study:
    heading, rows = _rows(study, source)
    names = _names(source)
    heading += [name for name in names.values() if name not in heading]
    rows = [row + [""] * (len(heading) - len(row)) for row in rows]
    at = heading.index(names["quote"])
    rows = [row for row in rows if row[at] not in removed]
    for quote in _numbered(added, {row[at] for row in rows}):
        given = {names[role]: getattr(quote, role) for role in COLUMNS}
        rows.append([given.get(name, "") for name in heading])
    content = csv_of(heading, rows)
    roles = {role: name for role, name in names.items() if role in Columns.model_fields}
    changed = source.model_copy(update={"columns": source.columns.model_copy(update=roles)})
    people = _people(study, changed, heading, rows)
    changed = changed.model_copy(update={"n": people, "sha256": _sha256(study, source, content)})
    known = {code.id for code in study.codes}
    return store.save(
        study.replaced(
            sources=tuple(changed if one.id == source.id else one for one in study.sources),
            codes=(*study.codes, *(code for code in codes if code.id not in known)),
        ),
        files_in={f"{source.file}/quotes.csv": content},
    )


def _names(source: Source) -> dict[str, str]:
    """Return the heading of each role, as the register says or as it is called here."""
    return {role: getattr(source.columns, role, "") or getattr(ROLES, role, "") or role for role in COLUMNS}


def _rows(study: Study, source: Source) -> tuple[list[str], list[list[str]]]:
    path = study.folder / "evidence" / str(source.file) / "quotes.csv"
    if not path.exists():
        return [], []
    table = read(Stored(path, f"evidence/{source.file}/quotes.csv", path.stat().st_mtime_ns))
    return list(table.columns), [list(row) for row in table.itertuples(index=False, name=None)]


def _numbered(added: list[Quote], taken: set[str]) -> Iterator[Quote]:
    numbers = [int(found[1]) for id in taken if (found := re.fullmatch(r"q(\d{1,6})", id))]
    for number, quote in enumerate(added, start=max(numbers, default=0) + 1):
        yield replace(quote, quote=f"q{number:02d}")


def _people(study: Study, source: Source, heading: list[str], rows: list[list[str]]) -> int:
    names = _names(source)
    who, note = heading.index(names["participant"]), heading.index(names["note"])
    people = {row[who] for row in rows if row[who]}
    quoted = {row[note] for row in rows if row[note]} | {row[note].rpartition(".")[0] for row in rows}
    stems = {name.rpartition(".")[0] for name in notes_of(study, source)}
    return len(people | (stems - quoted - people))


def participant_of(note: str, said: Iterable[Quote]) -> str:
    """Return who speaks in a note: whom its quotes name, else the note itself."""
    return next((q.participant for q in said if is_of(q, note) and q.participant), note.rpartition(".")[0])


def _sha256(study: Study, source: Source, quotes: bytes) -> str:
    """Return the fingerprint the folder of a source will have once it holds these quotes."""
    folder = study.folder / "evidence" / str(source.file)
    sums = {
        path.relative_to(folder).as_posix(): store.sha256(path)
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }
    sums["quotes.csv"] = hashlib.sha256(quotes).hexdigest()
    digest = hashlib.sha256()
    for path in sorted(folder / name for name in sums):
        name = path.relative_to(folder).as_posix()
        digest.update(f"{name} {sums[name]}\n".encode())
    return digest.hexdigest()
