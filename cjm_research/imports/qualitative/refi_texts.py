"""The texts of a REFI-QDA project: where each lies, and what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from cjm_research.errors import EvidenceError
from cjm_research.imports.archives import SafeZip
from cjm_research.imports.limits import MEGABYTE
from cjm_research.imports.qualitative.refi_codebook import children, key, local

MAX_TEXT = 20 * MEGABYTE

_MEDIA = {"PictureSource": "a picture", "PDFSource": "a PDF", "AudioSource": "a recording", "VideoSource": "a film"}


@dataclass(frozen=True)
class SourceText:
    """One source: its text, or why there is none."""

    guid: str
    name: str
    element: Element
    text: str = ""
    problem: str = ""


def texts_of(project: Element, archive: SafeZip) -> Iterator[SourceText]:
    """Yield every source of a project, and the text a PDF is represented by."""
    for sources in children(project, "Sources"):
        for source in sources:
            if local(source) == "TextSource":
                yield _text(source, source, archive)
            elif local(source) in _MEDIA:
                yield from _of_media(source, archive)


def _of_media(source: Element, archive: SafeZip) -> Iterator[SourceText]:
    problem = f"mark {_MEDIA[local(source)]}, not a text"
    yield SourceText(key(source.get("guid", "")), source.get("name", ""), source, problem=problem)
    for text in children(source, "Representation", "TextDescription"):
        yield _text(text, source, archive)


def _text(element: Element, named: Element, archive: SafeZip) -> SourceText:
    guid, name = key(element.get("guid", "")), named.get("name") or element.get("name") or ""
    written = next((child.text or "" for child in children(element, "PlainTextContent")), None)
    path = element.get("plainTextPath", "")
    if written is not None:
        return SourceText(guid, name, element, text=written)
    member = _member(path, archive)
    if not member:
        return SourceText(guid, name, element, problem=_why_not(path))
    text, problem = _decoded(archive.read(member, limit=MAX_TEXT), formatted=bool(element.get("richTextPath")))
    return SourceText(guid, name, element, text=text, problem=problem)


def _decoded(data: bytes, *, formatted: bool) -> tuple[str, str]:
    """Return a text, or what is wrong with it."""
    if len(data) <= 1 and formatted:
        return "", "has an empty plain text beside a formatted one"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "", "has a plain text that is not UTF-8"
    return ("", "has a plain text with NUL characters") if "\0" in text else (text, "")


def _member(path: str, archive: SafeZip) -> str:
    """Return the member a path means; nothing outside the archive is ever looked for."""
    scheme, separator, rest = path.partition("://")
    if separator and scheme.casefold() != "internal":
        return ""
    wanted = (unquote(rest) if separator else path).replace("\\", "/").removeprefix("./").casefold()
    if not wanted or wanted.startswith("/") or ".." in PurePosixPath(wanted).parts:
        return ""
    by_name = {name.casefold(): name for name in archive.names()}
    return by_name.get(f"sources/{wanted}") or by_name.get(wanted, "")


def _why_not(path: str) -> str:
    if not path:
        return "has no plain text in the project"
    scheme, separator, _ = path.partition("://")
    if separator and scheme.casefold() != "internal":
        return f"has its text outside the project file ({scheme[:20]}://), which is not read"
    return "has its text in a file that the project does not hold"


def project_member(archive: SafeZip) -> str:
    """Return the one project file of an archive, whatever it is called."""
    found = [name for name in archive.names() if name.casefold().endswith(".qde") and "/" not in name.strip("/")]
    if len(found) == 1:
        return found[0]
    what = f"holds {len(found)} project files ({', '.join(found[:3])})" if found else "holds no project file (.qde)"
    raise EvidenceError(archive.path.name, f"{what}. A REFI-QDA project has exactly one. Export it again.")
