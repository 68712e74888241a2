"""What is left in a study that may give a person away: columns, and addresses and numbers in its texts."""

from __future__ import annotations

import contextlib
import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from cjm_research.checks.evidence_columns import original_columns, tidy_columns
from cjm_research.checks.finding import Finding
from cjm_research.errors import EvidenceError
from cjm_research.privacy.columns import Personal, is_plain, looked_through, not_looked_for, roles_of
from cjm_research.privacy.hits import Hit, hits
from cjm_research.privacy.lists import NAMES, REVIEWED, listed
from cjm_research.study import Source, Study

_LINES = (".md", ".txt", ".json", ".jsonl", ".csv", ".tsv")
_COLUMNS = (".csv", ".tsv", ".json", ".jsonl", ".parquet")
_TABLES = (".txt", ".tab")
_FROM_TABLES = ("survey", "events", "poll", "reviews")
_SHOWN = 3


class _Lists(NamedTuple):
    names: tuple[str, ...]
    reviewed: frozenset[str]


def privacy(study: Study) -> Iterator[Finding]:
    """Find what may give a person away, as far as headings and patterns tell.

    Personal columns (``PRV-001``), addresses, numbers and listed names in tables, notes and written texts
    (``PRV-002``), files that cannot be looked through (``PRV-003``), and originals of no source (``PRV-004``).

    A hit that is nobody's leaves when its code is put into ``evidence/reviewed.txt``. The patterns find addresses and
    numbers by their form, and the names in ``evidence/names.txt``; other names, places and jobs they do not find.
    """
    home, said = study.folder / "evidence", dict[str, tuple[str, ...]]()
    for name in (NAMES, REVIEWED):
        try:
            said[name] = listed(study.folder, name)
        except EvidenceError:
            yield _unread(None, name)
    lists = _Lists(said.get(NAMES, ()), frozenset(said.get(REVIEWED, ())))
    for path in sorted(home.rglob("*")) if home.is_dir() else ():
        name = path.relative_to(home).as_posix()
        if path.is_file() and name not in ("sources.yaml", NAMES, REVIEWED) and not path.name.startswith("."):
            yield from _file(study, path, name, lists)
    yield from _written(study, lists)


def _file(study: Study, path: Path, name: str, lists: _Lists) -> Iterator[Finding]:
    source = _source_of(study, name)
    if name.startswith("originals/"):
        yield from _original(study, name)
    try:
        if path.suffix.lower() in (".csv", ".parquet") and not name.startswith("originals/"):
            yield from _columns(path, source, name, lists)
        else:
            yield from _texts_of(path, source, name, lists)
    except (OSError, ValueError, csv.Error):
        yield _unread(source, name)


def _source_of(study: Study, name: str) -> Source | None:
    return next(
        (s for s in study.sources if name in (s.file, s.original) or (s.file and name.startswith(f"{s.file}/"))), None
    )


def _original(study: Study, name: str) -> Iterator[Finding]:
    owner = next(
        (s for s in study.sources if s.original and (name == s.original or name.startswith(s.original + "/"))), None
    )
    if owner is None:
        yield Finding(
            rule="PRV-004",
            severity="error",
            part="sources",
            field=name,
            message=f"evidence/{name} belongs to no source. Move it out of the study.",
        )


def _unread(source: Source | None, name: str) -> Finding:
    return Finding(
        rule="PRV-003",
        severity="warning",
        part="sources",
        id=source.id if source else "",
        field=name,
        message=f"evidence/{name} cannot be looked through for personal data. Look at it yourself.",
    )


def _columns(path: Path, source: Source | None, name: str, lists: _Lists) -> Iterator[Finding]:
    """Look through a table as an import would look through its columns."""
    roles = roles_of(source.columns) if source else {}
    wordings = {question.column: question.wording for question in source.questions} if source else {}
    for title, counts in tidy_columns(path):
        seen = looked_through((title, wordings.get(title, "")), counts, lists.names, roles.get(title, ""))
        if seen.sort and any(text.strip() for text in counts):
            filled = sum(number for text, number in counts.items() if text.strip())
            yield Finding(
                rule="PRV-001",
                severity="error",
                part="sources",
                id=source.id if source else "",
                field=f"{name}:{title}",
                message=f"The column '{title}' of evidence/{name} holds personal data ({seen.sort}) in {filled:,} "
                f"rows. "
                "Import the file again, or take the column out.",
            )
        else:
            yield from _found(_hits(seen, counts, lists), source, name, "value", title)


