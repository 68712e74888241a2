"""Which tool a file of interviews comes from: recognised and named, never guessed."""

from __future__ import annotations

from pathlib import Path

from cjm_research.errors import EvidenceError
from cjm_research.imports.qualitative import dovetail, qualcoder, taguette
from cjm_research.imports.qualitative.coded_table import Layout, read_coded
from cjm_research.imports.qualitative.notes import ENDINGS, read_notes
from cjm_research.imports.qualitative.quotes import CodedReading
from cjm_research.imports.qualitative.refi import read_refi
from cjm_research.imports.reading import Options
from cjm_research.imports.tables import TextTable, text_table

VENDORS = ("refi-qda", "taguette", "qualcoder", "dovetail", "notes", "table")

_LAYOUTS = {
    "taguette": (taguette.HIGHLIGHTS,),
    "dovetail": (dovetail.ANNOTATIONS, dovetail.HIGHLIGHTS),
    "qualcoder": (qualcoder.CODINGS,),
}
_TABLE = Layout(
    vendor="table of quotes", headings={"note": ("note",), "coder": ("coder",), "start": ("start",), "end": ("end",)}
)


def read_interviews(path: Path, options: Options | None = None) -> CodedReading:
    """Return coded quotes or interview notes, whichever tool wrote them.

    ``.qdpx`` is a REFI-QDA project; ``.txt``, ``.md``, ``.docx`` or a folder of them are notes; a table is Taguette,
    Dovetail or QualCoder by its headings, or any table of quotes whose columns ``options`` names.

    Raises
    ------
    EvidenceError
        Nobody's format, or a file that cannot be read safely; with row and column where there are any.
    """
    options = options or Options()
    vendor = options.vendor.casefold()
    if vendor and vendor not in VENDORS:
        raise EvidenceError(path.name, f"cannot be read as '{options.vendor}'. There is: {', '.join(VENDORS)}.")
    suffix = path.suffix.lower()
    if suffix == ".qdc":
        raise EvidenceError(
            path.name, "is a codebook, without quotes. Read it with read_codebook, or import it into a study."
        )
    if vendor == "refi-qda" or (not vendor and suffix in (".qdpx", ".qde")):
        return read_refi(path, options)
    if vendor == "notes" or (not vendor and (path.is_dir() or suffix in ENDINGS)):
        return read_notes(path, options)
    table = text_table(path, encoding=options.encoding, delimiter=options.delimiter)
    return _read_table(table, vendor, options)


def _read_table(table: TextTable, vendor: str, options: Options) -> CodedReading:
    heading = table.rows[0]
    if vendor in ("", "qualcoder") and qualcoder.is_survey(heading):
        return qualcoder.read_survey_texts(table, options)
    layouts = [one for name, some in _LAYOUTS.items() if vendor in ("", name) for one in some if one.fits(heading)]
    if len(layouts) == 1 or (vendor and layouts):
        return read_coded(table, layouts[0], options)
    if layouts:
        either = " or ".join(layout.vendor for layout in layouts)
        raise EvidenceError(table.name, f"may come from {either}. Say which tool wrote it.", row=1)
    if vendor in ("", "table") and options.columns.text and options.columns.code:
        return read_coded(table, _TABLE, options)
    what = f"has not the headings of {vendor}" if vendor else "has the headings of no tool that is known here"
    raise EvidenceError(
        table.name,
        f"{what}. There is: {', '.join(heading[:20])}. Say which column holds the text and which the code.",
        row=1,
    )
