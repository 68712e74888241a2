"""Signing a study off: a dated review of the study as it is now."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from cjm_research.forms.subjects import Subject
from cjm_research.study import Review, Study
from cjm_research.study.hypotheses import freeze_hash, frozen_cells
from cjm_research.study.part import Part, Text


class SignOff(Part):
    """What the reviewer fills in; the day and the fingerprint of the study are added on saving."""

    reviewer: Text = Field(description="who looked at the study")
    decision: Literal["approved", "changes needed", "hypothesis"] = Field(
        "approved", description="hypothesis freezes the cards of all maps, to see later what became of each"
    )
    notes: Text = Field("", description="what was discussed, what must change")


def _put(study: Study, head: Part | None, _: tuple[Part, ...]) -> Study:
    today = date.today()
    said = dict(head or ())
    frozen = frozen_cells(study) if said.get("decision") == "hypothesis" else ()
    kept = {"frozen": frozen, "frozen_hash": freeze_hash(frozen)} if frozen else {}
    review = Review.model_validate({**said, "date": today, "study_hash": study.fingerprint(), **kept})
    others = tuple(one for one in study.reviews if one.date != today)
    return study.replaced(reviews=(*others, review))


def _question(study: Study) -> str:
    for review in study.reviews:
        if review.date == date.today():
            return f"{review.reviewer} signed off today ({review.decision}). Press the button again to replace this."
    return ""


def signoff(study: Study) -> Subject:
    """Return the form for a sign-off of today."""
    last = max(study.reviews, key=lambda review: review.date, default=None)
    before = f"Last sign-off: {last.date}, {last.reviewer} ({last.decision})." if last else "There is no sign-off yet."
    return Subject(
        part="reviews",
        title="Sign-off",
        about=f"Writes reviews/{date.today()}.yaml with a fingerprint of the study as it is on disk now. {before}",
        put=_put,
        head_model=SignOff,
        question=_question,
    )
