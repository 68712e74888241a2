"""ZIP archives and gzip files, read within limits; nothing is ever unpacked to where its name points."""

from __future__ import annotations

import gzip
import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from cjm_research.errors import EvidenceError
from cjm_research.imports.limits import MAX_RATIO, MAX_UNPACKED, MEGABYTE, megabytes, shown
from cjm_research.imports.signatures import opened

MAX_GUNZIPPED = 2_000 * MEGABYTE
MAX_MEMBERS = 10_000


class SafeZip:
    """An archive whose members are read by name, in memory and within limits; nothing is ever unpacked to disk."""

    def __init__(self, path: Path, *, max_unpacked: int = MAX_UNPACKED) -> None:
        self.path = path
        self._left = max_unpacked
        self._max = max_unpacked
        opened(path).close()
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise EvidenceError(path.name, "is not a ZIP archive that can be read. Export it again.") from None
        try:
            self._members = {member.filename: member for member in self._checked()}
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> SafeZip:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def names(self) -> list[str]:
        """Return the names of the files inside, folders left out, in the order of the archive."""
        return [name for name in self._members if not name.endswith("/")]

    def size(self, name: str) -> int:
        """Return how many bytes a member says it has."""
        return self._member(name).file_size

    def read(self, name: str, *, limit: int = MAX_UNPACKED) -> bytes:
        """Return one member; what it unpacks to is counted, whatever the archive says."""
        return b"".join(self.chunks(name, limit=limit))

    def chunks(self, name: str, *, limit: int = MAX_UNPACKED) -> Iterator[bytes]:
        """Yield one member piece by piece, within its own limit and that of the whole archive."""
        member, got = self._member(name), 0
        try:
            with self._zip.open(member) as file:
                while chunk := file.read(1 << 16):
                    got += len(chunk)
                    self._left -= len(chunk)
                    if got > limit or self._left < 0:
                        over = min(limit, self._max)
                        raise EvidenceError(
                            self.path.name, f"unpacks to more than {megabytes(over)} in '{shown(name)}'."
                        )
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
            raise EvidenceError(self.path.name, f"is damaged inside, in '{shown(name)}'. Export it again.") from None

    def _member(self, name: str) -> zipfile.ZipInfo:
        if name not in self._members:
            known = ", ".join(map(shown, self.names()[:8])) or "nothing"
            raise EvidenceError(self.path.name, f"holds no '{shown(name)}'. It holds: {known}.")
        return self._members[name]

    def _checked(self) -> list[zipfile.ZipInfo]:
        members, name = self._zip.infolist(), self.path.name
        if len(members) > MAX_MEMBERS:
            raise EvidenceError(name, f"holds {len(members):,} files. At most {MAX_MEMBERS:,} are read.")
        seen: set[str] = set()
        for member in members:
            _refuse_member(member, name)
            if member.filename.casefold() in seen:
                raise EvidenceError(name, f"holds '{shown(member.filename)}' twice. One of them is hidden.")
            seen.add(member.filename.casefold())
        total = sum(member.file_size for member in members)
        if total > self._max:
            raise EvidenceError(name, f"would unpack to {megabytes(total)}. At most {megabytes(self._max)} are read.")
        packed = max(1, self.path.stat().st_size)
        if total > MEGABYTE and total > MAX_RATIO * packed:
            raise EvidenceError(
                name, f"would unpack to {total // packed} times its size. At most {MAX_RATIO} times is read."
            )
        return members


def _refuse_member(member: zipfile.ZipInfo, archive: str) -> None:
    name, told = member.filename, shown(member.filename)
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not name or name.startswith(("/", "\\")) or ".." in parts or re.match(r"[A-Za-z]:", name):
        raise EvidenceError(archive, f"names a file outside itself, '{told}'. Such an archive is not read.")
    if not name.isprintable():
        raise EvidenceError(archive, f"names a file with invisible characters, '{told}'.")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise EvidenceError(archive, f"holds a link, '{told}', instead of a file. Such an archive is not read.")
    if member.flag_bits & 1:
        raise EvidenceError(archive, f"is locked with a password, at '{told}'. Export it without one.")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise EvidenceError(archive, f"packs '{told}' in an unusual way. Make an ordinary ZIP archive.")


def opened_zip(path: Path, *, max_unpacked: int = MAX_UNPACKED) -> SafeZip:
    """Return an archive for reading by name.

    Raises
    ------
    EvidenceError
        No ZIP archive; a member that points outside, is a link, stands there twice or is locked; more than 10,000
        members; more than ``max_unpacked`` bytes, or 100 times the packed size, when unpacked.
    """
    return SafeZip(path, max_unpacked=max_unpacked)


class _Counted(io.RawIOBase):
    """A compressed file that stops where it grows beyond all proportion."""

    def __init__(self, path: Path, limit: int) -> None:
        self._name, self._limit, self._got = path.name, limit, 0
        self._raw = opened(path)
        self._packed = max(1, path.stat().st_size)
        self._file = gzip.GzipFile(fileobj=self._raw)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._file.read1(len(buffer))
        except (OSError, EOFError, zlib.error):
            raise EvidenceError(self._name, "is not a gzip file that can be read. Export it again.") from None
        self._got += len(data)
        if self._got > self._limit:
            raise EvidenceError(self._name, f"unpacks to more than {megabytes(self._limit)}.")
        if self._got > MEGABYTE and self._got > MAX_RATIO * self._packed:
            raise EvidenceError(self._name, f"unpacks to more than {MAX_RATIO} times its size.")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._raw.close()
        super().close()


def gunzipped(path: Path, *, limit: int = MAX_GUNZIPPED) -> io.BufferedReader:
    """Return the content of a ``.gz`` file as a stream; it stops above ``limit`` bytes or 100 times the packed size."""
    return io.BufferedReader(_Counted(path, limit), 1 << 16)
