"""Customers from phase to phase: a bar per phase, and between the bars who goes on."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cjm_research.charts.theme import BAD, GREY, INK, WIDTH, Chart

NAMES, NOTES = 150, 210
"""Pixels at the left for the names of phases, at the right for the notes."""


def funnel(frame: pd.DataFrame, *, axis: str, description: str) -> Chart:
    """Draw the share that reaches each phase with its interval; under each bar stands how many are lost after it.

    Parameters
    ----------
    frame
        ``label`` (phase), ``value, low, high`` (share 0…1; none where withheld), ``note`` (at the right), ``lost``
        (under the bar; blank under the last), in the order of the phases.
    axis
        Title of the axis, which always ends at 100 %.
    description
        Text alternative.
    """
    width = WIDTH - NAMES - NOTES
    base = alt.Chart(frame, width=width, height=alt.Step(46), description=description)
    y = alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelOffset=-8, labelLimit=NAMES))
    scale = alt.Scale(domain=[0, 1])
    x = alt.X("value:Q", title=axis, scale=scale, axis=alt.Axis(format="%", tickCount=5, grid=False, labelFlush=False))
    return alt.layer(
        base.mark_bar(color="#8fb8da", height=20, yOffset=-8).encode(y=y, x=x, tooltip=["label:N", "note:N"]),
        base.mark_rule(strokeWidth=2, color=INK, yOffset=-8, y2Offset=-8).encode(
            y=y, x=alt.X("low:Q", scale=scale), x2="high:Q"
        ),
        base.mark_text(align="left", color=GREY, dy=-8).encode(y=y, x=alt.value(width + 10), text="note:N"),
        base.mark_text(align="left", color=BAD, fontSize=11, dy=11).encode(y=y, x=alt.value(4), text="lost:N"),
    )
