"""A drawing whose letters are outlines: it looks the same whatever fonts its reader has."""

from __future__ import annotations

import re
import unicodedata
from html import escape, unescape
from itertools import groupby

from cjm_research.charts.letters import FAMILY, StandIns, font

_ROOT = re.compile(r"<svg\b[^>]*>")
_ATTRIBUTES = r'((?: [\w:-]+="[^"]*")*)'
_TEXT = re.compile(rf"<text{_ATTRIBUTES}(?:/>|>(.*?)</text>)", re.DOTALL)
_LINE = re.compile(rf"<tspan{_ATTRIBUTES}>(.*?)</tspan>", re.DOTALL)
_ATTRIBUTE = re.compile(r' ([\w:-]+)="([^"]*)"')
_TAKEN = ("x", "y", "transform", "text-anchor", "font-size", "font-weight", "font-family", "font-style")
_BEFORE_ANCHOR = {"": 0.0, "start": 0.0, "middle": 0.5, "end": 1.0}
_BOLD = ("bold", "600", "700", "800", "900")


def outlined(drawing: str, stand_ins: StandIns | None = None) -> str:
    """Return an SVG drawing with outlines in place of letters; the words stay in it as labels.

    What has no outline (other scripts, emoji) is drawn with the reader's own fonts, exactly as wide as the room that
    was kept for it.

    Parameters
    ----------
    drawing
        As the renderer writes it, in which texts have attributes and lines, but no markup.
    stand_ins
        What stands in the drawing for what has no outline.

    Examples
    --------
    >>> said = f'<svg><text x="5" y="12" font-family="{FAMILY}" font-size="10px">No</text></svg>'
    >>> print(re.sub(r' d="[^"]*"', "", outlined(said)))
    <svg><defs><path id="g4e"/><path id="g6f"/></defs><g aria-label="No" ...#g6f" x="377"/></g></svg>
    """
    typesetter = _Typesetter(stand_ins or StandIns())
    body = _TEXT.sub(typesetter.words, drawing)
    new = "".join(
        f'<path id="{id}" d="{d}"/>' for id, d in sorted(typesetter.used.items()) if f'id="{id}"' not in drawing
    )
    root = _ROOT.search(body)
    if new and root:
        body = f"{body[: root.end()]}<defs>{new}</defs>{body[root.end() :]}"
    return typesetter.stand_ins.back(body, markup=True)


class _Typesetter:
    """Sets texts, and remembers the outlines they used."""

    def __init__(self, stand_ins: StandIns) -> None:
        self.stand_ins = stand_ins
        self.used: dict[str, str] = {}

    def words(self, text: re.Match[str]) -> str:
        """Return a group of outlines in place of a text, in the units of the outlines."""
        attributes = dict(_ATTRIBUTE.findall(text[1]))
        if not attributes.get("font-family", "").startswith(FAMILY):
            return text[0]
        taken = {name: attributes.pop(name, "") for name in _TAKEN}
        style = "bold" if taken["font-weight"] in _BOLD else "regular"
        scale = float(taken["font-size"].removesuffix("px")) / font().em
        before = _BEFORE_ANCHOR[taken["text-anchor"]]
        lines = _lines(text[2] or "")
        placed = "".join(self._line(line, round(down / scale), style, before) for line, down in lines)
        if not placed:
            return ""
        moved = f"translate({taken['x'] or 0},{taken['y'] or 0})" if taken["x"] or taken["y"] else ""
        steps = filter(None, (taken["transform"], moved, f"scale({scale:g})"))
        label = escape(" ".join(line for line, _ in lines))
        own = {"aria-label": label, "transform": " ".join(steps), **_thick(attributes, scale)}
        written = "".join(f' {name}="{value}"' for name, value in own.items() if (name, value) != ("opacity", "1"))
        return f"<g{written}>{placed}</g>"

    def _line(self, line: str, down: int, style: str, before: float) -> str:
        """Return the letters of a line side by side; in one piece where some are written from right to left."""
        known, at, placed = font().styles[style], -round(before * font().width(line, style)), ""
        turned = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in self.stand_ins.back(line))
        for has_outline, run in groupby(line, key=lambda letter: not turned and letter in known):
            for piece in run if has_outline else ("".join(run),):
                room = font().width(piece, style)
                place = (f' x="{at}"' if at else "") + (f' y="{down}"' if down else "")
                placed += self._outline(piece, place, style) if has_outline else _fitted(piece, place, room, style)
                at += room
        return placed

    def _outline(self, letter: str, place: str, style: str) -> str:
        outline = font().styles[style][letter][1]
        if not outline:
            return ""
        id = f"{'g' if style == 'regular' else 'b'}{ord(letter):x}"
        self.used[id] = outline
        return f'<use href="#{id}"{place}/>'


def _lines(inner: str) -> list[tuple[str, float]]:
    """Return each line of a text with its distance from the first."""
    lines, down = [], 0.0
    for attributes, line in _LINE.findall(inner) or [("", inner)]:
        down += float(dict(_ATTRIBUTE.findall(attributes)).get("dy", 0))
        lines.append((unescape(line).replace("\n", " ").replace("\t", " "), down))
    return lines


def _thick(attributes: dict[str, str], scale: float) -> dict[str, str]:
    """Return the attributes with strokes as wide as they were before the outlines were scaled, and round at corners."""
    if "stroke-width" not in attributes:
        return attributes
    wide = f"{float(attributes['stroke-width']) / scale:g}"
    return {**attributes, "stroke-width": wide, "stroke-linejoin": "round"}


def _fitted(piece: str, place: str, room: int, style: str) -> str:
    """Return letters in the reader's own font, drawn exactly as wide as their room."""
    if not room:
        return ""
    weight = ' font-weight="bold"' if style == "bold" else ""
    fit = f'font-size="{font().em}" textLength="{room}" lengthAdjust="spacingAndGlyphs"'
    return f'<text{place} font-family="sans-serif"{weight} {fit}>{escape(piece)}</text>'
