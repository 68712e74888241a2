"""No text of a study stops a chart: every chart is drawn with every kind of text, wherever the renderer may cut it."""

from __future__ import annotations

import inspect
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import get_type_hints

import altair as alt
import pandas as pd
import pytest
import vl_convert
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cjm_research import charts
from cjm_research.sections.html import html
from cjm_research.sections.section import Section, Table
from tests.charts import test_charts, test_comparisons, test_routes
from tests.drawings import words

NASTY = [
    "👩‍👩‍👧‍👦 family",
    "🇩🇪🇫🇷🇯🇵",
    "👍🏽👍🏿 skin",
    "❤️‍🔥1️⃣",
    "e\u0301x\u0302\u0304\u0330 marks",
    "Z\u0351\u0300" + "\u0300" * 60,
    "\uffff",
    "a\ufffe\ufdd0\U0001ffffz",
    "".join(map(chr, range(32))),
    "\x7f\x80\x9f",
    "\u202egnp.exe\u2066 x",
    "\u200f\u200e\u2069",
    "مرحبا بالعالم 42",
    "שלום (עולם)",
    "हिन्दी में",
    "ภาษาไทย",
    "日本語" * 20,
    "한국어",
    "x" * 3000,
    "word " * 600,
    "\u2028\u2029line",
    "\ue000\uf8ff private",
    "datum['a'] \\ \" ' <b> & {{x}}",
    "\U0010fffd",
    "",
    " \t\n ",
]
CUT = ["x" * length + "👩‍👩‍👧🇩🇪é" * 12 for length in range(12, 60, 5)]
"""Too long for any label: somewhere among these, the place of the cut falls into an emoji."""


def table(names: list[str], **more: object) -> pd.DataFrame:
    numbers = {
        "value": 0.5,
        "low": 0.4,
        "high": 0.6,
        "shuffled": 0.1,
        "shuffled_high": 0.2,
        "predicted": 0.5,
        "p90": 0.7,
    }
    return pd.DataFrame({"label": pd.Series(names, dtype="object")}).assign(**numbers, note=names, **more)


def rounds(names: list[str]) -> pd.DataFrame:
    return pd.concat([table(names, round=when, target=0.5) for when in ("spring", names[0])])


def compared(names: list[str]) -> pd.DataFrame:
    made = [test_comparisons.compared([name], (True, False, True)).assign(label=name) for name in names[:4]]
    return pd.concat(made)


def survival(names: list[str]) -> charts.Chart:
    risk = pd.DataFrame({"time": range(len(names)), "customers": names})
    frame = pd.DataFrame({"time": [0.0, 2.0], "share": [1.0, 0.4], "low": [1.0, 0.2], "high": [1.0, 0.6]})
    return charts.survival(frame, at_risk=risk, horizon=99, unit=names[0], axis=names[0], description=names[0])


DRAW: dict[str, Callable[[list[str]], charts.Chart]] = {
    **{
        name: lambda names, draw=draw: draw(names, [1.0 + place for place in range(len(names))])
        for name, draw in (test_charts.DRAW | test_routes.DRAW).items()
    },
    "agreement": lambda n: charts.agreement(table(n), thresholds=(0.667, 0.8), description=n[0]),
    "below": lambda n: charts.below([charts.bars(table(n), axis=n[0], description="w")] * 2, description=n[0]),
    "calibration": lambda n: charts.calibration(table(n), description=n[0]),
    "conformance": lambda n: charts.conformance(table(n, panel="on the map", state="dead"), description=n[0]),
    "differences": lambda n: charts.differences(compared(n), description=n[0]),
    "dwell": lambda n: charts.dwell(table(n), domain=(0.1, 1), axis=n[0], description=n[0]),
    "emotion_curve": lambda n: charts.emotion_curve(
        table(n, basis="measured", run=0, place=0), centre=n[0], description=n[0]
    ),
    "funnel": lambda n: charts.funnel(table(n, lost=n), axis=n[0], description=n[0]),
    "saturation": lambda n: charts.saturation(table(n), enough=0.05, description=n[0]),
    "stability": lambda n: charts.stability(table(n, accepted=True), description=n[0]),
    "survival": survival,
    "trends": lambda n: charts.trends(rounds(n), rounds=["spring", n[0]], domain=(0, 1), axis=n[0], description=n[0]),
}
"""Every chart there is, with texts wherever it takes one."""


def test_every_chart_of_the_room_is_tried() -> None:
    functions = [getattr(charts, name) for name in charts.__all__]
    drawing = {
        f.__name__ for f in functions if inspect.isfunction(f) and get_type_hints(f).get("return") == charts.Chart
    }
    assert drawing == set(DRAW)


@pytest.mark.parametrize("names", [NASTY, CUT], ids=["nasty", "cut"])
@pytest.mark.parametrize("name", sorted(DRAW))
def test_a_chart_of_any_text_is_drawn_and_sound(name: str, names: list[str]) -> None:
    drawn = charts.svg(DRAW[name](names))
    assert drawn.startswith("<svg"), drawn[:200]
    ET.fromstring(drawn)  # noqa: S314 (our own drawing)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]", drawn)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=4, unique=True))
def test_a_chart_of_random_text_is_drawn(names: list[str]) -> None:
    drawn = charts.svg(charts.bars(table(names), axis=names[0], description=names[0]))
    assert ET.fromstring(drawn).tag.endswith("svg")  # noqa: S314 (our own drawing)


def test_half_a_character_in_a_title_is_shown_as_a_sign() -> None:
    drawn = charts.svg(charts.bars(table(["a"]), axis="half \ud83d of \udc69", description="\ud800"))
    assert "half \ufffd of \ufffd" in words(drawn)


def test_two_names_that_begin_alike_stay_two_rows() -> None:
    alike = [f"A phase whose name goes on and on and on and ends in {end}" for end in ("one", "two")]
    for name in ("funnel", "dwell", "bars", "transitions"):
        assert len([word for word in words(charts.svg(DRAW[name](alike))) if word.startswith("A phase")]) >= 2, name


def failing(*_: object, **__: object) -> str:
    raise ValueError("Failed to deserialize text info")


def test_where_the_renderer_fails_the_section_says_so_and_shows_its_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vl_convert, "vegalite_to_svg", failing)
    rows = Table(caption="Ratings", columns=("touchpoint", "mean"), rows=(("Shop", "4.1"),))
    figure = charts.svg(DRAW["bars"](["Shop"]))
    said = Section(id="a.b", title="Ratings", figure=figure, alt="Bars", table=rows)
    assert said.figure == ""
    assert said.warnings[0].startswith("This chart could not be drawn; its numbers are in the table.")
    assert Section.model_validate(said.model_dump(mode="json")) == said
    page = html(said)
    assert "<img" not in page
    assert "could not be drawn" in page
    assert "<details" not in page
    assert "4.1" in page


def test_a_chart_of_the_researcher_that_cannot_be_drawn_still_has_its_specification(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(vl_convert, "vegalite_to_svg", failing)
    render: Callable[[dict[str, object]], dict[str, object]] = alt.renderers.get()
    shown = render(alt.Chart(pd.DataFrame({"x": [1]})).mark_point().encode(x="x:Q").to_dict())
    assert set(shown) == {charts.LAB_MIME, "text/plain"}
