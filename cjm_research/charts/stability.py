"""How reproducible each number of groups is, beside the same on shuffled answers."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cjm_research.charts.theme import GOOD, GREY, INK, LINE, NEUTRAL, PAPER, WIDTH, Chart


def stability(frame: pd.DataFrame, *, description: str) -> Chart:
    """Draw the agreement of refits by number of groups: median and lower end, and the band of shuffled answers.

    Parameters
    ----------
    frame
        ``label`` (number of groups), ``value`` (median agreement), ``low`` (10th percentile), ``shuffled`` and
        ``shuffled_high`` (median and 90th percentile on shuffled answers), ``accepted``, ``note`` (why not).
    description
        Text alternative.
    """
    base = alt.Chart(frame, width=WIDTH - 330, height=alt.Step(34), description=description)
    floor = min(0.0, float(frame[["low", "shuffled"]].min().min()))
    scale = alt.Scale(domain=[floor, 1], nice=False)
    y = alt.Y("label:N", sort=None, title=None)
    x = alt.X(
        "value:Q",
        title=["agreement of refits (0 by chance … 1 the same groups)", "grey: the same on shuffled answers"],
        scale=scale,
    )
    return alt.layer(
        base.mark_bar(color=LINE, height=22).encode(y=y, x=alt.X("shuffled:Q", scale=scale), x2="shuffled_high:Q"),
        base.mark_tick(color=NEUTRAL, thickness=3, size=22).encode(y=y, x=alt.X("shuffled_high:Q", scale=scale)),
        base.mark_rule(color=INK, strokeWidth=2).encode(y=y, x=alt.X("low:Q", scale=scale), x2="value:Q"),
        base.mark_tick(color=INK, thickness=3, size=14).encode(y=y, x=alt.X("low:Q", scale=scale)),
        base.transform_filter("datum.accepted")
        .mark_point(filled=True, size=90, color=GOOD, opacity=1)
        .encode(y=y, x=x),
        base.transform_filter("!datum.accepted").mark_point(size=90, color=INK, fill=PAPER, opacity=1).encode(y=y, x=x),
        base.mark_text(align="left", color=GREY).encode(y=y, x=alt.value(WIDTH - 318), text="note:N"),
    )
