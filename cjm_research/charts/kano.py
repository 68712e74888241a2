"""Chart of kinds of features: how people's pairs of answers divide, feature by feature."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cjm_research.charts.letters import wrapped
from cjm_research.charts.theme import GREY, INK, PAPER, WIDTH, Chart

_KINDS = ("must-be", "one-dimensional", "attractive", "indifferent", "reverse", "questionable")
_COLOURS = ("#0b4f8a", "#3f86bf", "#a5cbe6", "#e3e6ea", "#e9a26a", "#b4500c")
_DARK = ("must-be", "one-dimensional", "questionable")
_NAMES, _LINE, _LEAST = 250, 16, 0.07


def kano(frame: pd.DataFrame, *, description: str) -> Chart:
    """Draw one bar per feature and segment, divided into the kinds; shares of 7 % and more carry their number.

    Parameters
    ----------
    frame
        ``label`` (feature and segment), ``kind`` (one of the six names), ``value`` share 0…1, ``note`` (kind and n, the
        same in every line of a label); labels in their order. A withheld label has one line without a value.
    description
        Text alternative.
    """
    heads = {label: wrapped(str(label), _NAMES) for label in dict.fromkeys(frame["label"])}
    order = {kind: place for place, kind in enumerate(_KINDS)}
    shown = frame.assign(head=frame["label"].map(heads), order=frame["kind"].map(order)).sort_values("order")
    known = shown[shown["value"].notna()]
    known = known.assign(
        end=known.groupby("label")["value"].cumsum(), ink=[PAPER if kind in _DARK else INK for kind in known["kind"]]
    )
    known = known.assign(start=known["end"] - known["value"], middle=known["end"] - known["value"] / 2)
    row = _LINE * (1 + max((head.count("\n") for head in heads.values()), default=1)) + 14
    scale = alt.Scale(domain=[0, 1])
    axis = alt.Axis(labelExpr="split(datum.label, '\\n')", labelLimit=_NAMES)
    y = alt.Y("head:N", sort=None, title=None, axis=axis, scale=alt.Scale(domain=list(heads.values())))
    colour = alt.Color(
        "kind:N", title=None, scale=alt.Scale(domain=list(_KINDS), range=list(_COLOURS)), legend=alt.Legend(columns=6)
    )
    base = alt.Chart(known, width=WIDTH - 400, height=alt.Step(max(row, 44)), description=description)
    x = alt.X("start:Q", title="share of those who answered both", scale=scale, axis=alt.Axis(format="%", tickCount=5))
    notes = alt.Chart(shown.drop_duplicates("label"))
    return alt.layer(
        base.mark_bar(height=26, stroke=PAPER, strokeWidth=0.5).encode(y=y, x=x, x2="end:Q", color=colour),
        base.transform_filter(f"datum.value >= {_LEAST}")
        .mark_text(fontSize=11)
        .encode(
            y=y,
            x=alt.X("middle:Q", scale=scale),
            text=alt.Text("value:Q", format=".0%"),
            color=alt.Color("ink:N", scale=None),
        ),
        notes.mark_text(align="left", color=GREY, lineBreak="\n").encode(y=y, x=alt.value(WIDTH - 390), text="note:N"),
    ).resolve_scale(color="independent")
