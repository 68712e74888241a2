"""What must be equal on the pages of all personas, its hash, and in which words a difference is named."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping

from cjm_research.sections.section import Section
from cjm_research.study import Study
from cjm_research.study.part import Part

COVERS = (
    "the ids, titles, order and scales of all sections, the phases, the lanes, the rating scale "
    "and the definitions of all metrics"
)


class Footprint(Part):
    """Everything that two pages must share to be compared line by line. Each entry begins with its own name."""

    sections: tuple[tuple[str, ...], ...]
    phases: tuple[tuple[str, ...], ...]
    lanes: tuple[tuple[str, ...], ...]
    scale: tuple[tuple[str, ...], ...]
    metrics: tuple[tuple[str, ...], ...]

    @property
    def hash(self) -> str:
        """The sha256 of the footprint as canonical JSON."""
        canonical = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()

    @property
    def short(self) -> str:
        """The first 12 digits of the hash, as printed."""
        return self.hash[:12]


def footprint(study: Study, persona: str, sections: tuple[Section, ...]) -> Footprint:
    """Return the footprint of a persona's page.

    Parameters
    ----------
    sections
        The sections of the page in printed order.

    Examples
    --------
    >>> from cjm_research.study import About, Persona
    >>> study = Study(
    ...     about=About(title="Moving"), personas=(Persona(id="ana", name="Ana"), Persona(id="bo", name="Bo"))
    ... )
    >>> footprint(study, "ana", ()).hash == footprint(study, "bo", ()).hash
    True
    """
    journey = study.journey(persona)
    phases = tuple(study.phase(id) for id in journey.phases) or study.phases
    lanes = tuple(study.lane(id) for id in journey.lane_order) or study.about.lanes
    scale = study.about.rating_scale
    high = scale.high if journey.scale_high is None else journey.scale_high
    return Footprint(
        sections=tuple((section.id, section.title, section.scale) for section in sections),
        phases=tuple((phase.id, phase.title) for phase in phases),
        lanes=tuple((lane.id, lane.title, lane.kind) for lane in lanes),
        scale=((f"{scale.low:g} to {high:g}", scale.low_label, scale.high_label),),
        metrics=tuple((metric.id, metric.model_dump_json()) for metric in study.metrics),
    )


def differences(pages: Mapping[str, Footprint]) -> tuple[str, ...]:
    """Return one sentence per page and part that differs from what most pages have; none where all agree.

    Parameters
    ----------
    pages
        The footprint of each page, under the name a reader knows it by.
    """
    parts = tuple(Footprint.model_fields)
    return tuple(sentence for part in parts for sentence in _differences_in(part, pages))


def _differences_in(part: str, pages: Mapping[str, Footprint]) -> Iterator[str]:
    values: dict[str, tuple[tuple[str, ...], ...]] = {name: getattr(page, part) for name, page in pages.items()}
    if len(set(values.values())) < 2:
        return
    usual = Counter(values.values()).most_common(1)[0][0]
    for name, value in values.items():
        if value != usual:
            says = "rating scale differs" if part == "scale" else f"{part} differ"
            yield f"{name}: the {says} ({_what(usual, value)})."


def _what(usual: tuple[tuple[str, ...], ...], value: tuple[tuple[str, ...], ...]) -> str:
    missing = [entry[0] for entry in usual if entry not in value]
    added = [entry[0] for entry in value if entry not in usual]
    changed = [name for name in added if name in missing]
    words = (
        ("changed", changed),
        ("missing", [name for name in missing if name not in changed]),
        ("only here", [name for name in added if name not in changed]),
    )
    return "; ".join(f"{word}: {', '.join(names)}" for word, names in words if names) or "another order"
