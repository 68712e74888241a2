"""What stands in the way, and what could be done (``obstacles.yaml``, ``opportunities.yaml``, ``insights.yaml``)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cjm_research.study.part import EvidenceRef, Part, Slug, Text


class Obstacle(Part):
    """What keeps customers from the next phase. ``code`` ties it to coded quotes, which gives its frequency."""

    id: Slug
    title: Text
    phase: Slug
    next_phase: Slug | None = None
    touchpoint: Slug | None = None
    personas: tuple[Slug, ...] = Field((), description="empty: all personas")
    kind: Literal["price", "information", "usability", "trust", "service", "other"] = "other"
    severity: int | None = Field(None, ge=1, le=5)
    code: Text = ""
    evidence: tuple[EvidenceRef, ...] = ()


class Opportunity(Part):
    """A problem worth solving, as a question: "How might we …"."""

    id: Slug
    title: Text
    obstacles: tuple[Slug, ...] = ()
    metric: Slug | None = Field(None, description="the metric expected to move")
    owner: Text = ""
    function: Literal["marketing", "sales", "service", ""] = ""
    status: Literal["open", "in progress", "solved", "dismissed"] = "open"
    customer_value: int | None = Field(None, ge=0, le=100)
    business_value: int | None = Field(None, ge=0, le=100)
    effort: int | None = Field(None, ge=0, le=5)

    @property
    def value(self) -> float | None:
        """Half customer value, half business value, 0–100; none where either is missing."""
        if self.customer_value is None or self.business_value is None:
            return None
        return (self.customer_value + self.business_value) / 2


class Solution(Part):
    """An answer to an opportunity."""

    id: Slug
    title: Text
    opportunity: Slug | None = None
    status: Literal["idea", "planned", "in test", "done", "dropped"] = "idea"
    evidence: tuple[EvidenceRef, ...] = ()


class Insight(Part):
    """What was learned: an observation (factual) or a conclusion (interpreted), and what follows from it."""

    id: Slug
    statement: Text
    kind: Literal["factual", "interpreted"] = "factual"
    phase: Slug | None = None
    personas: tuple[Slug, ...] = ()
    so_what: Text = ""
    objective: Slug | None = None
    evidence: tuple[EvidenceRef, ...] = ()
