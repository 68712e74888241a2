"""Customers streaming from step to step, and falling away where they leave."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import altair as alt
import pandas as pd

from cjm_research.charts.letters import shortened, width
from cjm_research.charts.theme import GREY, INK, NEUTRAL, PAPER, PERSONAS, WIDTH, Chart

HEIGHT, HEAD, GAP, NODE, ROOM, FALL = 320, 58, 15, 10, 122, 26
"""Pixels: of all customers, above the nodes, between two nodes, width of a node, for names at the right, of a fall."""

HUES = (*PERSONAS[:5], "#a3345f", "#4f7a28", "#2a7f93")

TALL, SEEN = 30, 14
"""Pixels: a node with room for two lines of text, and a fall with room for one."""

FADING = {
    "gradient": "linear",
    "x1": 0,
    "x2": 1,
    "y1": 0,
    "y2": 0,
    "stops": [{"offset": 0, "color": "#9aa3ac"}, {"offset": 1, "color": PAPER}],
}

CURVE = tuple((x / 10, (x / 10) ** 2 * (3 - 2 * x / 10)) for x in range(11))
"""Points of a smooth step from 0 to 1 (the cubic that is level at both ends)."""


@dataclass
class _Node:
    x: float
    y: float
    height: float
    value: int
    step: int
    title: str
    ink: str
    drained: float = 0.0
    filled: float = 0.0


def flow(frame: pd.DataFrame, *, order: list[str], other: str = "Other", description: str) -> Chart:
    """Draw customers as bands between steps; those who leave fall away in grey and flow nowhere.

    Parameters
    ----------
    frame
        ``step`` (of the source, from 1), ``source``, ``target`` (titles; a blank target: they leave), ``value``
        (customers), ``label`` (the link in words), one row per link.
    order
        Titles of the places from top to bottom.
    other
        The title of what is not told apart; drawn in grey.
    description
        Text alternative.
    """
    nodes = _nodes(frame, order, other)
    bands, losses = _links(frame, nodes, order)
    height = max((node.y + node.height for node in nodes.values()), default=HEIGHT) + GAP
    base = alt.Chart(width=WIDTH, height=height)
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, WIDTH], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False))
    ink = alt.Color("ink:N", scale=None)
    return alt.layer(
        base.properties(data=losses)
        .mark_area(color=FADING, interpolate="monotone")
        .encode(x=x, y=y, y2="y2:Q", detail="link:N"),
        base.properties(data=bands)
        .mark_area(opacity=0.35, interpolate="monotone")
        .encode(x=x, y=y, y2="y2:Q", detail="link:N", color=ink),
        base.properties(data=_boxes(nodes)).mark_rect(opacity=1).encode(x=x, x2="x2:Q", y=y, y2="y2:Q", color=ink),
        base.properties(data=_gone(frame, nodes)).mark_text(align="left", color=GREY).encode(x=x, y=y, text="text:N"),
        *(
            base.properties(data=_names(nodes))
            .mark_text(align="left", lineBreak="\n", **look)
            .encode(x=x, y=y, text="text:N")
            for look in ({"stroke": PAPER, "strokeWidth": 3, "strokeOpacity": 0.8}, {"color": INK})
        ),
        base.properties(data=_heads(nodes, frame))
        .mark_text(align="left", baseline="top", lineBreak="\n", color=GREY)
        .encode(x=x, y=y, text="text:N"),
    ).properties(description=description)


def _nodes(frame: pd.DataFrame, order: list[str], other: str) -> dict[tuple[int, str], _Node]:
    last = int(frame["step"].max()) + 1 if len(frame) else 1
    sizes: dict[tuple[int, str], int] = defaultdict(int)
    for row in frame.itertuples():
        sizes[row.step, row.source] += row.value
        if row.target and row.step + 1 == last:
            sizes[last, row.target] += row.value
    most = max((sum(n for (at, _), n in sizes.items() if at == step) for step in range(1, last + 1)), default=0)
    nodes = {}
    for step in range(1, last + 1):
        x, y = (step - 1) * (WIDTH - ROOM) / max(1, last - 1), float(HEAD)
        for place, title in enumerate(order):
            if value := sizes.get((step, title)):
                height = HEIGHT * value / most
                ink = NEUTRAL if title == other else HUES[place % len(HUES)]
                nodes[step, title] = _Node(x, y, height, value, step, title, ink)
                y += height + GAP
    return nodes


def _links(
    frame: pd.DataFrame, nodes: dict[tuple[int, str], _Node], order: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the outlines of the bands that flow on, and of those that fall away."""
    bands: list[tuple[float, float, float, int, str]] = []
    losses: list[tuple[float, float, float, int, str]] = []
    rank = {title: place for place, title in enumerate([*order, ""])}
    links = sorted(frame.itertuples(), key=lambda row: (row.step, rank[row.source], rank[row.target]))
    for number, row in enumerate(links):
        node, after = nodes[row.step, row.source], nodes.get((row.step + 1, row.target))
        height = node.height * row.value / node.value
        x, y = node.x + NODE, node.y + node.drained
        node.drained += height
        if after:
            across, down = after.x - x, after.y + after.filled - y
            after.filled += height
        else:
            across, down = 0.5 * (WIDTH - ROOM) / max(1, links[-1].step), FALL
        outline = [(x + across * t, y + down * s, y + down * s + height, number, node.ink) for t, s in CURVE]
        (bands if after else losses).extend(outline)
    columns = ["x", "y", "y2", "link", "ink"]
    return pd.DataFrame(bands, columns=columns), pd.DataFrame(losses, columns=columns)


