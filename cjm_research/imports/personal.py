"""Personal data leave a reading before anything of it is written, and a log says what left."""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import os
import secrets
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from cjm_research.errors import CjmError
from cjm_research.imports.qualitative.quotes import csv_of
from cjm_research.imports.reading import Note, Reading
from cjm_research.privacy.columns import looked_through, looks_like_people, not_looked_for, roles_of
from cjm_research.privacy.headings import personal_heading
from cjm_research.privacy.hits import cleaned
from cjm_research.study import Columns, Question

KEYS = ".cjm-keys"


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


def reduced(
    reading: Reading, key: Key, *, names: tuple[str, ...] = (), keep: tuple[str, ...] = (), pseudonyms: bool = False
) -> Reading:
    """Return a reading without personal data, as far as its headings and patterns tell.

    Columns that are personal by their heading or by most of their cells leave. Participants get pseudonyms where their
    ids look like addresses or names, or where ``pseudonyms`` asks for it. In all other text columns and notes, what
    looks like an address or number of a person gives way to its sort in brackets. Each of it is a note in
    ``report.personal``.

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
    search = _Search(key, names, keep, pseudonyms=pseudonyms)
    wordings: dict[str, list[str]] = {}
    for question in reading.questions:
        wordings.setdefault(question.column, []).append(question.wording)
    roles = roles_of(reading.columns)
    table, notes, changed = search.table(reading.table, roles, wordings, in_place=bool(reading.extra))
    extra, more = dict(reading.extra), list[Note]()
    for name, data in reading.extra.items():
        extra[name], told = search.file(name, data, roles)
        more += told
    gone = set(reading.table.columns) - set(table.columns)
    report = reading.report.model_copy(
        update={
            "personal": (*reading.report.personal, *notes, *more),
            "columns_kept": max(0, reading.report.columns_kept - len(gone)),
        }
    )
    questions = tuple(
        _with_options(question, changed.get(question.column, {}))
        for question in reading.questions
        if question.column not in gone
    )
    columns = Columns.model_validate({r: "" if c in gone else c for r, c in reading.columns.model_dump().items()})
    return replace(reading, table=table, columns=columns, report=report, questions=questions, extra=extra)


def _with_options(question: Question, changed: dict[str, str]) -> Question:
    """Return a question whose options read as the cells of its column now do."""
    options = tuple(dict.fromkeys(changed.get(option, option) for option in question.options))
    return question if options == question.options else question.model_copy(update={"options": options})


class _Search:
    """Takes personal data out of the tables and files of one reading."""

    def __init__(self, key: Key, names: tuple[str, ...], keep: tuple[str, ...], *, pseudonyms: bool) -> None:
        self._key, self._names, self._keep, self._everyone = key, names, keep, pseudonyms

    def table(
        self, table: pd.DataFrame, roles: dict[str, str], wordings: dict[str, list[str]], *, in_place: bool
    ) -> tuple[pd.DataFrame, list[Note], dict[str, dict[str, str]]]:
        """Return a table without personal data, what was done, and for each column which texts became which."""
        table, notes, changed = table.copy(deep=False), list[Note](), {}
        for column in [str(column) for column in table.columns if str(column) not in self._keep]:
            if roles.get(column) == "participant":
                changed[column], told = self._people(table, column)
                notes += told
                continue
            headings = (column, *wordings.get(column, ()))
            texts = table[column].astype("str") if table[column].dtype.kind in "OTU" else pd.Series(dtype="str")
            seen = looked_through(headings, Counter(texts), self._names, roles.get(column, ""))
            if seen.sort:
                given = int((table[column].astype("str").str.strip() != "").sum())
                table = table.drop(columns=column)
                notes.append(Note(what=f"column '{column}' dropped: {seen.sort}", count=given))
            elif seen.hits:
                without = not_looked_for(headings)
                clean = {text: cleaned(text, self._names, without, in_place=in_place) for text in seen.hits}
                notes += _masks(column, texts, {text: sorts for text, (_, sorts) in clean.items()})
                changed[column] = {text: masked for text, (masked, _) in clean.items()}
                table[column] = texts.map(lambda text, now=changed[column]: now.get(text, text))
        return table, notes, changed

    def file(self, name: str, data: bytes, roles: dict[str, str]) -> tuple[bytes, list[Note]]:
        """Return a file beside the table without personal data, and what was done; places in notes stay as they are."""
        try:
            text = data.decode()
        except UnicodeDecodeError:
            return data, []
        if name.endswith(".csv") and (frame := _frame(text)) is not None:
            clean, notes, _ = self.table(frame, roles, {}, in_place=False)
            same = not notes
            return data if same else csv_of(list(clean), clean.to_numpy().tolist()), _in(name, notes)
        masked, sorts = cleaned(text, self._names, in_place=True)
        notes = [
            Note(what=f"{sort} in the notes replaced by [{sort}]", count=number, where=name)
            for sort, number in Counter(sorts).items()
        ]
        return masked.encode() if sorts else data, notes

    def _people(self, table: pd.DataFrame, column: str) -> tuple[dict[str, str], list[Note]]:
        """Give participants pseudonyms where their ids give them away, or where the heading says that they do."""
        texts = table[column].astype("str")
        ids = [text for text in texts.unique() if text.strip()]
        if not (ids and (self._everyone or personal_heading(column) or looks_like_people(ids, self._names))):
            return {}, []
        known = {text: self._key.pseudonym(text) for text in ids}
        table[column] = texts.map(lambda text: known.get(text, text))
        return known, [Note(what=f"people in '{column}' given pseudonyms", count=len(ids))]


def _masks(column: str, texts: pd.Series, sorts: dict[str, list[str]]) -> list[Note]:
    count: Counter[str] = Counter()
    first: dict[str, int] = {}
    for row, text in enumerate(texts, start=1):
        for sort in sorts.get(text, ()):
            count[sort] += 1
            first.setdefault(sort, row)
    return [
        Note(what=f"{sort} in '{column}' replaced by [{sort}]", count=number, where=f"first in kept row {first[sort]}")
        for sort, number in count.items()
    ]


def _frame(text: str) -> pd.DataFrame | None:
    """Return a table written as CSV, None where its headings cannot be told apart."""
    heading, *rows = csv.reader(io.StringIO(text, newline=""))
    return pd.DataFrame(rows, columns=heading, dtype="str") if len(set(heading)) == len(heading) else None


def _in(name: str, notes: list[Note]) -> list[Note]:
    return [note.model_copy(update={"where": name}) for note in notes]
