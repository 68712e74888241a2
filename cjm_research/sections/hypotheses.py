"""Step 7: what became of the hypothesis map."""

from __future__ import annotations

from collections import Counter
from datetime import date

from cjm_research.errors import CjmError
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.study import Review, Study
from cjm_research.study.hypotheses import HYPOTHESES_RULE, VERDICTS, Fate, fates, frozen_map


@section("review.hypotheses", "What became of the hypotheses", method=HYPOTHESES_RULE)
def hypotheses(study: Study, persona: str = "") -> Content:
    """Return what became of each card of the first frozen map: confirmed, refuted, untested, and what is new."""
    review = frozen_map(study)
    if review is None:
        raise Nothing(
            "No map was frozen as a hypothesis. Sign off with the decision “hypothesis” before research begins."
        )
    became = _fates(study, persona, review)
    frozen = [fate for fate in became if fate.verdict != "new"]
    names = {part.id: part.name for part in study.personas}
    phases, lanes = ({part.id: part.title for part in parts} for parts in (study.phases, study.about.lanes))
    return Content(
        lead=_lead(became, review.date),
        table=table(
            "Frozen cards and what became of them",
            frozen,
            Column("verdict", lambda fate: fate.verdict),
            Column("persona", lambda fate: names.get(fate.persona, fate.persona)),
            Column("phase", lambda fate: phases.get(fate.phase, fate.phase)),
            Column("lane", lambda fate: lanes.get(fate.lane, fate.lane)),
            Column("card", lambda fate: fate.text),
            Column("then", lambda fate: fate.then),
            Column("now", lambda fate: fate.now),
            Column("what evidence says instead", lambda fate: "; ".join(fate.instead) or "–"),
        ),
        base=f"{len(frozen)} cards frozen on {review.date} by {review.reviewer}, and today's maps.",
    )


def as_text(study: Study, *, persona: str = "", against: date | None = None) -> str:
    """Return the same for the keyboard, fate line per card.

    Raises
    ------
    CjmError
        There is no frozen map of that day, or none at all.
    """
    review = frozen_map(study, against)
    if review is None:
        days = ", ".join(str(signed.date) for signed in study.reviews if signed.frozen)
        which = f" of {against}" if against else ""
        there = (
            f"Frozen are: {days}"
            if days
            else "Sign off with the decision “hypothesis” in notebook 07 to freeze the maps"
        )
        raise CjmError(f"{study.folder.name}: there is no frozen map{which}. {there}.")
    became = _fates(study, persona, review)
    lines = [
        f"{fate.verdict:<9}  {fate.persona}/{fate.phase}/{fate.lane}: {fate.text} ({_change(fate)})"
        + (f"; instead: {'; '.join(fate.instead)}" if fate.instead else "")
        for fate in became
    ]
    return "\n".join([*lines, _lead(became, review.date)])


def _fates(study: Study, persona: str, review: Review) -> list[Fate]:
    everybody = dict.fromkeys([*(one.id for one in study.personas), *(cell.persona for cell in review.frozen)])
    became = fates(study, review.frozen, [study.persona(persona).id] if persona else everybody)
    return sorted(became, key=lambda fate: VERDICTS.index(fate.verdict))


def _change(fate: Fate) -> str:
    return fate.now if fate.verdict == "new" else f"{fate.then} → {fate.now}"


def _lead(became: list[Fate], day: date) -> str:
    counts = Counter(fate.verdict for fate in became)
    frozen = len(became) - counts["new"]
    if not frozen:
        return f"No card of this map was frozen on {day}. {counts['new']} cards are new since."
    words = ", ".join(f"{counts[name]} {name}" for name in VERDICTS[:3])
    return f"Of {frozen} cards frozen on {day}: {words}. {counts['new']} cards are new since."
