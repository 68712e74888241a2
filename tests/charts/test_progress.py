"""Funnel, time in phases and survival: what stands where in the drawing."""

import json

import pandas as pd

from cjm_research import charts
from tests.drawings import words


def spec(chart):
    return json.loads(chart.to_json())


def funnel(**more):
    frame = pd.DataFrame(
        {
            "label": ["Look", "A phase with quite a long name indeed", "Stay"],
            "value": [1.0, 0.4, None],
            "low": [0.9, 0.3, None],
            "high": [1.0, 0.5, None],
            "note": ["10 customers", "4 customers", "withheld"],
            "lost": ["60 % not seen in Buy", "", ""],
        }
    )
    return charts.funnel(frame.assign(**more), axis="share of all", description="funnel")


def test_the_axis_of_a_funnel_ends_at_all_and_losses_stand_between_the_bars():
    drawn = funnel()
    assert spec(drawn)["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, 1]
    said = words(charts.svg(drawn))
    assert {"Look", "Stay", "withheld", "60 % not seen in Buy", "share of all", "100%"} <= set(said)
    assert any(text.startswith("A phase with") and text.endswith("…") for text in said)


def test_a_hostile_name_is_only_a_name():
    names = ["<script>alert(1)</script>", "datum.x", "a'b\"c"]
    drawn = charts.svg(funnel(label=names, lost=names))
    assert "<script>" not in drawn


def stays(low, median, high, p90):
    frame = {"label": ["Look"], "low": [low], "value": [median], "high": [high], "p90": [p90], "note": ["9 stays"]}
    return charts.dwell(pd.DataFrame(frame), domain=(60, 86_400 * 400), axis="time", description="stays")


def test_the_axis_of_time_is_said_in_words_and_holds_what_is_shorter():
    said = words(charts.svg(stays(0, 3_600, 86_400, 86_400 * 900)))
    ticks = ["≤ 1 min", "10 min", "1 h", "1 day", "30 days", "1 year"]
    assert [text for text in said if text in ticks] == ticks
    drawn = spec(stays(0, 3_600, 86_400, 86_400 * 900))
    row = next(iter(drawn["datasets"].values()))[0]
    assert (row["low"], row["p90"]) == (60, 86_400 * 400)
    assert drawn["layer"][2]["encoding"]["x"]["scale"] == {"domain": [60, 34560000], "nice": False, "type": "log"}


def test_a_withheld_phase_has_its_row_and_no_box():
    assert "9 stays" in words(charts.svg(stays(None, None, None, None)))


def test_survival_is_drawn_in_steps_with_those_at_risk_beneath():
    frame = pd.DataFrame(
        {"time": [0.0, 2.0], "share": [1.0, 0.4], "low": [1.0, 0.2], "high": [1.0, 0.6], "at_risk": [9, 9]}
    )
    risk = pd.DataFrame({"time": [0, 5, 10], "customers": ["1,234", "56", "–"]})
    drawn = charts.survival(
        frame, at_risk=risk, horizon=10, unit="days", axis="share still on the way", description="time"
    )
    said = words(charts.svg(drawn))
    assert {"1,234", "56", "–", "0", "5", "10", "40%", "share still on the way"} <= set(said)
    assert any(text.startswith("days since the start") for text in said)
    layers = spec(drawn)["vconcat"][0]["layer"]
    assert [layer["mark"].get("interpolate") for layer in layers] == ["step-after", None, "step-after"]
