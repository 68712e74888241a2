"""Which file of the folder holds which part of the study."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from cjm_research.store.format import FIELD, FORMAT
from cjm_research.study import Part, Study

FILES: dict[str, tuple[str, ...]] = {
    "study.yaml": ("about",),
    "objectives.yaml": ("objectives",),
    "metrics.yaml": ("metrics",),
    "personas.yaml": ("attributes", "personas"),
    "persona_models.yaml": ("persona_models",),
    "phases.yaml": ("phases",),
    "touchpoints.yaml": ("touchpoints",),
    "obstacles.yaml": ("obstacles",),
    "opportunities.yaml": ("opportunities", "solutions"),
    "insights.yaml": ("insights",),
    "expectations.yaml": ("expectations",),
    "codes.yaml": ("codes",),
    "evidence/sources.yaml": ("sources",),
}
REGISTER = "evidence/sources.yaml"
FOLDERS = ("journeys", "reviews")


def file_of(part: str, id: str = "") -> str:
    """Return the file that holds a record of a part.

    Examples
    --------
    >>> file_of("solutions", "app"), file_of("journeys", "ana")
    ('opportunities.yaml', 'journeys/ana.yaml')
    """
    if part in FOLDERS:
        return f"{part}/{id}.yaml"
    return next(name for name, parts in FILES.items() if part in parts)


def content_of(study: Study, name: str) -> Any:
    """Return the values one file holds, as JSON-like data."""
    return data_of(study).get(name, (None,))[0]


def data_of(study: Study) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Return per file what it says in full, and in brief with the defaults left out. Empty parts have no file."""
    data: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
    for name, fields in FILES.items():
        if name == "study.yaml":
            full, brief = _dumped(study.about)
            data[name] = {FIELD: FORMAT, **full}, {FIELD: FORMAT, **brief}
        elif any(getattr(study, field) for field in fields) or name in study.stamps:
            lists = {field: [_dumped(record) for record in getattr(study, field)] for field in fields}
            full = {field: [full for full, _ in pairs] for field, pairs in lists.items()}
            data[name] = full, {field: [brief for _, brief in pairs] for field, pairs in lists.items()}
    data |= {f"journeys/{journey.persona}.yaml": _dumped(journey) for journey in study.journeys}
    data |= {f"reviews/{review.date}.yaml": _dumped(review) for review in study.reviews}
    return data


def _dumped(part: Part) -> tuple[dict[str, Any], dict[str, Any]]:
    return part.model_dump(mode="json"), part.model_dump(mode="json", exclude_defaults=True)


def fingerprint(content: Any) -> str:
    """Return a sha256 of text or JSON-like data."""
    text = content if isinstance(content, str) else json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
