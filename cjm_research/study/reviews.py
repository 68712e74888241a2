"""How a map stays true: expectations and dated sign-offs (``expectations.yaml``, ``reviews/<date>.yaml``)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from cjm_research.study.part import Part, Slug, Text

Level = Literal["observed", "reported", "inferred", "secondary", "assumed"]
"""What a card rests on, from the strongest to none; `cjm_research.study.ledger` works it out."""


class Expectation(Part):
    """A number the journey should keep. It holds when the whole interval of the metric lies on the right side."""

    id: Slug
    title: Text
    metric: Slug
    persona: Slug | None = None
    at_least: float | None = Field(None, description="in the unit of the metric; shares in percent")
    at_most: float | None = Field(None, description="in the unit of the metric; shares in percent")


class FrozenCell(Part):
    """A card of a map as it stood on the day it was frozen."""

    persona: Slug
    phase: Slug
    step: Slug
    lane: Slug
    text: Text
    level: Level = "assumed"


class Review(Part):
    """A dated sign-off of the study as it was on that day. One of kind ``hypothesis`` keeps the cards of all maps."""

    date: date
    reviewer: Text
    decision: Literal["approved", "changes needed", "hypothesis"] = "approved"
    notes: Text = ""
    study_hash: Text = Field("", description="fingerprint of the study that was reviewed")
    frozen: tuple[FrozenCell, ...] = Field((), description="the cards of all maps, kept by a hypothesis sign-off")
    frozen_hash: Text = Field("", description="sha256 of the frozen cards, so that nobody can change them later unseen")
