"""The emotion curve of one persona, downwards phase by phase: what people said, and what the team set by hand."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cjm_research.charts.letters import wrapped
from cjm_research.charts.theme import BAD, GOOD, GREY, NEUTRAL, PAPER, Chart

_NAMES, _NOTES, _PLOT = 180, 200, 280
"""Pixels at most: of a line of a name, of a line of a note, and of the plot between them."""


def emotion_curve(frame: pd.DataFrame, *, centre: str, description: str) -> Chart:
    """Draw one row per phase or step: the measured point with interval, the hand-set one hollow beside it, its note.

    Parameters
    ----------
    frame
        ``label, basis`` (measured, hand-set or none), ``value, low, high, run`` (lines join measured points of one
        run), ``note``; a row of the journey may stand twice, measured and hand-set.
    centre
        What a measured point is, for the axis.
    description
        Text alternative.
    """
    labels = list(dict.fromkeys(frame["label"]))
    heads = {label: wrapped(label, _NAMES) for label in labels}
    notes = [wrapped(note, _NOTES) for note in frame["note"]]
    shown = frame.assign(label=frame["label"].map(heads), note=notes)
    y = alt.Y(
        "label:N",
        sort=list(heads.values()),
        title=None,
        axis=alt.Axis(labelExpr="split(datum.label, '\\n')", labelLimit=_NAMES),
    )
    scale = alt.Scale(domain=[-2.15, 2.15], nice=False)
    x = alt.X(
        "value:Q",
        title=f"valence, {centre} (−2 very bad … +2 very good)",
        scale=scale,
        axis=alt.Axis(
            values=[-2, -1, 0, 1, 2],
            grid=True,
            format="d",
            labelExpr="datum.value > 0 ? '+' + datum.label : datum.label",
            labelFlush=False,
        ),
    )
    base = alt.Chart(shown, width=_PLOT, height=alt.Step(42), description=description)
    measured = base.transform_filter("datum.basis === 'measured'")
    return alt.layer(
        base.mark_rule(color=NEUTRAL, strokeDash=[3, 3]).encode(x=alt.datum(0, scale=scale)),
        measured.mark_line(color=GOOD, strokeWidth=1.5).encode(x=x, y=y, detail="run:N", order=alt.Order("place:Q")),
        measured.mark_rule(color=GOOD, strokeWidth=3).encode(y=y, x=alt.X("low:Q", scale=scale), x2="high:Q"),
        measured.mark_point(color=GOOD, filled=True, size=80, opacity=1).encode(x=x, y=y),
        base.transform_filter("datum.basis === 'hand-set'")
        .mark_point(color=BAD, fill=PAPER, size=90, shape="diamond", strokeWidth=2, opacity=1)
        .encode(x=x, y=y),
        base.transform_filter("datum.note !== ''")
        .mark_text(align="left", baseline="middle", lineBreak="\n", color=GREY)
        .encode(x=alt.value(_PLOT + 10), y=y, text="note:N"),
    )
