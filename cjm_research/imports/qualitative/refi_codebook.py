"""The codebook as REFI-QDA knows it (``.qdc``, ``urn:QDA-XML:codebook:1.0``): written and read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from cjm_research import __version__
from cjm_research.errors import EvidenceError, StudyFileError
from cjm_research.imports.limits import MEGABYTE
from cjm_research.imports.qualitative.naming import slug
from cjm_research.imports.xml_documents import xml_root
from cjm_research.study import Code, Study, branches
from cjm_research.study.alphabet import settled

NAMESPACE = "urn:QDA-XML:codebook:1.0"
LOSS = "Names, definitions, colours and parents are in it; ids became GUIDs, and quotes do not belong into a codebook."
"""What a codebook file holds of a study, and what it cannot."""

MAX_DEPTH = 32

_OURS = UUID("6f0f3bb1-6d0e-5c53-9a3e-0d1f2b7c9a44")


def guid_of(study: Study, code: str) -> str:
    """Return the GUID of a code: the same in every export of a study of this folder name."""
    return str(uuid5(_OURS, f"{study.folder.name}/{code}"))


def write_codebook(study: Study) -> bytes:
    """Return the codebook of a study as a ``.qdc`` file: names, definitions, colours, and which code is part of which.

    The format holds nothing else of a codebook but sets, of which a study has none. Ids travel as GUIDs.

    Raises
    ------
    StudyFileError
        There are no codes; a parent is missing or parts go round in a circle.
    """
    book = ET.Element("CodeBook", {"xmlns": NAMESPACE, "origin": f"cjm_research {__version__}"})
    inside = [ET.SubElement(book, "Codes")]
    reached = list(branches(study.codes))
    _refuse_unconnected(study, {code.id for _, code in reached})
    for depth, code in reached:
        if depth >= MAX_DEPTH:
            raise StudyFileError("codes.yaml", f"nests '{code.id}' more than {MAX_DEPTH} levels deep. Flatten it.")
        given = {"guid": guid_of(study, code.id), "name": code.name, "isCodable": "true"}
        element = ET.SubElement(inside[depth], "Code", given | ({"color": code.colour} if code.colour else {}))
        if code.definition:
            ET.SubElement(element, "Description").text = code.definition
        inside[depth + 1 :] = [element]
    ET.indent(book)
    text: str = ET.tostring(book, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _refuse_unconnected(study: Study, reached: set[str]) -> None:
    if not study.codes:
        raise StudyFileError("codes.yaml", "holds no codes yet. Write one, or code a quote in 02_research.")
    for code in study.codes:
        if code.id not in reached:
            raise StudyFileError(
                "codes.yaml",
                f"has the parent '{code.parent}', which leads to no code at the top. Correct or remove it.",
                field=f"codes[{code.id}]",
            )


def read_codebook(path: Path, study: Study | None = None) -> tuple[Code, ...]:
    """Return the codes of a ``.qdc`` file, parts right below their whole.

    Ids are found again by their GUID for the codes of ``study``; others get an id made from their name. Codes that are
    only headings elsewhere (``isCodable`` false) can be used like any other here. Sets are left out.

    Raises
    ------
    EvidenceError
        No REFI-QDA codebook, or a code without name or GUID.
    """
    return codes_of(codebook_of(path), path.name, study)[0]


def codebook_of(path: Path) -> ET.Element:
    """Return the ``CodeBook`` that a ``.qdc`` file holds."""
    if not path.is_file():
        raise EvidenceError(path.name, "is not there. Check the name and the folder.")
    if path.stat().st_size > 20 * MEGABYTE:
        raise EvidenceError(path.name, "is larger than 20 MB, so it is no codebook.")
    root = xml_root(path.read_bytes(), path.name)
    if root.tag != f"{{{NAMESPACE}}}CodeBook":
        raise EvidenceError(path.name, f"begins with <{local(root)}>, not with the <CodeBook> of {NAMESPACE}.")
    return root


def local(element: ET.Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: ET.Element, *names: str) -> Iterator[ET.Element]:
    """Yield the children of these names, whatever their namespace."""
    yield from (child for child in element if local(child) in names)


def key(guid: str) -> str:
    """Return a GUID for comparison: without braces, in small letters."""
    return guid.strip().strip("{}").casefold()


def codes_of(book: ET.Element, file: str, study: Study | None = None) -> tuple[tuple[Code, ...], dict[str, str]]:
    """Return the codes below a ``CodeBook`` and, by GUID, their ids."""
    known = {guid_of(study, code.id): code.id for code in study.codes} if study else {}
    taken = set(known.values())
    found: list[Code] = []
    ids: dict[str, str] = {}
    waiting: list[tuple[ET.Element, str | None]] = []
    waiting += [(code, None) for codes in children(book, "Codes") for code in reversed(list(children(codes, "Code")))]
    while waiting:
        element, parent = waiting.pop()
        guid, name = key(element.get("guid", "")), settled(element.get("name", ""))
        if not guid or not name:
            raise EvidenceError(file, f"has a code without {'name' if guid else 'GUID'}. Export it again.")
        if guid in ids:
            raise EvidenceError(file, f"gives the GUID {guid[:40]} to two codes. Export it again.")
        ids[guid] = known.get(guid) or slug(name, taken, "code")
        taken.add(ids[guid])
        found.append(_code(element, ids[guid], name, parent))
        waiting += [(part, ids[guid]) for part in reversed(list(children(element, "Code")))]
    return tuple(found), ids


def _code(element: ET.Element, id: str, name: str, parent: str | None) -> Code:
    definition = next((child.text or "" for child in children(element, "Description")), "")
    colour = element.get("color", "").strip()
    if re.fullmatch(r"#[0-9A-Fa-f]{3}", colour):
        colour = "#" + "".join(digit * 2 for digit in colour[1:])
    colour = colour if re.fullmatch(r"#[0-9A-Fa-f]{6}", colour) else ""
    return Code(id=id, name=name, definition=settled(definition), parent=parent, colour=colour)
