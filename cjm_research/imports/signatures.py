"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import BinaryIO

from cjm_research.errors import EvidenceError

_SIGNS = (
    (b"PK\x03\x04", "a ZIP archive or office file"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "a gzip file"),
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old office file, such as .xls or .doc"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"(\xb5/\xfd", "a zstd file"),
    (b"{\\rtf", "an RTF text"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_WEB_PAGE = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body)\b", re.IGNORECASE)


def looks_like(path: Path) -> str:
    """Return what the first bytes of a file say it is, '' for text and for what is not known."""
    with opened(path) as file:
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


def opened(path: Path) -> BinaryIO:
    """Open a file for reading, or say why it cannot be opened."""
    if path.is_dir():
        raise EvidenceError(path.name, "is a folder. Name one file.")
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise EvidenceError(path.name, "is not there. Check the name and the folder.") from None
    except OSError as error:
        raise EvidenceError(path.name, f"cannot be read: {(error.strerror or 'unknown reason').lower()}.") from None
