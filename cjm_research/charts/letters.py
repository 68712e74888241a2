"""The letters of drawings: how wide a text is, where it is cut or wrapped, and what stands in for other scripts.

All of it from one font that comes with the package, so that a drawing is the same on every machine.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from wcwidth import iter_graphemes, wcswidth

from cjm_research.study.alphabet import settled

FAMILY = "Inter of charts"
"""What the renderer measures with: boxes as wide as the letters in ``outlines.json``."""

FOLDER = files("cjm_research.charts") / "inter"


class Font:
    """Widths and outlines in units of ``em``, and the private characters that stand in, by the room they get."""

    def __init__(self, written: Mapping[str, Any]) -> None:
        self.em: int = written["em"]
        self.room: dict[str, tuple[int, int, int]] = {name: (a, z, width) for name, a, z, width in written["room"]}
        self.styles: dict[str, dict[str, tuple[int, str]]] = {name: written[name] for name in ("regular", "bold")}

    def width(self, letters: str, style: str) -> int:
        """Return the width of letters and of stand-ins."""
        known = self.styles[style]
        return sum(known[letter][0] if letter in known else self._standing_in(letter) for letter in letters)

    def _standing_in(self, letter: str) -> int:
        return next((width for first, last, width in self.room.values() if first <= ord(letter) <= last), 0)


@cache
def font() -> Font:
    """Return the letters that come with the package."""
    return Font(json.loads((FOLDER / "outlines.json").read_text(encoding="utf-8")))


class StandIns:
    """Private characters that stand for what has no outline, one per grapheme, while a drawing is made.

    The renderer counts, cuts and measures in code units; of each emoji and each letter of another script it gets
    exactly one, as wide as the room kept for it. So nothing is cut in two, and no font of this machine is asked.

    Examples
    --------
    >>> stand_ins = StandIns()
    >>> hidden = stand_ins.put({"label": ["Zoë 👩‍👧", "日本"]})
    >>> len(hidden["label"][0]), stand_ins.back(hidden["label"][0])
    (5, 'Zoë 👩‍👧')
    """

    def __init__(self) -> None:
        self._of: dict[str, str] = {}
        self._next = {name: first for name, (first, _, _) in font().room.items()}

    def put(self, value: Any) -> Any:
        """Return a text, or anything made of texts, with stand-ins, in characters that every renderer can read."""
        if isinstance(value, str):
            text = settled(value)  # on some characters the renderer does not fail but takes this process along
            return text if text.isascii() else "".join(map(self._letter, iter_graphemes(text)))
        if isinstance(value, dict):
            return {self.put(key): self.put(inner) for key, inner in value.items()}
        return [self.put(inner) for inner in value] if isinstance(value, list | tuple) else value

    def back(self, text: str, *, markup: bool = False) -> str:
        """Return a text with what was stood in for, escaped where the text is markup."""
        return text.translate(
            {ord(hidden): escape(grapheme) if markup else grapheme for grapheme, hidden in self._of.items()}
        )

    def _letter(self, grapheme: str) -> str:
        if grapheme in font().styles["regular"] or grapheme in "\n\t":
            return grapheme
        if grapheme not in self._of:
            room = _room(grapheme)
            if self._next[room] > font().room[room][1]:
                return "?"  # a drawing with more than a thousand different emoji
            self._of[grapheme] = chr(self._next[room])
            self._next[room] += 1
        return self._of[grapheme]


def _room(grapheme: str) -> str:
    """Say how much room a grapheme without an outline gets; what is drawn is fitted into it."""
    shown = [letter for letter in grapheme if unicodedata.category(letter) not in ("Cc", "Cf", "Me", "Mn", "Zl", "Zp")]
    if not shown:
        return "none"
    if 0x1F000 <= ord(shown[0]) < 0x20000 or "\ufe0f" in grapheme or len(shown) > 2:
        return "wide"
    return "square" if len(shown) == 2 or wcswidth(shown[0]) == 2 else "narrow"


def width(text: str, size: float = 12.0) -> float:
    """Return how many pixels wide a text is drawn.

    Examples
    --------
    >>> round(width("n = 1,183")), round(width("日本"))
    (50, 24)
    """
    known = font().styles["regular"]
    graphemes = text if text.isascii() else iter_graphemes(text)
    units = sum(known[one][0] if one in known else font().room[_room(one)][2] for one in graphemes)
    return units * size / font().em


def shortened(text: str, pixels: float, size: float = 12.0) -> str:
    """Return a text at most so many pixels wide, with an ellipsis where something is missing.

    Examples
    --------
    >>> shortened("Review sites", 80), shortened("Review sites", 60)
    ('Review sites', 'Review…')
    """
    if width(text, size) <= pixels:
        return text
    kept, left = "", pixels - width("…", size)
    for grapheme in iter_graphemes(text):
        left -= width(grapheme, size)
        if left < 0:
            break
        kept += grapheme
    return kept.rstrip() + "…"


def wrapped(text: str, pixels: float, size: float = 12.0) -> str:
    """Return a text in lines of at most so many pixels, broken between words, or within one that is too long.

    Examples
    --------
    >>> wrapped("Sign-up and payment", 80)
    'Sign-up and\\npayment'
    """
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}", size) <= pixels:
            lines[-1] += f" {word}"
            continue
        lines.append("")
        for grapheme in iter_graphemes(word):
            if lines[-1] and width(lines[-1] + grapheme, size) > pixels:
                lines.append("")
            lines[-1] += grapheme
    return "\n".join(lines)
