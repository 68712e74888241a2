"""One import: read a file and say what would happen; then, if asked, put it into the study as a whole or not at all."""

from __future__ import annotations

import csv
import importlib
import io
import re
import tempfile
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from cjm_research import store
from cjm_research.errors import CjmError, EvidenceError
from cjm_research.evidence.imports import personal, registering
from cjm_research.evidence.imports.reading import ImportReport, Options, Reading
from cjm_research.evidence.table import Stored, read
from cjm_research.study import Columns, Source, Study

KINDS = ("survey", "events", "interviews", "poll", "reviews", "secondary")

Progress = Callable[[int], None]

_READERS = {
    "survey": ("surveys", "read_survey"),
    "interviews": ("qualitative", "read_interviews"),
    "poll": ("polls", "read_poll"),
    "reviews": ("reviews", "read_reviews"),
}
_MAX_REPORT = 100_000_000


@dataclass(frozen=True)
class Preview:
    """What an import would put into a study. Nothing of it is written there yet.

    ``files`` are the tidy files by their name inside ``evidence/``, as bytes or where they wait outside the study.
    ``file`` is what the register will name. ``is_known`` says that the study holds exactly this already.
    """

    kind: str
    path: Path
    id: str
    options: Options
    reading: Reading
    original_sha256: str
    file: str | None
    files: dict[str, bytes | Path]
    sha256: str | None
    key: personal.Key
    is_known: bool = False
    waiting: tempfile.TemporaryDirectory[str] | None = None

    @property
    def report(self) -> ImportReport:
        """What the import does to the file."""
        return self.reading.report

    @property
    def removed(self) -> int:
        """How many personal data were taken out of what is in the file."""
        return sum(note.count for note in self.report.personal)


def preview(
    study: Study,
    kind: str,
    path: Path,
    options: Options | None = None,
    *,
    id: str = "",
    replace_source: bool = False,
    pseudonyms: bool = False,
    progress: Progress | None = None,
) -> Preview:
    """Read a file and return what an import would do; not one byte is written into the study.

    Parameters
    ----------
    study
        The study the file is meant for.
    kind
        One of `KINDS`.
    path
        The file; for interviews also a folder of notes.
    options
        What the file itself does not say.
    id
        The id of the source; made from the name of the file where nothing is said.
    replace_source
        Take the place of a source that has this id.
    pseudonyms
        Give every participant a pseudonym, whatever their ids look like.
    progress
        Told how many bytes are read, now and then, for event logs.

    Raises
    ------
    EvidenceError
        The file is refused, with row and column where there are any.
    CjmError
        Another source has this id, or this file is already there under another.
    """
    options = options or Options()
    if kind not in KINDS:
        raise CjmError(f"There is no kind of evidence '{kind}'. There is: {', '.join(KINDS)}.")
    if not path.exists():
        raise EvidenceError(path.name, "is not there. Check the name and the folder.")
    id = id or slug(path)
    registering.refuse_bad_id(id)
    original = store.sha256(path)
    registering.refuse_other_id(study, original, id, path.name)
    key = personal.key_of(study.folder)
    waiting = tempfile.TemporaryDirectory(prefix="cjm-import-")
    try:
        made = _made(study, kind, path, options, id, key, Path(waiting.name), progress, pseudonyms=pseudonyms)
        reading, file, files, digest = made
        known = registering.refuse_taken(study, id, original, digest, path.name, replaces=replace_source)
    except BaseException:
        waiting.cleanup()
        raise
    return Preview(kind, path, id, options, reading, original, file, files, digest, key, known, waiting)


