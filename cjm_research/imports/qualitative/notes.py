"""Interviews as plain text, Markdown or Word documents: notes without quotes, to be coded here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from cjm_research.errors import EvidenceError
from cjm_research.imports.archives import opened_zip
from cjm_research.imports.csv_text import known_encoding
from cjm_research.imports.limits import MEGABYTE
from cjm_research.imports.qualitative.naming import hidden, ids_of
from cjm_research.imports.qualitative.quotes import READER, ROLES, CodedReading, only_once, table_of
from cjm_research.imports.reading import ImportReport, Note, Options
from cjm_research.imports.signatures import refuse_unless_text
from cjm_research.imports.xml_documents import xml_root

ENDINGS = (".txt", ".md", ".markdown", ".docx")
MOST_FILES = 2_000
MAX_NOTE = 5 * MEGABYTE

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_BESIDES = {"word/footnotes.xml": "footnotes", "word/endnotes.xml": "endnotes", "word/comments.xml": "comments"}


def read_notes(path: Path, options: Options) -> CodedReading:
    """Return one interview, or those of a folder, as notes; a note stands for one participant until it is coded.

    Raises
    ------
    EvidenceError
        No file that can be read, another encoding than UTF-8, more than 2,000 files, a note over 5 MB.
    """
    found, others = _files(path)
    stems = ids_of((file.stem for file in found), "note", keep="note" in options.keep_personal)
    taken: dict[str, int] = {}
    notes: dict[str, bytes] = {}
    warnings: list[str] = []
    blank = []
    for file in found:
        text = _docx(file, warnings) if file.suffix.lower() == ".docx" else _plain(file, options.encoding)
        if not text.strip():
            blank.append(file.name)
            continue
        ending = ".md" if file.suffix.lower() in (".md", ".markdown") else ".txt"
        notes[only_once(stems[file.stem], taken) + ending] = text.encode()
    if not notes:
        raise EvidenceError(path.name, "holds no text. Export it again.")
    dropped = [Note(what="files without text", count=len(blank), where=blank[0])] if blank else []
    dropped += [
        Note(what=f"files that are no interviews ({ending or 'no ending'})", count=count)
        for ending, count in others.items()
    ]
    report = ImportReport(
        file=path.name,
        reader=READER,
        vendor="interview notes",
        rows_in=len(found) + others.total(),
        rows_kept=len(notes),
        columns_in=1,
        columns_kept=1,
        dropped=tuple(dropped),
        personal=hidden(stems, "note", "note"),
        duplicates=len(notes) - len(set(notes.values())),
        warnings=(
            *warnings,
            f"{len(notes)} notes without quotes: code them in 02_research. One note counts as one participant.",
        ),
    )
    return CodedReading(table_of(()), ROLES, report, len(notes), "participants", extra=notes)


def _files(path: Path) -> tuple[list[Path], Counter[str]]:
    if not path.exists():
        raise EvidenceError(path.name, "is not there. Check the name and the folder.")
    if path.is_file():
        return [path], Counter()
    inside = sorted(entry for entry in path.iterdir() if not entry.name.startswith((".", "~$")))
    if len(inside) > MOST_FILES:
        raise EvidenceError(path.name, f"holds {len(inside):,} files. At most {MOST_FILES:,} are read.")
    found = [one for one in inside if one.suffix.lower() in ENDINGS and one.is_file() and not one.is_symlink()]
    if not found:
        raise EvidenceError(path.name, f"holds no interviews. They end in {', '.join(ENDINGS)}.")
    others = Counter(
        "folder" if one.is_dir() else "link" if one.is_symlink() else one.suffix.lower()
        for one in inside
        if one not in found
    )
    return found, others


def _plain(file: Path, asked: str) -> str:
    refuse_unless_text(file)
    if file.stat().st_size > MAX_NOTE:
        raise EvidenceError(file.name, "is larger than 5 MB. One note is one interview; split it.")
    encoding = known_encoding(file, asked)
    data = file.read_bytes()
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise EvidenceError(
            file.name, f"is not text in {encoding}. Save it as UTF-8, or say its encoding.", row=line
        ) from None
    if "\0" in text:
        raise EvidenceError(file.name, "holds NUL characters, so it is no text. Export it again.")
    return text


def _docx(file: Path, warnings: list[str]) -> str:
    with opened_zip(file) as archive:
        names = archive.names()
        if "word/document.xml" not in names:
            raise EvidenceError(file.name, "is no Word document: it has no word/document.xml. Save it as .docx again.")
        root = xml_root(archive.read("word/document.xml", limit=4 * MAX_NOTE), file.name)
    besides = [what for member, what in _BESIDES.items() if member in names]
    if besides:
        warnings.append(f"{file.name}: its {' and '.join(besides)} are not read.")
    return "\n".join("".join(_pieces(paragraph)) for paragraph in root.iter() if _is(paragraph, "p"))


def _is(element: Element, *names: str) -> bool:
    return element.tag in {space + name for name in names for space in (_WORD, _STRICT)}


def _pieces(paragraph: Element) -> Iterator[str]:
    """Yield what a paragraph says as it would print: text taken out by a tracked change is not in it."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if _is(element, "t"):
            yield element.text or ""
        elif _is(element, "tab"):
            yield "\t"
        elif _is(element, "br", "cr"):
            yield "\n"
        elif not _is(element, "p", "pPr", "rPr", "del", "moveFrom", "txbxContent"):
            waiting += reversed(element)
