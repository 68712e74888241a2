"""Charts of what to do first: value against effort, and how safe an order is."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cjm_research.charts.letters import wrapped
from cjm_research.charts.theme import GOOD, GREY, PAPER, WIDTH, Chart

_NAMES, _LINE = 270, 15


def ranks(frame: pd.DataFrame, *, most: int, description: str) -> Chart:
    """Draw one row per item: its rank, the interval of its rank, and its note; groups stand on stripes.

    Parameters
    ----------
    frame
        ``label, value`` (rank), ``low, high, group, note``, best first.
    most
        Last rank on the axis, the same for everyone.
    description
        Text alternative.
    """
    heads = [wrapped(str(label), _NAMES) for label in frame["label"]]
    shown = frame.assign(head=heads, stripe=1 - frame["group"] % 2)
    row = _tall(heads)
    scale = alt.Scale(domain=[0.5, max(most, 2) + 0.5], nice=False)
    base = alt.Chart(shown, width=WIDTH - 400, height=alt.Step(row), description=description)
    axis = alt.Axis(labelExpr="split(datum.label, '\\n')", labelLimit=_NAMES)
    y = alt.Y("head:N", sort=None, title=None, axis=axis, scale=alt.Scale(domain=heads, padding=0))
    x = alt.X("value:Q", title="rank, 1 first", scale=scale, axis=alt.Axis(tickMinStep=1, format="d", grid=True))
    return alt.layer(
        base.transform_filter("datum.stripe === 1")
        .mark_bar(color="#eef2f6", size=row)
        .encode(y=y, x=alt.value(0), x2=alt.value(WIDTH - 400)),
        base.mark_rule(strokeWidth=4, color="#8fb8da").encode(y=y, x=alt.X("low:Q", scale=scale), x2="high:Q"),
        base.mark_point(filled=True, size=90, color=GOOD, opacity=1).encode(y=y, x=x),
        base.mark_text(align="left", color=GREY).encode(y=y, x=alt.value(WIDTH - 390), text="note:N"),
    )


def value_effort(frame: pd.DataFrame, *, description: str) -> Chart:
    """Draw opportunities by effort and value, numbered, names at the side; the upper left gives much for little.

    Parameters
    ----------
    frame
        ``label`` (short), ``name``, ``value`` 0–100, ``effort`` 0–5.
    description
        Text alternative.
    """
    names = [f"{label}  {wrapped(name, _NAMES)}" for label, name in zip(frame["label"], frame["name"], strict=True)]
    shown = _side_by_side(frame).assign(place=range(len(frame)), line=names)
    row = _tall(names)
    tall = max(260, row * len(frame))
    base = alt.Chart(shown, width=WIDTH - 320, height=tall, description=description)
    x = alt.X(
        "shift:Q",
        title="effort, 0 none … 5 very high",
        scale=alt.Scale(domain=[-0.3, 5.6], nice=False),
        axis=alt.Axis(values=[0, 1, 2, 3, 4, 5]),
    )
    y = alt.Y("value:Q", title="value, half customers, half business", scale=alt.Scale(domain=[0, 106], nice=False))
    down = alt.Y("place:Q", axis=None, scale=alt.Scale(domain=[-0.5, tall / row - 0.5], reverse=True, nice=False))
    marks = alt.layer(
        base.mark_point(filled=True, size=340, color=GOOD, opacity=1).encode(x=x, y=y),
        base.mark_text(color=PAPER, fontWeight="bold", fontSize=11).encode(x=x, y=y, text="label:N"),
    )
    list_ = base.mark_text(align="left", baseline="middle", lineBreak="\n", color=GREY).encode(
        x=alt.value(WIDTH - 308), y=down, text="line:N"
    )
    return alt.layer(marks, list_).resolve_scale(y="independent")


def _tall(heads: list[str]) -> int:
    """Return the height of a row that holds the longest of the wrapped names."""
    return _LINE * (1 + max((head.count("\n") for head in heads), default=1)) + 10


def _side_by_side(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with ``shift``: the effort, marks of one effort and nearly one value moved apart a little."""
    ordered = frame.sort_values(["effort", "value"])
    near = ordered.groupby("effort")["value"].diff().lt(9)
    run = (~near).cumsum()
    return frame.assign(shift=frame["effort"] + 0.3 * near.groupby(run).cumcount().reindex(frame.index))
