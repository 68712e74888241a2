"""The phases all personas go through (``phases.yaml``)."""

from __future__ import annotations

from pydantic import Field

from cjm_research.study.part import Claim, Part, Slug, Text


class Phase(Part):
    """A high-level part of the journey: its goal, what people need in it, and when it begins and ends."""

    id: Slug
    title: Text
    goal: Text = ""
    needs: tuple[Claim, ...] = ()
    entry: Text = ""
    exit: Text = ""
    optional: bool = Field(
        default=False, description="not everybody passes it, or the log seldom shows it: funnels leave it out"
    )
    events: tuple[Text, ...] = Field((), description="names of events in the log that belong to this phase")
