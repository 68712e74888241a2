"""From where to where, as a matrix."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cjm_research.charts.theme import GREY, INK, LINE, PAPER, SEQUENTIAL, WIDTH, Chart

NAMES, BASES = 170, 60
"""Pixels at the left for the names of rows, at the right for their bases."""

LARGEST = 44
"""Pixels of a cell at most."""


def transitions(
    frame: pd.DataFrame, *, rows: list[str], columns: list[str], bases: dict[str, str], legend: str, description: str
) -> Chart:
    """Draw what follows what: one row per place that is left, one column per place that is gone to.

    Parameters
    ----------
    frame
        ``row, column`` (titles), ``value`` (share 0…1 of the departures of the row); a pair that is not in it stays
        blank.
    rows, columns
        Titles in their order.
    bases
        What stands at the right of each row.
    legend
        What the colour means.
    description
        Text alternative.
    """
    cell = min(LARGEST, (WIDTH - NAMES - BASES) / max(1, len(columns)))
    size, slant = (12, -50) if cell >= 22 else (10, -90)
    x = alt.X(
        "column:N",
        sort=columns,
        title=None,
        scale=alt.Scale(domain=columns),
        axis=alt.Axis(orient="top", labelAngle=slant, labelLimit=150, grid=False, labelPadding=4),
    )
    y = alt.Y(
        "row:N", sort=rows, title=None, scale=alt.Scale(domain=rows), axis=alt.Axis(labelLimit=NAMES - 8, grid=False)
    )
    width, height = alt.Step(cell), alt.Step(max(18, min(30, cell)))
    shown = frame.assign(
        row=frame["row"],
        text=[f"{100 * v:.0f}" for v in frame["value"]],
        ink=[PAPER if v > 0.6 else INK for v in frame["value"]],
    ).astype({"text": "str", "ink": "str"})
    field = pd.DataFrame([(a, z) for a in rows for z in columns], columns=["row", "column"]).astype("str")
    ends = pd.DataFrame([(a, bases[a]) for a in rows], columns=["row", "text"]).astype("str")
    scale = alt.Scale(domain=[0, 0.5, 1], range=list(SEQUENTIAL), interpolate="lab")
    colour = alt.Color(
        "value:Q",
        title=legend,
        scale=scale,
        legend=alt.Legend(format="%", gradientLength=160, values=[0, 0.5, 1], orient="bottom", titleLimit=WIDTH),
    )
    base = alt.Chart(shown)
    return (
        alt.layer(
            alt.Chart(field).mark_rect(fill=PAPER, stroke=LINE).encode(x=x, y=y),
            base.mark_rect(stroke=PAPER).encode(x=x, y=y, color=colour),
            base.mark_text(fontSize=size).encode(x=x, y=y, text="text:N", color=alt.Color("ink:N", scale=None)),
            alt.Chart(ends)
            .mark_text(align="left", color=GREY, fontSize=12)
            .encode(y=y, x=alt.value(cell * len(columns) + 8), text="text:N"),
        )
        .properties(width=width, height=height, description=description)
        .resolve_scale(color="independent")
    )
