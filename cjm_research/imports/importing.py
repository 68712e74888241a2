"""One import: read a file and say what would happen; then, if asked, put it into the study as a whole or not at all."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from cjm_research import store
from cjm_research.errors import CjmError, EvidenceError
from cjm_research.imports import personal, registering
from cjm_research.imports.previews import Preview
from cjm_research.imports.reading import Options
from cjm_research.imports.tidy_files import Progress, tidy_files
from cjm_research.study import Study

KINDS = ("survey", "events", "interviews", "poll", "reviews", "secondary")


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

    A codebook (``.qdc``) is no source: its codes join those of the study, whatever ``id`` and the others say.

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
    if kind == "interviews" and path.suffix.lower() == ".qdc":
        return _codebook(study, path, options)
    id = id or registering.slug(path)
    registering.refuse_bad_id(id)
    original = store.sha256(path)
    registering.refuse_other_id(study, original, id, path.name)
    key = personal.key_of(study.folder)
    waiting = tempfile.TemporaryDirectory(prefix="cjm-import-")
    try:
        reading, file, files, digest = tidy_files(
            study, kind, path, options, id, key, Path(waiting.name), progress, pseudonyms=pseudonyms
        )
        known = registering.refuse_taken(study, id, original, digest, path.name, replaces=replace_source)
    except BaseException:
        waiting.cleanup()
        raise
    return Preview(kind, path, id, options, reading, original, file, files, digest, key, known, waiting)


def _codebook(study: Study, path: Path, options: Options) -> Preview:
    from cjm_research.imports.qualitative.codebook import read_codes

    reading = read_codes(path, study)
    sha256, key = store.sha256(path), personal.key_of(study.folder)
    return Preview("interviews", path, "codes", options, reading, sha256, None, {}, None, key, not reading.codes)


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
        "title": title,
        "consent": consent,
        "population": population,
        "limits": limits,
        "collected_from": collected_from,
        "collected_to": collected_to,
        "publisher": publisher,
        "claim": claim,
        "address": address,
    }
    said = {name: value for name, value in said.items() if value not in ("", None)}
    if preview.is_codebook:
        return _with_codebook(study, preview)
    if preview.is_known and all(getattr(study.source(preview.id), name) == value for name, value in said.items()):
        return study
    _refuse_changed(preview)
    if preview.is_known:
        known = registering.registered(preview.path.name, {**study.source(preview.id).model_dump(), **said})
        return store.save(registering.with_source(study, known))
    keeps = keep_original or not preview.removed
    originals = registering.originals(study, preview.path, preview.id) if keeps else {}
    source = registering.source_of(study, preview.kind, preview.id, preview.reading, said)
    update = {
        "file": preview.file,
        "sha256": preview.sha256,
        "original": registering.original_name(originals, preview.path),
        "original_sha256": preview.original_sha256,
    }
    source = registering.registered(preview.path.name, {**source.model_dump(), **update})
    gone = registering.files_of(study, preview.id) - set(preview.files) - set(originals)
    changed = registering.with_source(registering.with_codes(study, preview.reading), source)
    personal.keep_key(preview.key) if preview.has_pseudonyms else None
    return store.save(changed, files_in={**preview.files, **originals}, files_out=sorted(gone))


def _with_codebook(study: Study, preview: Preview) -> Study:
    if preview.is_known:
        return study
    _refuse_changed(preview)
    return store.save(registering.with_codes(study, preview.reading))


def _refuse_changed(preview: Preview) -> None:
    if store.sha256(preview.path) != preview.original_sha256:
        raise EvidenceError(preview.path.name, "has changed since it was looked at. Preview it again.")


def secondary(
    study: Study, *, id: str, title: str, publisher: str, collected_to: date, claim: str, address: str = ""
) -> Study:
    """Register what others published, without a file: who says what, when, and where it stands."""
    entry = {
        "id": id,
        "title": title,
        "kind": "secondary",
        "publisher": publisher,
        "collected_to": collected_to,
        "claim": claim,
        "address": address,
        "unit": "claims",
        "reader": "secondary 1",
    }
    source = registering.registered(f"'{id}'", entry)
    known = next((known for known in study.sources if known.id == id), None)
    if known == source:
        return study
    if known is not None:
        raise CjmError(f"The study already has a source '{id}'. Choose another --id.")
    return store.save(registering.with_source(study, source))
