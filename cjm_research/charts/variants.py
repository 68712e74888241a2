"""Paths as rows of chips."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from cjm_research.charts.letters import shortened, width
from cjm_research.charts.theme import GREY, INK, LINE, PAPER, PERSONAS, WIDTH, Chart

LEFT, CHIP, GAP, LINES = 108, 22, 5, 28
"""Pixels: for the numbers at the left, the height of a chip, between two chips, from one line of chips to the next."""

ROOM, NAME, PATH = 14, 145, 400
"""Pixels: around the name of a chip, of a name at most, and of what is said of a path without a phase."""

COLOURS = (*PERSONAS, "#96204f", "#3d5c14")

MOST = 24
"""A longer path ends with the number of steps left out."""


def variants(frame: pd.DataFrame, *, colours: Sequence[str], description: str) -> Chart:
    """Draw each path as a row of named chips in the colour of their phase, with its number at the left.

    Parameters
    ----------
    frame
        One row per step: ``label`` (of the path), ``value`` (share of customers), ``note`` (share and number in words),
        ``step`` (from 1), ``place`` (title), ``colour`` (title of its phase). A path without a phase is drawn in grey.
    colours
        Titles of the phases in their order.
    description
        Text alternative.
    """
    chips, heads, height = _laid_out(frame)
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, WIDTH], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False))
    named = [name for name in colours if name in set(chips["colour"])]
    inks = [COLOURS[list(colours).index(name) % len(COLOURS)] for name in named]
    colour = alt.Color(
        "colour:N",
        title=None,
        scale=alt.Scale(domain=named, range=inks),
        legend=alt.Legend(orient="top", columns=4, symbolType="square") if named else None,
    )
    filled, plain = chips[chips["colour"] != ""], chips[chips["colour"] == ""]
    middle, count = alt.X("middle:Q", axis=None), alt.X("x2:Q", axis=None)
    top = alt.Y("top:Q", axis=None)
    layers = [
        alt.Chart(heads).mark_text(align="left", fontWeight="bold", color=INK).encode(x=x, y=y, text="share:N"),
        alt.Chart(heads).mark_text(align="left", color=GREY).encode(x=count, y=y, text="count:N"),
        alt.Chart(filled).mark_rect(cornerRadius=4).encode(x=x, x2="x2:Q", y=top, y2="bottom:Q", color=colour),
        alt.Chart(filled).mark_text(color=PAPER).encode(x=middle, y=y, text="name:N"),
        alt.Chart(plain)
        .mark_rect(cornerRadius=4, fill=PAPER, stroke=LINE)
        .encode(x=x, x2="x2:Q", y=top, y2="bottom:Q"),
        alt.Chart(plain).mark_text(color=GREY).encode(x=middle, y=y, text="name:N"),
    ]
    return alt.layer(*layers).properties(width=WIDTH, height=height, description=description)


def _laid_out(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, float]:
    """Return where the chips and the numbers stand, and the height of all."""
    chips: list[tuple[object, ...]] = []
    heads: list[tuple[object, ...]] = []
    top = 4.0
    for _, path in frame.groupby("label", sort=False):
        share, _, count = str(path["note"].iloc[0]).partition(", ")
        heads.append((0.0, 52.0, top + CHIP / 2, share, count))
        left = float(LEFT)
        for name, colour in _names(path):
            across = width(name) + ROOM
            if left > LEFT and left + across > WIDTH:
                left, top = float(LEFT), top + LINES
            chips.append((left, left + across, left + across / 2, top + CHIP / 2, top, top + CHIP, name, colour))
            left += across + GAP
        top += LINES + 6
    placed = pd.DataFrame(chips, columns=["x", "x2", "middle", "y", "top", "bottom", "name", "colour"])
    numbers = pd.DataFrame(heads, columns=["x", "x2", "y", "share", "count"])
    return placed.astype({"name": "str", "colour": "str"}), numbers.astype({"share": "str", "count": "str"}), top


def _names(path: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the names and colours of the chips of a path."""
    steps = path.sort_values("step")
    shown = [
        (shortened(str(r.place), NAME if r.colour else PATH), str(r.colour)) for r in steps.head(MOST).itertuples()
    ]
    return shown + ([(f"+ {len(steps) - MOST} steps", "")] if len(steps) > MOST else [])
