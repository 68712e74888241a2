"""How numbers are taken from evidence (``metrics.yaml``)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cjm_research.study.part import Part, Slug, Text

MetricKind = Literal["rating", "mean", "share", "nps", "csat", "conversion"]


class Metric(Part):
    """One number, defined once and computed the same way for everyone.

    ``rating`` and ``mean`` average a column; ``share`` is the share of answers in ``counts``; ``csat`` the share at or
    above ``top``; ``nps`` the net share of 9–10 over 0–6; ``conversion`` the share of customers in ``from_phase`` who
    later reach ``to_phase``.
    """

    id: Slug
    title: Text
    kind: MetricKind
    source: Slug | None = None
    column: Text = ""
    question: Text = Field("", description="the wording the respondents saw")
    low: float | None = None
    high: float | None = None
    top: float | None = Field(None, description="csat: the lowest answer that counts as satisfied")
    counts: tuple[Text, ...] = Field((), description="share: the answers that count")
    missing: tuple[Text, ...] = Field((), description="values that mean 'not answered', beside blank")
    from_phase: Slug | None = None
    to_phase: Slug | None = None
    direction: Literal["up", "down"] = "up"
    unit: Text = ""
