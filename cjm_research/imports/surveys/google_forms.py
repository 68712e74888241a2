"""Google Forms: one header row that begins with 'Timestamp', choices joined by ';', grids as 'Question [Row]'."""

from __future__ import annotations

import re
from collections import Counter

from cjm_research.imports.surveys.layout import (
    Field,
    Fit,
    Rows,
    brief,
    cell,
    column,
    distinct,
    reduced,
)
from cjm_research.privacy.columns import personal_by_heading

EXPECTS = "Its first heading is 'Timestamp', over moments such as 2026/05/01 9:30:00 AM GMT+2."

_MOMENT = re.compile(
    r"^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? +\d{1,2}[:.]\d{2}([:.]\d{2})?( ?[AaPp]\.?[Mm]\.?)?( [A-Z]{2,4}.*)?$"
)
_GRID = re.compile(r"^(?P<question>.+?)\s*\[(?P<row>[^\[\]]+)\]$", re.DOTALL)
_LOG = {"event", "eventname", "userid", "customerid", "caseid", "sessionid", "activity"}


def fits(rows: Rows) -> Fit | None:
    """Say whether these rows look like an export of Google Forms, and why."""
    if not rows or reduced(cell(rows[0], 0)) != "timestamp":
        return None
    given = distinct(column(rows[1:], 0))
    moments = all(_MOMENT.match(value) for value in given)
    is_log = bool(_LOG & {reduced(heading) for heading in rows[0]})
    reason = f"the first heading is '{cell(rows[0], 0)}'"
    if given and moments and not is_log:
        return Fit("google-forms", "one header row", 1, f"{reason} over moments such as '{brief(given[0])}'")
    if is_log:
        return Fit(
            "google-forms",
            "one header row",
            1,
            f"{reason}, though other headings are those of an event log",
            sure=False,
        )
    odd = next((value for value in given if not _MOMENT.match(value)), "")
    seen = (
        f", though '{brief(odd)}' is not how it writes a moment" if odd else ", though there is no answer to confirm it"
    )
    return Fit("google-forms", "one header row", 1, reason + seen, sure=False)


def fields(rows: Rows, fit: Fit) -> tuple[list[Field], list[str]]:
    """Return the columns of the file and warnings about reading them. Titles may repeat: columns are read by place."""
    body = rows[fit.header_rows :]
    listed = [Field(0, cell(rows[0], 0), "about", role="at", is_date=True)]
    for place in range(1, len(rows[0])):
        heading = cell(rows[0], place)
        who = personal_by_heading((heading,), Counter(column(body, place)))
        if who:
            listed.append(Field(place, heading, "personal", why=who))
        elif place <= 2 and reduced(heading) == "score":
            listed.append(Field(place, heading, "about"))
        else:
            listed.append(in_brackets(place, heading))
    return listed, _joined_by_comma(listed, body)


def in_brackets(place: int, heading: str) -> Field:
    """Return a question, as one row of a grid where its heading ends in square brackets.

    Examples
    --------
    >>> field = in_brackets(3, "How was it? [Booking]")
    >>> field.group, field.choice
    ('How was it?', 'Booking')
    """
    found = _GRID.match(heading)
    if found is None:
        return Field(place, heading, wording=heading)
    question, row = found["question"], found["row"].strip()
    return Field(place, heading, wording=question, group=question, choice=row)


def _joined_by_comma(listed: list[Field], body: Rows) -> list[str]:
    """Warn where choices look joined by ', ' as in a linked sheet: an option may hold a comma, so nothing is split."""
    warnings = []
    for field in listed:
        given = distinct(column(body, field.place)) if field.part == "question" else []
        alone = {value for value in given if ", " not in value}
        joined = [value for value in given if ", " in value and alone & set(value.split(", "))]
        if joined:
            warnings.append(
                f"'{brief(field.key)}' may hold several choices joined by ', ', first '{brief(joined[0])}'. They "
                f"are kept as one answer, for "
                "an option may itself hold a comma. Download the answers as CSV from the form, where ';' parts them."
            )
    return warnings


def zone(rows: Rows, fit: Fit) -> str:  # noqa: ARG001
    """Return '': Google Forms writes it behind each moment, or not at all."""
    return ""
