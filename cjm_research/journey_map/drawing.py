"""The master drawing of a map: one autoescaped HTML fragment, a table with an inline SVG lane, and its style sheet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import ceil

from jinja2 import Environment
from markupsafe import Markup

from cjm_research.journey_map.emotion import HEIGHT, curve, down, signed
from cjm_research.journey_map.escaping import templates
from cjm_research.journey_map.hyphens import hyphenated
from cjm_research.journey_map.levels import MEANING, codes, mark
from cjm_research.journey_map.model import Card, JourneyMap
from cjm_research.study.ledger import LEVELS

PAPER_WIDTH, PAPER_HEIGHT, NARROWEST = 1390, 540, 104
"""What an A3 landscape page leaves for cards, in CSS pixels, after header, phases, emotion lane and legend."""


@cache
def _environment() -> Environment:
    found = templates("cjm_research.journey_map")
    found.globals |= {"mark": mark, "codes": codes, "meaning": MEANING, "meter": meter}
    found.filters |= {"signed": signed, "hyphenated": hyphenated}
    return found


def html(map: JourneyMap) -> Markup:
    """Return the map as an HTML fragment; it needs `css` on the page and brings no script, link or outside picture.

    Examples
    --------
    >>> from cjm_research.journey_map.model import MapPhase
    >>> drawn = html(
    ...     JourneyMap(
    ...         title="<i>Moving</i>",
    ...         persona="Ana",
    ...         phases=(MapPhase(id="plan", title="Plan"),),
    ...         lanes=(),
    ...         emotion=(),
    ...         evidenced=0,
    ...         total=0,
    ...         by_level={},
    ...         source_titles={},
    ...     )
    ... )
    >>> "<i>" in drawn, 'scope="col"' in drawn
    (False, True)
    """
    columns = len(map.phases)
    density = "roomy" if columns <= 5 else "compact" if columns == 6 else "dense"
    template = _environment().get_template("map.html")
    size = f"{paper_size(map):.1f}px"
    return _safe(
        template.render(
            map=map,
            curve=curve(map.emotion, tuple(phase.weight for phase in map.phases)),
            titles=_titles(map),
            reasons=_reasons(map),
            height=HEIGHT,
            density=density,
            paper_size=size,
        )
    )


def meter(by_level: Mapping[str, int], evidenced: int, total: int) -> Markup:
    """Return the evidence meter: the sentence, a stacked bar, and the count of each level.

    Examples
    --------
    >>> "3 of 4" in meter({"observed": 3, "assumed": 1}, 3, 4).striptags()
    True
    """
    levels = [(level, by_level.get(level, 0)) for level in LEVELS]
    template = _environment().get_template("meter.html")
    return _safe(template.render(levels=levels, evidenced=evidenced, total=total))


def sparkline(map: JourneyMap) -> Markup:
    """Return the emotion curve alone, small, for an overview; gaps stay gaps."""
    template = _environment().get_template("sparkline.html")
    return _safe(template.render(map=map, curve=curve(map.emotion), titles=_titles(map), zero=down(0)))


def _titles(map: JourneyMap) -> dict[str, str]:
    return {phase.id: phase.title for phase in map.phases}


def _reasons(map: JourneyMap) -> dict[str, list[str]]:
    """Return why values are missing, per phase, each reason once."""
    found = {phase.id: [p.reason for p in map.emotion if p.phase == phase.id and p.reason] for phase in map.phases}
    return {phase: list(dict.fromkeys(reasons)) for phase, reasons in found.items()}


def _safe(rendered: str) -> Markup:
    return Markup(rendered)  # noqa: S704 (the templates escape all they are given)


@cache
def css() -> str:
    """Return the style sheet of the map. Every rule is held inside ``.cjm``."""
    return (files("cjm_research.journey_map") / "templates" / "map.css").read_text(encoding="utf-8")


def paper_size(map: JourneyMap) -> float:
    """Return the largest type size, 7…12 CSS pixels, at which the cards are estimated to fit one A3 landscape page.

    A character is taken as 0.6 of the type size wide and a line as 1.35 of it high, on the long side for most fonts.

    Examples
    --------
    >>> paper_size(
    ...     JourneyMap(
    ...         title="Moving",
    ...         persona="Ana",
    ...         phases=(),
    ...         lanes=(),
    ...         emotion=(),
    ...         evidenced=0,
    ...         total=0,
    ...         by_level={},
    ...         source_titles={},
    ...     )
    ... )
    12.0
    """
    sizes = (tenth / 10 for tenth in range(120, 69, -2))
    return next((size for size in sizes if _height(map, size) <= PAPER_HEIGHT), 7.0)


def _height(map: JourneyMap, size: float) -> float:
    total = sum(phase.weight for phase in map.phases)
    columns = [PAPER_WIDTH * phase.weight / total - 10 for phase in map.phases]
    lanes = (lane for lane in map.lanes if lane.kind != "emotion")
    heads = [
        (_lines(phase.goal, column, size), sum(_lines(step, column - 20, size) for step in phase.steps))
        for phase, column in zip(map.phases, columns, strict=True)
    ]
    goals, steps = (max((head[which] for head in heads), default=0) * 1.45 * size + 14 for which in (0, 1))
    return (
        goals
        + steps
        + sum(
            12
            + max(
                (_cell_height(cell, column, size) for cell, column in zip(lane.cells, columns, strict=True)), default=0
            )
            for lane in lanes
        )
    )


def _cell_height(cards: tuple[Card, ...], column: float, size: float) -> float:
    """Return the height of a cell; on paper its cards stand abreast where they find room."""
    abreast = max(1, min(len(cards), int((column + 4) // (NARROWEST + 4))))
    heights = [_card_height(card, (column - 4 * (abreast - 1)) / abreast - 20, size) for card in cards]
    return sum(4 + max(heights[place : place + abreast]) for place in range(0, len(heights), abreast))


def _card_height(card: Card, width: float, size: float) -> float:
    foot = f"{card.level}  {card.detail}  {', '.join(card.evidence or card.sources)}"
    return (_lines(card.text, width, size) + _lines(foot, width, size * 0.88)) * 1.35 * size + 10


def _lines(text: str, width: float, size: float) -> int:
    return ceil(len(text) * 0.6 * size / width)