def _texts_of(path: Path, source: Source | None, name: str, lists: _Lists) -> Iterator[Finding]:
    """Look through a file that is no tidy table: column by column where it has some, else line by line."""
    suffix = path.suffix.lower()
    if suffix in _COLUMNS or (suffix in _TABLES and source and source.kind in _FROM_TABLES):
        with contextlib.suppress(EvidenceError, csv.Error):
            yield from _original_columns(path, source, name, lists)
            return
    if suffix not in _LINES:
        yield _unread(source, name)
        return
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    yield from _found(_in_lines(lines, lists), source, name, "line")


def _original_columns(path: Path, source: Source | None, name: str, lists: _Lists) -> Iterator[Finding]:
    roles = roles_of(source.columns) if source else {}
    columns = list(original_columns(path))
    yield from _found(_in_lines([title for title, _ in columns], lists), source, name, "heading")
    for title, counts in columns:
        role = "participant" if roles.get(title) == "participant" else "text"
        yield from _found(
            _hits(looked_through((title,), counts, lists.names, role), counts, lists), source, name, "value", title
        )


def _in_lines(lines: list[str], lists: _Lists) -> list[tuple[int, Hit]]:
    return [
        (place, hit)
        for place, line in enumerate(lines, start=1)
        for hit in hits(line, lists.names)
        if hit.code not in lists.reviewed
    ]


def _hits(seen: Personal, counts: Counter[str], lists: _Lists) -> list[tuple[int, Hit]]:
    return [
        (place, hit)
        for place, text in enumerate(counts, start=1)
        for hit in seen.hits.get(text, ())
        if hit.code not in lists.reviewed
    ]


def _found(
    found: list[tuple[int, Hit]], source: Source | None, name: str, unit: str, column: str = ""
) -> Iterator[Finding]:
    """Yield one finding per sort of hit, with places and codes but without the text itself."""
    for sort in dict.fromkeys(hit.sort for _, hit in found):
        these = {hit.code: place for place, hit in reversed(found) if hit.sort == sort}
        shown = ", ".join(f"{unit} {place} (code {code})" for code, place in list(reversed(these.items()))[:_SHOWN])
        more = f" and {len(these) - _SHOWN} more" if len(these) > _SHOWN else ""
        where = f"the column '{column}' of evidence/{name}" if column else f"evidence/{name}"
        yield Finding(
            rule="PRV-002",
            severity="error",
            part="sources",
            id=source.id if source else "",
            field=f"{name}:{column}" if column else name,
            message=f"In {where} stands what looks like personal data, {sort}: {shown}{more}. "
            "Take it out, or put the code into evidence/reviewed.txt if it is nobody's.",
        )


def _written(study: Study, lists: _Lists) -> Iterator[Finding]:
    """Look through what people wrote into the study's own files; an option of digits only is an id.

    An option is a cell of its column, so it is looked through as an import looks through these cells.
    """
    content = study.model_dump(exclude={"sources"})
    content["sources"] = [source.model_dump(exclude={"address", "publisher", "claim"}) for source in study.sources]
    versions = {
        f".sources.{source.id}.questions.{question.id}.options": not_looked_for((question.column, question.wording))
        for source in study.sources
        for question in source.questions
    }
    for where, text in _texts(content, ""):
        if re.search(r"\.(?:owner|reviewer|sha256|original_sha256|study_hash)$", where):
            continue
        if re.search(r"\.questions\..*\.options$", where) and is_plain(text):
            continue
        for hit in hits(text, lists.names, versions.get(where, ())):
            if hit.code not in lists.reviewed:
                part, _, field = where.lstrip(".").partition(".")
                yield Finding(
                    rule="PRV-002",
                    severity="error",
                    part=part,
                    field=field,
                    message=f"Here stands what looks like personal data ({hit.sort}, code {hit.code}). "
                    "Take it out, or put the code into evidence/reviewed.txt if it is nobody's.",
                )


def _texts(content: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(content, str):
        yield where, content
    elif isinstance(content, dict):
        for key, value in content.items():
            yield from _texts(value, f"{where}.{key}")
    elif isinstance(content, list | tuple):
        for place, value in enumerate(content):
            yield from _texts(value, f"{where}.{value.get('id') or place}" if isinstance(value, dict) else where)
