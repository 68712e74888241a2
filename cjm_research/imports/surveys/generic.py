"""Any other table: one row of headings, one row per respondent."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from cjm_research.imports.surveys.google_forms import in_brackets
from cjm_research.imports.surveys.layout import Field, Fit, Rows, brief, column, distinct, reduced
from cjm_research.privacy.columns import personal_by_heading

EXPECTS = "Its first row holds the headings, every further row one respondent."

_PARTICIPANT = {"respondentid", "responseid", "participantid", "respondent", "participant"}
_AT = {"submittedat", "submitdate", "timestamp", "respondedat"}
_NAMELESS = re.compile(r"^((Column|Unnamed:?) ?_?\d+)?$", re.IGNORECASE)
_OTHER = re.compile(r"[-_(:] ?other\)?$|\bother,? \(?please specify\)?$", re.IGNORECASE)


def fits(rows: Rows) -> Fit:  # noqa: ARG001
    """Say that a table with one row of headings can be read from any file."""
    return Fit(
        "generic", "one header row", 1, "no mark of a survey tool; the first row is read as headings", sure=False
    )


def fields(rows: Rows, fit: Fit) -> tuple[list[Field], list[str]]:
    """Return the columns of the file and warnings about reading them."""
    body = rows[fit.header_rows :]
    listed = [_field(place, heading.strip(), column(body, place)) for place, heading in enumerate(rows[0])]
    warnings: list[str] = []
    for first, last in _runs(listed):
        members = listed[first : last + 1]
        bound = _bound(members, body)
        if bound is None:
            names = ", ".join(f"'{field.label}'" for field in members[1:3])
            warnings.append(f"{names} have no name of their own and are read as questions by themselves.")
            continue
        listed[first : last + 1] = bound
        warnings.append(
            f"'{brief(members[0].key)}' and the {len(members) - 1} column(s) after it up to '{members[-1].label}' "
            f"are read as one "
            "question of several choices: the later headings are no names, and each column holds one answer of its own."
        )
    return listed, warnings


def _field(place: int, heading: str, answers: list[str]) -> Field:
    name = reduced(heading)
    if not heading and not any(answers):
        return Field(place, "", "left out", why="no heading and no answers")
    if who := personal_by_heading((heading,), Counter(answers)):
        return Field(place, heading, "personal", why=who)
    if name in _PARTICIPANT and len(distinct(answers)) == len([a for a in answers if a]):
        return Field(place, heading, "about", role="participant")
    if name in _AT:
        return Field(place, heading, "about", role="at", is_date=True)
    if _OTHER.search(heading):
        return Field(place, heading, wording=heading, hint="other")
    return in_brackets(place, heading)


def _runs(listed: list[Field]) -> list[tuple[int, int]]:
    """Return first and last place of every named column that is followed by columns without a name."""
    runs: list[tuple[int, int]] = []
    for field in listed:
        if field.place == 0 or field.part != "question" or not _NAMELESS.match(field.key):
            continue
        if runs and runs[-1][1] == field.place - 1:
            runs[-1] = (runs[-1][0], field.place)
        elif listed[field.place - 1].part == "question":
            runs.append((field.place - 1, field.place))
    return runs


def _bound(members: list[Field], body: Rows) -> list[Field] | None:
    """Return the columns as choices of one question, None where they do not look like that.

    Each column but the last holds one answer, different from those of the others, and some answer stands more than
    once. The last may hold the words of those who chose "other".
    """
    answers = [column(body, field.place) for field in members]
    given = [distinct(values) for values in answers]
    own = [values[0] for values in given[:-1] if values]
    often = any(sum(map(bool, values)) > 1 for values in answers[:-1])
    if not own or not often or any(len(values) > 1 for values in given[:-1]) or len(set(own)) < len(own):
        return None
    question = members[0].wording
    bound = []
    for field, values in zip(members, given, strict=True):
        free = field is members[-1] and (len(values) > 1 or not values)
        choice = "other" if free else (values[0] if values else field.label)
        hint = "other" if free else field.hint
        bound.append(replace(field, wording=question, group=question, choice=choice, hint=hint))
    return bound


def zone(rows: Rows, fit: Fit) -> str:  # noqa: ARG001
    """Return '': a table says nothing of its time zone."""
    return ""
