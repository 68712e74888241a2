"""SurveyMonkey: two header rows (questions, then choices), or one where somebody took the second away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cjm_research.imports.surveys import generic
from cjm_research.imports.surveys.layout import (
    Field,
    Fit,
    Rows,
    cell,
    column,
    is_blank,
    reduced,
)
from cjm_research.privacy.columns import personal_by_heading
from cjm_research.privacy.headings import personal_heading

EXPECTS = "Its first heading is 'Respondent ID', and its second row begins blank and holds 'Response' or the choices."

_ANSWER = {"response", "openendedresponse"}
_ABOUT = {"respondentid", "collectorid", "startdate", "enddate", "datecreated", "datemodified", "language"}
_DATES = {"startdate", "enddate", "datecreated", "datemodified"}
_CONTACT = {
    "name",
    "company",
    "address",
    "address2",
    "citytown",
    "zippostalcode",
    "emailaddress",
    "phonenumber",
    "firstname",
    "lastname",
}
_CUSTOM = "custom data, which tells people apart"
_OTHER = ("other (please specify)", "other, please specify", "other")


def fits(rows: Rows) -> Fit | None:
    """Say whether these rows look like an export of SurveyMonkey, and why."""
    if len(rows) < 2:
        return None
    heads, labels = rows[0], rows[1]
    answers = next((label.strip() for label in labels if reduced(label) in _ANSWER), "")
    if reduced(cell(heads, 0)) == "respondentid":
        return _with_id(heads, labels, answers)
    if answers and not cell(labels, 0):
        return Fit("surveymonkey", "two header rows", 2, f"the second row holds '{answers}'", sure=False)
    return None


def _with_id(heads: Sequence[str], labels: Sequence[str], answers: str) -> Fit | None:
    first, below = f"the first heading is '{cell(heads, 0)}'", cell(labels, 0)
    if below:
        only = f"{first} over a long number, and the second row is already an answer"
        return Fit("surveymonkey", "one header row", 1, only) if below.isdecimal() and len(below) >= 9 else None
    if is_blank(labels):
        condensed = "condensed, with a blank second header row"
        return Fit("surveymonkey", condensed, 2, f"{first} and the second row is blank")
    if answers:
        return Fit("surveymonkey", "two header rows", 2, f"{first} and the second row holds '{answers}'")
    gaps = [place for place in range(len(heads)) if not cell(heads, place)]
    filled = bool(gaps) and all(cell(labels, place) for place in gaps)
    names = " and names the columns the first leaves blank" if filled else ""
    return Fit("surveymonkey", "two header rows", 2, f"{first} and the second row begins blank{names}", sure=filled)


def fields(rows: Rows, fit: Fit) -> tuple[list[Field], list[str]]:
    """Return the columns of the file and warnings about reading them. The question is carried to the right."""
    heads, labels = rows[0], rows[1]
    body = rows[fit.header_rows :]
    if fit.header_rows == 1 or is_blank(labels):
        return _without_labels(rows, fit)
    carried: list[tuple[int, str]] = []
    start, question = 0, ""
    for place in range(len(heads)):
        if cell(heads, place):
            start, question = place, cell(heads, place)
        carried.append((start, question))
    sizes = Counter(start for start, _ in carried)
    contact = _contacts(carried, labels)
    dates = {reduced(question) for _, question in carried} & _DATES
    listed = []
    for place, (start, question) in enumerate(carried):
        label = cell(labels, place)
        who = contact.get(place) or _who(question, label, column(body, place))
        if not label and not cell(heads, place) and not any(column(body, place)):
            listed.append(Field(place, "", "left out", why="no heading and no answers"))
        elif who:
            listed.append(Field(place, label or question, "personal", why=who))
        elif not label and reduced(question) in _ABOUT and start == place:
            listed.append(_about(place, question, dates))
        else:
            listed.append(_asked(place, question, label, start, sizes[start]))
    return listed, []


def _without_labels(rows: Rows, fit: Fit) -> tuple[list[Field], list[str]]:
    """Return the columns of a file whose second header row is blank or gone, read like any table."""
    listed, warnings = generic.fields(rows, fit)
    dates = {reduced(heading) for heading in rows[0]} & _DATES
    for place, heading in enumerate(rows[0]):
        if reduced(heading) in _ABOUT:
            listed[place] = _about(place, heading.strip(), dates)
        elif reduced(heading).startswith("customdata"):
            listed[place] = Field(place, heading.strip(), "personal", why=_CUSTOM)
    return listed, warnings


def _asked(place: int, question: str, label: str, start: int, size: int) -> Field:
    if size == 1 and (not label or reduced(label) in _ANSWER):
        return Field(place, question, wording=question)
    is_other = label.casefold().startswith(_OTHER) and size > 1
    part = label or f"column {place - start + 1}"
    return Field(
        place, f"{question} {part}", wording=question, group=f"{start}", choice=part, hint="other" if is_other else ""
    )


def _about(place: int, heading: str, dates: set[str]) -> Field:
    name = reduced(heading)
    if name == "respondentid":
        return Field(place, heading, "about", role="participant")
    chosen = next((date for date in ("enddate", "datemodified", "startdate", "datecreated") if date in dates), "")
    return Field(place, heading, "about", role="at" if name == chosen else "", is_date=name in _DATES)


def _who(question: str, label: str, answers: list[str]) -> str:
    if not label and reduced(question).startswith("customdata"):
        return _CUSTOM
    return personal_by_heading((question,), Counter(answers)) if not label or reduced(label) in _ANSWER else ""


def _contacts(carried: list[tuple[int, str]], labels: Sequence[str]) -> dict[int, str]:
    """Return the columns of a question that asks for contact details: two or more of them stand side by side."""
    named = {place: reduced(labels[place]) for place in range(min(len(carried), len(labels)))}
    starts = Counter(carried[place][0] for place, name in named.items() if name in _CONTACT)
    return {
        place: personal_heading(name) or "contact detail"
        for place, name in named.items()
        if name in _CONTACT and starts[carried[place][0]] >= 2
    }


def zone(rows: Rows, fit: Fit) -> str:  # noqa: ARG001
    """Return '': SurveyMonkey does not write its time zone."""
    return ""
