"""Charts of estimates: a point with its interval, a bar with its interval, a bullet."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cjm_research.charts.theme import GOOD, GREY, INK, LINE, NEUTRAL, PAPER, PERSONAS, SHAPES, WIDTH, Chart


def intervals(frame: pd.DataFrame, *, domain: tuple[float, float], axis: str, description: str) -> Chart:
    """Draw one row per estimate: point, interval, and n at the right.

    Parameters
    ----------
    frame
        ``label, value, low, high, note``; rows stay in their order; a withheld row has no value and its reason as note.
    domain
        Ends of the axis, the same for everyone.
    axis
        Title of the axis.
    description
        Text alternative.
    """
    base = alt.Chart(frame, width=WIDTH - 260, height=alt.Step(26), description=description)
    y = alt.Y("label:N", sort=None, title=None)
    x = alt.X("value:Q", title=axis, scale=alt.Scale(domain=list(domain), nice=False), axis=alt.Axis(tickCount=5))
    return alt.layer(
        base.mark_rule(strokeWidth=2, color=GREY).encode(
            y=y, x=alt.X("low:Q", scale=alt.Scale(domain=list(domain))), x2="high:Q"
        ),
        base.mark_point(filled=True, size=80, color=GOOD, opacity=1).encode(
            y=y, x=x, tooltip=["label:N", alt.Tooltip("value:Q", format=".2f"), "note:N"]
        ),
        base.mark_text(align="left", color=GREY).encode(y=y, x=alt.value(WIDTH - 250), text="note:N"),
    )


def bars(frame: pd.DataFrame, *, axis: str, description: str, percent: bool = True) -> Chart:
    """Draw one bar per row with its interval and note.

    Parameters
    ----------
    frame
        ``label, value, low, high, note`` in the order of the rows.
    axis
        Title of the axis.
    description
        Text alternative.
    percent
        Values are shares 0…1 on an axis that always ends at 100 %.
    """
    scale = alt.Scale(domain=[0, 1]) if percent else alt.Scale(zero=True)
    base = alt.Chart(frame, width=WIDTH - 300, height=alt.Step(30), description=description)
    y = alt.Y("label:N", sort=None, title=None)
    x = alt.X("value:Q", title=axis, scale=scale, axis=alt.Axis(format="%" if percent else ",d", tickCount=5))
    return alt.layer(
        base.mark_bar(color="#8fb8da", height=18).encode(y=y, x=x, tooltip=["label:N", "note:N"]),
        base.mark_rule(strokeWidth=2, color=INK).encode(y=y, x=alt.X("low:Q", scale=scale), x2="high:Q"),
        base.mark_text(align="left", color=GREY).encode(y=y, x=alt.value(WIDTH - 290), text="note:N"),
    )


def bullet(frame: pd.DataFrame, *, description: str) -> Chart:
    """Draw each objective on its own axis: baseline, target, and the latest value with its interval.

    Parameters
    ----------
    frame
        ``label, baseline, target, value, low, high``, one row per objective, each in its own unit.
    description
        Text alternative.
    """
    rows = [_bullet(frame.iloc[[place]]) for place in range(len(frame))]
    return alt.vconcat(*rows, spacing=14, description=description)


def _bullet(row: pd.DataFrame) -> Chart:
    known = [
        float(row[name].iloc[0]) for name in ("baseline", "target", "value", "low", "high") if row[name].notna().iloc[0]
    ]
    span = (max(known) - min(known)) or 1.0
    scale = alt.Scale(domain=[min(known) - 0.15 * span, max(known) + 0.15 * span], nice=True)
    axis = alt.Axis(format=".2~f", tickCount=5, grid=False, labelFlush=False)
    base = alt.Chart(
        row.astype({"value": float, "low": float, "high": float}),
        width=WIDTH - 40,
        height=34,
        title=_title(row["label"].iloc[0]),
    )
    x = alt.X("baseline:Q", title=None, scale=scale, axis=axis)
    return alt.layer(
        base.mark_bar(color=LINE, height=12).encode(x=x, x2="target:Q"),
        base.mark_tick(color=NEUTRAL, thickness=3, size=22).encode(x=x),
        base.mark_tick(color=INK, thickness=4, size=30).encode(x=alt.X("target:Q", scale=scale)),
        base.mark_rule(color=GOOD, strokeWidth=3).encode(x=alt.X("low:Q", scale=scale), x2="high:Q"),
        base.mark_point(color=GOOD, filled=True, size=110, opacity=1).encode(x=alt.X("value:Q", scale=scale)),
    )


def _title(text: str) -> alt.TitleParams:
    return alt.TitleParams(text=text, anchor="start", fontSize=13, fontWeight="normal", color=INK, offset=4)


def curves(frame: pd.DataFrame, *, order: list[str], people: list[str], description: str) -> Chart:
    """Draw emotion curves of several personas on one scale, a panel each.

    Parameters
    ----------
    frame
        ``persona, phase, value, low, high, run`` (lines join points of the same run only), ``note``, ``basis``
        (``hand-set`` points are hollow).
    order
        Titles of the phases in their order.
    people
        Names of the personas in their order.
    description
        Text alternative.
    """
    scale = alt.Scale(domain=[-2, 2])
    colour = alt.Color("persona:N", scale=alt.Scale(domain=people, range=_cycled(PERSONAS, people)), legend=None)
    x = alt.X("phase:N", sort=order, title=None, scale=alt.Scale(domain=order), axis=alt.Axis(labelAngle=-35))
    y = alt.Y("value:Q", title="valence", scale=scale, axis=alt.Axis(values=[-2, -1, 0, 1, 2], grid=True))
    shape = alt.Shape("persona:N", scale=alt.Scale(domain=people, range=_cycled(SHAPES, people)), legend=None)
    base = alt.Chart().properties(width=250, height=150)
    layers = alt.layer(
        base.mark_rule(color=NEUTRAL, strokeDash=[3, 3]).encode(y=alt.datum(0, scale=scale)),
        base.mark_line(strokeWidth=2).encode(x=x, y=y, color=colour, detail="run:N"),
        base.mark_rule(strokeWidth=2).encode(x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q", color=colour),
        base.transform_filter("datum.basis !== 'hand-set'")
        .mark_point(filled=True, size=60, opacity=1)
        .encode(x=x, y=y, color=colour, shape=shape),
        base.transform_filter("datum.basis === 'hand-set'")
        .mark_point(size=60, opacity=1, fill=PAPER)
        .encode(x=x, y=y, color=colour, shape=shape),
        data=frame,
    )
    return layers.facet(facet=alt.Facet("persona:N", sort=people, title=None), columns=2).properties(
        description=description
    )


def _cycled(values: tuple[str, ...], names: list[str]) -> list[str]:
    return [values[place % len(values)] for place in range(len(names))]
