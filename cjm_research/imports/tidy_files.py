"""The tidy files an import makes of a reading, and that they can be read back as they were."""

from __future__ import annotations

import csv
import importlib
import io
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from cjm_research import store
from cjm_research.errors import EvidenceError
from cjm_research.evidence.table import Stored, read
from cjm_research.imports import personal, registering
from cjm_research.imports.reading import ImportReport, Note, Options, Reading
from cjm_research.privacy.lists import NAMES, listed
from cjm_research.study import Columns, Study
from cjm_research.study.alphabet import SIGN, legible

Progress = Callable[[int], None]

_READERS = {
    "survey": ("surveys", "read_survey"),
    "interviews": ("qualitative", "read_interviews"),
    "poll": ("polls", "read_poll"),
    "reviews": ("reviews", "read_reviews"),
}
_MAX_REPORT = 100_000_000


class TidyFiles(NamedTuple):
    """A reading, what the register will name, all files by their name inside ``evidence/``, and their fingerprint."""

    reading: Reading
    file: str | None
    files: dict[str, bytes | Path]
    sha256: str | None


def tidy_files(
    study: Study,
    kind: str,
    path: Path,
    options: Options,
    id: str,
    key: personal.Key,
    waiting: Path,
    progress: Progress | None,
    *,
    pseudonyms: bool,
) -> TidyFiles:
    """Read a file without personal data and return its tidy files; those too large for memory wait in ``waiting``."""
    if kind == "secondary":
        return TidyFiles(_kept_whole(path), None, {}, None)
    names = listed(study.folder, NAMES)
    if kind == "events":
        target = waiting / f"{id}.parquet"
        write_log = importlib.import_module("cjm_research.imports.logs").write_log
        reading = write_log(
            path,
            options,
            target,
            progress or (lambda _: None),
            names=names,
            pseudonym=key.pseudonym,
            everyone=pseudonyms,
        )
        return TidyFiles(reading, target.name, {target.name: target}, store.sha256(target))
    module, function = _READERS[kind]
    reading = getattr(importlib.import_module(f"cjm_research.imports.{module}"), function)(path, options)
    reading = _legible(reading) if reading.extra else reading  # tables were made legible cell by cell
    reading = personal.reduced(reading, key, names=names, keep=options.keep_personal, pseudonyms=pseudonyms)
    _refuse_unfit(reading.table, path.name)
    return _stored(_with_loose_codes(study, reading), id, waiting, path.name)


def _legible(reading: Reading) -> Reading:
    """Return notes and quotes in characters that a study takes; none of them moves, so positions stay true."""
    broken: Counter[str] = Counter()

    def shown(text: str, where: str) -> str:
        fresh = legible(text)
        broken[where] += fresh.count(SIGN) - text.count(SIGN)
        return fresh

    table = reading.table.map(lambda cell: shown(cell, "quotes.csv") if isinstance(cell, str) else cell)
    extra = {name: shown(data.decode(), name).encode() for name, data in reading.extra.items()}
    told = [
        Note(what=f"unreadable characters shown as '{SIGN}'", count=count, where=where)
        for where, count in broken.items()
        if count
    ]
    report = reading.report.model_copy(update={"coerced": (*reading.report.coerced, *told)})
    return replace(reading, table=table, extra=extra, report=report)


def _stored(reading: Reading, id: str, waiting: Path, name: str) -> TidyFiles:
    """Return a table as a CSV file, and with notes beside it as a folder, once it was read back from ``waiting``."""
    table = _csv(reading.table)
    if not reading.extra:
        (waiting / f"{id}.csv").write_bytes(table)
        _refuse_loss(reading.table, waiting / f"{id}.csv", name)
        return TidyFiles(reading, f"{id}.csv", {f"{id}.csv": table}, store.sha256(waiting / f"{id}.csv"))
    folder = waiting / id
    inside = {"quotes.csv": table, **reading.extra}
    for file, data in inside.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(data)
    _refuse_loss(reading.table, folder / "quotes.csv", name)
    return TidyFiles(reading, id, {f"{id}/{file}": data for file, data in inside.items()}, store.sha256(folder))


def _with_loose_codes(study: Study, reading: Reading) -> Reading:
    """Return a reading that brings codes with a word about those of the study whose parents lead nowhere."""
    if not getattr(reading, "codes", ()):
        return reading
    from cjm_research.imports.qualitative.codebook import loose

    told = loose(registering.with_codes(study, reading).codes)
    report = reading.report.model_copy(update={"warnings": (*reading.report.warnings, *told)})
    return replace(reading, report=report)


def _kept_whole(path: Path) -> Reading:
    """Return the reading of a report by others: it is kept, and nothing in it is read."""
    if path.is_dir() or path.stat().st_size > _MAX_REPORT:
        raise EvidenceError(path.name, "is a folder or larger than 100 MB. Name one file of a report.")
    told = ("The file is kept as it is. What it claims is what you write into the register, and counts as secondary.",)
    report = ImportReport(file=path.name, reader="secondary 1", warnings=told)
    return Reading(pd.DataFrame(), Columns(), report, 0, "claims")


def _refuse_unfit(table: pd.DataFrame, name: str) -> None:
    """Refuse a table whose headings could not be told apart when it is read again."""
    seen: set[str] = set()
    for title in map(str, table.columns):
        if not title.strip() or title.strip().casefold() in seen:
            raise EvidenceError(
                name, f"leaves two columns named '{title}', or one without a name. Rename it in the file."
            )
        seen.add(title.strip().casefold())


def _csv(table: pd.DataFrame) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.astype("str").fillna("").to_numpy().tolist())
    try:
        return unicodedata.normalize("NFC", out.getvalue()).encode()
    except UnicodeEncodeError:
        raise EvidenceError(
            "the table", "holds half a character and cannot be stored. Export the file again."
        ) from None


def _refuse_loss(table: pd.DataFrame, path: Path, name: str) -> None:
    """Read back what would be stored; refuse it unless every cell comes back."""
    back = read(Stored(path, name, path.stat().st_mtime_ns))
    want = [
        [unicodedata.normalize("NFC", text) for text in row]
        for row in table.astype("str").fillna("").to_numpy().tolist()
    ]
    if back.to_numpy().tolist() != want:
        raise EvidenceError(name, "cannot be stored without loss. Please report this with the kind of file it is.")
