"""Who the customers are: personas and the attributes they are described by (``personas.yaml``)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from cjm_research.study.part import Claim, Part, Slug, Text


class Attribute(Part):
    """Something measured about every persona in the same way and shown as a distribution.

    ``number`` columns give median and quartiles, ``category`` columns give shares, ``agreement`` columns the share at
    or above ``top`` on a scale, ``events`` the count per customer of the named events.
    """

    id: Slug
    title: Text
    group: Literal["demographic", "psychographic", "behaviour"]
    kind: Literal["number", "category", "agreement", "events"]
    source: Slug
    column: Text = ""
    top: float | None = None
    missing: tuple[Text, ...] = ()
    events: tuple[Text, ...] = ()
    unit: Text = ""


class Condition(Part):
    """One line of a segment rule: on this source, this column is one of ``any_of``, or lies between the bounds.

    Where a ``model`` is named instead of a column, ``any_of`` holds the numbers of its groups. Conditions on the same
    source must all hold.
    """

    source: Slug
    column: Text = ""
    model: Slug | None = Field(None, description="groups found in the answers, instead of a column")
    any_of: tuple[Text, ...] = ()
    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _column_or_model(self) -> Condition:
        if bool(self.column) == bool(self.model):
            raise ValueError("needs a column or a model, and not both")
        return self


class Goal(Claim):
    """What the persona wants to reach, soon or in the long run."""

    horizon: Literal["short", "long"] = "short"


class Pain(Claim):
    """A problem the persona has, and whether this product could solve it."""

    solvable_by_us: Literal["yes", "no", "unknown"] = "unknown"


class Persona(Part):
    """A measured group with a name: the rule that finds its people in the evidence, and what is claimed about them."""

    id: Slug
    name: Text
    role: Literal["primary", "secondary", "negative"] = "primary"
    summary: Text = ""
    segment: tuple[Condition, ...] = ()
    goals: tuple[Goal, ...] = ()
    needs: tuple[Claim, ...] = ()
    pains: tuple[Pain, ...] = ()
    motivations: tuple[Claim, ...] = ()
    decision_factors: tuple[Claim, ...] = ()
    fit: int | None = Field(None, ge=1, le=5, description="strategic fit, 1 low … 5 high")
    value: int | None = Field(None, ge=1, le=5, description="worth to us per person, 1 low … 5 high")
