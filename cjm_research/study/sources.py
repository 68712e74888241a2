"""Where evidence comes from: the register of sources (``evidence/sources.yaml``)."""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from cjm_research.study.part import Part, Slug, Text

SourceKind = Literal["events", "support", "survey", "interview", "poll", "reviews", "workshop", "secondary"]


def _inside(path: str) -> str:
    parts = PurePosixPath(path).parts
    if not path or path.startswith("/") or ".." in parts or "\\" in path or ":" in path:
        raise ValueError("must be a plain path inside the folder evidence/, such as survey.csv")
    return path


class Coding(Part):
    """A keyword rule: every sentence of a text that holds one of the words becomes a quote on this touchpoint."""

    code: Text
    phase: Slug
    touchpoint: Slug | None = None
    words: Annotated[tuple[Text, ...], Field(min_length=1)]


class Question(Part):
    """One question of a survey as it was asked, and what its answers are bound to."""

    id: Slug
    column: Text
    wording: Text
    kind: Literal["single", "multiple", "grid", "ranking", "scale", "nps", "number", "text", "other"] = "text"
    low: float | None = None
    high: float | None = None
    options: tuple[Text, ...] = ()
    phase: Slug | None = None
    touchpoint: Slug | None = None
    metric: Slug | None = None


class Columns(Part):
    """Which column of the file plays which role. Leave out what the file does not have."""

    participant: Text = ""
    persona: Text = ""
    at: Text = ""
    event: Text = ""
    channel: Text = ""
    order: Text = Field("", description="a column that gives the order of events at equal times; a table needs it")
    quote: Text = Field("", description="the id of a quote")
    text: Text = ""
    code: Text = ""
    phase: Text = ""
    touchpoint: Text = ""
    polarity: Text = Field("", description="pain or delight")
    rating: Text = Field("", description="reviews: the overall score the writer gave")
    option: Text = ""
    count: Text = ""
    wave: Text = Field("", description="a survey asked more than once: which round an answer belongs to")
    weight: Text = Field("", description="how many people an answer stands for, where the survey was weighted")


class Source(Part):
    """One imported file (or folder of interview notes) with everything needed to judge it."""

    id: Slug
    title: Text
    kind: SourceKind
    file: Annotated[str, StringConstraints(max_length=200), AfterValidator(_inside)] | None = None
    table: Text = Field("", description="events: the table they live in, where they are not in a file")
    engine: Literal["duckdb", "spark"] = Field("duckdb", description="what counts the events; a table needs spark")
    master: Text = Field(
        "", description="spark: the address of the cluster; blank takes the session there is, or this machine"
    )
    n: int | None = Field(None, ge=0)
    unit: Text = "respondents"
    collected_from: date | None = None
    collected_to: date | None = None
    consent: Text = Field("", description="the basis on which people gave this")
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
    population: Text = ""
    limits: Text = ""
    reached: Slug | None = Field(
        None, description="the phase everybody in it had reached, where people who left before could not be asked"
    )
    personas: tuple[Slug, ...] = Field((), description="personas it speaks of, when no rule can tell")
    synthetic: bool = False
    publisher: Text = ""
    address: Text = ""
    claim: Text = ""
    pain_at_most: float | None = Field(None, description="reviews: overall scores up to this are pains")
    delight_from: float | None = Field(None, description="reviews: overall scores from this on are delights")
    columns: Columns = Columns()
    coder: Text = Field(
        "", description="whose codes the findings rest on, where several people coded; blank takes everybody's"
    )
    coding: tuple[Coding, ...] = ()
    questions: tuple[Question, ...] = ()
    reader: Text = Field("", description="which reader and version imported it")
    original: Text = Field(
        "", description="the file it was made from, inside evidence/, or only its name where not kept"
    )
    original_sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None

    @model_validator(mode="after")
    def _table_of_an_engine(self) -> Source:
        if self.table and not re.fullmatch(r"\w+(\.\w+){0,2}", self.table):
            raise ValueError(f"has the table '{self.table}'; name it like events or shop.events")
        if self.table and (self.engine != "spark" or self.file):
            raise ValueError("has a table, so it needs 'engine: spark' and no file")
        return self
