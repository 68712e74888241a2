"""A source's file as a table, every value as the text that stands in the file."""

from __future__ import annotations

import csv
import io
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from cjm_research.errors import EvidenceError
from cjm_research.study import Study

_MAX_CELL = 1_000_000


def table(study: Study, source: str) -> pd.DataFrame:
    """Return one source as it was imported.

    Returns
    -------
    pandas.DataFrame
        CSV: one text column per heading, blank cells as ''. Parquet: the columns with their types.

    Raises
    ------
    EvidenceError
        The file is missing, of an unknown kind, or broken; with row and column.
    """
    return read(stored(study, source)).copy(deep=False)


class Stored(NamedTuple):
    """A source's file as it lies on disk now; ``changed`` tells one version from the next."""

    path: Path
    name: str
    changed: int


def stored(study: Study, source: str) -> Stored:
    """Return where the table of a source lies."""
    registered = study.source(source)
    if registered.file is None:
        raise EvidenceError(f"source '{source}'", "has no file to read.")
    name = f"evidence/{registered.file}"
    path = study.folder / "evidence" / registered.file
    if path.is_dir():
        path, name = path / "quotes.csv", f"{name}/quotes.csv"
    if not path.is_file():
        raise EvidenceError(name, "is missing. Put the file back, or remove the source.")
    return Stored(path, name, path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def read(file: Stored) -> pd.DataFrame:
    """Return a file as a table, read once as long as it does not change. It is shared: copy before changing it."""
    if file.path.suffix.lower() == ".parquet":
        return _parquet(file)
    if file.path.suffix.lower() == ".csv":
        return _csv(file.path.read_bytes(), file.name)
    raise EvidenceError(file.name, "is not a .csv or .parquet file. Save it as one of these.")


def require(rows: pd.DataFrame, column: str, role: str, name: str) -> None:
    """Refuse a table that lacks the column which sources.yaml gives a role."""
    if column not in rows:
        what = f"has no column '{column}' for {role}" if column else f"has no column for {role}"
        raise EvidenceError(name, f"{what}. Name it under 'columns:' in sources.yaml. There is: {', '.join(rows)}.")


def _parquet(file: Stored) -> pd.DataFrame:
    try:
        found = pd.read_parquet(file.path)
    except (OSError, ValueError):
        raise EvidenceError(file.name, "cannot be read as Parquet. Export it again.") from None
    _refuse_bad_heading([str(title) for title in found.columns], file.name)
    return found


def _csv(data: bytes, name: str) -> pd.DataFrame:
    if b"\0" in data:
        raise EvidenceError(name, "holds NUL characters, so it is not a text table. Export it again.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise EvidenceError(name, "is not UTF-8 text. Save it as UTF-8.", row=row) from None
    csv.field_size_limit(_MAX_CELL)
    reader = csv.reader(io.StringIO(unicodedata.normalize("NFC", text), newline=""), strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise EvidenceError(name, f"cannot be read: {error}.", row=reader.line_num) from None
    if not rows:
        raise EvidenceError(name, "is empty. It needs a row of headings.")
    heading, *body = rows
    while body and not body[-1]:  # blank lines at the end
        body.pop()
    _refuse_bad_heading(heading, name)
    for number, values in enumerate(body, start=2):
        if len(values) != len(heading):
            raise EvidenceError(name, f"has {len(values)} values under {len(heading)} headings.", row=number)
    return pd.DataFrame(body, columns=heading, dtype="str")


def _refuse_bad_heading(heading: list[str], name: str) -> None:
    seen: set[str] = set()
    for place, title in enumerate(heading, start=1):
        if not title.strip():
            raise EvidenceError(name, f"has no heading over column {place}. Name it.", row=1)
        if title.strip().casefold() in seen:
            raise EvidenceError(name, "has two columns of this name. Rename one.", row=1, column=title)
        seen.add(title.strip().casefold())
