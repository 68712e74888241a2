"""How long stays last, on an axis from seconds to years."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cjm_research.charts.theme import GREY, INK, WIDTH, Chart

TICKS = {
    1: "1 s",
    10: "10 s",
    60: "1 min",
    600: "10 min",
    3_600: "1 h",
    86_400: "1 day",
    2_592_000: "30 days",
    31_536_000: "1 year",
    315_360_000: "10 years",
}
"""Seconds and what stands at the axis there."""

NAMES, NOTES = 150, 130
"""Pixels at the left for names, at the right for notes."""


def dwell(frame: pd.DataFrame, *, domain: tuple[float, float], axis: str, description: str) -> Chart:
    """Draw one row per phase: a box from quartile to quartile, the median in it, and a line to the 90th percentile.

    Parameters
    ----------
    frame
        ``label``, ``low, value, high, p90`` (seconds: lower quartile, median, upper quartile, 90th percentile; none
        where withheld), ``note`` (at the right); rows stay in their order.
    domain
        Seconds at the ends of the axis, the same for everyone; what lies outside is drawn at the end.
    axis
        Title of the axis.
    description
        Text alternative.
    """
    first, last = domain
    ticks = [seconds for seconds in TICKS if first <= seconds <= last]
    words = {str(seconds): ("≤ " if seconds == ticks[0] else "") + TICKS[seconds] for seconds in ticks}
    labels = " : ".join(f"datum.value == {seconds} ? '{word}'" for seconds, word in words.items()) + " : ''"
    width, columns = WIDTH - NAMES - NOTES, ["low", "value", "high", "p90"]
    shown = frame.copy()
    shown[columns] = shown[columns].clip(first, last)
    scale = alt.Scale(type="log", domain=[first, last], nice=False)
    x = alt.X(
        "low:Q", title=axis, scale=scale, axis=alt.Axis(values=ticks, labelExpr=labels, grid=True, labelFlush=False)
    )
    base = alt.Chart(shown, width=width, height=alt.Step(34), description=description)
    y = alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=NAMES))
    drawn = base.transform_filter("isValid(datum.value)")
    return alt.layer(
        drawn.mark_rule(color=GREY, strokeWidth=2).encode(y=y, x=alt.X("high:Q", scale=scale), x2="p90:Q"),
        drawn.mark_tick(color=GREY, thickness=2, size=10).encode(y=y, x=alt.X("p90:Q", scale=scale)),
        drawn.mark_bar(color="#8fb8da", height=18, minBandSize=1).encode(
            y=y, x=x, x2="high:Q", tooltip=["label:N", "note:N"]
        ),
        drawn.mark_tick(color=INK, thickness=3, size=22).encode(y=y, x=alt.X("value:Q", scale=scale)),
        base.mark_text(align="left", color=GREY).encode(y=y, x=alt.value(width + 10), text="note:N"),
    )
