"""The read-only table that stands for a form where nobody can fill it in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, get_origin

from markupsafe import Markup

from cjm_research.forms import words
from cjm_research.forms.build import bare, hints_of
from cjm_research.forms.claim_fields import line_of
from cjm_research.forms.link_fields import titles
from cjm_research.forms.markup import joined, safe_html
from cjm_research.forms.subjects import Subject
from cjm_research.study import Claim, Study
from cjm_research.study.part import Part, Slug

WIDEST = 9
"""With more columns than this each record folds into a list of its own."""

_CELL = '<td style="text-align: left; vertical-align: top">{}</td>'
_HEAD = '<th scope="{}" style="text-align: left; vertical-align: top">{}</th>'


def table(subject: Subject, study: Study) -> Markup:
    """Return the part of the study a form is about, as a table of labels and titles; empty columns are left out."""
    head = subject.head(study) if subject.head_model else None
    pieces = [safe_html("<h4>{}</h4>", subject.title)]
    if head is not None:
        pieces.append(_one(head, subject, study))
    rows: Sequence[Part] = study.reviews if subject.part == "reviews" else subject.rows(study)
    if rows:
        pieces.append(_many(rows, subject, study))
    elif subject.row_model or head is None:
        pieces.append(safe_html("<p>There are no {} yet.</p>", subject.list_title.lower()))
    return joined(pieces)


def _one(record: Part, subject: Subject, study: Study) -> Markup:
    cells = {name: _shown(record, name, study) for name in hints_of(type(record)) if name not in subject.hidden}
    rows = (
        safe_html("<tr>{}{}</tr>", safe_html(_HEAD, "row", words.label(name)), safe_html(_CELL, _lines(lines)))
        for name, lines in cells.items()
        if lines
    )
    return safe_html("<table><tbody>{}</tbody></table>", joined(rows))


def _many(records: Sequence[Part], subject: Subject, study: Study) -> Markup:
    model = type(records[0])
    shown = [{name: _shown(record, name, study) for name in hints_of(model)} for record in records]
    hidden = subject.hidden | {"id", "study_hash"}
    names = [name for name in hints_of(model) if name not in hidden and any(row[name] for row in shown)]
    if len(names) > WIDEST:
        return joined(_folded(record, subject, study) for record in records)
    top = joined(safe_html(_HEAD, "col", words.label(name)) for name in names)
    body = joined(
        safe_html("<tr>{}</tr>", joined(safe_html(_CELL, _lines(row[name])) for name in names)) for row in shown
    )
    return safe_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", top, body)


def _folded(record: Part, subject: Subject, study: Study) -> Markup:
    title = next((text for name in ("name", "title", "statement") if (text := getattr(record, name, ""))), "")
    return safe_html("<details><summary>{}</summary>{}</details>", title, _one(record, subject, study))


def _lines(lines: list[str]) -> Markup:
    return safe_html("<br>").join(safe_html("{}", line) for line in lines)


def _shown(record: Part, name: str, study: Study) -> list[str]:
    """Return a value in lines of plain words, none where it is not given."""
    value, hint = getattr(record, name), bare(hints_of(type(record))[name])
    if isinstance(value, dict):
        lanes = {lane.id: lane.title for lane in study.about.lanes}
        return [f"{lanes.get(id, id)}: {line_of(claim)}" for id, claims in value.items() for claim in claims]
    if isinstance(value, tuple):
        return [line for item in value for line in [_text(item, name, study)] if line]
    if get_origin(hint) is Literal:
        return [words.choice(name, value)] if value else []
    text = _text(value, name, study, linked=hint == Slug)
    return [text] if text else []


def _text(value: Any, name: str, study: Study, *, linked: bool = True) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, Claim):
        return line_of(value)
    if isinstance(value, Part):
        fields = [
            name for name in hints_of(type(value)) if getattr(value, name) != type(value).model_fields[name].default
        ]
        return "; ".join(f"{words.label(name)}: {', '.join(_shown(value, name, study))}" for name in fields)
    if isinstance(value, bool):
        return "Yes" if value else ""
    if isinstance(value, float):
        return f"{value:g}"
    return titles(study, name).get(value, str(value)) if linked and isinstance(value, str) else str(value)
