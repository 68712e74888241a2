"""One change to a sound study, and what the checks say of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cjm_research import checks
from cjm_research.checks import Finding
from cjm_research.study import Study

SOUND = Path(__file__).parents[1] / "studies" / "sound"

Gap = tuple[str, str, dict[str, Any], list[str]]
"""The part and id of a record, the fields that are changed, and the findings this causes."""


def changed(study: Study, part: str, id: str, **fields: Any) -> Study:
    """Return the study with fields of one record changed; ``steps.0.phase`` reaches inside."""
    records = [record.model_dump(mode="json") for record in getattr(study, part)]
    record = next(one for one in records if id in (one.get("id"), one.get("persona"), one.get("date")))
    for path, value in fields.items():
        *way, last = path.split(".")
        place: Any = record
        for step in way:
            place = place[int(step)] if step.isdigit() else place[step]
        place[last] = value
    return study.replaced(**{part: records})


def about(study: Study, **fields: Any) -> Study:
    return study.replaced(about=study.about.model_dump() | fields)


def told(findings: list[Finding]) -> list[str]:
    return [f"{one.severity} {one.rule} {one.where}: {one.message}" for one in findings]


def causes(study: Study, part: str, id: str, fields: dict[str, Any]) -> list[str]:
    """Return what the checks find once these fields are changed."""
    return told(checks.run(changed(study, part, id, **fields)))
