"""Step 7: what became of the hypothesis map."""

from __future__ import annotations

from collections import Counter
from datetime import date

from cjm_research.errors import CjmError
from cjm_research.sections.section import Section, Table
from cjm_research.study import Study
from cjm_research.study.hypotheses import HYPOTHESES_RULE, VERDICTS, Fate, fates, frozen_map

_COLUMNS = ("verdict", "persona", "phase", "lane", "card", "then", "now", "what evidence says instead")


def hypotheses(study: Study, persona: str = "") -> Section:
    """Return what became of each card of the first frozen map: confirmed, refuted, untested, and what is new."""
    kept = frozen_map(study)
    title = "What became of the hypotheses"
    if kept is None:
        lead = "No map was frozen as a hypothesis. Sign off with the decision “hypothesis” before research begins."
        return Section(id="review.hypotheses", title=title, lead=lead, method=HYPOTHESES_RULE)
    told = _told(study, persona, kept.date)
    return Section(
        id="review.hypotheses",
        title=title,
        lead=_lead(told, kept.date),
        table=_table(study, told),
        base=f"{sum(one.verdict != 'new' for one in told)} cards frozen on {kept.date} by {kept.reviewer}, and today's maps.",
        method=HYPOTHESES_RULE,
    )


def as_text(study: Study, *, persona: str = "", against: date | None = None) -> str:
    """Return the same for the keyboard, one line per card.

    Raises
    ------
    CjmError
        There is no frozen map of that day, or none at all.
    """
    kept = frozen_map(study, against)
    if kept is None:
        days = ", ".join(str(one.date) for one in study.reviews if one.frozen)
        which = f" of {against}" if against else ""
        there = (
            f"Frozen are: {days}"
            if days
            else "Sign off with the decision “hypothesis” in notebook 07 to freeze the maps"
        )
        raise CjmError(f"{study.folder.name}: there is no frozen map{which}. {there}.")
    told = _told(study, persona, kept.date)
    lines = [
        f"{one.verdict:<9}  {one.persona}/{one.phase}/{one.lane}: {one.text} ({_change(one)})"
        + (f"; instead: {'; '.join(one.instead)}" if one.instead else "")
        for one in told
    ]
    return "\n".join([*lines, _lead(told, kept.date)])


def _told(study: Study, persona: str, day: date) -> list[Fate]:
    kept = frozen_map(study, day)
    frozen = kept.frozen if kept else ()
    everybody = dict.fromkeys([*(one.id for one in study.personas), *(cell.persona for cell in frozen)])
    found = fates(study, frozen, [study.persona(persona).id] if persona else everybody)
    return sorted(found, key=lambda one: VERDICTS.index(one.verdict))


def _change(one: Fate) -> str:
    return one.now if one.verdict == "new" else f"{one.then} → {one.now}"


def _lead(told: list[Fate], day: date) -> str:
    counts = Counter(one.verdict for one in told)
    frozen = len(told) - counts["new"]
    if not frozen:
        return f"No card of this map was frozen on {day}. {counts['new']} cards are new since."
    words = ", ".join(f"{counts[name]} {name}" for name in VERDICTS[:3])
    return f"Of {frozen} cards frozen on {day}: {words}. {counts['new']} cards are new since."


def _table(study: Study, told: list[Fate]) -> Table | None:
    names = {one.id: one.name for one in study.personas}
    phases = {one.id: one.title for one in study.phases}
    lanes = {one.id: one.title for one in study.about.lanes}
    rows = tuple(
        (
            one.verdict,
            names.get(one.persona, one.persona),
            phases.get(one.phase, one.phase),
            lanes.get(one.lane, one.lane),
            one.text,
            one.then,
            one.now,
            "; ".join(one.instead) or "–",
        )
        for one in told
        if one.verdict != "new"
    )
    return Table(caption="Frozen cards and what became of them", columns=_COLUMNS, rows=rows) if rows else None
