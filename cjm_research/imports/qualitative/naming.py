"""Safe ids for codes, notes and participants, and names of people kept out of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

from cjm_research.imports.reading import Note

_PLAIN_WORDS = frozenset(
    (
        "answer",
        "befragte",
        "case",
        "customer",
        "document",
        "file",
        "group",
        "int",
        "interview",
        "notes",
        "note",
        "participant",
        "person",
        "proband",
        "resp",
        "respondent",
        "session",
        "source",
        "subject",
        "talk",
        "teilnehmer",
        "transcript",
        "user",
        "interviewee",
    )
)


def slug(text: str, taken: Collection[str], noun: str) -> str:
    """Return a free id made from a text.

    Examples
    --------
    >>> slug("Too dear!", [], "code"), slug("Too dear!", ["too-dear"], "code"), slug("цена", [], "code")
    ('too-dear', 'too-dear-2', 'code')
    """
    latin = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:56].strip("-") or noun
    if re.fullmatch(r"con|prn|aux|nul|(com|lpt)[1-9]", stem):
        stem = f"{noun}-{stem}"
    found, number = stem, 1
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    return found


def is_code_like(name: str) -> bool:
    """Say whether a name reads as a number of a case rather than as the name of a person.

    Examples
    --------
    >>> [is_code_like(name) for name in ("P01", "Interview 3", "int_07b", "Maria", "Maria 2", "shop-talk")]
    [True, True, True, False, False, False]
    """
    words = re.findall(r"[^\W\d_]+", name)
    rest = [word for word in words if word.casefold().rstrip("s") not in _PLAIN_WORDS]
    return any(char.isdigit() for char in name) and all(len(word) < 3 for word in rest)


def ids_of(names: Iterable[str], noun: str, *, keep: bool) -> dict[str, str]:
    """Return an id per name: made from it where it reads as a code, numbered where it may be somebody's name.

    Examples
    --------
    >>> ids_of(["P07", "Maria Lopez"], "participant", keep=False)
    {'P07': 'P07', 'Maria Lopez': 'participant-01'}
    >>> ids_of(["Maria Lopez"], "participant", keep=True)
    {'Maria Lopez': 'maria-lopez'}
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    number = 0
    for name in dict.fromkeys(names):
        coded = is_code_like(name)
        if coded and re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}", name) and name.casefold() not in taken:
            found[name] = name
        elif keep or coded:
            found[name] = slug(name, taken, noun)
        else:
            number += 1
            while f"{noun}-{number:02d}" in taken:
                number += 1
            found[name] = f"{noun}-{number:02d}"
        taken.add(found[name].casefold())
    return found


def hidden(ids: dict[str, str], noun: str, role: str) -> tuple[Note, ...]:
    """Return the line of the report that says how many names were replaced by numbers."""
    count = sum(not is_code_like(name) and id.startswith(f"{noun}-") for name, id in ids.items())
    what = f"names of {noun}s that may be people's names, replaced by numbers; keep '{role}' to have them"
    return (Note(what=what, count=count),) if count else ()
