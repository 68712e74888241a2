"""How many are still on the way after how long."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cjm_research.charts.theme import GOOD, GREY, INK, LINE, WIDTH, Chart


def survival(
    frame: pd.DataFrame, *, at_risk: pd.DataFrame, horizon: float, unit: str, axis: str, description: str
) -> Chart:
    """Draw the share still on the way as a curve of steps with its band, and how many are still watched under the axis.

    Parameters
    ----------
    frame
        ``time``, ``share, low, high`` (0…1, from this time on); the last row ends the curve.
    at_risk
        ``time, customers`` at the ticks of the axis; customers as text.
    horizon
        Where the axis ends, the same for everyone.
    unit
        What times are counted in, such as days.
    axis
        Title of the vertical axis.
    description
        Text alternative.
    """
    width = WIDTH - 110
    ticks = at_risk["time"].tolist()
    x = alt.X(
        "time:Q",
        title=None,
        scale=alt.Scale(domain=[0, horizon], nice=False),
        axis=alt.Axis(values=ticks, grid=False, labelFlush=False),
    )
    scale = alt.Scale(domain=[0, 1])
    y = alt.Y("share:Q", title=axis, scale=scale, axis=alt.Axis(format="%", tickCount=5))
    base = alt.Chart(frame, width=width, height=240)
    half = alt.Chart(pd.DataFrame({"share": [0.5]})).mark_rule(color=GREY, strokeDash=[4, 4]).encode(y=y)
    curve = alt.layer(
        base.mark_area(interpolate="step-after", color=GOOD, opacity=0.18, clip=True).encode(
            x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q"
        ),
        half,
        base.mark_line(interpolate="step-after", color=GOOD, strokeWidth=2.5, clip=True).encode(x=x, y=y),
    )
    numbers = (
        alt.Chart(at_risk, width=width, height=34)
        .mark_text(color=INK, fontSize=12)
        .encode(
            x=alt.X("time:Q", scale=alt.Scale(domain=[0, horizon], nice=False), axis=None),
            text="customers:N",
            y=alt.value(25),
        )
    )
    heading = alt.Chart(
        pd.DataFrame({"text": [f"{unit} since the start · customers still watched and on the way:"]}), width=width
    )
    heading = heading.mark_text(align="left", color=GREY, fontSize=12).encode(
        x=alt.value(0), y=alt.value(6), text="text:N"
    )
    return alt.vconcat(curve, alt.layer(heading, numbers), spacing=2, description=description).configure_axis(
        gridColor=LINE
    )
