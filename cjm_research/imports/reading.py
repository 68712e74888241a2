"""What a reader of an outside file hands over: tidy rows as text, their roles, the questions asked, and a report."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from cjm_research.study import Columns, Part, Question


class Note(Part):
    """One line of an import report: what happened, how often, and where first."""

    what: str
    count: int = 1
    where: str = ""


class ImportReport(Part):
    """What an import did to a file, in numbers that add up: ``rows_in = rows_kept + the counts of dropped``."""

    file: str
    reader: str
    vendor: str = ""
    rows_in: int = 0
    rows_kept: int = 0
    columns_in: int = 0
    columns_kept: int = 0
    dropped: tuple[Note, ...] = ()
    coerced: tuple[Note, ...] = ()
    duplicates: int = 0
    gaps: tuple[Note, ...] = ()
    zone: str = ""
    personal: tuple[Note, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """The tidy content of one outside file.

    ``table`` holds text columns only, except for event logs, where ``at`` is a UTC moment. ``columns`` says which
    column plays which role. ``extra`` are further tidy files by name, such as the notes of interviews.
    """

    table: pd.DataFrame
    columns: Columns
    report: ImportReport
    n: int
    unit: str
    questions: tuple[Question, ...] = ()
    extra: dict[str, bytes] = field(default_factory=dict)


class Options(Part):
    """What a person may tell an import instead of letting it find out."""

    vendor: str = ""
    encoding: str = ""
    delimiter: str = ""
    date_format: str = ""
    zone: str = ""
    columns: Columns = Columns()
    keep_personal: tuple[str, ...] = ()
    only_finished: bool = False
