"""The letters of a chart: measured and drawn from one font, cut between graphemes, never outside their drawing."""

from __future__ import annotations

import re

import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from cjm_research import charts
from cjm_research.charts.letters import FAMILY, StandIns, font, shortened, width, wrapped
from cjm_research.charts.outlines import outlined
from tests.charts import test_charts, test_routes
from tests.drawings import words
from tests.looking import leaving

PLAIN = ["Ads and social posts", "Website and route blog", "Zoë, Łukasz & Ωμέγα → Ещё", "n = 1,183 [−2 %, +9 %]"]
SCRIPTS = [
    "日本語のタッチポイント",
    "مرحبا بالعالم 42",
    "שלום עולם",
    "नमस्ते दुनिया",
    "สวัสดี",
    "👩‍👩‍👧 family",
    "🇩🇪 👍🏽 ❤️",
    "x̂ and e̋",
]
DRAW = test_charts.DRAW | test_routes.DRAW
FIXED = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=30)


def drawings(names: list[str]) -> list[str]:
    values = [1.0 + place for place in range(len(names))]
    return [charts.svg(draw(names, values)) for draw in DRAW.values()]


@pytest.mark.browser
@pytest.mark.parametrize("names", [PLAIN, SCRIPTS], ids=["from outlines", "other scripts"])
def test_no_letter_leaves_its_drawing_whatever_fonts_there_are(page_with_one_font, names):
    assert leaving(page_with_one_font, drawings(names)) == []


def measured(text: str, weight: str = "normal") -> float:
    """Return how wide the renderer takes a text to be at 100 pixels."""
    said = {
        "text": {"value": text},
        "font": {"value": FAMILY},
        "fontSize": {"value": 100},
        "fontWeight": {"value": weight},
    }
    sheet = {
        "padding": 0,
        "autosize": "pad",
        "width": 1,
        "height": 1,
        "marks": [{"type": "text", "encode": {"enter": said}}],
    }
    return float(re.search(r'width="([\d.]+)"', vl_convert.vega_to_svg(sheet)).group(1))


@pytest.mark.parametrize("style", ["regular", "bold"])
def test_the_renderer_measures_the_widths_that_are_drawn(style):
    for text in ("AVATAR To Wy", "0.44 [0.31, 0.56], n = 177", "ffi fl → ≤ Ωμέγα Ещё", "\ue100\uec00\uf400 room"):
        weight = "bold" if style == "bold" else "normal"
        assert measured(text, weight) == pytest.approx(font().width(text, style) * 100 / font().em, abs=1), text


@given(FIXED)
def test_every_grapheme_of_another_script_is_one_letter_to_the_renderer_and_comes_back(text):
    stand_ins = StandIns()
    hidden = stand_ins.put(text)
    assert stand_ins.back(hidden) == text
    assert all(ord(letter) <= 0xFFFF for letter in hidden)
    assert stand_ins.put([text, {"a": text}]) == [hidden, {"a": hidden}]


@given(FIXED, st.integers(10, 200))
def test_a_shortened_text_fits_and_begins_like_the_whole(text, pixels):
    short = shortened(text, pixels)
    assert short == text or (width(short) <= pixels + width("…") and text.startswith(short[:-1]))


@pytest.mark.parametrize("text", ["👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", "🇩🇪🇫🇷🇮🇹", "e\u0301e\u0301e\u0301", "👍🏽👍🏽👍🏽"])
def test_a_text_is_cut_and_wrapped_between_graphemes(text):
    each = len(text) // 3
    first, second, third = text[:each], text[each : 2 * each], text[2 * each :]
    assert shortened(text, width(first + "…") + 1) == f"{first}…"
    assert wrapped(text, width(first) + 1) == f"{first}\n{second}\n{third}"


def test_words_stay_in_the_drawing_as_labels_and_other_scripts_as_letters_fitted_into_their_room():
    drawn = charts.svg(test_charts.DRAW["bars"](["Zoë <b>", "日本 & 👩‍👧"], [0.2, 0.4]))
    assert {"Zoë <b>", "日本 & 👩‍👧"} <= set(words(drawn))
    live = re.findall(r'<text[^>]* textLength="(\d+)" lengthAdjust="spacingAndGlyphs">([^<]*)</text>', drawn)
    assert [text for _, text in live] == ["日本", "👩‍👧"]
    assert drawn.count("<text") == 2


def test_a_drawing_is_outlined_once_and_texts_in_other_fonts_are_left_alone():
    drawn = charts.svg(test_charts.DRAW["bars"](PLAIN, [0.1, 0.2, 0.3, 0.4]))
    assert outlined(drawn) == drawn
    foreign = '<svg><text y="60" font-family="serif" font-size="9px">4.1</text></svg>'
    assert outlined(foreign) == foreign
