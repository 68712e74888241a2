"""What is left in a study that may give a person away: columns, and addresses and numbers in its texts."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cjm_research.checks.finding import Finding
from cjm_research.privacy.personal import Hit, hits, personal_column
from cjm_research.study import Source, Study

NAMES = "names.txt"
REVIEWED = "reviewed.txt"

_TEXTS = (".md", ".txt", ".json", ".jsonl")
_SKIPPED_ROLES = ("at", "event", "code", "phase", "touchpoint", "polarity", "rating", "count", "persona", "quote")
_DIGITS_ARE_IDS = ("phone number", "card number")
_SHOWN = 3


def privacy(study: Study) -> Iterator[Finding]:
    """Find what may give a person away, as far as headings and patterns tell.

    Personal columns (``PRV-001``), addresses, numbers and listed names in tables, notes and written texts
    (``PRV-002``), files that cannot be looked through (``PRV-003``), and originals of no source (``PRV-004``).

    A hit that is nobody's leaves when its code is put into ``evidence/reviewed.txt``. The patterns find addresses and
    numbers by their form, and the names in ``evidence/names.txt``; other names, places and jobs they do not find.
    """
    names, reviewed = _lines(study, NAMES), frozenset(_lines(study, REVIEWED))
    home = study.folder / "evidence"
    for path in sorted(home.rglob("*")) if home.is_dir() else ():
        name = path.relative_to(home).as_posix()
        if path.is_file() and name not in ("sources.yaml", NAMES, REVIEWED) and not path.name.startswith("."):
            yield from _file(study, path, name, names, reviewed)
    yield from _written(study, names, reviewed)


def _lines(study: Study, name: str) -> tuple[str, ...]:
    path = study.folder / "evidence" / name
    if not path.is_file():
        return ()
    lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    return tuple(line.partition("#")[0].strip() for line in lines if line.partition("#")[0].strip())


def _file(study: Study, path: Path, name: str, names: tuple[str, ...], reviewed: frozenset[str]) -> Iterator[Finding]:
    source = _source_of(study, name)
    suffix = path.suffix.lower()
    if name.startswith("originals/"):
        yield from _original(study, name)
    try:
        if suffix == ".csv" and not name.startswith("originals/"):
            yield from _columns(_csv_columns(path), source, name, names, reviewed)
        elif suffix == ".parquet" and not name.startswith("originals/"):
            yield from _columns(_parquet_columns(path), source, name, names, reviewed)
        elif suffix in (*_TEXTS, ".csv", ".tsv"):
            lines = path.read_text(encoding="utf-8-sig").splitlines()
            yield from _found(_hits(lines, names, reviewed), source, name, "line", 1)
        else:
            yield _unread(source, name)
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


Columns = Iterator[tuple[str, list[str], Counter[str]]]
"""Heading, distinct texts in the order of the file, and how often each stands there."""


def _csv_columns(path: Path) -> Columns:
    csv.field_size_limit(1_000_000)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        heading = next(rows, [])
        counts: list[Counter[str]] = [Counter() for _ in heading]
        for row in rows:
            for count, value in zip(counts, row, strict=False):
                count[value] += 1
    for title, count in zip(heading, counts, strict=True):
        yield title, list(count), count


def _parquet_columns(path: Path) -> Columns:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for field in file.schema_arrow:
            count: Counter[str] = Counter()
            if (
                pa.types.is_string(field.type)
                or pa.types.is_large_string(field.type)
                or pa.types.is_dictionary(field.type)
            ):
                for batch in file.iter_batches(columns=[field.name]):
                    for pair in pc.value_counts(batch.column(0)).to_pylist():
                        count[pair["values"] or ""] += pair["counts"]
            yield field.name, list(count), count


def _columns(
    columns: Columns, source: Source | None, name: str, names: tuple[str, ...], reviewed: frozenset[str]
) -> Iterator[Finding]:
    roles = {column: role for role, column in (source.columns.model_dump() if source else {}).items() if column}
    questions = {question.column: question.wording for question in source.questions} if source else {}
    for title, distinct, count in columns:
        role = roles.get(title, "")
        if role in _SKIPPED_ROLES:
            continue
        sort = "" if role else personal_column((title, questions.get(title, "")), count)
        if sort and any(text.strip() for text in distinct):
            filled = sum(number for text, number in count.items() if text.strip())
            yield Finding(
                rule="PRV-001",
                severity="error",
                part="sources",
                id=source.id if source else "",
                field=f"{name}:{title}",
                message=f"The column '{title}' of evidence/{name} holds personal data ({sort}) in {filled:,} rows. "
                "Import the file again, or take the column out.",
            )
            continue
        found = _hits(distinct, names, reviewed)
        if role == "participant":
            found = [(place, hit) for place, hit in found if hit.sort not in _DIGITS_ARE_IDS]
        yield from _found(found, source, name, "value", 1, title)


def _hits(texts: list[str], names: tuple[str, ...], reviewed: frozenset[str]) -> list[tuple[int, Hit]]:
    return [(place, hit) for place, text in enumerate(texts) for hit in hits(text, names) if hit.code not in reviewed]


def _found(
    found: list[tuple[int, Hit]], source: Source | None, name: str, unit: str, first: int, column: str = ""
) -> Iterator[Finding]:
    """Yield one finding per sort of hit, with places and codes but without the text itself."""
    for sort in dict.fromkeys(hit.sort for _, hit in found):
        these = {hit.code: place + first for place, hit in reversed(found) if hit.sort == sort}
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


def _written(study: Study, names: tuple[str, ...], reviewed: frozenset[str]) -> Iterator[Finding]:
    """Look through what people wrote into the study's own files."""
    content = study.model_dump(exclude={"sources"})
    content["sources"] = [source.model_dump(exclude={"address", "publisher", "claim"}) for source in study.sources]
    for where, text in _texts(content, ""):
        if re.search(r"\.(?:owner|reviewer|sha256|original_sha256|study_hash)$", where):
            continue
        for hit in hits(text, names):
            if hit.code not in reviewed:
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
