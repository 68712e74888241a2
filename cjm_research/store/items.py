"""Which items a source holds, so that a link such as ``interviews#q07`` can be followed."""

from __future__ import annotations

import csv

from cjm_research.study import Source, Study


def items(study: Study, source: Source) -> frozenset[str] | None:
    """Return the ids of a source's quotes; none where it has no column of ids, or its file cannot be read.

    What is wrong with such a file is said by whoever reads all of it.
    """
    if source.file is None or not source.columns.quote or source.id not in study.present:
        return None
    path = study.folder / "evidence" / source.file
    path = path / "quotes.csv" if path.is_dir() else path
    if path.suffix != ".csv":
        return None
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if source.columns.quote not in (rows.fieldnames or ()):
                return None
            return frozenset(row[source.columns.quote] or "" for row in rows)
    except (OSError, UnicodeDecodeError, csv.Error):
        return None
