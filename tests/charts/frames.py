"""Frames as the analyses return them, of given labels and values; NaN is a withheld one."""

import numpy as np
import pandas as pd


def estimates(labels, values):
    values = np.array(values, dtype=float)
    frame = {
        "label": labels,
        "value": values,
        "low": values - 0.1,
        "high": values + 0.1,
        "note": ["n = 9"] * len(labels),
    }
    return pd.DataFrame(frame).astype({"label": "str", "note": "str"})


def grid(labels, values):
    frame = pd.DataFrame(
        [(row, column, value, row) for row, value in zip(labels, values, strict=True) for column in labels]
    )
    return (
        (frame if len(frame) else pd.DataFrame(columns=range(4)))
        .set_axis(["row", "column", "value", "label"], axis=1)
        .astype({"value": float})
    )


def curve(labels, values):
    frame = estimates(labels, values).rename(columns={"label": "persona"})
    return frame.assign(phase=labels, run=labels, basis="measured")


def outcomes(labels, values):
    frame = estimates(labels, values).assign(segment=labels)
    sides = ("importance", "importance_low", "importance_high", "satisfaction", "satisfaction_low", "satisfaction_high")
    return frame.assign(**dict.fromkeys(sides, 5.0))


def ways(names, values):
    links = [(1, name, after, value) for name, after, value in zip(names, [*names, ""][1:], values, strict=True)]
    frame = pd.DataFrame(links, columns=["step", "source", "target", "value"])
    return frame.assign(label=frame["source"]).dropna().astype({"value": int})


def tree(names, values):
    known = [(name, value) for name, value in zip(names, values, strict=True) if not np.isnan(value)]
    all_of_them = ("all", sum(value for _, value in known))
    rows = [
        (place, 0 if place else -1, min(place, 1), "place" if place else "anchor", int(value), name, name, name)
        for place, (name, value) in enumerate([all_of_them, *known])
    ]
    columns = ["node", "parent", "step", "kind", "value", "title", "note", "label"]
    return pd.DataFrame(rows if known else [], columns=columns)