def _made(
    study: Study, kind: str, path: Path, options: Options, id: str, key: personal.Key, waiting: Path,
    progress: Progress | None, *, pseudonyms: bool,
) -> tuple[Reading, str | None, dict[str, bytes | Path], str | None]:  # fmt: skip
    """Return the reading, the name of its tidy file, all files by name, and the fingerprint of the tidy ones."""
    if kind == "secondary":
        return _kept_whole(path), None, {}, None
    if kind == "events":
        target = waiting / f"{id}.parquet"
        write_log = importlib.import_module("cjm_research.evidence.imports.logs").write_log
        reading = write_log(
            path, options, target, progress or (lambda _: None),
            names=personal.listed_names(study.folder), pseudonym=key.pseudonym, everyone=pseudonyms,
        )  # fmt: skip
        return reading, target.name, {target.name: target}, store.sha256(target)
    module, function = _READERS[kind]
    reading = getattr(importlib.import_module(f"cjm_research.evidence.imports.{module}"), function)(path, options)
    names = personal.listed_names(study.folder)
    reading = personal.reduced(reading, key, names=names, keep=options.keep_personal, pseudonyms=pseudonyms)
    _refuse_unfit(reading.table, path.name)
    table = _csv(reading.table)
    if not reading.extra:
        (waiting / f"{id}.csv").write_bytes(table)
        _refuse_loss(reading.table, waiting / f"{id}.csv", path.name)
        return reading, f"{id}.csv", {f"{id}.csv": table}, store.sha256(waiting / f"{id}.csv")
    folder = waiting / id
    folder.mkdir()
    inside = {"quotes.csv": table, **reading.extra}
    for name, data in inside.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    _refuse_loss(reading.table, folder / "quotes.csv", path.name)
    return reading, id, {f"{id}/{name}": data for name, data in inside.items()}, store.sha256(folder)


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


def write(
    study: Study,
    preview: Preview,
    *,
    title: str = "",
    consent: str = "",
    population: str = "",
    limits: str = "",
    collected_from: date | None = None,
    collected_to: date | None = None,
    publisher: str = "",
    claim: str = "",
    address: str = "",
    keep_original: bool = False,
) -> Study:
    """Put what a preview showed into the study: tidy table, original and register together, or nothing of it.

    The original is kept in ``evidence/originals`` unless personal data was taken out of what is made from it; then only
    its name and sha256 stand in the register. ``keep_original`` keeps it all the same. A source that is already there
    keeps what people wrote about it.

    Returns
    -------
    Study
        The study as it now is on disk.
    """
    said = {
        "title": title, "consent": consent, "population": population, "limits": limits, "collected_from": collected_from,
        "collected_to": collected_to, "publisher": publisher, "claim": claim, "address": address,
    }  # fmt: skip
    said = {name: value for name, value in said.items() if value not in ("", None)}
    if preview.is_known and all(getattr(study.source(preview.id), name) == value for name, value in said.items()):
        return study
    if store.sha256(preview.path) != preview.original_sha256:
        raise EvidenceError(preview.path.name, "has changed since it was looked at. Preview it again.")
    if preview.is_known:
        return store.save(registering.with_source(study, study.source(preview.id).model_copy(update=said)))
    keeps = keep_original or not preview.removed
    originals = registering.originals(study, preview.path, preview.id) if keeps else {}
    source = registering.source_of(study, preview.kind, preview.id, preview.reading, said)
    update = {
        "file": preview.file,
        "sha256": preview.sha256,
        "original": registering.original_name(originals, preview.path),
        "original_sha256": preview.original_sha256,
    }
    source = Source.model_validate({**source.model_dump(), **update})
    gone = registering.files_of(study, preview.id) - set(preview.files) - set(originals)
    changed = registering.with_source(registering.with_codes(study, preview.reading), source)
    personal.keep_key(preview.key) if _needs_key(preview) else None
    return store.save(changed, files_in={**preview.files, **originals}, files_out=sorted(gone))


def _needs_key(preview: Preview) -> bool:
    return any("pseudonym" in note.what for note in preview.report.personal)


def secondary(
    study: Study, *, id: str, title: str, publisher: str, collected_to: date, claim: str, address: str = ""
) -> Study:
    """Register what others published, without a file: who says what, when, and where it stands."""
    source = Source(
        id=id, title=title, kind="secondary", publisher=publisher, collected_to=collected_to, claim=claim, address=address,
        unit="claims", reader="secondary 1",
    )  # fmt: skip
    known = next((known for known in study.sources if known.id == id), None)
    if known == source:
        return study
    if known is not None:
        raise CjmError(f"The study already has a source '{id}'. Choose another --id.")
    return store.save(registering.with_source(study, source))


def with_original_note(preview: Preview, *, keep_original: bool = False) -> Preview:
    """Return the preview with a word about what becomes of the original."""
    if not preview.removed:
        told = "The original is kept unchanged in evidence/originals."
    elif keep_original:
        told = "The original is kept in evidence/originals, with the personal data that the table no longer holds."
    else:
        told = "The original is not kept, because personal data was taken out; its name and sha256 are recorded."
    report = preview.report.model_copy(update={"warnings": (*preview.report.warnings, told)})
    return replace(preview, reading=replace(preview.reading, report=report))
