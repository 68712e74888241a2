"""How a map stays true: expectations it must meet and dated sign-offs (``expectations.yaml``, ``reviews/<date>.yaml``)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from cjm_research.study.part import Part, Slug, Text


class Expectation(Part):
    """A number the journey should keep. It holds when the whole interval of the metric lies on the right side."""

    id: Slug
    title: Text
    metric: Slug
    persona: Slug | None = None
    at_least: float | None = Field(None, description="in the unit of the metric; shares in percent")
    at_most: float | None = Field(None, description="in the unit of the metric; shares in percent")


class Review(Part):
    """A dated sign-off of the study as it was on that day."""

    date: date
    reviewer: Text
    decision: Literal["approved", "changes needed", "hypothesis"] = "approved"
    notes: Text = ""
    study_hash: Text = Field("", description="fingerprint of the study that was reviewed")
