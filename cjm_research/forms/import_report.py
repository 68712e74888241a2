"""What an import did to a file, drawn for a researcher: sums, what was left out or changed, the first rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd
from markupsafe import Markup

from cjm_research.forms.import_options import VENDOR_NAMES
from cjm_research.forms.markup import joined, safe_html
from cjm_research.forms.row_table import named
from cjm_research.imports.reading import ImportReport, Note
from cjm_research.study import Question

ROWS_SHOWN = 5
COLUMNS_SHOWN = 8
QUESTIONS_SHOWN = 12
_LONGEST = 60


def report(found: ImportReport, n: int, unit: str) -> Markup:
    """Return the whole report: how it was read, the sum of rows and columns, and everything done, zeros said too."""
    dropped, taken_out = sum(note.count for note in found.dropped), sum(note.count > 0 for note in found.personal)
    as_what = f" as {VENDOR_NAMES.get(found.vendor, found.vendor)}" if found.vendor not in ("", "generic") else ""
    return joined(
        (
            safe_html(
                '<div class="cjm-read">Read <b>{}</b>{}: <b>{}</b> {}.</div>',
                found.file,
                as_what,
                f"{n:,}",
                unit if n != 1 else unit.removesuffix("s"),
            ),
            safe_html(
                '<div class="cjm-tiles">{}{}{}</div>',
                _tile(
                    f"{found.rows_kept:,}",
                    _plural(found.rows_kept, "row kept", "rows kept"),
                    f"of {found.rows_in:,} in the file; {_left_out(dropped)}",
                ),
                _tile(
                    f"{found.columns_kept:,}",
                    _plural(found.columns_kept, "column kept", "columns kept"),
                    f"of {found.columns_in:,} in the file",
                ),
                _tile(
                    f"{taken_out}",
                    _plural(taken_out, "kind of personal data", "kinds of personal data"),
                    _personal(taken_out),
                ),
            ),
            safe_html('<table class="cjm-report"><tbody>{}</tbody></table>', joined(_lines(found))),
            safe_html('<div class="cjm-help">Reader: {}.</div>', found.reader),
        )
    )


def _lines(found: ImportReport) -> Iterable[Markup]:
    if found.warnings:
        items = joined(safe_html("<li>{}</li>", text) for text in found.warnings)
        yield _line("To know", safe_html("<ul>{}</ul>", items))
    yield _notes("Rows left out", found.dropped, "None: every row of the file is in the table.")
    yield _notes(
        "Personal data", found.personal, "None was found by name or pattern. This assists; it does not guarantee."
    )
    yield _notes("Values changed", found.coerced, "None: every value reads as it stands in the file.")
    twice = _twice(found.duplicates)
    yield _line("Duplicates", safe_html("{}", twice))
    yield _notes("Gaps", found.gaps, "None was noticed.")
    if found.zone:
        yield _line("Time zone", safe_html("{}", found.zone))


def _notes(title: str, notes: Sequence[Note], none: str) -> Markup:
    if not notes:
        return _line(title, safe_html('<span class="cjm-none">{}</span>', none))
    items = joined(
        safe_html(
            "<li>{} <b>{}</b>{}</li>",
            note.what,
            f"×{note.count:,}" if note.count else "(it is empty)",
            safe_html(' <span class="cjm-none">({})</span>', note.where) if note.where else "",
        )
        for note in notes
    )
    return _line(title, safe_html("<ul>{}</ul>", items))


def _line(title: str, content: Markup) -> Markup:
    return safe_html('<tr><th scope="row">{}</th><td>{}</td></tr>', title, content)


def _tile(number: str, what: str, note: str) -> Markup:
    return safe_html('<div class="cjm-tile"><b>{}</b> {}<small>{}</small></div>', number, what, note)


def _twice(count: int) -> str:
    if not count:
        return "No row repeats another."
    return f"{count:,} {_plural(count, 'row repeats another, and is kept', 'rows repeat another, and are kept')}."


def _left_out(dropped: int) -> str:
    return f"{dropped:,} left out" if dropped else "none left out"


def _personal(taken_out: int) -> str:
    return "taken out before anything is written" if taken_out else "none found"


def _plural(count: int, one: str, many: str) -> str:
    return one if count == 1 else many


def first_rows(table: pd.DataFrame) -> Markup:
    """Return the beginning of the tidy table, long values cut, wide tables cut and said so."""
    if table.empty:
        return Markup("")
    names = list(table.columns[:COLUMNS_SHOWN])
    head = joined(safe_html('<th scope="col">{}</th>', name) for name in names)
    body = joined(
        safe_html("<tr>{}</tr>", joined(safe_html("<td>{}</td>", _short(value)) for value in row))
        for row in table[names].head(ROWS_SHOWN).itertuples(index=False)
    )
    more = len(table.columns) - len(names)
    note = _plural(len(table), "The only row", f"The first {min(ROWS_SHOWN, len(table))} rows") + (
        f", and {more} more columns to the right." if more > 0 else "."
    )
    return safe_html(
        '<div class="cjm-label">As it will be stored</div><div class="cjm-scroll" tabindex="0" role="region" '
        'aria-label="First '
        'rows"><table class="cjm-rows"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div><div '
        'class="cjm-help">{}</div>',
        head,
        body,
        note,
    )


def questions(asked: Sequence[Question]) -> Markup:
    """Return the questions that were recognised, nothing where there are none."""
    if not asked:
        return Markup("")
    rows = joined(
        safe_html(
            "<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
            _short(one.wording, 160),
            named("kind", one.kind),
            _answers(one),
        )
        for one in asked[:QUESTIONS_SHOWN]
    )
    more = len(asked) - QUESTIONS_SHOWN
    note = f"and {more} more. " if more > 0 else ""
    return safe_html(
        '<div class="cjm-label">{} questions recognised</div><table class="cjm-rows cjm-asked"><thead><tr>'
        '<th scope="col">Wording</th><th scope="col">Kind</th><th '
        'scope="col">Answers</th></tr></thead><tbody>{}</tbody></table>'
        '<div class="cjm-help">{}What is wrong here can be put right in the question register after the import.</div>',
        len(asked),
        rows,
        note,
    )


def _answers(question: Question) -> str:
    if question.low is not None and question.high is not None:
        return f"{question.low:g} to {question.high:g}"
    return _short(" · ".join(question.options))


def _short(value: object, longest: int = _LONGEST) -> str:
    text = " ".join(("" if value is None or value is pd.NaT else str(value)).split())
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
