"""What the tables of a source hold and name, so that a link such as ``interviews#q07`` can be followed both ways."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence

from cjm_research.study import Source, Study

_NAMING = ("persona", "phase", "touchpoint", "code")
"""The roles whose column holds ids of the study."""


def items(study: Study, source: Source) -> frozenset[str] | None:
    """Return the ids of a source's quotes; none where it has no column of ids, or its file cannot be read.

    What is wrong with such a file is said by whoever reads all of it.
    """
    heading, rows = _read(study, source)
    if not source.columns.quote or source.columns.quote not in heading:
        return None
    return frozenset(row[source.columns.quote] or "" for row in rows)


def named(study: Study, source: Source) -> Iterator[tuple[str, str]]:
    """Yield, row by row, which personas, phases, touchpoints and codes a source names: kind, and what stands there."""
    roles = {role: column for role in _NAMING if (column := getattr(source.columns, role))}
    for row in _read(study, source)[1] if roles else ():
        yield from ((role, row[column]) for role, column in roles.items() if row.get(column))


def table_of(study: Study, source: Source) -> str | None:
    """Return which file inside the evidence holds the rows of a source, none where they are not in a table of text."""
    if source.file is None or source.id not in study.present:
        return None
    name = f"{source.file}/quotes.csv" if (study.folder / "evidence" / source.file).is_dir() else source.file
    return name if name.endswith(".csv") else None


def _read(study: Study, source: Source) -> tuple[Sequence[str], list[dict[str, str]]]:
    table = table_of(study, source)
    if table is None:
        return (), []
    try:
        with (study.folder / "evidence" / table).open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            return rows.fieldnames or (), list(rows)
    except (OSError, UnicodeDecodeError, csv.Error):
        return (), []
