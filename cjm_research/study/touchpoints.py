"""Where customers meet the organisation (``touchpoints.yaml``)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cjm_research.study.part import EvidenceRef, Part, Slug, Text


class Touchpoint(Part):
    """One interaction with the organisation, through one or more channels, in one or more phases."""

    id: Slug
    title: Text
    channels: tuple[Text, ...] = ()
    phases: tuple[Slug, ...] = ()
    owner: Text = ""
    function: Literal["marketing", "sales", "service", ""] = ""
    content: Literal["education", "comparison", "testimonial", "support", "other", ""] = ""
    rating: Slug | None = Field(None, description="the metric that rates it")
    events: tuple[Text, ...] = Field((), description="names of events in the log that are this touchpoint")
    evidence: tuple[EvidenceRef, ...] = ()
