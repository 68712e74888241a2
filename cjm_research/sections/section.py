"""What a notebook says: a title, a figure or table or map, its base, its method, its sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from pydantic import model_validator

from cjm_research.journey_map.model import JourneyMap
from cjm_research.study.ledger import Level
from cjm_research.study.part import Part

MIME = "application/vnd.cjm.section+json"

Weight = Literal["head", "detail", "diagnostic"]
Record = TypeVar("Record")


class Table(Part):
    """A table of text cells; ``numeric`` names the columns that are aligned as numbers."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column(Generic[Record]):
    """A column of a table: its title, and the text of its cell in the line of a record."""

    title: str
    of: Callable[[Record], str]
    numeric: bool = False


def table(caption: str, records: Iterable[Record], *columns: Column[Record]) -> Table | None:
    """Return a table with one line per record, or None where there are none.

    Examples
    --------
    >>> found = table("Squares", [1, 2], Column("number", str, numeric=True), Column("squared", lambda n: f"{n * n}"))
    >>> found.rows, found.numeric
    ((('1', '1'), ('2', '4')), ('number',))
    """
    rows = tuple(tuple(column.of(record) for column in columns) for record in records)
    numeric = tuple(column.title for column in columns if column.numeric)
    return Table(caption=caption, columns=tuple(c.title for c in columns), rows=rows, numeric=numeric) if rows else None


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


class Content(Part):
    """What a section found.

    ``figure`` is an SVG drawing and ``alt`` its text alternative, or a sentence on why there is none; ``table`` holds
    the data behind it. ``finding`` is a sentence fit for a title, where there is one; ``base`` names n, population and
    window; ``comparisons`` counts the tests or pairs of intervals held against each other. ``method`` stands here where
    it depends on the study, else in the declaration of the section.
    """

    finding: str = ""
    lead: str = ""
    figure: str = ""
    alt: str = ""
    table: Table | None = None
    profile: Profile | None = None
    map: JourneyMap | None = None
    base: str = ""
    method: str = ""
    sources: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    comparisons: int = 0

    @model_validator(mode="before")
    @classmethod
    def _a_sentence_is_no_drawing(cls, data: Any) -> Any:
        """Put a sentence on why there is no drawing among the warnings; the table then stands in its place."""
        figure = data.get("figure", "") if isinstance(data, dict) else ""
        if not figure or figure.startswith("<svg"):
            return data
        return {**data, "figure": "", "warnings": (*data.get("warnings", ()), figure)}


class Input(Part):
    """A source a section was made from, as the register knew it: its fingerprint, and how many it holds."""

    source: str
    sha256: str = ""
    n: int | None = None


class Section(Content):
    """One thing a notebook says; the report prints exactly this.

    ``weight`` says where it belongs: in the head of a page, in its detail, or among the diagnostics of a study.
    ``reason`` is why it has nothing to show, '' where it has. ``scale`` names the axis, which must be equal for all
    personas; ``synthetic`` says that it rests on invented data; ``inputs`` are the sources it cites.
    """

    id: str
    title: str
    persona: str = ""
    weight: Weight = "detail"
    scale: str = ""
    reason: str = ""
    synthetic: bool = False
    inputs: tuple[Input, ...] = ()

    @property
    def cited(self) -> frozenset[str]:
        """The sources that the section, the lines of its card or its map name."""
        blocks = self.profile.blocks if self.profile else ()
        on_card = {source for block in blocks for item in block.items for source in item.sources}
        return frozenset({*self.sources, *on_card, *(self.map.source_titles if self.map else ())})

    def number(self, row: int, column: int) -> str:
        """Return the id of a cell of the table: it leads to the section, so to its notebook, cell and inputs.

        Examples
        --------
        >>> Section(id="obstacles.funnel", title="From phase to phase").number(1, 2)
        'obstacles.funnel:1:2'
        """
        return f"{self.id}:{row}:{column}"
