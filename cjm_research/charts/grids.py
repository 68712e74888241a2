"""Charts in rows and columns: heatmaps, counts, and the field of obstacles."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cjm_research.charts.letters import width, wrapped
from cjm_research.charts.theme import BAD, DIVERGING, GREY, INK, LINE, PAPER, SEQUENTIAL, WIDTH, Chart, ink_on


def heatmap(
    frame: pd.DataFrame,
    *,
    rows: list[str],
    columns: list[str],
    domain: tuple[float, float],
    legend: str,
    description: str,
) -> Chart:
    """Draw values on a diverging scale whose middle is neutral; each cell says its value and n.

    Parameters
    ----------
    frame
        ``row, column, value, label``; a cell without a value shows its label on white.
    rows, columns
        Their order.
    domain
        Ends of the scale, the same for everyone.
    legend
        What the colour means.
    description
        Text alternative.
    """
    low, high = domain
    shown = frame.assign(ink=[INK if pd.isna(v) else ink_on((v - low) / (high - low)) for v in frame["value"]])
    colour = alt.Color(
        "value:Q",
        title=legend,
        scale=alt.Scale(
            domain=[low, (3 * low + high) / 4, (low + high) / 2, (low + 3 * high) / 4, high],
            range=list(DIVERGING),
            interpolate="lab",
        ),
        legend=alt.Legend(gradientLength=180, values=[low, (low + high) / 2, high]),
    )
    return _grid(shown, rows, columns, colour, description)


def counts(frame: pd.DataFrame, *, rows: list[str], columns: list[str], legend: str, description: str) -> Chart:
    """Draw counts from white to blue; each cell says its count, zero included.

    Parameters
    ----------
    frame
        ``row, column, value, label``.
    rows, columns
        Their order.
    legend
        What is counted.
    description
        Text alternative.
    """
    most = max(1.0, float(frame["value"].max() or 0))
    shown = frame.assign(ink=[PAPER if not pd.isna(v) and v / most > 0.6 else INK for v in frame["value"]])
    scale = alt.Scale(domain=[0, most / 2, most], range=list(SEQUENTIAL), interpolate="lab")
    colour = alt.Color("value:Q", title=legend, scale=scale, legend=None)
    return _grid(shown, rows, columns, colour, description)


def _grid(frame: pd.DataFrame, rows: list[str], columns: list[str], colour: alt.Color, description: str) -> Chart:
    step = max(40, min(104, (WIDTH - 180) // max(1, len(columns))))
    heads = {name: wrapped(name, step - 4) for name in columns}
    slanted = any(width(word) > step - 4 for name in columns for word in name.split())
    lines = 0 if slanted else max((head.count("\n") for head in heads.values()), default=0)
    axis = alt.Axis(
        orient="top",
        labelAngle=-35 if slanted else 0,
        labelLimit=160,
        labelPadding=6 + 13 * lines,
        grid=False,
        labelExpr="datum.label" if slanted else "split(datum.label, '\\n')",
    )
    if not slanted:
        frame, columns = frame.assign(column=frame["column"].map(heads)), list(heads.values())
    base = alt.Chart(frame, width=alt.Step(step), height=alt.Step(32), description=description)
    x = alt.X("column:N", sort=columns, title=None, scale=alt.Scale(domain=columns), axis=axis)
    y = alt.Y("row:N", sort=rows, title=None, scale=alt.Scale(domain=rows), axis=alt.Axis(grid=False))
    return alt.layer(
        base.mark_rect(stroke=LINE, fill=PAPER).encode(x=x, y=y),
        base.transform_filter("isValid(datum.value)").mark_rect(stroke=PAPER).encode(x=x, y=y, color=colour),
        base.mark_text(fontSize=11).encode(x=x, y=y, text="label:N", color=alt.Color("ink:N", scale=None)),
    ).resolve_scale(color="independent")


def spread(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with marks of equal severity moved apart a little, so that none hides another."""
    rank = frame.groupby("severity").cumcount()
    size = frame.groupby("severity")["severity"].transform("size")
    return frame.assign(severity=frame["severity"] + 0.18 * ((size - 1) / 2 - rank))


def severity(frame: pd.DataFrame, *, description: str) -> Chart:
    """Draw obstacles by how often people speak of them and how severe they are.

    Parameters
    ----------
    frame
        ``label`` (short), ``severity`` 1–5, ``value, low, high`` (share of people who spoke of it; none where not
        measured).
    description
        Text alternative.
    """
    measured = frame[frame["value"].notna()]
    base = alt.Chart(measured, width=WIDTH - 140, height=240, description=description)
    x = alt.X(
        "value:Q", title="share of the people it concerns", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%")
    )
    y = alt.Y(
        "severity:Q",
        title="severity",
        scale=alt.Scale(domain=[0.5, 5.5], nice=False),
        axis=alt.Axis(values=[1, 2, 3, 4, 5]),
    )
    return alt.layer(
        base.mark_rule(color=GREY, opacity=0.6).encode(x=alt.X("low:Q"), x2="high:Q", y=y),
        base.mark_point(filled=True, size=340, color=BAD, opacity=1).encode(x=x, y=y),
        base.mark_text(color=PAPER, fontWeight="bold", fontSize=11).encode(x=x, y=y, text="label:N"),
    )
