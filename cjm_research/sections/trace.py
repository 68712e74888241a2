"""A chain in plain text: from quotes over insights and opportunities to solutions and metrics."""

from __future__ import annotations

from cjm_research import evidence
from cjm_research.people.numbers import measured
from cjm_research.study import Study
from cjm_research.study.chain import Link, chain

LONGEST = 160


def as_text(study: Study, id: str) -> str:
    """Return the chain around an id, a line per member, evidence with its file and row, metrics with their number."""
    return "\n".join(_line(study, link) for link in chain(study, id))


def _line(study: Study, link: Link) -> str:
    said = f"{link.kind} {link.id}"
    if link.kind == "evidence":
        place = evidence.place_of(study, link.id)
        said += f"  {place.where}" + (f"  “{_short(place.text)}”" if place.text else "")
    elif link.title != link.id:
        said += f": {link.title}"
    if link.kind == "metric" and link.id in {metric.id for metric in study.metrics}:
        said += f" – {measured(study, study.metric(link.id), '')}"
    return "  " * link.depth + (f"{link.side} " if link.side else "") + said


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else flat[:LONGEST].rsplit(" ", 1)[0] + " …"
