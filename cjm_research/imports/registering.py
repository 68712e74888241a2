"""What the register of evidence says about an import, and which files in the study belong to a source."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import ValidationError

from cjm_research import store
from cjm_research.errors import CjmError, EvidenceError
from cjm_research.imports.reading import Reading
from cjm_research.study import Question, Source, Study
from cjm_research.study.alphabet import settled

ORIGINALS = "originals"

_KIND = {"interviews": "interview"}
_BOUND = ("phase", "touchpoint", "metric", "low", "high", "kind", "options", "wording")


def slug(path: Path) -> str:
    """Return an id made from the name of a file.

    Examples
    --------
    >>> slug(Path("Kundenbefragung Mai 2026.csv")), slug(Path("helpdesk.xes.gz"))
    ('kundenbefragung-mai-2026', 'helpdesk')
    """
    stem = re.sub(r"(?:\.[A-Za-z][A-Za-z0-9]{0,7}){1,2}$", "", path.name)
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9_]+", "-", plain).strip("-_")[:64] or "source"


def refuse_other_id(study: Study, original: str, id: str, name: str) -> None:
    """Refuse a file that already stands in the register under another id, so that nobody is counted twice."""
    for source in study.sources:
        if source.original_sha256 == original and source.id != id:
            raise CjmError(f"{name} is already imported as '{source.id}'. To import it anew: --id {source.id}")


def refuse_taken(study: Study, id: str, original: str, tidy: str | None, name: str, *, replaces: bool) -> bool:
    """Return whether exactly this is there already; refuse an id that stands for something else."""
    known = next((source for source in study.sources if source.id == id), None)
    if known is None:
        _refuse_stray(study, id)
        return False
    if known.original_sha256 == original and known.sha256 == tidy and id in study.present:
        return True
    if not replaces:
        what = (
            "read in another way" if known.original_sha256 == original else f"made from {known.original or known.file}"
        )
        raise CjmError(
            f"The study already has a source '{id}', {what}. "
            f"Choose another --id for {name}, or replace what is there with --replace."
        )
    return False


def refuse_bad_id(id: str) -> None:
    """Refuse what is no id of a source, before any file gets a name made from it."""
    if id in ("sources", ORIGINALS):
        raise CjmError(f"'{id}' has another meaning inside evidence/. Choose another --id.")
    try:
        Source(id=id, title="x", kind="survey")
    except ValidationError:
        raise CjmError(f"'{id}' is no id. Use small letters, digits, - and _: --id NAME") from None


def _refuse_stray(study: Study, id: str) -> None:
    for name in (f"{id}.csv", f"{id}.parquet", id):
        if (study.folder / "evidence" / name).exists():
            raise CjmError(
                f"evidence/{name} is there, but no source of the study. Move it away, or choose another --id."
            )


def files_of(study: Study, id: str) -> set[str]:
    """Return the files inside ``evidence/`` that belong to a source: its tidy files and its original."""
    known = next((source for source in study.sources if source.id == id), None)
    home, found = study.folder / "evidence", set[str]()
    if known is None:
        return found
    others = {name for source in study.sources if source.id != id for name in (source.file, source.original) if name}
    for name in (known.file, known.original):
        path = home / name if name else home
        if not name or name in others or not path.exists() or path == home:
            continue
        inside = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
        found |= {file.relative_to(home).as_posix() for file in inside}
    return found


def originals(study: Study, path: Path, id: str) -> dict[str, bytes | Path]:
    """Return where the original goes inside ``evidence/``: under its name, with its id before it if that is taken."""
    name = re.sub(r"[^\w.() -]", "_", path.name).lstrip(".") or id
    taken = {source.original for source in study.sources if source.id != id}
    if f"{ORIGINALS}/{name}" in taken:
        name = f"{id}-{name}"
    target = f"{ORIGINALS}/{name}"
    if path.is_file():
        return {target: path}
    return {
        f"{target}/{file.relative_to(path).as_posix()}": file
        for file in sorted(path.rglob("*"))
        if file.is_file() and not file.name.startswith(".")
    }


def original_name(kept: dict[str, bytes | Path], path: Path) -> str:
    """Return what the register calls the original: its place in ``evidence/``, or its name where it is not kept."""
    if not kept:
        return "".join(char if char.isprintable() else "_" for char in path.name)
    return "/".join(next(iter(kept)).split("/")[:2])


def source_of(study: Study, kind: str, id: str, reading: Reading, said: dict[str, Any]) -> Source:
    """Return the entry of the register; what people wrote about the same source before stays."""
    known = next((source for source in study.sources if source.id == id), None)
    first, last = _days(reading)
    entry: dict[str, Any] = {
        **({name: value for name, value in known.model_dump().items() if value is not None} if known else {}),
        "id": id,
        "kind": _KIND.get(kind, kind),
        "n": reading.n if kind != "secondary" else None,
        "unit": reading.unit,
        "columns": reading.columns.model_dump(),
        "questions": tuple(_still_bound(question, known) for question in reading.questions),
        "reader": reading.report.reader,
    }
    entry.setdefault("title", settled(Path(reading.report.file).stem.replace("_", " ")))
    entry |= {name: day for name, day in (("collected_from", first), ("collected_to", last)) if day}
    return registered(reading.report.file, entry | said)


def registered(file: str, entry: dict[str, Any]) -> Source:
    """Return an entry of the register; refuse in a sentence what it cannot hold."""
    try:
        return Source.model_validate(entry)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        told = store.sentence(error.errors()[0])
        raise EvidenceError(file, f"cannot be registered: {where} {told}") from None


def _still_bound(question: Question, known: Source | None) -> Question:
    """Return a question with what a person changed about it before."""
    before = (
        next((old for old in known.questions if (old.id, old.column) == (question.id, question.column)), None)
        if known
        else None
    )
    return question.model_copy(update={name: getattr(before, name) for name in _BOUND}) if before else question


def _days(reading: Reading) -> tuple[date | None, date | None]:
    """Return the first and last day of the moments in a table; none where a cell is no ISO date."""
    at = reading.columns.at
    if not at or at not in reading.table or reading.table.empty:
        return None, None
    values = reading.table[at]
    if values.dtype.kind != "M":
        filled = values.astype("str").loc[lambda texts: texts.str.strip() != ""]
        values = pd.to_datetime(filled, format="ISO8601", errors="coerce", utc=True)
    if not len(values) or values.isna().any():
        return None, None
    return values.min().date(), values.max().date()


def with_source(study: Study, source: Source) -> Study:
    """Return the study with a source in its old place, or last."""
    known = [source if old.id == source.id else old for old in study.sources]
    return study.replaced(
        sources=tuple(known if any(old.id == source.id for old in study.sources) else [*known, source])
    )


def with_codes(study: Study, reading: Reading) -> Study:
    """Return the study with the codes a reading brought and the codebook does not have yet."""
    known = {code.id for code in study.codes}
    new = [code for code in getattr(reading, "codes", ()) if code.id not in known]
    return study.replaced(codes=(*study.codes, *new)) if new else study
