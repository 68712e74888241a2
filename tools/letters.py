"""Make the letters of charts from the font Inter: outlines to draw with, and a font of empty boxes to measure with.

Run by hand when the font changes; what it writes is part of the repository:

    uv run --no-project --with fonttools --with brotli python tools/letters.py FOLDER

FOLDER holds ``Inter-Regular.woff2`` and ``Inter-Bold.woff2``; the npm package inter-ui ships them in ``web/``.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.pens.qu2cuPen import Qu2CuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen, RecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

TARGET = Path(__file__).parents[1] / "cjm_research" / "charts" / "inter"
FAMILY = "Inter of charts"
EM = 500
"""Units of the outlines per em: at a type size of 12 pixels, one is a fortieth of a pixel."""

DRAWN = ((0x20, 0x24F), (0x370, 0x52F), (0x1E00, 0x1EFF), (0x2010, 0x22FF), (0x2460, 0x27BF))
"""Latin, Greek, Cyrillic; punctuation, currencies, arrows, mathematics, shapes."""

ROOM = (
    ("none", 0xE000, 0xE0FF, 0),
    ("narrow", 0xE100, 0xEBFF, 290),
    ("square", 0xEC00, 0xF3FF, 500),
    ("wide", 0xF400, 0xF8FF, 625),
)
"""Private characters that stand in for letters that are not drawn from here, with the room they get."""


def drawn(code: int) -> bool:
    """Say whether a character is drawn from the outlines; a mark that belongs on another letter is not."""
    category = unicodedata.category(chr(code))
    return (
        any(first <= code <= last for first, last in DRAWN) and category[0] in "LNPSZ" and category not in ("Zl", "Zp")
    )


def outline(font: TTFont, glyph: str) -> str:
    """Return the outline of a glyph as a path of relative steps, y downwards."""
    steps, cubic, glyphs = DecomposingRecordingPen(font.getGlyphSet()), RecordingPen(), font.getGlyphSet()
    glyphs[glyph].draw(steps)
    steps.replay(Qu2CuPen(cubic, max_err=2, all_cubic=True))
    scale, here, start, written = EM / font["head"].unitsPerEm, (0, 0), (0, 0), ""
    for step, points in cubic.value:
        rounded = [(round(x * scale), round(-y * scale)) for x, y in points]
        written += _step(step, [(x - here[0], y - here[1]) for x, y in rounded])
        here = rounded[-1] if rounded else start
        start = here if step == "moveTo" else start
    return written


def _step(step: str, points: list[tuple[int, int]]) -> str:
    if step == "closePath":
        return "z"
    (x, y) = points[-1]
    if step == "lineTo" and 0 in (x, y):
        return f"h{x}" if y == 0 else f"v{y}"
    letter = {"moveTo": "m", "lineTo": "l", "curveTo": "c"}[step]
    return letter + " ".join(str(number) for point in points for number in point).replace(" -", "-")


def letters(font: TTFont) -> dict[str, list[Any]]:
    """Return width and outline of each character that is drawn."""
    scale, widths = EM / font["head"].unitsPerEm, font["hmtx"]
    shown = sorted((code, glyph) for code, glyph in font.getBestCmap().items() if drawn(code))
    return {chr(code): [round(widths[glyph][0] * scale), outline(font, glyph)] for code, glyph in shown}


def measuring(font: TTFont, known: dict[str, list[Any]], style: str) -> TTFont:
    """Return a font of boxes as wide as the letters: no kerning, no ligatures, the same sum of widths everywhere."""
    options = subset.Options()
    options.layout_features, options.hinting, options.name_IDs = [], False, ["*"]
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "STAT", "HVAR", "MVAR", "meta"]
    cut = subset.Subsetter(options)
    cut.populate(unicodes=[ord(letter) for letter in known])
    cut.subset(font)
    per_unit, named = font["head"].unitsPerEm / EM, font.getBestCmap()
    widths = {named[ord(letter)]: width for letter, (width, _) in known.items()} | {
        name: width for name, *_, width in ROOM
    }
    font.setGlyphOrder([*font.getGlyphOrder(), *(name for name, *_ in ROOM)])
    for glyph in font.getGlyphOrder():
        across = round(widths.get(glyph, EM) * per_unit)
        font["hmtx"].metrics[glyph] = (across, 0)
        font["glyf"][glyph] = _box(0 if glyph == "space" else across)
    table = CmapSubtable.newSubtable(13)  # many characters, one glyph
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.cmap = dict(named) | {code: name for name, first, last, _ in ROOM for code in range(first, last + 1)}
    font["cmap"].tables = [table]
    for entry in font["name"].names:
        name = {1: FAMILY, 2: style, 4: f"{FAMILY} {style}", 6: f"{FAMILY} {style}".replace(" ", "-")}
        entry.string = name.get(entry.nameID, entry.toUnicode())
    font["name"].names = [entry for entry in font["name"].names if entry.nameID not in (16, 17, 21, 22, 25)]
    font.flavor = None
    return font


def _box(across: int) -> Any:
    pen = TTGlyphPen(None)
    if across:
        pen.moveTo((0, 0))
        for corner in ((0, 1490), (across, 1490), (across, 0)):
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph()


def main(folder: Path) -> None:
    """Write outlines and measuring fonts."""
    TARGET.mkdir(exist_ok=True)
    found: dict[str, Any] = {"em": EM, "room": [list(room) for room in ROOM]}
    for style in ("Regular", "Bold"):
        source = folder / f"Inter-{style}.woff2"
        known = letters(TTFont(source))
        measuring(TTFont(source, recalcTimestamp=False), known, style).save(TARGET / f"measure-{style.lower()}.ttf")
        found[style.lower()] = known
    lines = json.dumps(found, ensure_ascii=False, separators=(",", ":")).replace('],"', '],\n"')
    (TARGET / "outlines.json").write_text(lines + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
