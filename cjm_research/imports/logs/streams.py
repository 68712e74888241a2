"""The bytes of a log, plain or gzipped, read once from the beginning while somebody watches the progress."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cjm_research.imports.archives import gunzipped

Progress = Callable[[int], None]
"""Is told, again and again, how many bytes of the log were read so far; of a packed log, how many unpacked bytes."""

_CHUNK = 1 << 20


def is_packed(path: Path) -> bool:
    """Say whether a file is gzipped, by its first bytes."""
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def start_of(path: Path, size: int = 65_536) -> bytes:
    """Return the first bytes of a log, unpacked."""
    with gunzipped(path) if is_packed(path) else path.open("rb") as file:
        return file.read(size).removeprefix(b"\xef\xbb\xbf")


class Watched(io.RawIOBase):
    """A stream that tells how far it is."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self._file = gunzipped(path) if is_packed(path) else path.open("rb")
        self._progress, self._got = progress, 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer."""
        got = self._file.readinto(buffer) or 0
        self._got += got
        self._progress(self._got)
        return got

    def close(self) -> None:
        """Close the file below."""
        self._file.close()
        super().close()


def opened(path: Path, progress: Progress) -> io.BufferedReader:
    """Return a log as a stream of unpacked bytes."""
    return io.BufferedReader(Watched(path, progress), _CHUNK)


def chunks(path: Path, progress: Progress, size: int = _CHUNK) -> Iterator[bytes]:
    """Yield a log piece by piece."""
    with opened(path, progress) as file:
        while chunk := file.read(size):
            yield chunk


@contextmanager
def unpacked(path: Path, folder: Path) -> Iterator[Path]:
    """Give a log as a plain file: itself, or for a gzipped one a copy that is gone afterwards."""
    if not is_packed(path):
        yield path
        return
    with TemporaryDirectory(dir=folder, prefix=".log-") as temporary:
        plain = Path(temporary) / path.name.removesuffix(".gz")
        with gunzipped(path) as packed, plain.open("wb") as file:
            shutil.copyfileobj(packed, file, _CHUNK)
        yield plain
