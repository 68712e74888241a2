"""Charts of coding: how far coders agree, what each further talk adds, and whether a model means what it says."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cjm_research.charts.theme import GOOD, GREY, INK, LINE, NEUTRAL, WIDTH, Chart
from cjm_research.printing import percent


def agreement(frame: pd.DataFrame, *, thresholds: tuple[float, float], description: str) -> Chart:
    """Draw one row per code: alpha with its interval, on an axis that shows from where on it is relied on.

    Parameters
    ----------
    frame
        ``label, value, low, high, note``; rows stay in their order; a row without a number has its reason as note.
    thresholds
        From where on an agreement is tentative, and from where on it is relied on.
    description
        Text alternative.
    """
    floor = min(0.0, float(frame[["value", "low"]].min().min()))
    scale = alt.Scale(domain=[floor, 1], nice=False)
    base = alt.Chart(frame, width=WIDTH - 300, height=alt.Step(26), description=description)
    y = alt.Y("label:N", sort=None, title=None)
    ends = alt.Axis(values=[0, *thresholds, 1], format=".2~f", labelExpr="format(datum.value, '.3~f')", grid=False)
    title = "alpha (0 by chance … 1 always the same)"
    marks = [
        alt.Chart(pd.DataFrame({"at": [at]}))
        .mark_rule(color=colour, strokeDash=[4, 3])
        .encode(x=alt.X("at:Q", scale=scale))
        for at, colour in zip(thresholds, (NEUTRAL, GOOD), strict=True)
    ]
    return alt.layer(
        base.mark_rule(strokeWidth=2, color=GREY).encode(
            y=y, x=alt.X("low:Q", scale=scale, title=title, axis=ends), x2="high:Q"
        ),
        base.mark_point(filled=True, size=80, color=INK, opacity=1).encode(y=y, x=alt.X("value:Q", scale=scale)),
        base.mark_text(align="left", color=GREY).encode(y=y, x=alt.value(WIDTH - 290), text="note:N"),
        *marks,
    )


def saturation(frame: pd.DataFrame, *, enough: float, description: str) -> Chart:
    """Draw what each run of talks adds, as a share of the themes of the first talks.

    Parameters
    ----------
    frame
        ``label`` (talks by the end of the run), ``value`` (new themes / themes of the base), ``low`` and ``high`` (the
        band of random orders); the axis ends at 100 %, larger shares are drawn at its end.
    enough
        The share at which a study counts as saturated.
    description
        Text alternative.
    """
    scale = alt.Scale(domain=[0, 1], clamp=True)
    base = alt.Chart(frame, width=WIDTH - 130, height=220, description=description)
    order = list(frame["label"])
    x = alt.X(
        "label:O", sort=order, title="talks by the end of the run", axis=alt.Axis(labelAngle=0, labelOverlap=True)
    )
    axis = alt.Axis(format="%", tickCount=5, gridColor=LINE)
    y = alt.Y("value:Q", scale=scale, title="new themes, share of the base", axis=axis)
    rule = alt.Chart(pd.DataFrame({"at": [enough], "says": [f"{percent(enough)} new"]}))
    return alt.layer(
        base.mark_area(color=LINE, opacity=0.7).encode(x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q"),
        base.mark_line(color=INK, strokeWidth=2).encode(x=x, y=y),
        base.mark_point(color=INK, filled=True, size=50, opacity=1).encode(x=x, y=y),
        rule.mark_rule(color=GOOD, strokeDash=[4, 3]).encode(y=alt.Y("at:Q", scale=scale)),
        rule.mark_text(color=GOOD, align="left", dx=4).encode(
            x=alt.value(WIDTH - 130), y=alt.Y("at:Q", scale=scale), text="says:N"
        ),
    )


def calibration(frame: pd.DataFrame, *, description: str) -> Chart:
    """Draw what share was found where a model said which probability; on the dashed line it means what it says.

    Parameters
    ----------
    frame
        ``label`` (band of probabilities), ``predicted``, ``value`` (share found), ``low``, ``high``, ``note``; a band
        without enough texts has no value.
    description
        Text alternative.
    """
    scale = alt.Scale(domain=[0, 1], nice=False)
    axis = alt.Axis(format="%", tickCount=5)
    base = alt.Chart(frame, width=300, height=300, description=description)
    x = alt.X("predicted:Q", scale=scale, axis=axis, title="probability of delight the model said")
    y = alt.Y("value:Q", scale=scale, axis=axis, title="share that was a delight")
    ideal = alt.Chart(pd.DataFrame({"predicted": [0.0, 1.0], "value": [0.0, 1.0]}))
    return alt.layer(
        ideal.mark_line(color=NEUTRAL, strokeDash=[4, 3]).encode(x=x, y=y),
        base.mark_rule(color=GREY, strokeWidth=2).encode(x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q"),
        base.mark_point(color=GOOD, filled=True, size=80, opacity=1).encode(x=x, y=y),
        base.mark_text(color=GREY, align="left", dx=8).encode(x=x, y=y, text="note:N"),
    )
