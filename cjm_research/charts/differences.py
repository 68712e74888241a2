"""Differences of two groups around zero: filled where there is evidence of one, hollow where there is none."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cjm_research.charts.theme import BAD, GOOD, GREY, INK, PAPER, WIDTH, Chart

NAMES, NOTES = 250, 130


def differences(frame: pd.DataFrame, *, description: str) -> Chart:
    """Draw one row per comparison, a panel per pair of groups, all panels on the axis −100 … +100 points.

    Parameters
    ----------
    frame
        ``panel`` (title of the pair), ``label`` (what is compared, once per panel), ``value, low, high`` (percentage
        points, first group minus second), ``different`` (evidence of a difference), ``a``, ``b`` (names of the groups),
        ``note``; rows stay in their order.
    description
        Text alternative.
    """
    panels = list(dict.fromkeys(frame["panel"]))
    drawn = [_panel(frame[frame["panel"] == name], last=name == panels[-1]) for name in panels]
    return alt.vconcat(*drawn, spacing=16, description=description)


def _panel(rows: pd.DataFrame, *, last: bool) -> Chart:
    width = WIDTH - NAMES - NOTES
    first, second = rows["a"].iloc[0], rows["b"].iloc[0]
    title = alt.TitleParams(
        text=f"{second}  ←  more often  →  {first}",
        anchor="middle",
        frame="group",
        fontSize=12,
        color=INK,
        offset=6,
        fontWeight="normal",
        limit=WIDTH,
    )
    base = alt.Chart(rows, width=width, height=alt.Step(24), title=title)
    axis = alt.Axis(
        values=[-100, -50, 0, 50, 100], labelExpr="datum.value ? format(datum.value, '+d') : '0'", labels=last
    )
    x = alt.X("value:Q", title="percentage points" if last else None, scale=alt.Scale(domain=[-100, 100]), axis=axis)
    labels = alt.Axis(minExtent=NAMES - 10, maxExtent=NAMES - 10, labelLimit=NAMES - 20)
    y = alt.Y("label:N", sort=rows["label"].tolist(), title=None, axis=labels)
    colour = alt.condition("datum.value < 0", alt.value(BAD), alt.value(GOOD))
    return alt.layer(
        base.mark_rule(color=INK, strokeWidth=1).encode(x=alt.datum(0)),
        base.mark_rule(strokeWidth=2, color=GREY).encode(y=y, x=alt.X("low:Q"), x2="high:Q"),
        base.transform_filter("datum.different")
        .mark_point(size=70, filled=True, opacity=1)
        .encode(y=y, x=x, color=colour),
        base.transform_filter("!datum.different")
        .mark_point(size=60, fill=PAPER, opacity=1, strokeWidth=2)
        .encode(y=y, x=x, stroke=colour),
        base.mark_text(align="left", color=GREY).encode(y=y, x=alt.value(width + 10), text="note:N"),
    )
