"""What stands in the way, and what could be done (``obstacles.yaml``, ``opportunities.yaml``, ``insights.yaml``)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from cjm_research.study.part import EvidenceRef, Part, Slug, Text

Quantity = Literal["customer_value", "business_value", "effort", "reach", "impact", "confidence", "ease"]
MOST: dict[Quantity, int] = {
    "customer_value": 100,
    "business_value": 100,
    "effort": 5,
    "reach": 100,
    "impact": 10,
    "confidence": 100,
    "ease": 10,
}
"""The upper end of each scale; all begin at 0."""


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


class Range(Part):
    """How low and how high a number set by the team could be; where it is blank itself, all between is as likely."""

    of: Quantity = Field(description="which number")
    at_least: float = Field(ge=0)
    at_most: float = Field(ge=0)

    @model_validator(mode="after")
    def _rises_on_its_scale(self) -> Range:
        if not self.at_least <= self.at_most <= MOST[self.of]:
            raise ValueError(
                f"has {self.of} from {self.at_least:g} to {self.at_most:g}; "
                f"it must rise, and end at {MOST[self.of]} at most"
            )
        return self


class Opportunity(Part):
    """A problem worth solving, as a question: "How might we …"."""

    id: Slug
    title: Text
    obstacles: tuple[Slug, ...] = ()
    insights: tuple[Slug, ...] = Field((), description="the insights it follows from")
    metric: Slug | None = Field(None, description="the metric expected to move")
    owner: Text = ""
    function: Literal["marketing", "sales", "service", ""] = ""
    status: Literal["open", "in progress", "solved", "dismissed"] = "open"
    customer_value: int | None = Field(None, ge=0, le=100)
    business_value: int | None = Field(None, ge=0, le=100)
    effort: int | None = Field(None, ge=0, le=5)
    reach: float | None = Field(
        None,
        ge=0,
        le=100,
        description="of 100 customers, how many it concerns; left blank it is computed from evidence",
    )
    impact: float | None = Field(
        None, ge=0, le=10, description="0 nothing changes for one of them … 10 everything does"
    )
    confidence: float | None = Field(None, ge=0, le=100, description="how sure you are of reach and impact, in %")
    ease: float | None = Field(None, ge=0, le=10, description="0 hardly possible … 10 done in a day")
    ranges: tuple[Range, ...] = Field((), description="how low and how high these numbers could be")
    outcome: Text = Field("", description="what customers try to get done, as they were asked about it")
    importance: Slug | None = Field(None, description="the metric that asks how important the outcome is, 1–5")
    satisfaction: Slug | None = Field(None, description="the metric that asks how satisfied people are with it, 1–5")

    @model_validator(mode="after")
    def _numbers_inside_their_ranges(self) -> Opportunity:
        for found in self.ranges:
            value = getattr(self, found.of)
            if value is not None and not found.at_least <= value <= found.at_most:
                raise ValueError(
                    f"has {found.of} {value:g}, outside its own range {found.at_least:g} to {found.at_most:g}"
                )
        if len({found.of for found in self.ranges}) < len(self.ranges):
            raise ValueError("has two ranges of one number; keep one of them")
        return self

    def range_of(self, quantity: Quantity) -> tuple[float, float] | None:
        """Return how low and how high a number could be, where the team said so."""
        return next(((r.at_least, r.at_most) for r in self.ranges if r.of == quantity), None)

    @property
    def value(self) -> float | None:
        """Half customer value, half business value, 0–100; none where either is missing."""
        if self.customer_value is None or self.business_value is None:
            return None
        return (self.customer_value + self.business_value) / 2


class KanoPair(Part):
    """Where a survey asks how people would feel with a feature and without it."""

    source: Slug | None = None
    functional: Text = Field("", description="the column: how would you feel if you had it?")
    dysfunctional: Text = Field("", description="the column: how would you feel if you did not have it?")
    answers: tuple[Text, ...] = Field(
        ("like", "must-be", "neutral", "live with", "dislike"),
        description="the five answers as they stand in the file, from like to dislike",
    )

    @model_validator(mode="after")
    def _five_answers(self) -> KanoPair:
        if len(set(self.answers)) != 5:
            raise ValueError(
                f"has {len(set(self.answers))} different answers; Kano's table needs five, from like to dislike"
            )
        return self


class Solution(Part):
    """An answer to an opportunity."""

    id: Slug
    title: Text
    opportunity: Slug | None = None
    status: Literal["idea", "planned", "in test", "done", "dropped"] = "idea"
    kano: KanoPair = Field(KanoPair(), description="two questions of a survey that tell what kind of feature it is")
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
