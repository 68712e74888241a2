"""Where everything on the emotion lane goes: dots, intervals, segments, gaps and labels, without any overlap.

Across is a share of the lane's width, because columns stretch with the page; down is in CSS pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from cjm_research.journey_map.model import EmotionPoint

TOP, UNIT, HEIGHT = 44.0, 29.0, 202
NEUTRAL = 0.25


@dataclass(frozen=True)
class Dot:
    """A drawn value: its place, its interval, and two lines of label that stay clear of both segments."""

    x: float
    y: float
    top: float | None
    bottom: float | None
    value: str
    note: str
    value_y: float
    note_y: float
    tone: str
    hollow: bool


@dataclass(frozen=True)
class Segment:
    """A straight line between two neighbouring values; dashed where one of them is hand-set."""

    x1: float
    y1: float
    x2: float
    y2: float
    dashed: bool


@dataclass(frozen=True)
class Gap:
    """A phase without a value."""

    x: float
    left: float
    width: float
    word: str


@dataclass(frozen=True)
class Curve:
    """The whole lane."""

    dots: tuple[Dot, ...]
    segments: tuple[Segment, ...]
    gaps: tuple[Gap, ...]
    ticks: tuple[tuple[str, float], ...]


def down(valence: float) -> float:
    """Return the height of a valence on the lane, +2 on top.

    Examples
    --------
    >>> down(2), down(0), down(-2), down(9)
    (44.0, 102.0, 160.0, 44.0)
    """
    return round(TOP + UNIT * (2 - max(-2.0, min(2.0, valence))), 1)


def curve(points: tuple[EmotionPoint, ...]) -> Curve:
    """Return the emotion lane of a map.

    Examples
    --------
    >>> points = (
    ...     EmotionPoint(phase="a", basis="measured", value=1, low=0.5, high=1.5, n=312),
    ...     EmotionPoint(phase="b", basis="withheld", n=3, reason="fewer than 5 answers"),
    ...     EmotionPoint(phase="c", basis="hand-set", value=-1),
    ... )
    >>> drawn = curve(points)
    >>> [dot.value for dot in drawn.dots], [gap.word for gap in drawn.gaps], len(drawn.segments)
    (['+1.0', '−1.0'], ['withheld'], 0)
    """
    width = 100 / max(len(points), 1)
    centres = [round((index + 0.5) * width, 3) for index in range(len(points))]
    places = list(zip(centres, points, strict=True))
    return Curve(
        dots=tuple(_dot(x, point, _next_of(points, index)) for index, (x, point) in enumerate(places) if _drawn(point)),
        segments=tuple(_segment(*a, *b) for a, b in pairwise(places) if _drawn(a[1]) and _drawn(b[1])),
        gaps=tuple(_gap(x, width, point) for x, point in places if not _drawn(point)),
        ticks=tuple((signed(value, digits=0), down(value)) for value in (2, 1, 0, -1, -2)),
    )


def signed(value: float, *, digits: int = 1) -> str:
    """Return a number with its sign, a true minus, and no sign on zero.

    Examples
    --------
    >>> signed(0.04), signed(-1.26), signed(2, digits=0)
    ('0.0', '−1.3', '+2')
    """
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0 else text.replace("-", "−")


def _drawn(point: EmotionPoint) -> bool:
    return point.basis in ("measured", "hand-set") and point.value is not None


def _next_of(points: tuple[EmotionPoint, ...], index: int) -> float | None:
    following = points[index + 1] if index + 1 < len(points) else None
    return following.value if following and _drawn(following) else None


def _dot(x: float, point: EmotionPoint, following: float | None) -> Dot:
    value = point.value or 0.0
    rises = following is not None and following > value
    y = down(value)
    measured = point.basis == "measured"
    interval = measured and point.low is not None and point.high is not None
    return Dot(
        x=x,
        y=y,
        top=down(point.high or 0.0) if interval else None,
        bottom=down(point.low or 0.0) if interval else None,
        value=signed(value),
        note=f"n = {point.n:,}" if measured else "hand-set",
        value_y=y + 16 if rises else y - 20,
        note_y=y + 28 if rises else y - 8,
        tone="good" if value > NEUTRAL else "bad" if value < -NEUTRAL else "even",
        hollow=not measured,
    )


def _segment(x1: float, start: EmotionPoint, x2: float, end: EmotionPoint) -> Segment:
    dashed = "hand-set" in (start.basis, end.basis)
    return Segment(x1, down(start.value or 0.0), x2, down(end.value or 0.0), dashed)


def _gap(x: float, width: float, point: EmotionPoint) -> Gap:
    word = "withheld" if point.basis == "withheld" else "no value"
    return Gap(x, round(x - width * 0.3, 3), round(width * 0.6, 3), word)
