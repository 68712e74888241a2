"""Published reviews: a table of texts whose columns a person names."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cjm_research.errors import EvidenceError
from cjm_research.imports.reading import ImportReport, Note, Options, Reading
from cjm_research.imports.tables import text_table


def read_reviews(path: Path, options: Options) -> Reading:
    """Return published reviews: one row per text, with the columns that play a role as named in the options."""
    frame, warnings = _frame(path, options)
    roles = options.columns
    if not roles.text:
        raise EvidenceError(
            path.name, f"needs to know which column holds the text: --column text=NAME. There is: {', '.join(frame)}."
        )
    _require(frame, path.name, **{role: name for role, name in roles.model_dump().items() if name})
    told = (*warnings, "Reviews are written by people who chose to: they speak of a phase, never for all customers.")
    return Reading(frame, roles, _report(path, "reviews 1", frame, told), len(frame), "reviews")


def _frame(path: Path, options: Options) -> tuple[pd.DataFrame, tuple[str, ...]]:
    table = text_table(path, encoding=options.encoding, delimiter=options.delimiter)
    heading, *body = table.rows
    seen: set[str] = set()
    for place, title in enumerate(heading, start=1):
        if not title.strip():
            raise EvidenceError(path.name, f"has no heading over column {place}. Name it.", row=1)
        if title.strip().casefold() in seen:
            raise EvidenceError(path.name, "has two columns of this name. Rename one.", row=1, column=title)
        seen.add(title.strip().casefold())
    return pd.DataFrame(body, columns=heading, dtype="str"), table.warnings


def _require(frame: pd.DataFrame, name: str, **roles: str) -> None:
    for role, column in roles.items():
        if column not in frame:
            raise EvidenceError(
                name, f"has no column '{column}' for {role}. There is: {', '.join(frame)}. Say --column {role}=NAME."
            )


def _report(path: Path, reader: str, frame: pd.DataFrame, warnings: tuple[str, ...]) -> ImportReport:
    blank = {str(column): int((frame[column].str.strip() == "").sum()) for column in frame}
    return ImportReport(
        file=path.name,
        reader=reader,
        rows_in=len(frame),
        rows_kept=len(frame),
        columns_in=frame.shape[1],
        columns_kept=frame.shape[1],
        duplicates=int(frame.duplicated().sum()),
        gaps=tuple(Note(what=f"blank in '{column}'", count=number) for column, number in blank.items() if number),
        warnings=warnings,
    )
