"""How numbers are taken from evidence (``metrics.yaml``)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from cjm_research.study.part import Part, Slug, Text

MetricKind = Literal["rating", "mean", "share", "nps", "csat", "ces", "median", "conversion"]
Effort = Literal["mean", "agree", "index"]


class Filter(Part):
    """One line of a filter: only rows in which this column is one of ``any_of``, or lies between the bounds."""

    column: Text
    any_of: tuple[Text, ...] = ()
    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _says_which(self) -> Filter:
        if not self.any_of and self.at_least is None and self.at_most is None:
            raise ValueError("needs answers under any_of, or a bound under at_least or at_most")
        return self


class Metric(Part):
    """One number, defined once and computed the same way for everyone.

    ``rating`` and ``mean`` average a column, ``median`` takes its middle; ``share`` is the share of answers in
    ``counts``; ``csat`` the share at or above ``top``; ``nps`` the net share of 9–10 over 0–6; ``ces`` the effort on
    1–7 in the definition of ``ces``; ``conversion`` the share of customers in ``from_phase`` who later reach
    ``to_phase``. Rows that fail one of the ``only`` lines do not count at all.
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
    ces: Effort = Field("mean", description="ces: mean of 1–7, share of 5–7, or % 6–7 minus % 1–3")
    counts: tuple[Text, ...] = Field((), description="share: the answers that count")
    only: tuple[Filter, ...] = Field((), description="count only rows that fulfil all of these")
    missing: tuple[Text, ...] = Field((), description="values that mean 'not answered', beside blank")
    from_phase: Slug | None = None
    to_phase: Slug | None = None
    direction: Literal["up", "down"] = "up"
    unit: Text = ""

    @property
    def scale(self) -> tuple[float | None, float | None]:
        """The ends of the scale; two kinds have their own where none is written down."""
        if self.kind == "nps":
            return 0.0, 10.0
        return (1.0, 7.0) if self.kind == "ces" and self.low is self.high is None else (self.low, self.high)

    @property
    def box(self) -> float | None:
        """csat: the lowest answer that counts as satisfied, 4 on a scale of 1–5; None where nobody said."""
        return 4.0 if self.top is None and (self.low, self.high) == (1, 5) else self.top

    @property
    def lacking(self) -> Literal["counts", "top", "high", ""]:
        """The field without which this kind means nothing: the answers that count, the box, or the scale of 1–7."""
        if self.kind == "share" and not self.counts:
            return "counts"
        if self.kind == "csat" and self.box is None:
            return "top"
        return "high" if self.kind == "ces" and self.scale != (1, 7) else ""
