"""Personas are kept apart because their people differ: two that hardly do tell one story twice."""

from __future__ import annotations

from collections.abc import Iterator

from cjm_research.checks.finding import Finding
from cjm_research.people.distinctness import pairs
from cjm_research.study import Study


def too_alike(study: Study) -> Iterator[Finding]:
    """Find personas that differ too little in their attributes (``PER-014``), with what they share."""
    names, limit = {one.id: one.name for one in study.personas}, study.about.thresholds.alike_below
    found = pairs(study)
    for line in found[found["distance"] < limit].itertuples():
        yield Finding(
            rule="PER-014",
            severity="warning",
            part="personas",
            id=line.first,
            field="segment",
            message=f"'{names[line.first]}' and '{names[line.second]}' are {line.distance:.2f} apart in "
            f"{line.attributes} attributes; under {limit:g} they tell one story. They share: "
            f"{', '.join(line.shared) or 'no single attribute'}. Join them, or say in needs and scenario what sets "
            "them apart.",
        )
