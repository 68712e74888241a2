"""Files that are old or new, never torn: atomic writes, fingerprints, one lock per study."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from cjm_research.errors import CjmError, StudyFileError

LOCK = ".cjm.lock"
TEMPORARY = ".cjm-"


def atomic_write(path: Path, data: bytes) -> None:
    """Write the whole file or nothing: temporary file beside it, flushed to disk, then put in its place.

    Raises
    ------
    StudyFileError
        The disk refuses; the message says why. The file is as it was.
    """
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=TEMPORARY, suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(temporary).replace(path)
        _sync_folder(path.parent)
    except BaseException as error:
        if temporary:
            with suppress(OSError):
                Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise StudyFileError(path.name, f"cannot be written: {reason(error)}.") from error
        raise


@contextmanager
def placed(folder: Path, new: Mapping[str, bytes | Path], gone: Iterable[str] = ()) -> Iterator[None]:
    """Put files into a folder, and others away, for good if the block ends well; otherwise all is as it was.

    ``new`` gives the content of each file, or where it lies now; names are relative to the folder.
    """
    staged: dict[Path, Path] = {}
    kept: dict[Path, Path] = {}
    put: list[Path] = []
    made: list[Path] = []
    try:
        for name, content in new.items():
            made += _missing_folders(folder / name)
            staged[folder / name] = _staged(folder / name, content)
        for name in {**dict.fromkeys(new), **dict.fromkeys(gone)}:
            if (folder / name).exists():
                kept[folder / name] = _aside(folder / name)
        for path, temporary in staged.items():
            temporary.replace(path)
            put.append(path)
        for place in {path.parent for path in staged}:
            _sync_folder(place)  # before a register names what lies there
        yield
    except BaseException as error:
        _put_back(staged, put, kept, made)
        if isinstance(error, OSError):
            raise StudyFileError(folder.name, f"cannot be written: {reason(error)}. Nothing was saved.") from error
        raise
    for path, aside in kept.items():
        aside.unlink(missing_ok=True)
        with suppress(OSError):
            path.parent.rmdir()  # goes only where nothing is left in it


def _put_back(staged: dict[Path, Path], put: list[Path], kept: dict[Path, Path], made: list[Path]) -> None:
    for path in (*staged.values(), *put):  # never what stood there before: it may not have been put aside yet
        path.unlink(missing_ok=True)
    for path, aside in kept.items():
        aside.replace(path)
    for empty in reversed(made):
        with suppress(OSError):
            empty.rmdir()


def _missing_folders(path: Path) -> list[Path]:
    missing = [folder for folder in reversed(path.parents) if not folder.exists()]
    path.parent.mkdir(parents=True, exist_ok=True)
    return missing


def _staged(path: Path, content: bytes | Path) -> Path:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=TEMPORARY, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            if isinstance(content, Path):
                with content.open("rb") as source:
                    shutil.copyfileobj(source, file, 1 << 20)
            else:
                file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return Path(temporary)


def _aside(path: Path) -> Path:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=TEMPORARY, suffix=".old")
    os.close(handle)
    try:
        return path.replace(temporary)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def remove(path: Path) -> None:
    """Remove a file for good."""
    try:
        path.unlink(missing_ok=True)
        _sync_folder(path.parent)
    except OSError as error:
        raise StudyFileError(path.name, f"cannot be removed: {reason(error)}.") from error


def reason(error: OSError) -> str:
    """Return why the disk refused, without the path."""
    return (error.strerror or type(error).__name__).lower()


def _sync_folder(folder: Path) -> None:
    """Flush the names in a folder. Where that is refused, as by some network drives, they are in place all the same."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sweep(folder: Path) -> None:
    """Remove temporary files that an interrupted save left behind; not while somebody saves, for they may be theirs."""
    leftovers = list(folder.rglob(f"{TEMPORARY}*.tmp"))
    if leftovers:
        with suppress(OSError, Timeout), FileLock(folder / LOCK).acquire(timeout=0):
            for leftover in leftovers:
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
        lock.acquire(timeout=seconds)
    except Timeout:
        raise CjmError(
            f"{folder.name}: somebody else is saving this study. Nothing was saved. Try again in a moment."
        ) from None
    except OSError as error:
        raise CjmError(f"{folder.name}: cannot be written to: {reason(error)}. Nothing was saved.") from error
    with lock:
        lock.release()  # `with` has taken it once more
        yield
