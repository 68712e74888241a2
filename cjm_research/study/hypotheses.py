"""The hypothesis map: the cards of all maps frozen on a day, and what has become of each since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cjm_research.study.ledger import Cell, cells
from cjm_research.study.reviews import FrozenCell, Review
from cjm_research.study.study import Study

Verdict = Literal["confirmed", "refuted", "untested", "new"]

VERDICTS: tuple[Verdict, ...] = ("confirmed", "refuted", "untested", "new")

HYPOTHESES_RULE = (
    "Confirmed: the card says the same and now rests on what people did or told us, or on a workshop. "
    "Refuted: it is gone or says something else, and another card of the same lane and phase rests on such evidence. "
    "Untested: everything else, also where only published sources speak for it. New: a card that was not frozen. "
    "Cards are compared by persona, phase, lane and words, spaces and capitals aside; the emotion lane, "
    "which is filled by numbers, is not frozen."
)

_TESTED = ("observed", "reported", "inferred")


@dataclass(frozen=True)
class Fate:
    """What became of one card: its verdict, what it said then and rests on now, and what tells against it."""

    verdict: Verdict
    persona: str
    phase: str
    lane: str
    text: str
    then: str
    now: str
    instead: tuple[str, ...] = ()


def frozen_cells(study: Study) -> tuple[FrozenCell, ...]:
    """Return the cards of all maps as they are to be frozen."""
    return tuple(
        FrozenCell(persona=one.id, phase=cell.phase, step=cell.step, lane=cell.lane, text=cell.text, level=cell.level)
        for one in study.personas
        for cell in _worded(study, one.id)
    )


def freeze_hash(frozen: Iterable[FrozenCell]) -> str:
    """Return the sha256 over frozen cards in their order.

    Examples
    --------
    >>> card = FrozenCell(persona="ana", phase="buy", step="pays", lane="pains", text="Dear")
    >>> freeze_hash([card]) == freeze_hash([card.model_copy(update={"text": "Cheap"})])
    False
    """
    content = [cell.model_dump(mode="json") for cell in frozen]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def frozen_map(study: Study, against: date | None = None) -> Review | None:
    """Return the sign-off of that day that froze the maps; the earliest one where no day is named, or None."""
    kept = [one for one in study.reviews if one.frozen and (against is None or one.date == against)]
    return min(kept, key=lambda one: one.date, default=None)


def fates(study: Study, frozen: Sequence[FrozenCell], personas: Iterable[str]) -> tuple[Fate, ...]:
    """Return what became of every frozen card of these personas, and then the new cards, persona by persona."""
    return tuple(fate for persona in personas for fate in _fates_of(study, frozen, persona))


def _fates_of(study: Study, frozen: Sequence[FrozenCell], persona: str) -> list[Fate]:
    today = _worded(study, persona)
    mine = [cell for cell in frozen if cell.persona == persona]
    then = {_key(cell) for cell in mine}
    told = [_fate(cell, today, then) for cell in mine]
    added = [
        Fate("new", persona, cell.phase, cell.lane, cell.text, "", cell.level)
        for cell in today
        if _key(cell) not in then
    ]
    return [*told, *added]


def _fate(cell: FrozenCell, today: Sequence[Cell], then: set[tuple[str, str, str]]) -> Fate:
    def fate(verdict: Verdict, now: str, instead: tuple[str, ...] = ()) -> Fate:
        return Fate(verdict, cell.persona, cell.phase, cell.lane, cell.text, cell.level, now, instead)

    same = [one.level for one in today if _key(one) == _key(cell)]
    if same:
        tested = next((level for level in _TESTED if level in same), "")
        return fate("confirmed", tested) if tested else fate("untested", same[0])
    beside = [one for one in today if (one.phase, one.lane) == (cell.phase, cell.lane) and one.level in _TESTED]
    fresh = tuple(one.text for one in beside if _key(one) not in then)
    if beside:
        return fate("refuted", "gone", fresh)
    return fate("untested", "gone")


def _worded(study: Study, persona: str) -> tuple[Cell, ...]:
    if all(one.id != persona for one in study.personas):
        return ()
    felt = {lane.id for lane in study.about.lanes if lane.kind == "emotion"}
    return tuple(cell for cell in cells(study, persona) if cell.lane not in felt)


def _key(cell: Cell | FrozenCell) -> tuple[str, str, str]:
    return cell.phase, cell.lane, " ".join(cell.text.split()).casefold()
