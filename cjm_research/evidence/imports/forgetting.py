"""One person leaves a study: rows, quotes and notes; everybody else's stay byte for byte."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cjm_research import store
from cjm_research.errors import CjmError
from cjm_research.evidence.imports import personal, registering
from cjm_research.study import Source, Study


class Forgotten(NamedTuple):
    """What left the study, as ``{source: rows}``, the files that went, and the personas whose reports must be rebuilt."""

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
    new: dict[str, bytes | Path] = {}
    gone: set[str] = set()
    rows: dict[str, int] = {}
    sources: list[Source] = []
    by_hand: list[str] = []
    home = study.folder / "evidence"
    for source in study.sources:
        left = _without(study, source, ids)
        sources.append(source if left is None else left.source)
        if left is None:
            continue
        rows[source.id] = left.rows
        new |= left.files
        gone |= left.gone
        if source.original and (home / source.original).exists():
            kept = registering.files_of(study, source.id)
            gone |= {name for name in kept if name == source.original or name.startswith(source.original + "/")}
            by_hand.append(f"the copy of '{source.original}' outside this study")
    if not rows:
        raise CjmError(f"Nobody in this study has the id '{participant}'. Nothing was changed.")
    by_hand += _mentioned(study, ids, gone)
    saved = store.save(study.replaced(sources=tuple(sources)), files_in=new, files_out=sorted(gone - set(new)))
    return saved, Forgotten(rows, tuple(sorted(gone)), tuple(persona.id for persona in study.personas), tuple(by_hand))


class _Left(NamedTuple):
    source: Source
    files: dict[str, bytes | Path]
    gone: set[str]
    rows: int


def _without(study: Study, source: Source, ids: set[str]) -> _Left | None:
    """Return a source without a person, None where they are not in it."""
    column = source.columns.participant
    if not column or not source.file or source.id not in study.present:
        return None
    path = study.folder / "evidence" / source.file
    table = path / "quotes.csv" if path.is_dir() else path
    name = table.relative_to(study.folder / "evidence").as_posix()
    done = _csv(table, column, ids) if table.suffix == ".csv" else _parquet(table, column, ids)
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


def _csv(path: Path, column: str, ids: set[str]) -> tuple[bytes, int, int, set[str]] | None:
    """Return the file without a person's records, each other record as it stands, and what left."""
    text = path.read_bytes().decode("utf-8-sig")
    records = list(_records(text))
    heading = records[0][1]
    if column not in heading:
        return None
    who = heading.index(column)
    note = heading.index("note") if "note" in heading else None
    leaving = [values for _, values in records[1:] if len(values) > who and values[who] in ids]
    if not leaving:
        return None
    staying = [(raw, values) for raw, values in records[1:] if not (len(values) > who and values[who] in ids)]
    theirs = {values[note] for values in leaving} if note is not None else set[str]()
    others = {values[note] for _, values in staying if note is not None and len(values) > note}
    data = (
        ("\ufeff" if path.read_bytes().startswith(b"\xef\xbb\xbf") else "")
        + records[0][0]
        + "".join(r for r, _ in staying)
    )
    notes = {name for note in theirs - others if note for name in (note, f"{note}.md", f"{note}.txt")}
    return data.encode(), len(leaving), len({values[who] for values in leaving}), notes


def _records(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each record as it stands in the file, with its cells."""
    csv.field_size_limit(1_000_000)
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    for values in csv.reader(lines(), strict=True):
        yield "".join(taken), values
        taken.clear()


def _parquet(path: Path, column: str, ids: set[str]) -> tuple[bytes, int, int, set[str]] | None:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    sink, count, people = io.BytesIO(), 0, set[str]()
    with pq.ParquetFile(path) as file:
        if column not in file.schema_arrow.names:
            return None
        with pq.ParquetWriter(sink, file.schema_arrow, compression="zstd") as writer:
            for batch in file.iter_batches():
                leaving = pc.is_in(batch.column(column).cast(pa.string()), value_set=pa.array(sorted(ids), pa.string()))
                people |= set(batch.column(column).filter(leaving).cast(pa.string()).to_pylist())
                count += pc.sum(leaving).as_py() or 0
                writer.write_batch(batch.filter(pc.invert(leaving)))
    return (sink.getvalue(), count, len(people), set()) if count else None


def _digest(path: Path, new: dict[Path, bytes], gone: set[Path]) -> str:
    if not path.is_dir():
        return hashlib.sha256(next(iter(new.values()))).hexdigest()
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")):
        if file.is_file() and not file.name.startswith(".") and file not in gone:
            one = hashlib.sha256(new[file]).hexdigest() if file in new else store.sha256(file)
            digest.update(f"{file.relative_to(path).as_posix()} {one}\n".encode())
    return digest.hexdigest()


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
