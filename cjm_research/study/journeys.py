"""The journey of one persona (``journeys/<persona>.yaml``)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cjm_research.study.part import Claim, EvidenceRef, Part, Slug, Text, Unique


class Scenario(Part):
    """The situation a map is drawn for."""

    trigger: Text = ""
    goal: Text = ""
    start: Text = ""
    end: Text = ""


class Contact(Part):
    """A touchpoint met in a step, through one channel."""

    touchpoint: Slug
    channel: Text = ""
    evidence: tuple[EvidenceRef, ...] = ()


class Feeling(Part):
    """A hand-set point of the emotion curve, −2…+2, shown beside what people said; alone where nobody was asked."""

    valence: float = Field(ge=-2, le=2)
    evidence: tuple[EvidenceRef, ...] = ()


class Step(Part):
    """One activity of the persona inside a phase: the contacts it makes, what it feels, and the cells of the lanes."""

    id: Slug
    phase: Slug
    title: Text
    contacts: tuple[Contact, ...] = ()
    feeling: Feeling | None = None
    lanes: dict[Slug, tuple[Claim, ...]] = Field(default_factory=dict)


class Journey(Part):
    """The map of one persona. ``phases`` and ``lanes`` stay empty unless this persona must differ from the study."""

    persona: Slug
    scenario: Scenario = Scenario()
    state: Literal["current", "future"] = "current"
    phases: tuple[Slug, ...] = ()
    lane_order: tuple[Slug, ...] = ()
    scale_high: float | None = Field(None, description="only where this persona was asked on another rating scale")
    steps: Unique[Step] = ()
