"""Where everything on the emotion lane goes: dots, intervals, segments, gaps and labels, without any overlap.

Across is a share of the lane's width, because columns stretch with the page; down is in CSS pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise

from cjm_research.journey_map.model import EmotionPoint

TOP, UNIT, HEIGHT = 38.0, 34.0, 212
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
    number: str = ""


@dataclass(frozen=True)
class Segment:
    """A straight line between two neighbouring values; dashed where one of them is hand-set or of few people."""

    x1: float
    y1: float
    x2: float
    y2: float
    dashed: bool


@dataclass(frozen=True)
class Gap:
    """A phase or step without a value."""

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
    (38.0, 106.0, 174.0, 38.0)
    """
    return round(TOP + UNIT * (2 - max(-2.0, min(2.0, valence))), 1)


def curve(points: tuple[EmotionPoint, ...], weights: tuple[float, ...] = ()) -> Curve:
    """Return the emotion lane of a map.

    Parameters
    ----------
    points
        Phase after phase.
    weights
        How wide the column of each phase is beside the others; equal where not given.

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
    places = _places(points, weights)
    numbers = [str(n) if point.step else "" for n, point in enumerate(points, start=1)]
    drawn = [(x, point, _next_of(points, n), numbers[n]) for n, (x, _, point) in enumerate(places) if _drawn(point)]
    return Curve(
        dots=tuple(_dot(*dot) for dot in drawn),
        segments=tuple(_segment(a[0], a[2], b[0], b[2]) for a, b in pairwise(places) if _drawn(a[2]) and _drawn(b[2])),
        gaps=tuple(_gap(x, width, point) for x, width, point in places if not _drawn(point)),
        ticks=tuple((signed(value, digits=0), down(value)) for value in (2, 1, 0, -1, -2)),
    )


def _places(points: tuple[EmotionPoint, ...], weights: tuple[float, ...]) -> list[tuple[float, float, EmotionPoint]]:
    """Return each point with its centre and width in percent: phases share the lane, points share their phase."""
    phases = list(dict.fromkeys(point.phase for point in points))
    widths = [100 * weight / sum(weights) for weight in weights] or [100 / len(phases)] * len(phases)
    found = []
    for left, width, phase in zip(accumulate(widths, initial=0), widths, phases, strict=False):
        inside = [point for point in points if point.phase == phase]
        share = width / len(inside)
        found += [(round(left + (n + 0.5) * share, 3), share, point) for n, point in enumerate(inside)]
    return found


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


def _dot(x: float, point: EmotionPoint, following: float | None, number: str) -> Dot:
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
        note=_note(point),
        value_y=y + 18 if rises else y - 22,
        note_y=y + 30 if rises else y - 10,
        tone="even" if point.indicative else "good" if value > NEUTRAL else "bad" if value < -NEUTRAL else "even",
        hollow=not measured,
        number=number,
    )


def _note(point: EmotionPoint) -> str:
    if point.basis != "measured":
        return "hand-set"
    return f"n = {point.n:,}" + ", few" * point.indicative


def _segment(x1: float, start: EmotionPoint, x2: float, end: EmotionPoint) -> Segment:
    dashed = "hand-set" in (start.basis, end.basis) or start.indicative or end.indicative
    return Segment(x1, down(start.value or 0.0), x2, down(end.value or 0.0), dashed)


def _gap(x: float, width: float, point: EmotionPoint) -> Gap:
    word = "withheld" if point.basis == "withheld" else "no value"
    return Gap(x, round(x - width * 0.3, 3), round(width * 0.6, 3), word)
