"""REFI-QDA projects written for the test that needs them."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="urn:QDA-XML:project:1.0" name="Talks">'
USERS = (
    f'<Users><User guid="{"a" * 8}-0000-0000-0000-000000000001" name="Kim"/><User '
    f'guid="{"b" * 8}-0000-0000-0000-000000000002" name="Lou"/></Users>'
)
KIM, LOU = (f"{letter * 8}-0000-0000-0000-00000000000{n}" for letter, n in (("a", 1), ("b", 2)))


def guid(number: int) -> str:
    return f"{number:08x}-1111-2222-3333-444444444444"


def code(number: int, name: str, *inside: str, definition: str = "") -> str:
    text = f"<Description>{escape(definition)}</Description>" if definition else ""
    return (
        f'<Code guid="{guid(number)}" name={quoteattr(name)} isCodable="true" '
        f'color="#FFAA00">{text}{"".join(inside)}</Code>'
    )


def selection(number: int, start: object, end: object, name: str, *codes: int, coder: str = KIM) -> str:
    codings = "".join(
        f'<Coding guid="{guid(number * 100 + one)}" creatingUser="{coder}"><CodeRef targetGUID="{guid(one)}"/></Coding>'
        for one in codes
    )
    return (
        f'<PlainTextSelection guid="{guid(number)}" name={quoteattr(name)} startPosition="{start}" '
        f'endPosition="{end}">{codings}</PlainTextSelection>'
    )


def source(number: int, name: str, *selections: str, path: str = "", text: str | None = None, more: str = "") -> str:
    where = f'plainTextPath="{path}"' if path else ""
    content = f"<PlainTextContent>{escape(text)}</PlainTextContent>" if text is not None else ""
    return (
        f'<TextSource guid="{guid(number)}" name={quoteattr(name)} {where} '
        f"{more}>{content}{''.join(selections)}</TextSource>"
    )


def project(*, codes: str = "", variables: str = "", cases: str = "", sources: str = "") -> str:
    book = f"<CodeBook><Codes>{codes}</Codes></CodeBook>" if codes else ""
    parts = [USERS, book]
    for name, content in (("Variables", variables), ("Cases", cases), ("Sources", sources)):
        parts.append(f"<{name}>{content}</{name}>" if content else "")
    return HEAD + "".join(parts) + "</Project>"
