"""Opening what came from outside without trusting it: archives, compressed files, XML and JSON within limits."""

from __future__ import annotations

import gzip
import io
import json
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as SafeTree

from cjm_research.errors import EvidenceError

MEGABYTE = 1_000_000
MAX_UNPACKED = 100 * MEGABYTE
MAX_GUNZIPPED = 2_000 * MEGABYTE
MAX_RATIO = 100
MAX_MEMBERS = 10_000
MAX_JSON_LINE = 10 * MEGABYTE
MAX_DEPTH = 32

_SIGNS = (
    (b"PK\x03\x04", "a ZIP archive or office file"), (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "a gzip file"), (b"%PDF", "a PDF"), (b"\xd0\xcf\x11\xe0", "an old office file, such as .xls or .doc"),
    (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"), (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database"), (b"BZh", "a bzip2 file"), (b"\xfd7zXZ", "an xz file"),
    (b"7z\xbc\xaf", "a 7z archive"), (b"Rar!", "a RAR archive"), (b"(\xb5/\xfd", "a zstd file"),
    (b"{\\rtf", "an RTF text"), (b"\x7fELF", "a program"), (b"MZ\x90", "a program"),
)  # fmt: skip
_WEB_PAGE = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_NO_PLAIN_XML = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def looks_like(path: Path) -> str:
    """Return what the first bytes of a file say it is, '' for text and for what is not known."""
    with _opened(path) as file:
        start = file.read(256)
    for sign, name in _SIGNS:
        if start.startswith(sign):
            return name
    return "a web page" if _WEB_PAGE.match(start) else ""


def refuse_unless_text(path: Path) -> None:
    """Refuse a file whose first bytes say that it is no text, whatever its name says."""
    if found := looks_like(path):
        raise EvidenceError(
            path.name, f"is {found}, although its name ends in '{path.suffix}'. Export it again as text."
        )


def _opened(path: Path) -> BinaryIO:
    if path.is_dir():
        raise EvidenceError(path.name, "is a folder. Name one file.")
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise EvidenceError(path.name, "is not there. Check the name and the folder.") from None
    except OSError as error:
        raise EvidenceError(path.name, f"cannot be read: {(error.strerror or 'unknown reason').lower()}.") from None


class SafeZip:
    """An archive whose members are read by name, in memory and within limits; nothing is ever unpacked to disk."""

    def __init__(self, path: Path, *, max_unpacked: int = MAX_UNPACKED) -> None:
        self.path = path
        self._left = max_unpacked
        self._max = max_unpacked
        _opened(path).close()
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
                        raise EvidenceError(self.path.name, f"unpacks to more than {_mb(over)} in '{_short(name)}'.")
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
            raise EvidenceError(self.path.name, f"is damaged inside, in '{_short(name)}'. Export it again.") from None

    def _member(self, name: str) -> zipfile.ZipInfo:
        if name not in self._members:
            known = ", ".join(map(_short, self.names()[:8])) or "nothing"
            raise EvidenceError(self.path.name, f"holds no '{_short(name)}'. It holds: {known}.")
        return self._members[name]

    def _checked(self) -> list[zipfile.ZipInfo]:
        members, name = self._zip.infolist(), self.path.name
        if len(members) > MAX_MEMBERS:
            raise EvidenceError(name, f"holds {len(members):,} files. At most {MAX_MEMBERS:,} are read.")
        seen: set[str] = set()
        for member in members:
            _refuse_member(member, name)
            if member.filename.casefold() in seen:
                raise EvidenceError(name, f"holds '{_short(member.filename)}' twice. One of them is hidden.")
            seen.add(member.filename.casefold())
        total = sum(member.file_size for member in members)
        if total > self._max:
            raise EvidenceError(name, f"would unpack to {_mb(total)}. At most {_mb(self._max)} are read.")
        packed = max(1, self.path.stat().st_size)
        if total > MEGABYTE and total > MAX_RATIO * packed:
            raise EvidenceError(
                name, f"would unpack to {total // packed} times its size. At most {MAX_RATIO} times is read."
            )
        return members


def _refuse_member(member: zipfile.ZipInfo, archive: str) -> None:
    name, shown = member.filename, _short(member.filename)
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not name or name.startswith(("/", "\\")) or ".." in parts or re.match(r"[A-Za-z]:", name):
        raise EvidenceError(archive, f"names a file outside itself, '{shown}'. Such an archive is not read.")
    if not name.isprintable():
        raise EvidenceError(archive, f"names a file with invisible characters, '{shown}'.")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise EvidenceError(archive, f"holds a link, '{shown}', instead of a file. Such an archive is not read.")
    if member.flag_bits & 1:
        raise EvidenceError(archive, f"is locked with a password, at '{shown}'. Export it without one.")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise EvidenceError(archive, f"packs '{shown}' in an unusual way. Make an ordinary ZIP archive.")


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
        self._raw = _opened(path)
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
            raise EvidenceError(self._name, f"unpacks to more than {_mb(self._limit)}.")
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


