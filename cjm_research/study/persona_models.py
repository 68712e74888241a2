"""Groups found in a survey, kept so that new answers are sorted in the same way (``persona_models.yaml``)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from cjm_research.study.part import Part, Slug, Text


class ModelColumn(Part):
    """A question whose answers tell people apart."""

    column: Text
    kind: Literal["number", "category"] = Field(
        "category", description="number: measured in standard deviations; category: the same answer or another"
    )
    missing: tuple[Text, ...] = Field((), description="answers that mean 'not answered', such as 0 or 99")
    logarithm: bool = Field(default=False, description="for numbers with a long tail, such as distances or spending")


class Encoding(ModelColumn):
    """How one column became numbers: its answers, or the mean and spread it was measured by."""

    answers: tuple[Text, ...] = ()
    middle: float = 0.0
    spread: float = 1.0


class Trial(Part):
    """How one number of groups fared: refits to resampled people against the same on shuffled answers.

    ``agreement`` is the median adjusted Rand index of the refits, ``agreement_low`` their 10th percentile;
    ``shuffled`` and ``shuffled_high`` are median and 90th percentile where each column was shuffled on its own;
    ``jaccard`` is the overlap of the least stable group, ``smallest`` the people in the smallest group.
    """

    k: int
    agreement: float
    agreement_low: float
    shuffled: float
    shuffled_high: float
    jaccard: float
    smallest: int


class Search(Part):
    """What was tried on which people, so that a verdict can be checked."""

    made: date
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = Field(
        None, description="the file of the source as it was"
    )
    people: int = Field(description="rows of the source")
    complete: int = Field(description="rows with an answer in every column")
    used: int = Field(description="complete rows the groups were tested on")
    bootstraps: int
    shuffles: int
    seed: int
    trials: tuple[Trial, ...] = ()


class PersonaGroup(Part):
    """One group: its share among the people tested, with interval, and how reliably it comes back."""

    share: float
    low: float
    high: float
    jaccard: float
    borderline: float


class Fit(Part):
    """The groups themselves: a centre each, in the encoding of the columns, numbered from 1, largest first."""

    encodings: tuple[Encoding, ...]
    centres: tuple[tuple[float, ...], ...]
    groups: tuple[PersonaGroup, ...] = ()
    ward: float | None = Field(
        None, description="agreement with another method (hierarchical, Ward), adjusted Rand index"
    )


class PersonaModel(Part):
    """Columns of a survey to look for groups in, what was found, and the groups if they were kept."""

    id: Slug
    title: Text
    source: Slug
    columns: tuple[ModelColumn, ...] = ()
    blanks: Literal["leave-out", "as-answer"] = Field(
        "leave-out", description="a blank category: leave the person out, or count it as an answer of its own"
    )
    search: Search | None = None
    fit: Fit | None = None
