"""Typeform: one header row that begins with '#', one column per choice, its own columns at the end."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

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

EXPECTS = "Its first heading is '#', and it ends with columns such as 'Submit Date (UTC)' or 'Network ID'."

_TAIL = {"responsetype", "startdateutc", "stagedateutc", "submitdateutc", "networkid", "tags", "ending", "score"}
_MARKS = {"startdateutc", "submitdateutc", "networkid"}
_DATES = {"startdateutc", "stagedateutc", "submitdateutc"}
_OTHER = {"other", "andere", "andereantwort", "autre", "otro", "altro"}


def fits(rows: Rows) -> Fit | None:
    """Say whether these rows look like an export of Typeform, and why."""
    if not rows or cell(rows[0], 0) != "#":
        return None
    found = [heading for heading in rows[0] if reduced(heading) in _MARKS]
    if not found:
        return Fit("typeform", "one header row", 1, "the first heading is '#'", sure=False)
    return Fit("typeform", "one header row", 1, f"the first heading is '#' and there is '{found[-1].strip()}'")


def fields(rows: Rows, fit: Fit) -> tuple[list[Field], list[str]]:
    """Return the columns of the file and warnings about reading them. Headings, which may repeat, are read by place."""
    body = rows[fit.header_rows :]
    headings = [plain(heading) for heading in rows[0]]
    end = _tail(headings)
    choices = _choices(headings, body, end)
    listed: list[Field] = []
    warnings: list[str] = []
    for place, heading in enumerate(headings):
        if place == 0 or place >= end:
            listed.append(_about(place, heading, rows))
        elif place in choices:
            is_other = reduced(heading) in _OTHER and distinct(column(body, place)) != [heading]
            listed.append(
                Field(
                    place,
                    heading,
                    wording=heading,
                    group=choices[place],
                    choice=heading,
                    hint="other" if is_other else "",
                )
            )
        else:
            who = personal_by_heading((heading,), Counter(column(body, place)))
            listed.append(Field(place, heading, "personal" if who else "question", wording=heading, why=who))
    groups = distinct([field.group for field in listed])
    if groups:
        first = next(field.key for field in listed if field.group)
        warnings.append(
            f"Typeform does not write the question over its choices: {len(groups)} question(s) of several choices "
            f"have only "
            f"the choice as wording, first '{brief(first)}'. Complete the wording in the register of questions."
        )
    return listed, warnings


def zone(rows: Rows, fit: Fit) -> str:  # noqa: ARG001
    """Return UTC where a heading says so."""
    return "UTC" if any(reduced(heading) in _DATES for heading in rows[0]) else ""


def plain(heading: str) -> str:
    """Return a heading without its HTML.

    Examples
    --------
    >>> plain("How <strong>easy</strong> was it?<br />1 &lt; 5")
    'How easy was it? 1 < 5'
    """
    if "<" not in heading and "&" not in heading:
        return heading.strip()
    reader = _Text()
    reader.feed(heading)
    reader.close()
    return " ".join("".join(reader.found).split(" ")).strip()


class _Text(HTMLParser):
    """Collects the text between tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in {"br", "p", "div", "li"} and self.found:
            self.found.append(" ")


def _tail(headings: list[str]) -> int:
    place = len(headings)
    while place > 1 and reduced(headings[place - 1]) in _TAIL:
        place -= 1
    return place


def _about(place: int, heading: str, rows: Rows) -> Field:
    name = reduced(heading)
    if name == "networkid":
        return Field(place, heading, "personal", why="code made from the IP address")
    if place == 0:
        return Field(place, heading, "about", role="participant")
    has_submit = any(reduced(title) == "submitdateutc" for title in rows[0])
    at = name == "submitdateutc" or (name == "startdateutc" and not has_submit)
    return Field(place, heading, "about", role="at" if at else "", is_date=name in _DATES)


def _choices(headings: list[str], body: Rows, end: int) -> dict[int, str]:
    """Return the group of each choice: side by side; one nobody ticked counts where more follow, 'Other' last."""
    given = [distinct(column(body, place)) for place in range(end)]
    groups: dict[int, str] = {}
    for place in range(1, end):
        before = groups.get(place - 1, "")
        if given[place] == [headings[place]]:
            groups[place] = before or f"choices-{place}"
        elif before and reduced(headings[place]) in _OTHER:
            groups[place] = before
        elif before and not given[place] and place + 1 < end:
            after = headings[place + 1]
            if given[place + 1] == [after] or reduced(after) in _OTHER:
                groups[place] = before
    return groups
