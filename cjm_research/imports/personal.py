"""Personal data leave a reading before anything of it is written, and a log says what left."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from cjm_research.errors import CjmError, EvidenceError
from cjm_research.imports.reading import Note, Reading
from cjm_research.privacy.personal import DIRECT, hits, masked, personal_column
from cjm_research.study import Columns

KEYS = ".cjm-keys"
NAMES = "names.txt"

_PERSON = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’.-]*){1,3}")
_OWN_WORDS = (
    "at",
    "event",
    "channel",
    "quote",
    "code",
    "phase",
    "touchpoint",
    "polarity",
    "rating",
    "persona",
    "count",
)


@dataclass(frozen=True)
class Key:
    """The secret that turns a participant's id into a pseudonym; whoever has it can tell who is who."""

    path: Path
    secret: bytes
    is_new: bool

    def pseudonym(self, text: str) -> str:
        """Return the pseudonym of an id: always the same for the same id in the same study.

        Examples
        --------
        >>> Key(Path("demo.key"), b"secret", False).pseudonym("ida@example.org")
        'p-7e1e7bde7c4e'
        """
        folded = " ".join(text.split()).casefold()
        return "p-" + hmac.new(self.secret, folded.encode(), hashlib.sha256).hexdigest()[:12]


def key_of(study: Path) -> Key:
    """Return a study's key from ``.cjm-keys`` beside its folder, a new one where there is none. Nothing is written."""
    path = study.resolve().parent / KEYS / f"{study.resolve().name}.key"
    if path.is_file():
        try:
            return Key(path, bytes.fromhex(path.read_text(encoding="ascii").strip()), is_new=False)
        except (ValueError, OSError):
            raise CjmError(
                f"{KEYS}/{path.name} is no key. Restore it from a copy: without it, people get new pseudonyms."
            ) from None
    return Key(path, secrets.token_bytes(32), is_new=True)


def keep_key(key: Key) -> None:
    """Write a new key, readable for nobody but its owner; an old one stays."""
    if not key.is_new or key.path.exists():
        return
    key.path.parent.mkdir(mode=0o700, exist_ok=True)
    with os.fdopen(os.open(key.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(key.secret.hex() + "\n")


def listed_names(study: Path) -> tuple[str, ...]:
    """Return the names in the study's own list, ``evidence/names.txt``, one per line."""
    path = study / "evidence" / NAMES
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines() if path.is_file() else []
    except UnicodeDecodeError:
        raise EvidenceError(NAMES, "is not UTF-8 text. Save it as UTF-8, one name per line.") from None
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def reduced(
    reading: Reading, key: Key, *, names: tuple[str, ...] = (), keep: tuple[str, ...] = (), pseudonyms: bool = False
) -> Reading:
    """Return a reading without personal data, as far as its headings and patterns tell.

    Columns that are personal by their heading or by most of their cells leave. Participants get pseudonyms where their
    ids look like addresses or names, or where ``pseudonyms`` asks for it. In all other text columns and notes, what looks
    like an address or number of a person gives way to its sort in brackets. Each of it is a note in ``report.personal``.

    Parameters
    ----------
    reading
        What a reader of a file handed over.
    key
        The study's key.
    names
        The study's list of names.
    keep
        Columns that stay as they are.
    pseudonyms
        Give every participant a pseudonym, whatever the ids look like.
    """
    table, notes = reading.table.copy(deep=False), list(reading.report.personal)
    roles = {getattr(reading.columns, role) for role in _OWN_WORDS} - {""}
    participant = reading.columns.participant
    for column in [str(column) for column in table.columns]:
        if column in keep or column in roles:
            continue
        if column == participant:
            table, told = _renamed_people(table, column, key, pseudonyms=pseudonyms)
        elif sort := _sort_of(reading, table, column):
            given = int((table[column].astype("str").str.strip() != "").sum())
            table, told = table.drop(columns=column), [Note(what=f"column '{column}' dropped: {sort}", count=given)]
        else:
            told = _masked_column(table, column, names, in_place=bool(reading.extra))
        notes += told
    extra, more = _masked_notes(reading.extra, names)
    gone = set(reading.table.columns) - set(table.columns)
    report = reading.report.model_copy(
        update={
            "personal": (*notes, *more),
            "columns_kept": max(0, reading.report.columns_kept - len(gone)),
        }
    )
    questions = tuple(question for question in reading.questions if question.column not in gone)
    columns = Columns.model_validate({r: "" if c in gone else c for r, c in reading.columns.model_dump().items()})
    return replace(reading, table=table, columns=columns, report=report, questions=questions, extra=extra)


def _sort_of(reading: Reading, table: pd.DataFrame, column: str) -> str:
    """Return why a column is personal: by its heading, by the wording of its question, or by most of its cells."""
    wordings = [question.wording for question in reading.questions if question.column == column]
    values = table[column].astype("str") if table[column].dtype.kind in "OTU" else ()
    return personal_column((column, *wordings), values)


def _renamed_people(table: pd.DataFrame, column: str, key: Key, *, pseudonyms: bool) -> tuple[pd.DataFrame, list[Note]]:
    ids = [text for text in table[column].astype("str").unique() if text.strip()]
    if not pseudonyms and not looks_like_people(ids):
        return table, []
    known = {text: key.pseudonym(text) for text in ids}
    renamed = table[column].astype("str").map(lambda text: known.get(text, text))
    return table.assign(**{column: renamed}), [Note(what=f"people in '{column}' given pseudonyms", count=len(ids))]


def looks_like_people(ids: list[str]) -> bool:
    """Say whether ids give people away: any holds an address or number, or most look like first and last names.

    Examples
    --------
    >>> (
    ...     looks_like_people(["R_1a", "ida@example.org"]),
    ...     looks_like_people(["Ida Berg", "Jo Li"]),
    ...     looks_like_people(["P01"]),
    ... )
    (True, True, False)
    """
    if any(hit.sort in DIRECT[:3] for text in ids for hit in hits(text)):
        return True
    return bool(ids) and 2 * sum(_PERSON.fullmatch(text.strip()) is not None for text in ids) > len(ids)


def _masked_column(table: pd.DataFrame, column: str, names: tuple[str, ...], *, in_place: bool) -> list[Note]:
    if table[column].dtype.kind not in "OTU":
        return []
    texts = table[column].astype("str")
    changed: dict[str, str] = {}
    sorts: dict[str, list[str]] = {}
    for text in texts.unique():
        if found := hits(text, names):
            changed[text] = masked(text, found, in_place=in_place)
            sorts[text] = [hit.sort for hit in found]
    if not changed:
        return []
    count: Counter[str] = Counter()
    first: dict[str, int] = {}
    for row, text in enumerate(texts, start=1):
        for sort in sorts.get(text, ()):
            count[sort] += 1
            first.setdefault(sort, row)
    table[column] = texts.map(lambda text: changed.get(text, text))
    return [
        Note(what=f"{sort} in '{column}' replaced by [{sort}]", count=number, where=f"first in kept row {first[sort]}")
        for sort, number in count.items()
    ]


def _masked_notes(extra: dict[str, bytes], names: tuple[str, ...]) -> tuple[dict[str, bytes], list[Note]]:
    clean, notes = dict(extra), []
    for name, data in extra.items():
        try:
            text = data.decode()
        except UnicodeDecodeError:
            continue
        found = hits(text, names)
        if found:
            clean[name] = masked(text, found, in_place=True).encode()
        for sort, number in Counter(hit.sort for hit in found).items():
            notes.append(Note(what=f"{sort} in the notes replaced by [{sort}]", count=number, where=name))
    return clean, notes
