"""Qualtrics: three header rows (ids, texts, ImportIds), two, one, or the old layout under V1, V2 and so on."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from cjm_research.imports.surveys.layout import Field, Fit, Rows, cell, column, reduced
from cjm_research.privacy.columns import personal_by_heading

EXPECTS = (
    "Its first row holds headings such as 'StartDate' and 'ResponseId', with the question texts in the second row."
)

_HEADINGS = """
    startdate enddate status ipaddress progress durationinseconds finished recordeddate responseid
    recipientlastname recipientfirstname recipientemail externalreference externaldatareference locationlatitude
    locationlongitude locationaccuracy distributionchannel userlanguage responseset recordid duration
"""
_STANDARD = set(_HEADINGS.split())
_PLAIN = {"status", "progress", "finished", "duration", "name", "email"}  # words other tools use as well
_SHARED = {"startdate", "enddate", "ipaddress", "externalreference", "recordid"}  # headings of other tools as well
_DATES = {"startdate", "enddate", "recordeddate"}
_ANSWERS = {
    "startdate": re.compile(r"^\d+[-/.]\d+[-/.]\d+"),
    "enddate": re.compile(r"^\d+[-/.]\d+[-/.]\d+"),
    "recordeddate": re.compile(r"^\d+[-/.]\d+[-/.]\d+"),
    "progress": re.compile(r"^\d+$"),
    "durationinseconds": re.compile(r"^\d+$"),
    "finished": re.compile(r"^(0|1|true|false)$", re.IGNORECASE),
    "responseid": re.compile(r"^R_\w+$"),
}
_TOPICS = re.compile(
    r"(_[0-9a-f]{16,}\w+| - (Parent )?Topics|Topic Hierarchy Level \d+|Topic Sentiment (Label|Score)|Sentiment "
    r"Polarity)$"
)
_ORDER = re.compile(r"_DO(_\w+)?$")
_PART = re.compile(r"^(?P<stem>.+?)_(?P<part>\d+)$")
_OTHER_TEXT = re.compile(r"^(?P<stem>.+)_(?P<part>\d+)_TEXT$")


def fits(rows: Rows) -> Fit | None:
    """Say whether these rows look like an export of Qualtrics, and why."""
    if len(rows) < 2:
        return None
    if len(rows) > 2 and any('"ImportId"' in value for value in rows[2]):
        return Fit("qualtrics", "three header rows", 3, 'the third row holds {"ImportId": …}')
    top, below = cell(rows[0], 0), cell(rows[1], 0)
    if _is_v(top) and reduced(below) == "responseid":
        return Fit("qualtrics", "old layout, two header rows", 2, f"'{below}' stands below '{top}'")
    found = [heading.strip() for heading in rows[0] if reduced(heading) in _STANDARD - _PLAIN]
    return _by_second_row(rows, found) if found else None


def _by_second_row(rows: Rows, found: list[str]) -> Fit | None:
    """Tell texts from an answer in the second row; where only the third row answers, the second holds texts."""
    second = _is_answer(rows[0], rows[1])
    third = _is_answer(rows[0], rows[2]) if len(rows) > 2 else None
    first = "the first row holds " + " and ".join(f"'{heading}'" for heading in found[:2])
    if second is False and third is not False:
        return Fit("qualtrics", "two header rows", 2, f"{first}, and the second row holds texts")
    own = any(reduced(heading) not in _SHARED for heading in found)
    if second and own:
        return Fit("qualtrics", "one header row", 1, f"{first}, and the second row is already an answer")
    if second or len(found) < 2:
        return None
    unclear = f"{first}, though the second row may be texts or an answer"
    return Fit("qualtrics", "two header rows", 2, unclear, sure=False)


def _is_answer(heads: Sequence[str], row: Sequence[str]) -> bool | None:
    """Say whether a row answers, None where no column tells texts from answers or where they disagree."""
    found = {
        bool(pattern.match(cell(row, place)))
        for place, heading in enumerate(heads)
        if (pattern := _ANSWERS.get(reduced(heading))) and cell(row, place)
    }
    return found.pop() if len(found) == 1 else None


def fields(rows: Rows, fit: Fit) -> tuple[list[Field], list[str]]:
    """Return the columns of the file and warnings about reading them."""
    heads = rows[0]
    texts = rows[1] if fit.header_rows > 1 else heads
    legacy = fit.layout.startswith("old")
    imports, warnings = _import_ids(rows[2]) if fit.header_rows == 3 else ([""] * len(heads), [])
    body = rows[fit.header_rows :]
    names = {
        reduced(cell(texts if legacy and _is_v(cell(heads, place)) else heads, place)) for place in range(len(heads))
    }
    at = next((date for date in ("recordeddate", "enddate", "startdate") if date in names), "")
    listed = []
    for place in range(len(heads)):
        key, text = cell(heads, place), cell(texts, place)
        if legacy and _is_v(key):
            key = text
        standard = _standard(place, key, imports[place], at, column(body, place))
        listed.append(standard or _asked(place, key, text, imports[place]))
    return _grouped(_without_derived(listed, body)), warnings


def zone(rows: Rows, fit: Fit) -> str:
    """Return the time zone which the third header row names, '' where it names none."""
    zones = {
        found["timeZone"]
        for value in (rows[2] if fit.header_rows == 3 else ())
        if (found := _json(value)).get("timeZone")
    }
    return zones.pop() if len(zones) == 1 else ""


def _is_v(key: str) -> bool:
    return re.fullmatch(r"V\d+", key) is not None


def _json(value: str) -> dict[str, str]:
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return {}
    return {str(key): str(item) for key, item in found.items()} if isinstance(found, dict) else {}


def _import_ids(row: Sequence[str]) -> tuple[list[str], list[str]]:
    ids = [_json(value).get("ImportId", "") for value in row]
    missing = [place for place, id in enumerate(ids) if not id]
    if not missing:
        return ids, []
    return ids, [
        f"{len(missing)} column(s) have no ImportId in row 3, first column {missing[0] + 1}; read by their heading."
    ]


def _standard(place: int, key: str, import_id: str, at: str, answers: Sequence[str]) -> Field | None:
    """Return a column of Qualtrics' own, None for a question."""
    if import_id.startswith("QID"):
        return None
    name = reduced(key)
    if who := personal_by_heading((key,), Counter(answers)):
        return Field(place, key, "personal", why=who)
    if name not in _STANDARD:
        return None
    if name == "responseid":
        return Field(place, key, "about", role="participant")
    return Field(place, key, "about", role="at" if name == at else "", is_date=name in _DATES)


