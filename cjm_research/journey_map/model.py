"""The journey map of one persona, ready to be drawn: phases across, lanes down, each card with its evidence level."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import model_validator

from cjm_research.study.about import LaneKind
from cjm_research.study.ledger import Level
from cjm_research.study.part import Part


class Card(Part):
    """One card of the map; ``evidence`` holds the links as written, ``sources`` only the sources they name."""

    text: str
    detail: str = ""
    level: Level
    sources: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


class EmotionPoint(Part):
    """The emotion of one phase, or of one step in it, on the valence axis −2…+2.

    ``measured`` points have an interval and n; ``hand-set`` points are drawn hollow; ``withheld`` (too few people) and
    ``none`` are gaps with their reason, and carry neither value nor n, even when they are given. ``by_hand`` is what
    the team set, beside what was measured.

    Examples
    --------
    >>> gap = EmotionPoint(phase="buy", basis="withheld", value=-1.7, n=3)
    >>> gap.value is None, gap.n
    (True, 0)
    """

    phase: str
    step: str = ""
    basis: Literal["measured", "hand-set", "withheld", "none"]
    value: float | None = None
    low: float | None = None
    high: float | None = None
    by_hand: float | None = None
    n: int = 0
    indicative: bool = False
    reason: str = ""

    @model_validator(mode="before")
    @classmethod
    def _gap_carries_no_value(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("basis") in {"withheld", "none"}:
            return {key: value for key, value in data.items() if key not in {"value", "low", "high", "n"}}
        return data


class MapLane(Part):
    """A row of the map: one tuple of cards per phase, in the order of the phases."""

    id: str
    title: str
    kind: LaneKind
    tone: str
    cells: tuple[tuple[Card, ...], ...]


class MapPhase(Part):
    """A column of the map, with the steps the persona takes in it."""

    id: str
    title: str
    goal: str = ""
    steps: tuple[str, ...] = ()

    @property
    def weight(self) -> float:
        """How wide its column is beside the others: a phase of many steps needs more room."""
        return 1 + max(1, len(self.steps)) / 2


class JourneyMap(Part):
    """Everything a drawing of the map needs, and nothing it would have to compute."""

    title: str
    persona: str
    scenario: str = ""
    state: str = "current"
    phases: tuple[MapPhase, ...]
    lanes: tuple[MapLane, ...]
    emotion: tuple[EmotionPoint, ...]
    evidenced: int
    total: int
    by_level: dict[str, int]
    source_titles: dict[str, str]
    base: str = ""
    as_of: str = ""
    owner: str = ""
    synthetic: bool = False
    low_label: str = "very bad"
    high_label: str = "very good"
