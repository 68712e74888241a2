"""How tests read a drawing, in which letters are outlines."""

from __future__ import annotations

import re
from html import unescape


def words(drawing: str) -> list[str]:
    """Return the texts of a drawing in their order; the lines of one text are joined."""
    return [unescape(label) for label in re.findall(r'<g aria-label="([^"]*)"', drawing)]


def sizes(drawing: str) -> list[float]:
    """Return the type size of each text, in pixels."""
    return [
        500 * float(scale) for scale in re.findall(r'<g aria-label="[^"]*" transform="[^"]*scale\(([\d.]+)\)"', drawing)
    ]
