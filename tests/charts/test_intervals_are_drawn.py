"""Where a chart shows an estimate, a rule reaches from the low to the high end of its interval."""

from __future__ import annotations

from typing import Any

import pytest

from cjm_research import charts
from tests.charts.frames import estimates

FRAME = estimates(["Shop", "App"], [0.3, 0.6])
DRAWN = {
    "intervals": charts.intervals(FRAME, domain=(0, 1), axis="rating", description="words"),
    "bars": charts.bars(FRAME, axis="share", description="words"),
    "bullet": charts.bullet(FRAME.assign(baseline=0.1, target=0.9), description="words"),
}


def layers(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return spec["layer"] if "layer" in spec else [layer for part in spec["vconcat"] for layer in part["layer"]]


@pytest.mark.parametrize("name", DRAWN)
def test_a_rule_reaches_over_the_interval_and_a_mark_stands_at_the_value(name: str) -> None:
    drawn = layers(DRAWN[name].to_dict())
    rules = {
        (layer["encoding"]["x"]["field"], layer["encoding"]["x2"]["field"])
        for layer in drawn
        if layer["mark"]["type"] == "rule"
    }
    marks = {
        layer["encoding"]["x"].get("field") for layer in drawn if layer["mark"]["type"] in ("point", "bar", "circle")
    }
    assert rules == {("low", "high")}
    assert "value" in marks
