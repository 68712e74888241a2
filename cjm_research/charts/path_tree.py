"""What comes next, step by step, as boxes beside each other: the taller, the more customers."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from cjm_research.charts.letters import shortened, width, wrapped
from cjm_research.charts.theme import GREY, INK, PAPER, WIDTH, Chart

HEIGHT, HEAD, ROOT = 620, 22, 96
"""Pixels: of all customers together, above them, width of the first column."""

LINE_HEIGHT = 14.0
"""Pixels of a line of text."""

FILL = {"anchor": "#a9cbe6", "place": "#d3e4f2", "other": "#e6e8eb", "ended": PAPER}


def path_tree(frame: pd.DataFrame, *, heads: list[str], backward: bool = False, description: str) -> Chart:
    """Draw a tree of ways in columns; the boxes beside a box are what it splits into.

    Parameters
    ----------
    frame
        ``node, parent`` (numbers; a parent comes before its children, -1 for the first), ``step`` (0, 1, …), ``kind``
        (anchor, place, other, ended), ``value`` (customers), ``title``, ``note`` (number and share in words; a low box
        has room for the number only), ``label`` (the whole way in words); one row per node.
    heads
        What stands above each column, from step 0 on.
    backward
        Draw from right to left, so that time runs to the right.
    description
        Text alternative.
    """
    boxes = _boxes(frame, len(heads), backward=backward)
    base = alt.Chart(width=WIDTH, height=HEIGHT + HEAD)
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, WIDTH], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[HEIGHT + HEAD, 0], nice=False))
    text: dict[str, Any] = {"align": "left", "baseline": "middle", "lineBreak": "\n", "lineHeight": LINE_HEIGHT}
    return alt.layer(
        base.properties(data=boxes[["x", "x2", "y", "y2", "ink"]])
        .mark_rect(stroke=GREY, strokeWidth=0.5, opacity=1)
        .encode(x=x, x2="x2:Q", y=y, y2="y2:Q", color=alt.Color("ink:N", scale=None)),
        base.properties(data=_texts(boxes)).mark_text(color=INK, **text).encode(x=x, y=y, text="text:N"),
        base.properties(data=_heads(heads, backward=backward))
        .mark_text(color=GREY, **text)
        .encode(x=x, y=y, text="text:N"),
    ).properties(description=description)


def _column(step: int, columns: int, *, backward: bool) -> tuple[float, float]:
    """Return the left and right edge of a column."""
    wide = (WIDTH - ROOT) / max(1, columns - 1)
    left, right = (0.0, float(ROOT)) if step == 0 else (ROOT + wide * (step - 1), ROOT + wide * step)
    return (WIDTH - right, WIDTH - left) if backward else (left, right)


def _boxes(frame: pd.DataFrame, columns: int, *, backward: bool) -> pd.DataFrame:
    """Return each node with the edges of its box."""
    per = HEIGHT / max(1.0, float(frame["value"].max())) if len(frame) else 0.0
    below: dict[int, float] = {-1: float(HEAD)}
    edges = []
    for row in frame.itertuples():
        top = below[row.parent]
        below[row.parent] = below[row.node] = top
        below[row.parent] += per * row.value
        edges.append((*_column(row.step, columns, backward=backward), top, top + per * row.value, FILL[row.kind]))
    drawn = pd.DataFrame(edges, columns=["x", "x2", "y", "y2", "ink"], index=frame.index)
    return frame.join(drawn)


def _texts(boxes: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for box in boxes.itertuples():
        lines, room = int((box.y2 - box.y) / LINE_HEIGHT), box.x2 - box.x - 10
        if lines == 0:
            continue
        if lines == 1:
            n = f"{box.value:,}"
            said = [f"{shortened(box.title, room - width(f' {n}'))} {n}"]
        else:
            said = [*_fitted(box.title, room, min(lines - 1, 3)), box.note]
        middle = (box.y + box.y2 - LINE_HEIGHT * (len(said) - 1)) / 2
        rows.append((box.x + 5, middle, "\n".join(said)))
    return pd.DataFrame(rows, columns=["x", "y", "text"])


def _fitted(title: str, room: float, lines: int) -> list[str]:
    """Return a title in so many lines at most, shortened where it does not fit."""
    said = wrapped(title, room).split("\n")
    kept = [*said[: lines - 1], " ".join(said[lines - 1 :])] if len(said) > lines else said
    return [shortened(line, room) for line in kept]


def _heads(heads: list[str], *, backward: bool) -> pd.DataFrame:
    rows = [
        (_column(step, len(heads), backward=backward)[0] + 5, HEAD / 2 - 2, text) for step, text in enumerate(heads)
    ]
    return pd.DataFrame(rows, columns=["x", "y", "text"])
