"""The codebook with its use, for where nobody can code."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from cjm_research.evidence import notes
from cjm_research.forms.markup import joined, safe_html
from cjm_research.imports.qualitative import coding as work
from cjm_research.study import Study

_CELL = '<td style="text-align: left; vertical-align: top">{}</td>'
_HEAD = '<th scope="col" style="text-align: left; vertical-align: top">{}</th>'


def table(study: Study, persona: str = "") -> Markup:
    """Return the codebook with how often each code was used, of one persona or of all."""
    said = [q for source in notes.codable(study) for q in work.coded(study, source) if persona in ("", q.persona)]
    known = {code.id: code for code in study.codes}
    uses = Counter(quote.code for quote in said if quote.code)
    head = joined(safe_html(_HEAD, title) for title in ("Code", "When it applies", "Quotes", "People", "Coders"))
    rows = []
    for id in dict.fromkeys([*known, *uses]):
        of_code = [quote for quote in said if quote.code == id]
        people, coders = {q.participant for q in of_code} - {""}, {q.coder for q in of_code} - {""}
        name, when = (known[id].name, known[id].definition) if id in known else (id, "")
        cells = (name, when, uses[id], len(people), len(coders) or "–")
        rows.append(safe_html("<tr>{}</tr>", joined(safe_html(_CELL, cell) for cell in cells)))
    title = safe_html("<h4>{}</h4>", "Coding" if not persona else f"Coding of {study.persona(persona).name}")
    if not rows:
        return title + safe_html("<p>{}</p>", "There are no coded quotes yet.")
    return title + safe_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", head, joined(rows))
