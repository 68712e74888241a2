"""Chart of what customers want and get: importance against satisfaction, with over- and under-served regions."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cjm_research.charts.letters import wrapped
from cjm_research.charts.theme import GOOD, GREY, INK, LINE, PAPER, WIDTH, Chart

_SIDE, _HALF = 300, 250
_TINTS = ("#f3e3d3", "#eccdae", "#e3b183")
_NARROW, _WIDE = WIDTH - 410, WIDTH - 60
"""Pixels of a name at most: beside the panel, and below the panels."""


def opportunity_landscape(frame: pd.DataFrame, *, bands: list[float], names: list[str], description: str) -> Chart:
    """Draw each outcome at its importance and satisfaction, a panel per segment, the names below or at the side.

    Parameters
    ----------
    frame
        ``segment, label`` (short), ``importance, importance_low, importance_high, satisfaction, satisfaction_low,
        satisfaction_high`` on 0–10, and ``value``, the score.
    bands
        Scores at which a region begins, lowest first.
    names
        What the labels stand for, in order.
    description
        Text alternative.
    """
    segments = list(dict.fromkeys(frame["segment"]))
    if len(segments) == 1:
        rows = [alt.hconcat(_panel(frame, bands, "", _SIDE), _names(names, _SIDE), spacing=24)]
    else:
        panels = [_panel(frame[frame["segment"] == one], bands, one, _HALF) for one in segments]
        rows = [alt.hconcat(*panels[start : start + 2], spacing=30) for start in range(0, len(panels), 2)]
        rows.append(alt.hconcat(_names(names, 22 * len(names))))
    return alt.vconcat(*rows, spacing=20, description=description)


def _panel(frame: pd.DataFrame, bands: list[float], title: str, side: int) -> Chart:
    scale = alt.Scale(domain=[0, 10], nice=False)
    x = alt.X("importance:Q", title="important to … of 10 people", scale=scale, axis=alt.Axis(grid=False, tickCount=5))
    y = alt.Y("satisfaction:Q", title="satisfied: … of 10", scale=scale, axis=alt.Axis(grid=False, tickCount=5))
    base = alt.Chart(frame)
    across = base.mark_rule(color=GREY, opacity=0.7).encode(
        y=y, x=alt.X("importance_low:Q", scale=scale), x2="importance_high:Q"
    )
    upright = base.mark_rule(color=GREY, opacity=0.7).encode(
        x=x, y=alt.Y("satisfaction_low:Q", scale=scale), y2="satisfaction_high:Q"
    )
    dots = base.mark_point(filled=True, size=300, color=GOOD, opacity=1).encode(x=x, y=y)
    numbers = base.mark_text(color=PAPER, fontWeight="bold", fontSize=11).encode(x=x, y=y, text="label:N")
    heading = alt.TitleParams(
        text=wrapped(title, _HALF, 13).split("\n") if title else "",
        anchor="start",
        fontSize=13,
        fontWeight="normal",
        color=INK,
    )
    return alt.layer(*_regions(bands, scale), across, upright, dots, numbers).properties(
        width=side, height=side, title=heading
    )


def _regions(bands: list[float], scale: alt.Scale) -> list[alt.Chart]:
    """Return the tinted regions: over-served above the diagonal, under-served right of the line of each score."""
    ends = pd.DataFrame({"satisfaction": [0.0, 10.0]})
    y, x = alt.Y("satisfaction:Q", scale=scale), alt.X("start:Q", scale=scale)
    drawn = [_area(ends.assign(start=0.0, end=[0.0, 10.0]), "#eef2f6", x, y)]
    for place, least in enumerate(bands):
        edge = ends.assign(start=[least / 2, min(10.0, least / 2 + 5)], end=10.0)
        if least > 10:
            edge = pd.DataFrame({"satisfaction": [0.0, 20 - least], "start": [least / 2, 10.0], "end": 10.0})
        drawn.append(_area(edge, _TINTS[place % len(_TINTS)], x, y))
    words = pd.DataFrame(
        {
            "satisfaction": [9.4, 0.5],
            "start": [0.3, 9.7],
            "said": ["over-served", "under-served"],
            "side": ["left", "right"],
        }
    )
    for side in ("left", "right"):
        said = alt.Chart(words[words["side"] == side])
        drawn.append(said.mark_text(align=side, color=GREY, fontSize=11).encode(x=x, y=y, text="said:N"))
    diagonal = alt.Chart(pd.DataFrame({"satisfaction": [0.0, 10.0], "start": [0.0, 10.0]}))
    return [*drawn, diagonal.mark_line(color=LINE, strokeWidth=1).encode(x=x, y=y)]


def _area(edge: pd.DataFrame, colour: str, x: alt.X, y: alt.Y) -> alt.Chart:
    return alt.Chart(edge).mark_area(orient="horizontal", color=colour, opacity=1).encode(x=x, x2="end:Q", y=y)


def _names(names: list[str], tall: int) -> alt.Chart:
    lines = [f"{place}  {wrapped(name, _NARROW if tall == _SIDE else _WIDE)}" for place, name in enumerate(names, 1)]
    frame = pd.DataFrame({"place": range(len(names)), "line": lines})
    most = max(len(names), tall / 40) if tall == _SIDE else len(names)
    down = alt.Y("place:Q", axis=None, scale=alt.Scale(domain=[-0.5, most - 0.5], reverse=True, nice=False))
    return (
        alt.Chart(frame, width=WIDTH - _SIDE - 90, height=tall)
        .mark_text(align="left", baseline="middle", lineBreak="\n", color=GREY)
        .encode(x=alt.value(0), y=down, text="line:N")
    )
