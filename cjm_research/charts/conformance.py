"""The map beside what customers do: who comes to each touchpoint, and in which state it is."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cjm_research.charts.theme import BAD, GREY, INK, LINE, PAPER, WIDTH, Chart

STATES = {
    "as mapped": "#8fb8da",
    "out of order": "#e9a26a",
    "dead": LINE,
    "not observable": PAPER,
    "missing on the map": BAD,
    "rare": LINE,
}
"""What a touchpoint can be called, and its colour; the words stand beside each bar as well."""

LEFT, RIGHT = 250, 175


def conformance(frame: pd.DataFrame, *, description: str) -> Chart:
    """Draw the share of customers who come to each touchpoint, in the order of the map, with the state in words.

    Parameters
    ----------
    frame
        ``label`` (name, with the step of the map in front), ``panel`` (``on the map`` or ``not on the map``), ``state``
        (a key of `STATES`), ``value, low, high`` (share 0…1, none where withheld), ``note``; rows stay in their order.
    description
        Text alternative.
    """
    panels = [name for name in ("on the map", "not on the map") if name in set(frame["panel"])]
    drawn = [_panel(frame[frame["panel"] == name], name, last=name == panels[-1]) for name in panels]
    return alt.vconcat(*drawn, spacing=10, description=description)


def _panel(rows: pd.DataFrame, name: str, *, last: bool) -> Chart:
    scale = alt.Scale(domain=[0, 1])
    width = WIDTH - LEFT - RIGHT
    base = alt.Chart(rows, width=width, height=alt.Step(24), title=_title(name))
    y = alt.Y(
        "label:N",
        sort=rows["label"].tolist(),
        title=None,
        axis=alt.Axis(minExtent=LEFT - 10, maxExtent=LEFT - 10, labelLimit=LEFT - 20),
    )
    marks = [0, 0.5, 1]
    axis = alt.Axis(format="%", values=marks) if last else alt.Axis(labels=False, values=marks)
    x = alt.X("value:Q", title="share of customers who come" if last else None, scale=scale, axis=axis)
    colour = alt.Color("state:N", scale=alt.Scale(domain=list(STATES), range=list(STATES.values())), legend=None)
    return alt.layer(
        base.mark_bar(height=15, stroke=GREY, strokeWidth=0.5).encode(y=y, x=x, color=colour),
        base.mark_rule(strokeWidth=2, color=INK).encode(y=y, x=alt.X("low:Q", scale=scale), x2="high:Q"),
        base.mark_text(align="left", color=GREY).encode(y=y, x=alt.value(width + 10), text="note:N"),
    )


def _title(text: str) -> alt.TitleParams:
    return alt.TitleParams(text=text, anchor="start", fontSize=12, fontWeight="normal", color=INK, offset=4)
