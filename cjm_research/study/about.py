"""What the whole study is: its title, scope, lanes, scales and house rules (``study.yaml``)."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from cjm_research.study.part import Part, Slug, Text, Unique

LaneKind = Literal["notes", "touchpoints", "emotion", "obstacles", "opportunities"]


class Lane(Part):
    """A row of the map. ``notes`` lanes hold claims typed per step; the others are filled from the study's parts."""

    id: Slug
    title: Text
    kind: LaneKind = "notes"
    tone: Literal["neutral", "voice", "pain", "gain"] = "neutral"


class Scale(Part):
    """The rating scale all touchpoints share, so that phases and personas can be compared.

    Examples
    --------
    >>> Scale(low=1, high=5).valence(5), Scale(low=0, high=10).valence(5)
    (2.0, 0.0)
    """

    low: float = 1
    high: float = Field(5, validate_default=True)
    low_label: Text = "very bad"
    high_label: Text = "very good"
    question: Text = Field("", description="the wording all ratings share, with … where the touchpoint stands")

    @field_validator("high")
    @classmethod
    def _above_low(cls, high: float, info: ValidationInfo) -> float:
        low = info.data.get("low", high - 1)
        if high <= low:
            raise ValueError(f"must be more than low, which is {low:g}")
        return high

    def valence(self, rating: float) -> float:
        """Return the rating on the valence axis −2…+2, linear between the ends of the scale."""
        return 4 * (rating - self.low) / (self.high - self.low) - 2


class Thresholds(Part):
    """When a number is withheld, called indicative, or a source counts as old."""

    min_group: int = Field(5, ge=2)
    indicative_below: int = Field(30, ge=2)
    secondary_max_age: int = Field(730, ge=1)
    source_max_age: int = Field(365, ge=1)
    alike_below: float = Field(0.1, gt=0, lt=1, description="personas closer than this, from 0 to 1, tell one story")


class Wave(Part):
    """A period whose customers and answers are compared with those of the period before."""

    id: Slug
    title: Text
    first: date
    last: date = Field(validate_default=True)

    @field_validator("last")
    @classmethod
    def _after_first(cls, last: date, info: ValidationInfo) -> date:
        if last < info.data.get("first", last):
            raise ValueError(f"must not lie before first, which is {info.data['first']}")
        return last


DEFAULT_LANES = (
    Lane(id="actions", title="Actions"),
    Lane(id="touchpoints", title="Touchpoints", kind="touchpoints"),
    Lane(id="thoughts", title="Thoughts", tone="voice"),
    Lane(id="questions", title="Questions", tone="voice"),
    Lane(id="emotion", title="Emotion", kind="emotion"),
    Lane(id="pains", title="Pains", tone="pain"),
    Lane(id="opportunities", title="Opportunities", kind="opportunities", tone="gain"),
)


class About(Part):
    """Title, scope and rules of a study."""

    title: Text
    scope: Text = ""
    perspective: Text = ""
    approach: Literal["research-first", "assumption-first"] = "research-first"
    state: Literal["current", "future"] = "current"
    owner: Text = ""
    review_every: int = Field(90, ge=1, description="days between two reviews")
    as_of: date | None = Field(None, description="a fixed day to count ages from; leave empty to use today")
    allow_phase_override: bool = False
    internal_words: tuple[Text, ...] = Field(
        (), description="words of the organisation that no step should begin with, such as onboarding"
    )
    lanes: Unique[Lane] = DEFAULT_LANES
    rating_scale: Scale = Scale()
    emotion: Literal["mean", "median"] = Field("mean", description="what a point of the emotion curve is")
    overall: Slug | None = Field(None, description="the metric that asks about the whole experience")
    thresholds: Thresholds = Thresholds()
    waves: Unique[Wave] = Field((), description="periods to compare, the earliest first")

    @field_validator("waves")
    @classmethod
    def _one_after_the_other(cls, waves: tuple[Wave, ...]) -> tuple[Wave, ...]:
        for before, after in pairwise(waves):
            if after.first <= before.last:
                raise ValueError(
                    f"'{after.id}' begins on {after.first}, when '{before.id}' is not over; "
                    "write them one after the other"
                )
        return waves

    @property
    def today(self) -> date:
        """The day ages are counted from."""
        return self.as_of or date.today()
