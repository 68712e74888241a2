"""Numbers round by round: a row each, the rounds below each other, the target as a tick."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cjm_research.charts.letters import wrapped
from cjm_research.charts.theme import GOOD, GREY, INK, LINE, NEUTRAL, WIDTH, Chart

_NAMES, _PLOT, _ROW = 210, 210, 20
_BETWEEN = "\u00a0·\u00a0"


def trends(
    frame: pd.DataFrame, *, rounds: list[str], domain: tuple[float, float], axis: str, description: str
) -> Chart:
    """Draw one row per number with a point and interval per round, the latest in blue, notes at the right.

    Parameters
    ----------
    frame
        ``label, round, value, low, high, target, note``; a round without a number has its reason as note.
    rounds
        Their order.
    domain
        Ends of the axis, the same for everyone.
    axis
        Title of the axis.
    description
        Text alternative.
    """
    labels = list(dict.fromkeys(frame["label"]))
    first = ~frame["label"].duplicated()
    heads = [wrapped(label, _NAMES) if own else "" for label, own in zip(frame["label"], first, strict=True)]
    keys = [
        f"{head}{_BETWEEN}{label}{_BETWEEN}{name}"
        for head, label, name in zip(heads, frame["label"], frame["round"], strict=True)
    ]
    shown = frame.assign(key=keys, stripe=frame["label"].map(labels.index) % 2)
    y = alt.Y(
        "key:N",
        sort=None,
        title=None,
        scale=alt.Scale(domain=keys, padding=0),
        axis=alt.Axis(labelExpr=f"split(split(datum.label, '{_BETWEEN}')[0], '\\n')", labelLimit=_NAMES),
    )
    scale = alt.Scale(domain=list(domain), nice=False)
    x = alt.X("value:Q", title=axis, scale=scale, axis=alt.Axis(tickCount=5, grid=True, labelFlush=False))
    hues = alt.Scale(domain=rounds, range=[NEUTRAL] * (len(rounds) - 1) + [GOOD])
    colour = alt.Color("round:N", title=None, scale=hues, legend=alt.Legend(symbolType="circle"))
    base = alt.Chart(shown, width=_PLOT, height=alt.Step(_ROW), description=description)
    return alt.layer(
        base.transform_filter("datum.stripe === 1")
        .mark_bar(color=LINE, opacity=0.35, size=_ROW)
        .encode(y=y, x=alt.value(0), x2=alt.value(WIDTH - 210)),
        base.mark_rule(strokeWidth=2.5).encode(y=y, x=alt.X("low:Q", scale=scale), x2="high:Q", color=colour),
        base.mark_point(filled=True, size=60, opacity=1).encode(y=y, x=x, color=colour),
        base.transform_filter("isValid(datum.target)")
        .mark_tick(color=INK, thickness=3, size=16)
        .encode(y=y, x=alt.X("target:Q", scale=scale)),
        base.mark_text(align="left", color=GREY).encode(y=y, x=alt.value(_PLOT + 10), text="note:N"),
    )


def below(rows: list[Chart], *, description: str) -> Chart:
    """Draw charts one below the other."""
    return alt.vconcat(*rows, spacing=18, description=description)