def _boxes(nodes: dict[tuple[int, str], _Node]) -> pd.DataFrame:
    rows = [(node.x, node.x + NODE, node.y, node.y + node.height, node.ink) for node in nodes.values()]
    return pd.DataFrame(rows, columns=["x", "x2", "y", "y2", "ink"])


def _names(nodes: dict[tuple[int, str], _Node]) -> pd.DataFrame:
    room = ROOM - NODE - 5
    rows = []
    for node in nodes.values():
        n = f"{node.value:,}"
        tall = node.height >= TALL
        text = f"{shortened(node.title, room)}\n{n}" if tall else f"{shortened(node.title, room - width(f' {n}'))} {n}"
        rows.append((node.x + NODE + 5, node.y + node.height / 2 + (-3 if tall else 4), text))
    return pd.DataFrame(rows, columns=["x", "y", "text"])


def _gone(frame: pd.DataFrame, nodes: dict[tuple[int, str], _Node]) -> pd.DataFrame:
    """Return how many leave, written where their band has faded, unless a name stands there."""
    rows = []
    for row in frame[frame["target"] == ""].itertuples():
        node = nodes[row.step, row.source]
        height = node.height * row.value / node.value
        y = node.y + node.height - height / 2 + FALL
        others = [other for other in nodes.values() if other.step == row.step]
        free = all(abs(other.y + other.height / 2 + 4 - y) > TALL / 2 + 5 for other in others)
        if height >= SEEN and free:
            rows.append((node.x + NODE + 5, y, f"{row.value:,} left"))
    return pd.DataFrame(rows, columns=["x", "y", "text"])


def _heads(nodes: dict[tuple[int, str], _Node], frame: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for step in sorted({step for step, _ in nodes}):
        here = [node for node in nodes.values() if node.step == step]
        gone = int(frame.loc[(frame["step"] == step - 1) & (frame["target"] == ""), "value"].sum())
        lost = f"{gone:,} left before" if gone else ""
        rows.append((here[0].x, 2.0, f"step {step}\n{sum(node.value for node in here):,} customers\n{lost}"))
    return pd.DataFrame(rows, columns=["x", "y", "text"])
