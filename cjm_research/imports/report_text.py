"""An import report for people."""

from __future__ import annotations

from collections.abc import Sequence

from cjm_research.imports.reading import ImportReport, Note


def report_text(report: ImportReport) -> str:
    """Return what an import did, line by line; each part that has nothing to say is left out.

    Examples
    --------
    >>> print(
    ...     report_text(
    ...         ImportReport(
    ...             file="a.csv",
    ...             reader="generic 1",
    ...             rows_in=3,
    ...             rows_kept=2,
    ...             columns_in=2,
    ...             columns_kept=1,
    ...             dropped=(Note(what="blank rows"),),
    ...             personal=(Note(what="column 'Email' dropped", count=2),),
    ...         )
    ...     )
    ... )
    a.csv, read by generic 1
      rows      3 in, 2 kept, 1 dropped
        1  blank rows
      columns   2 in, 1 kept
      personal
        2  column 'Email' dropped
    """
    vendor = f", recognised as {report.vendor}" if report.vendor else ""
    dropped = sum(note.count for note in report.dropped)
    lines = [f"{report.file}, read by {report.reader}{vendor}"]
    lines.append(f"  rows      {report.rows_in:,} in, {report.rows_kept:,} kept, {dropped:,} dropped")
    lines += _notes(report.dropped)
    if report.rows_in != report.rows_kept + dropped:
        lines.append(
            f"    {report.rows_in - report.rows_kept - dropped:,}  rows are not accounted for; please report this"
        )
    lines.append(f"  columns   {report.columns_in:,} in, {report.columns_kept:,} kept")
    if report.duplicates:
        lines.append(f"  doubles   {report.duplicates:,} rows repeat another; all are kept")
    if report.zone:
        lines.append(f"  zone      {report.zone}")
    for title, notes in (("changed", report.coerced), ("gaps", report.gaps), ("personal", report.personal)):
        if notes:
            lines += [f"  {title}", *_notes(notes)]
    if report.warnings:
        lines += ["  note", *(f"    {warning}" for warning in report.warnings)]
    return "\n".join(lines)


def _notes(notes: Sequence[Note]) -> list[str]:
    width = max((len(f"{note.count:,}") for note in notes), default=1)
    return [f"    {note.count:>{width},}  {note.what}{f' ({note.where})' if note.where else ''}" for note in notes]
