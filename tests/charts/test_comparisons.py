"""The charts of differences and of the map beside the log, on their specification."""

import xml.etree.ElementTree as ET

import pandas as pd
import pytest

from cjm_research import charts
from cjm_research.charts.conformance import STATES
from tests.drawings import words


def compared(panels, different):
    rows = [
        {
            "panel": panel,
            "label": f"touchpoint {place}",
            "value": 10.0 * sign,
            "low": 10.0 * sign - 3,
            "high": 10.0 * sign + 3,
            "different": there,
            "a": panel,
            "b": "the rest",
            "note": "+10 [+7, +13]",
        }
        for panel in panels
        for place, (sign, there) in enumerate(zip((1, -1, 1), different, strict=True))
    ]
    return pd.DataFrame(rows)


def met():
    rows = [(f"step {place}: {state}", "on the map", state, 0.5, 0.4, 0.6, state) for place, state in enumerate(STATES)]
    rows[2] = (rows[2][0], "on the map", "dead", None, None, None, "dead")
    columns = ["label", "panel", "state", "value", "low", "high", "note"]
    return pd.DataFrame(rows, columns=columns).astype({"value": float, "low": float, "high": float})


def texts(chart):
    return words(charts.svg(chart))


def test_every_panel_of_differences_has_the_same_axis_and_names_both_sides():
    chart = charts.differences(compared(["Mira", "Jonas"], (True, False, True)), description="words")
    spec = chart.to_dict()
    assert len(spec["vconcat"]) == 2
    assert {f"the rest  ←  more often  →  {name}" for name in ("Mira", "Jonas")} <= set(texts(chart))
    for panel in spec["vconcat"]:
        domains = [
            layer["encoding"]["x"]["scale"]["domain"]
            for layer in panel["layer"]
            if "scale" in layer["encoding"].get("x", {})
        ]
        assert domains
        assert all(domain == [-100, 100] for domain in domains)


def test_what_has_evidence_is_filled_and_what_has_none_is_hollow():
    panel = charts.differences(compared(["Mira"], (True, False, True)), description="words").to_dict()["vconcat"][0]
    points = [layer for layer in panel["layer"] if layer["mark"]["type"] == "point"]
    assert [layer["transform"][0]["filter"] for layer in points] == ["datum.different", "!datum.different"]
    assert points[0]["mark"]["filled"]
    assert points[1]["mark"]["fill"] == "#ffffff"


def test_a_withheld_touchpoint_keeps_its_place_on_the_map():
    shown = [text for text in texts(charts.conformance(met(), description="words")) if text and text.startswith("step")]
    assert shown == met()["label"].tolist()


def test_every_state_stands_in_words_beside_its_bar():
    assert set(STATES) <= set(texts(charts.conformance(met(), description="words")))


@pytest.mark.parametrize(
    "name", ["</script><script>alert(1)</script>", "datum.value + 1", "{{7*7}}", "a\"b'c\\d", "Zoë 日本"]
)
def test_a_name_from_outside_is_only_a_text(name):
    drawn = charts.svg(charts.conformance(met().assign(label=name, panel="not on the map").head(1), description=name))
    assert "<script" not in drawn
    ET.fromstring(drawn)  # noqa: S314  our own drawing
    assert "<script" not in charts.svg(
        charts.differences(compared(["x"], (True, True, False)).assign(label=name, a=name), description=name)
    )
