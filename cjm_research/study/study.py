"""The whole study: its parts, and looking them up by id."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import Field

from cjm_research.errors import UnknownIdError
from cjm_research.study.about import About, Lane
from cjm_research.study.codes import Code
from cjm_research.study.journeys import Journey
from cjm_research.study.metrics import Metric
from cjm_research.study.objectives import Objective
from cjm_research.study.obstacles import Insight, Obstacle, Opportunity, Solution
from cjm_research.study.part import Part, Unique
from cjm_research.study.persona_models import PersonaModel
from cjm_research.study.personas import Attribute, Persona
from cjm_research.study.phases import Phase
from cjm_research.study.reviews import Expectation, Review
from cjm_research.study.sources import Source
from cjm_research.study.touchpoints import Touchpoint


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


_P = TypeVar("_P", bound=_HasId)


def _find(kind: str, id: str, parts: tuple[_P, ...]) -> _P:
    for part in parts:
        if part.id == id:
            return part
    raise UnknownIdError(kind, id, [part.id for part in parts])


class Study(Part):
    """A study as it was read. Change it with `replaced`, write it with `cjm_research.store.save`."""

    about: About
    objectives: Unique[Objective] = ()
    metrics: Unique[Metric] = ()
    attributes: Unique[Attribute] = ()
    personas: Unique[Persona] = ()
    persona_models: Unique[PersonaModel] = ()
    phases: Unique[Phase] = ()
    touchpoints: Unique[Touchpoint] = ()
    journeys: Unique[Journey] = ()
    obstacles: Unique[Obstacle] = ()
    opportunities: Unique[Opportunity] = ()
    solutions: Unique[Solution] = ()
    insights: Unique[Insight] = ()
    expectations: Unique[Expectation] = ()
    reviews: Unique[Review] = ()
    sources: Unique[Source] = ()
    codes: Unique[Code] = ()

    folder: Path = Field(default=Path(), exclude=True)
    stamps: Mapping[str, str] = Field(default_factory=dict, exclude=True, description="file -> sha256 when read")
    present: frozenset[str] = Field(default=frozenset(), exclude=True, description="sources whose file is there")

    def replaced(self, **parts: object) -> Study:
        """Return the study with these parts replaced, validated anew."""
        return Study.model_validate({**{name: getattr(self, name) for name in type(self).model_fields}, **parts})

    def persona(self, id: str) -> Persona:
        """Return one persona; `UnknownIdError` names those there are."""
        return _find("persona", id, self.personas)

    def persona_model(self, id: str) -> PersonaModel:
        """Return one model of groups."""
        return _find("persona model", id, self.persona_models)

    def phase(self, id: str) -> Phase:
        """Return one phase."""
        return _find("phase", id, self.phases)

    @property
    def main_phases(self) -> tuple[Phase, ...]:
        """The phases everybody is to pass, in their order: those a funnel counts."""
        return tuple(phase for phase in self.phases if not phase.optional)

    def touchpoint(self, id: str) -> Touchpoint:
        """Return one touchpoint."""
        return _find("touchpoint", id, self.touchpoints)

    def metric(self, id: str) -> Metric:
        """Return one metric."""
        return _find("metric", id, self.metrics)

    def source(self, id: str) -> Source:
        """Return one source."""
        return _find("source", id, self.sources)

    def code(self, id: str) -> Code:
        """Return one code."""
        return _find("code", id, self.codes)

    def obstacle(self, id: str) -> Obstacle:
        """Return one obstacle."""
        return _find("obstacle", id, self.obstacles)

    def objective(self, id: str) -> Objective:
        """Return one objective."""
        return _find("objective", id, self.objectives)

    def lane(self, id: str) -> Lane:
        """Return one lane."""
        return _find("lane", id, self.about.lanes)

    def journey(self, persona: str) -> Journey:
        """Return the journey of a persona; an empty one where none is mapped yet."""
        self.persona(persona)
        return next((j for j in self.journeys if j.persona == persona), Journey(persona=persona))

    def obstacles_of(self, persona: str) -> tuple[Obstacle, ...]:
        """Return the obstacles that a persona meets; all of them for the whole study, ''."""
        return tuple(one for one in self.obstacles if not persona or not one.personas or persona in one.personas)

    def insights_of(self, persona: str) -> tuple[Insight, ...]:
        """Return the insights about a persona; all of them for the whole study, ''."""
        return tuple(one for one in self.insights if not persona or not one.personas or persona in one.personas)

    def opportunities_of(self, persona: str) -> tuple[Opportunity, ...]:
        """Return the opportunities that answer an obstacle of a persona; all of them for the whole study, ''."""
        its = {obstacle.id for obstacle in self.obstacles_of(persona)}
        return tuple(one for one in self.opportunities if not persona or its & set(one.obstacles))

    def fingerprint(self) -> str:
        """Return a sha256 over everything the study says, reviews left out, in a fixed order."""
        content = self.model_dump(mode="json", exclude={"reviews"})
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
