"""XML from outside: without document types and entities, so that nothing in it grows or reaches out."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as SafeTree

from cjm_research.errors import EvidenceError

_NO_PLAIN_XML = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


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