def _asked(place: int, key: str, text: str, import_id: str) -> Field:
    if _ORDER.search(key) or _ORDER.search(import_id):
        return Field(place, key, "left out", why="order in which choices were shown")
    if _TOPICS.search(key) or re.search(r"_TEXT_[0-9a-f]{16,}\w+$", import_id):
        return Field(place, key, "left out", why="topics added by the text analysis of Qualtrics")
    if key.endswith("_NPS_GROUP") or import_id.endswith("_NPS_GROUP"):
        return Field(place, key, "left out", why="NPS group")
    if _OTHER_TEXT.match(key):
        return Field(place, key, wording=text, hint="other")
    return Field(place, key, wording=text, hint="text" if key.endswith("_TEXT") else "")


def _without_derived(listed: list[Field], body: Rows) -> list[Field]:
    """Mark the score beside a group as NPS, and say in the group what its recomputation gave."""
    by_key = {field.key: field for field in listed}
    for group in [field for field in listed if field.why == "NPS group"]:
        score = by_key.get(group.key.removesuffix("_NPS_GROUP"))
        if score is None:
            listed[group.place] = replace(group, why="NPS group without its score, so it cannot be computed again")
            continue
        listed[score.place] = replace(score, hint="nps")
        found = compared(column(body, score.place), column(body, group.place))
        listed[group.place] = replace(group, why=f"NPS group, computed again from '{score.key}': {found}")
    return listed


def compared(scores: Sequence[str], groups: Sequence[str]) -> str:
    """Return in words what the scores give, and how often the file's own group differs.

    Examples
    --------
    >>> compared(["10", "8", "3", ""], ["3", "2", "3", ""])
    '1 promoters, 1 passives, 1 detractors; 1 differ from the file'
    """
    ours = [_group(score) for score in scores]
    counts = [ours.count(number) for number in (3, 2, 1)]
    theirs = [_THEIRS.get(group.casefold(), 0) for group in groups]
    unknown = sum(bool(group) and not number for group, number in zip(groups, theirs, strict=True))
    differ = sum(number != own for group, number, own in zip(groups, theirs, ours, strict=True) if number or not group)
    told = (
        f"{counts[0]} promoters, {counts[1]} passives, {counts[2]} detractors; {differ or 'none'} differ from the file"
    )
    return f"{told}; {unknown} groups have a name that is not known" if unknown else told


_THEIRS = {
    "1": 1,
    "2": 2,
    "3": 3,
    "detractor": 1,
    "passive": 2,
    "promoter": 3,
    "detractors": 1,
    "passives": 2,
    "promoters": 3,
}


def _group(score: str) -> int:
    if not score.isdecimal() or int(score) > 10:
        return 0
    return 3 if int(score) >= 9 else 2 if int(score) >= 7 else 1


def _grouped(listed: list[Field]) -> list[Field]:
    """Bind columns such as Q7_1, Q7_2, whose texts begin alike, into one question."""
    stems: dict[str, list[Field]] = {}
    for field in listed:
        found = (_PART.match(field.key) or _OTHER_TEXT.match(field.key)) if field.part == "question" else None
        if found:
            stems.setdefault(found["stem"], []).append(field)
    for stem, members in stems.items():
        own = [field.wording for field in members if field.hint != "other"]
        if len(own) < 2:
            continue
        beginning = _beginning(own)
        question = _SELECTED.sub("", beginning).removesuffix(" - ").strip()
        for field in members:
            start = beginning if field.wording.startswith(beginning) else question
            part = field.wording.removeprefix(start).strip().removeprefix("- ")
            listed[field.place] = replace(
                field, group=stem, choice=part or field.key, wording=question or field.wording
            )
    return listed


_SELECTED = re.compile(r" - Selected Choice( - )?$")


def _beginning(texts: Sequence[str]) -> str:
    """Return what all texts begin with, up to the last ' - ' that Qualtrics sets between question and choice."""
    shortest = min(texts, key=len)
    alike = next(
        (place for place, char in enumerate(shortest) if any(text[place] != char for text in texts)), len(shortest)
    )
    cut = shortest[:alike].rfind(" - ")
    return shortest[: cut + 3] if cut >= 0 else ""
