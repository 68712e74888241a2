"""One person leaves a study: rows, quotes and notes; everybody else's stay byte for byte."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from cjm_research import store
from cjm_research.errors import CjmError
from cjm_research.imports import personal, registering
from cjm_research.imports.leaving import without
from cjm_research.study import Source, Study


class Forgotten(NamedTuple):
    """What left the study, as ``{source: rows}``, the files that went, and the personas to be reported anew."""

    rows: dict[str, int]
    files: tuple[str, ...]
    personas: tuple[str, ...]
    by_hand: tuple[str, ...]


def forget(study: Study, participant: str) -> tuple[Study, Forgotten]:
    """Take a person out of every table of a study, and the originals they still stand in.

    The person may be named by the id in the tables, or by the id they had before it became a pseudonym.

    Returns
    -------
    Study
        As it now is on disk, with new sha256 and n of the sources.
    Forgotten
        What left, and which reports must be rebuilt.

    Raises
    ------
    CjmError
        Nobody of this id is in the study.
    """
    ids = {participant, personal.key_of(study.folder).pseudonym(participant)}
    with TemporaryDirectory(prefix="cjm-forget-") as aside:
        left = {source.id: _without(study, source, ids, Path(aside)) for source in study.sources}
        found = {id: one for id, one in left.items() if one is not None}
        if not found:
            raise CjmError(f"Nobody in this study has the id '{participant}'. Nothing was changed.")
        new = {name: content for one in found.values() for name, content in one.files.items()}
        gone, by_hand = _originals(study, found)
        gone = gone.union(*(one.gone for one in found.values()))
        by_hand += _mentioned(study, ids, gone)
        sources = tuple(found[source.id].source if source.id in found else source for source in study.sources)
        saved = store.save(study.replaced(sources=sources), files_in=new, files_out=sorted(gone - set(new)))
    rows = {id: one.rows for id, one in found.items()}
    return saved, Forgotten(rows, tuple(sorted(gone)), tuple(persona.id for persona in study.personas), tuple(by_hand))


def _originals(study: Study, found: Iterable[str]) -> tuple[set[str], list[str]]:
    """Return the originals that hold the person too, inside ``evidence/`` and as a word on their copies elsewhere."""
    gone, by_hand = set[str](), list[str]()
    for source in map(study.source, found):
        if source.original and (study.folder / "evidence" / source.original).exists():
            kept = registering.files_of(study, source.id)
            gone |= {name for name in kept if name == source.original or name.startswith(source.original + "/")}
            by_hand.append(f"the copy of '{source.original}' outside this study")
    return gone, by_hand


class _Left(NamedTuple):
    source: Source
    files: dict[str, bytes | Path]
    gone: set[str]
    rows: int


def _without(study: Study, source: Source, ids: set[str], aside: Path) -> _Left | None:
    """Return a source without a person, None where they are not in it."""
    column = source.columns.participant
    if not column or not source.file or source.id not in study.present:
        return None
    path = study.folder / "evidence" / source.file
    table = path / "quotes.csv" if path.is_dir() else path
    name = table.relative_to(study.folder / "evidence").as_posix()
    done = without(table, column, ids, aside / f"{source.id}{table.suffix}")
    if done is None:
        return None
    data, count, people, notes = done
    gone = {f"{source.file}/{note}" for note in notes if (path / note).is_file()} if path.is_dir() else set[str]()
    digest = _digest(path, {table: data}, {path / Path(note).name for note in notes})
    unit_is_person = source.unit in ("respondents", "participants", "customers", "people", "cases", "passengers")
    taken = people if unit_is_person else count
    n = None if source.n is None else max(0, source.n - taken)
    original = source.original.rpartition("/")[2]
    return _Left(source.model_copy(update={"sha256": digest, "n": n, "original": original}), {name: data}, gone, count)


def _digest(path: Path, new: dict[Path, bytes | Path], gone: set[Path]) -> str:
    if not path.is_dir():
        return _sha256(next(iter(new.values())))
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")):
        if file.is_file() and not file.name.startswith(".") and file not in gone:
            one = _sha256(new[file]) if file in new else store.sha256(file)
            digest.update(f"{file.relative_to(path).as_posix()} {one}\n".encode())
    return digest.hexdigest()


def _sha256(content: bytes | Path) -> str:
    return store.sha256(content) if isinstance(content, Path) else hashlib.sha256(content).hexdigest()


def _mentioned(study: Study, ids: set[str], gone: set[str]) -> list[str]:
    """Return where the study's own texts or notes still name the person."""
    named = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(ids)))})(?![\w-])")
    found = []
    for path in sorted(study.folder.rglob("*")):
        name = path.relative_to(study.folder).as_posix()
        if path.suffix not in (".yaml", ".md", ".txt") or not path.is_file() or name.removeprefix("evidence/") in gone:
            continue
        if path.stat().st_size < 5_000_000 and named.search(path.read_text(encoding="utf-8", errors="ignore")):
            found.append(name)
    return found


def as_text(left: Forgotten, study: str) -> str:
    """Return what left a study and what remains to be done, as lines for the person at the keyboard."""
    lines = [f"{count:,} row{'' if count == 1 else 's'} left '{source}'." for source, count in left.rows.items()]
    lines += [f"Removed evidence/{name}." for name in left.files]
    lines.append(
        f"Rebuild the reports of: {', '.join(left.personas) or 'nobody yet'}, and the index: cjm report {study}"
    )
    if left.by_hand:
        lines.append(f"Look at these yourself: {'; '.join(left.by_hand)}.")
    lines.append("Not reached: reports and notebooks already made, backups, the history of git, and the key file.")
    return "\n".join(lines)
