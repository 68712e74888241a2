"""What the study is for: measurable objectives (``objectives.yaml``)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from cjm_research.study.part import Part, Slug, Text


class Objective(Part):
    """A measurable aim: a metric, where it stands, where it shall be and when, and the decision it informs."""

    id: Slug
    title: Text
    kind: Literal["traffic", "conversion", "loyalty", "custom"] = "custom"
    metric: Slug | None = None
    baseline: float | None = Field(None, description="in the unit of the metric; shares in percent, such as 42")
    target: float | None = Field(None, description="in the unit of the metric; shares in percent, such as 50")
    direction: Literal["up", "down"] = "up"
    due: date | None = Field(None, description="YYYY-MM-DD")
    audience: Text = ""
    decision: Text = Field("", description="the decision this objective informs")
    touchpoints: tuple[Slug, ...] = ()
