"""What an import would do, before any of it is done."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from cjm_research.imports import personal
from cjm_research.imports.reading import ImportReport, Options, Reading


@dataclass(frozen=True)
class Preview:
    """What an import would put into a study. Nothing of it is written there yet.

    ``files`` are the tidy files by their name inside ``evidence/``, as bytes or where they wait outside the study.
    ``file`` is what the register will name, None for what has no table. ``is_known`` says that the study holds exactly
    this already.
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

    @property
    def has_pseudonyms(self) -> bool:
        """Whether people were given pseudonyms, so that the study's key is needed."""
        return any("pseudonym" in note.what for note in self.report.personal)

    @property
    def is_codebook(self) -> bool:
        """Whether it is codes for the codebook of the study, and no source of evidence."""
        return self.kind == "interviews" and self.file is None

    @property
    def known(self) -> str:
        """Where the study has this already, as a sentence."""
        if self.is_codebook:
            return "The codebook of this study has every code of this file already."
        return f"This file is already in the study as '{self.id}'."


def with_original_note(preview: Preview, *, keep_original: bool = False) -> Preview:
    """Return the preview with a word about what becomes of the original."""
    if preview.is_codebook:
        told = "The file is not kept: what it says stands in codes.yaml."
    elif not preview.removed:
        told = "The original is kept unchanged in evidence/originals."
    elif keep_original:
        told = "The original is kept in evidence/originals, with the personal data that the table no longer holds."
    else:
        told = "The original is not kept, because personal data was taken out; its name and sha256 are recorded."
    report = preview.report.model_copy(update={"warnings": (*preview.report.warnings, told)})
    return replace(preview, reading=replace(preview.reading, report=report))
