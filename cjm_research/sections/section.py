"""What a notebook says: a title, a figure or table or map, its base, its method, its sources."""

from __future__ import annotations

from typing import Any

from pydantic import model_validator

from cjm_research.journey_map.model import JourneyMap
from cjm_research.study.ledger import Level
from cjm_research.study.part import Part

MIME = "application/vnd.cjm.section+json"


class Table(Part):
    """A table of text cells; ``numeric`` names the columns that are aligned as numbers."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[str, ...] = ()


class Bar(Part):
    """A share drawn as a small bar, 0…1, with its number in words."""

    label: str
    share: float
    note: str = ""


class Item(Part):
    """A line of a card: what is said, its number with base, and what it rests on."""

    text: str
    detail: str = ""
    level: Level = "assumed"
    sources: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()


class Block(Part):
    """A titled group of lines on a card."""

    title: str
    items: tuple[Item, ...] = ()
    empty: str = ""


class Profile(Part):
    """A persona card."""

    name: str
    role: str
    summary: str = ""
    blocks: tuple[Block, ...]


class Section(Part):
    """One thing a notebook says; the report prints exactly this.

    ``figure`` is an SVG drawing and ``alt`` its text alternative; a sentence on why there is no drawing becomes a warning; ``table`` holds the data behind it; ``base`` names n,
    population and window; ``scale`` names the axis, which must be equal for all personas; ``synthetic`` says that it rests
    on invented data; ``comparisons`` counts the tests or pairs of intervals it holds against each other.
    """

    id: str
    title: str
    lead: str = ""
    figure: str = ""
    alt: str = ""
    table: Table | None = None
    profile: Profile | None = None
    map: JourneyMap | None = None
    base: str = ""
    method: str = ""
    sources: tuple[str, ...] = ()
    scale: str = ""
    warnings: tuple[str, ...] = ()
    synthetic: bool = False
    comparisons: int = 0

    @model_validator(mode="before")
    @classmethod
    def _a_sentence_is_no_drawing(cls, data: Any) -> Any:
        figure = data.get("figure", "") if isinstance(data, dict) else ""
        if not figure or figure.startswith("<svg"):
            return data
        return {**data, "figure": "", "warnings": (*data.get("warnings", ()), figure)}

    @property
    def cited(self) -> frozenset[str]:
        """The sources that the section, the lines of its card or its map name."""
        blocks = self.profile.blocks if self.profile else ()
        said = {source for block in blocks for item in block.items for source in item.sources}
        return frozenset({*self.sources, *said, *(self.map.source_titles if self.map else ())})
