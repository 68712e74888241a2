"""What places have to do with reaching a goal, one column per way to count."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cjm_research.charts.theme import GREY, INK, LINE, WIDTH, Chart

NAMES, GAP = 190, 12
"""Pixels at the left for the names, between two columns."""


def contribution(frame: pd.DataFrame, *, models: list[str], description: str) -> Chart:
    """Draw the share of conversions of each place, one column of bars per way to count, on one scale from 0 to 100 %.

    Parameters
    ----------
    frame
        ``label`` (title of the place), ``model`` (way to count), ``value`` (share 0…1; none where withheld), ``note``
        (the share in words, or why there is none), the rows of a place in the order of the places.
    models
        Ways to count in the order of the columns.
    description
        Text alternative.
    """
    places = list(dict.fromkeys(frame["label"]))
    width = (WIDTH - NAMES - GAP * (len(models) - 1)) / max(1, len(models))
    return alt.hconcat(
        *(_column(frame[frame["model"] == model], model, places, width, named=model == models[0]) for model in models),
        spacing=GAP,
        description=description,
    )


def _column(frame: pd.DataFrame, model: str, places: list[str], width: float, *, named: bool) -> Chart:
    axis = alt.Axis(labelLimit=NAMES - 10, grid=False) if named else None
    y = alt.Y("label:N", sort=places, title=None, scale=alt.Scale(domain=places), axis=axis)
    scale = alt.Scale(domain=[0, 1], nice=False)
    x = alt.X(
        "value:Q",
        title=None,
        scale=scale,
        axis=alt.Axis(format="%", values=[0, 0.5, 1], labelFlush=True, gridColor=LINE),
    )
    right = frame.assign(end=frame["value"].fillna(0))
    inside = "datum.end > 0.6"
    base = alt.Chart(right)
    end = alt.X("end:Q", scale=scale)
    return alt.layer(
        base.mark_bar(color="#8fb8da", height=16).encode(y=y, x=x),
        base.transform_filter(f"!({inside})")
        .mark_text(align="left", dx=4, color=GREY)
        .encode(y=y, x=end, text="note:N"),
        base.transform_filter(inside).mark_text(align="right", dx=-4, color=INK).encode(y=y, x=end, text="note:N"),
    ).properties(
        width=width,
        height=alt.Step(24),
        title=alt.TitleParams(text=model, anchor="start", frame="group", fontSize=12, fontWeight="normal", color=INK),
    )
