"""The evidence ledger: which level each cell of a map rests on, worked out from its links and never set by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from cjm_research.study.journeys import Step
from cjm_research.study.obstacles import Opportunity
from cjm_research.study.reviews import Level as Level  # noqa: PLC0414 the rooms above take it from here
from cjm_research.study.sources import SourceKind
from cjm_research.study.study import Study

LEVELS: tuple[Level, ...] = ("observed", "reported", "inferred", "secondary", "assumed")

LEVEL_OF_KIND: dict[SourceKind, Level] = {
    "events": "observed",
    "support": "observed",
    "survey": "reported",
    "interview": "reported",
    "poll": "reported",
    "reviews": "reported",
    "workshop": "inferred",
    "secondary": "secondary",
}


def level(study: Study, evidence: Iterable[str]) -> Level:
    """Return the strongest level among the links whose source is registered and whose file is there.

    Examples
    --------
    >>> from cjm_research.study import About, Source, Study
    >>> log = Source(id="log", title="Web log", kind="events", file="log.csv")
    >>> study = Study(about=About(title="x"), sources=(log,), present=frozenset({"log"}))
    >>> level(study, ["log"]), level(study, ["gone"]), level(study, [])
    ('observed', 'assumed', 'assumed')
    """
    kinds = {source.id: source.kind for source in study.sources if source.id in study.present}
    found = {LEVEL_OF_KIND[kinds[ref.partition("#")[0]]] for ref in evidence if ref.partition("#")[0] in kinds}
    return next((name for name in LEVELS if name in found), "assumed")


def rests_on(study: Study, evidence: Sequence[str]) -> str:
    """Return the level of evidence and the links it comes from, as printed: ``reported: survey#row-4``."""
    strongest = level(study, evidence)
    return strongest if strongest == "assumed" else f"{strongest}: {', '.join(evidence)}"


@dataclass(frozen=True)
class Cell:
    """One card of the map: what it says in which step and lane, and what it rests on."""

    step: str
    phase: str
    lane: str
    text: str
    evidence: tuple[str, ...]
    level: Level
    detail: str = ""


class MakeCell(Protocol):
    """Makes a cell of one step and lane."""

    def __call__(self, text: str, evidence: tuple[str, ...], detail: str = "") -> Cell:
        """Return the cell that says this and rests on these links."""


def cells(study: Study, persona: str) -> tuple[Cell, ...]:
    """Return every card of a persona's map, step by step, in the order of the study's lanes."""
    return tuple(
        cell
        for step in study.journey(persona).steps
        for lane in study.about.lanes
        for cell in _cells_of(study, persona, step, lane.id, lane.kind)
    )


def _cells_of(study: Study, persona: str, step: Step, lane: str, kind: str) -> Iterator[Cell]:
    def cell(text: str, evidence: tuple[str, ...], detail: str = "") -> Cell:
        return Cell(step.id, step.phase, lane, text, evidence, level(study, evidence), detail)

    if kind == "notes":
        yield from (cell(claim.text, claim.evidence) for claim in step.lanes.get(lane, ()))
    elif kind == "touchpoints":
        titles = {touchpoint.id: touchpoint.title for touchpoint in study.touchpoints}
        for contact in step.contacts:
            yield cell(titles.get(contact.touchpoint, contact.touchpoint), contact.evidence, contact.channel)
    elif kind == "emotion":
        if is_last_of_phase(study, persona, step):
            yield from _emotion(study, persona, step.phase, cell)
    elif is_last_of_phase(study, persona, step):
        yield from _from_register(study, persona, step.phase, kind, cell)


def _emotion(study: Study, persona: str, phase: str, cell: MakeCell) -> Iterator[Cell]:
    rated = rating_sources(study, persona, phase)
    felt = [step.feeling for step in study.journey(persona).steps if step.phase == phase and step.feeling]
    if rated:
        yield cell("measured", rated)
    elif felt:
        evidence = dict.fromkeys(ref for feeling in felt for ref in feeling.evidence)
        yield cell("set by hand", tuple(evidence))


def _from_register(study: Study, persona: str, phase: str, kind: str, cell: MakeCell) -> Iterator[Cell]:
    blocking = [obstacle for obstacle in study.obstacles_of(persona) if obstacle.phase == phase]
    if kind == "obstacles":
        yield from (cell(obstacle.title, obstacle.evidence) for obstacle in blocking)
        return
    evidence = {obstacle.id: obstacle.evidence for obstacle in blocking}
    for opportunity in study.opportunities:
        if home_phase(study, opportunity) == phase and any(id in evidence for id in opportunity.obstacles):
            refs = tuple(ref for id in opportunity.obstacles for ref in evidence.get(id, ()))
            yield cell(opportunity.title, tuple(dict.fromkeys(refs)), opportunity.status)


def home_phase(study: Study, opportunity: Opportunity) -> str | None:
    """Return the phase of the first obstacle an opportunity answers."""
    phases = {obstacle.id: obstacle.phase for obstacle in study.obstacles}
    return next((phases[id] for id in opportunity.obstacles if id in phases), None)


def is_last_of_phase(study: Study, persona: str, step: Step) -> bool:
    """Say whether no later step of the persona's journey lies in the same phase."""
    same = [other.id for other in study.journey(persona).steps if other.phase == step.phase]
    return same[-1] == step.id


def rating_sources(study: Study, persona: str, phase: str) -> tuple[str, ...]:
    """Return the sources, present by file, in which this persona's people rate a touchpoint it meets in the phase."""
    met = {c.touchpoint for step in study.journey(persona).steps if step.phase == phase for c in step.contacts}
    ratings = {touchpoint.rating for touchpoint in study.touchpoints if touchpoint.id in met}
    asked = {condition.source for condition in study.persona(persona).segment}
    asked |= {source.id for source in study.sources if source.personas == (persona,)}
    named = dict.fromkeys(metric.source for metric in study.metrics if metric.id in ratings)
    return tuple(source for source in named if source and source in asked & study.present)


@dataclass(frozen=True)
class Meter:
    """How much of a map rests on evidence."""

    total: int
    by_level: dict[Level, int]

    @property
    def evidenced(self) -> int:
        """Cells that rest on any evidence at all."""
        return self.total - self.by_level["assumed"]

    @property
    def share(self) -> float:
        """Evidenced share, 0 where there is no cell."""
        return self.evidenced / self.total if self.total else 0.0

    def __str__(self) -> str:
        return f"{self.evidenced} of {self.total} cells rest on evidence"


def meter(study: Study, personas: Iterable[str]) -> Meter:
    """Return the evidence meter over the maps of these personas."""
    counts = Counter(cell.level for persona in personas for cell in cells(study, persona))
    return Meter(counts.total(), {name: counts[name] for name in LEVELS})
