"""What has been run, and how it went: the only truth about it, kept as ``manifest.json`` beside the reports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cjm_research.errors import CjmError
from cjm_research.store import atomic_write, sha256
from cjm_research.store.files import sweep

FILE = "manifest.json"
LOCK = ".cjm-report.lock"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(_Record):
    """How the last run of one notebook for one persona ended."""

    status: Literal["ok", "failed"]
    key: str
    inputs: dict[str, str]
    seconds: float
    attempts: int
    sha256: str = Field("", description="of the executed notebook, where it is ok")
    kind: Literal["", "cell", "timeout", "kernel-died", "runner"] = ""
    error: str = ""
    cell: int | None = None


class Page(_Record):
    """What a page was made from, and its fingerprint."""

    key: str
    sha256: str


class _Content(_Record):
    scheme: Literal[1] = 1
    study: str
    runs: dict[str, Entry] = {}
    pages: dict[str, Page] = {}


class Manifest:
    """The record of one study's batches, rewritten whole after every run."""

    def __init__(self, folder: Path, content: _Content, problem: str = "") -> None:
        self.folder = folder
        self.problem = problem
        self._content = content

    @property
    def runs(self) -> dict[str, Entry]:
        """The last entry of each run, by the run's name."""
        return dict(self._content.runs)

    @property
    def pages(self) -> dict[str, Page]:
        """The pages written so far, by persona; the index is ``""``."""
        return dict(self._content.pages)

    def record(self, name: str, entry: Entry) -> None:
        """Remember how a run ended."""
        self._write(self._content.model_copy(update={"runs": {**self._content.runs, name: entry}}))

    def record_page(self, persona: str, page: Page) -> None:
        """Remember a page that was written."""
        self._write(self._content.model_copy(update={"pages": {**self._content.pages, persona: page}}))

    def is_done(self, name: str, key: str, target: Path) -> bool:
        """Say whether a run with this key ended well and its notebook still lies there as it was written."""
        entry = self._content.runs.get(name)
        return bool(entry and entry.status == "ok" and entry.key == key and has_sha256(target, entry.sha256))

    def _write(self, content: _Content) -> None:
        self._content = content
        text = json.dumps(content.model_dump(mode="json"), sort_keys=True, indent=1, ensure_ascii=False)
        atomic_write(self.folder / FILE, (text + "\n").encode("utf-8", "replace"))


def has_sha256(path: Path, expected: str) -> bool:
    """Say whether a file is there with exactly this content."""
    return path.is_file() and sha256(path) == expected


@contextmanager
def opened(folder: Path) -> Iterator[Manifest]:
    """Open the manifest of a report folder for one batch at a time.

    What a killed batch left half-written is removed. A manifest that cannot be read counts as empty; its ``problem``
    says so.

    Raises
    ------
    CjmError
        Another batch is writing here; the lock ends with its process.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise CjmError(
            f"{folder.name}: another 'cjm report' is writing these reports. Nothing was changed. "
            "Wait until it has ended."
        ) from None
    try:
        sweep(folder)
        yield _read(folder)
    finally:
        lock.release()


def _read(folder: Path) -> Manifest:
    empty = _Content(study=folder.name)
    path = folder / FILE
    if not path.exists():
        return Manifest(folder, empty)
    try:
        return Manifest(folder, _Content.model_validate_json(path.read_bytes()))
    except (ValidationError, OSError):
        return Manifest(folder, empty, f"{FILE}: could not be read, so everything is run again.")
