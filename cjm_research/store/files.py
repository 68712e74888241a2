"""Files that are old or new, never torn: atomic writes, fingerprints, one lock per study."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from cjm_research.errors import CjmError

LOCK = ".cjm.lock"
TEMPORARY = ".cjm-"


def atomic_write(path: Path, data: bytes) -> None:
    """Write the whole file or nothing: temporary file beside it, flushed to disk, then put in its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=TEMPORARY, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Remove temporary files that an interrupted write left behind."""
    for leftover in folder.rglob(f"{TEMPORARY}*.tmp"):
        leftover.unlink(missing_ok=True)


def sha256(path: Path) -> str:
    """Return the sha256 of a file, or of a folder as the lines ``<relative path> <sha256>`` of its files, sorted."""
    digest = hashlib.sha256()
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_file() and not file.name.startswith("."):
                digest.update(f"{file.relative_to(path).as_posix()} {sha256(file)}\n".encode())
        return digest.hexdigest()
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


@contextmanager
def locked(folder: Path, *, seconds: float = 10) -> Iterator[None]:
    """Hold the study's lock, so that two people cannot save at the same moment."""
    lock = FileLock(folder / LOCK)
    try:
        with lock.acquire(timeout=seconds):
            yield
    except Timeout:
        raise CjmError(
            f"{folder.name}: somebody else is saving this study. Nothing was saved. Try again in a moment."
        ) from None
