"""What the checks say, sorted to the fields of a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cjm_research import checks
from cjm_research.forms.subjects import Subject
from cjm_research.study import Study

ByField = dict[str, tuple[str, ...]]

_FIELD_OF_LANE = {"touchpoints": "contacts", "emotion": "feeling", "phase": "phase", "contacts": "contacts"}
_SHOWN = 3


def hints(subject: Subject, study: Study) -> tuple[ByField, dict[str, ByField]]:
    """Return what the checks say about the form's head by field, and about its rows by id and field."""
    head: dict[str, list[str]] = {}
    rows: dict[str, dict[str, list[str]]] = {}
    for finding in checks.as_written(study):
        if finding.part != subject.part or (subject.finding_id and finding.id != subject.finding_id):
            continue
        place, id, field = finding.field.split("."), finding.id, finding.field.partition(".")[0]
        if subject.finding_id:
            in_step = place[0] == "steps" and len(place) == 3
            id, field = (place[1], _FIELD_OF_LANE.get(place[2], "lanes")) if in_step else ("", field)
        of = rows.setdefault(id, {}) if id and subject.row_model else head
        of.setdefault(field, []).append(finding.message)
    return _short(head), {id: _short(of) for id, of in rows.items()}


def _short(found: Mapping[str, list[str]]) -> ByField:
    return {field: tuple(_first(messages)) for field, messages in found.items()}


def _first(messages: list[str]) -> Iterable[str]:
    yield from messages[:_SHOWN]
    if len(messages) > _SHOWN:
        yield f"… and {len(messages) - _SHOWN} more like this."