def xml_root(data: bytes, name: str) -> Element:
    """Return the root element of an XML document that declares no document type and no entities.

    Examples
    --------
    >>> xml_root(b"<log><trace/></log>", "log.xes").tag
    'log'
    """
    try:
        root: Element = SafeTree.fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise _declares(name) from None
    except (ParseError, ValueError, LookupError) as error:
        line = getattr(error, "position", (None, 0))[0]
        raise EvidenceError(name, "is not valid XML. Export it again.", row=line) from None
    return root


def refuse_declarations(start: bytes, name: str) -> None:
    """Refuse XML whose text declares a document type or entities, or that is not in a Latin-like encoding."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in start:
        raise EvidenceError(name, "holds XML that is not UTF-8. Export it again.")
    if _NO_PLAIN_XML.search(start):
        raise _declares(name)


def _declares(name: str) -> EvidenceError:
    return EvidenceError(name, "declares a document type or entities (<!DOCTYPE, <!ENTITY). Such XML is not read.")


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield line number and object of a file with one JSON object per line; blank lines are left out.

    Raises
    ------
    EvidenceError
        With the line: not UTF-8, no object, a key twice, more than 10 MB or 32 levels deep, half characters.
    """
    refuse_unless_text(path)
    with _opened(path) as file:
        yield from json_stream(file, path.name)


def json_stream(file: BinaryIO | io.BufferedReader, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield line number and object of an opened file with one JSON object per line."""
    number = 0
    while line := file.readline(MAX_JSON_LINE + 1):
        number += 1
        if len(line) > MAX_JSON_LINE:
            raise EvidenceError(name, f"has a line of more than {_mb(MAX_JSON_LINE)}.", row=number)
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            found = _json(line, name, number)
            if not isinstance(found, dict):
                raise EvidenceError(name, "is not one JSON object per line. Export it as JSON lines.", row=number)
            yield number, found


def json_document(path: Path, *, limit: int = MAX_UNPACKED) -> Any:
    """Return the content of a file that is one JSON document, within the same limits as `json_lines`."""
    refuse_unless_text(path)
    with _opened(path) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise EvidenceError(path.name, f"is larger than {_mb(limit)}.")
    return _json(data.removeprefix(b"\xef\xbb\xbf"), path.name, None)


def _json(data: bytes, name: str, row: int | None) -> Any:
    try:
        found = json.loads(data.decode(), object_pairs_hook=_each_key_once, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise EvidenceError(name, "is not UTF-8 text. Export it again as UTF-8.", row=row) from None
    except RecursionError:
        raise _deep(name, row) from None
    except json.JSONDecodeError as error:
        row = row or error.lineno
        raise EvidenceError(name, f"is not valid JSON at character {error.colno}. Export it again.", row=row) from None
    except _FaultError as fault:
        raise EvidenceError(name, f"{fault}.", row=row) from None
    except ValueError:
        raise EvidenceError(name, "holds a number of more than 4,300 digits.", row=row) from None
    if data.count(b"{") + data.count(b"[") > MAX_DEPTH and _too_deep(found):
        raise _deep(name, row)
    if b"\\ud" in data.lower() and _half_character(found):
        raise EvidenceError(name, "holds half a character (\\ud800 and the like). Export it again.", row=row)
    return found


class _FaultError(ValueError):
    """JSON that is read by some and refused by others."""


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(key for place, (key, _) in enumerate(pairs) if key in dict(pairs[:place]))
        raise _FaultError(f"gives the key '{_short(twice)}' twice in one object")
    return found


def _no_number(text: str) -> Any:
    raise _FaultError(f"holds {text}, which is no number in JSON")


def _too_deep(found: Any) -> bool:
    level = [found]
    for _ in range(MAX_DEPTH + 1):
        level = [
            inner
            for item in level
            for inner in (item.values() if isinstance(item, dict) else item)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _half_character(found: Any) -> bool:
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _deep(name: str, row: int | None) -> EvidenceError:
    return EvidenceError(name, f"is nested more than {MAX_DEPTH} levels deep.", row=row)


def _short(text: str) -> str:
    shown = text.encode("unicode_escape").decode() if not text.isprintable() else text
    return shown if len(shown) <= 60 else shown[:57] + "…"


def _mb(size: int) -> str:
    return f"{size / MEGABYTE:,.0f} MB"


__all__ = [
    "MAX_RATIO", "MAX_UNPACKED", "MEGABYTE", "SafeZip", "gunzipped", "json_document", "json_lines",
    "json_stream", "looks_like", "opened_zip", "refuse_declarations", "refuse_unless_text", "xml_root",
]  # fmt: skip
