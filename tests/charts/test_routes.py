"""Charts of transitions, paths and contribution: what is drawn, what stays blank, and that words stay words."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from cjm_research import charts
from tests.charts.test_charts import HOSTILE, find
from tests.drawings import sizes, words


def pairs(names, values):
    cells = [(a, z, value) for a, value in zip(names, values, strict=True) for z in names]
    frame = pd.DataFrame(cells, columns=["row", "column", "value"]).astype({"value": float})
    return frame[frame["value"].notna()]


def paths(names, values):
    told = [
        (str(rank), value, f"{rank} %, {rank}", step, name, names[0])
        for rank, value in enumerate(values, start=1)
        for step, name in enumerate(names, start=1)
    ]
    return pd.DataFrame(told, columns=["label", "value", "note", "step", "place", "colour"])


def credit(names, values):
    told = [(name, model, value, "n") for name, value in zip(names, values, strict=True) for model in ("first", "last")]
    return pd.DataFrame(told, columns=["label", "model", "value", "note"]).astype({"value": float})


DRAW = {
    "transitions": lambda names, values: charts.transitions(
        pairs(names, values),
        rows=names,
        columns=names,
        bases=dict.fromkeys(names, "9"),
        legend="share",
        description="words",
    ),
    "variants": lambda names, values: charts.variants(paths(names, values), colours=names, description="words"),
    "contribution": lambda names, values: charts.contribution(
        credit(names, values), models=["first", "last"], description="words"
    ),
}
EVERY = pytest.mark.parametrize("name", DRAW)


def texts(chart):
    """Return what is written in a drawing."""
    return words(charts.svg(chart))


@EVERY
@pytest.mark.parametrize(
    "values", [[], [0.2], [np.nan], [np.nan, 0.7], [0.5, 0.5]], ids=["none", "one", "missing", "some", "equal"]
)
def test_a_chart_is_drawn_whatever_is_missing(name, values):
    chart = DRAW[name](["a", "b"][: len(values)], values)
    drawn = charts.svg(chart)
    assert ET.fromstring(drawn).tag.endswith("svg")  # noqa: S314 (ours)
    assert "NaN" not in drawn
    assert "words" in set(find(chart.to_dict(), "description"))


@EVERY
def test_words_from_outside_are_data_and_the_drawing_is_sound(name):
    chart = DRAW[name](HOSTILE, [0.5] * len(HOSTILE))
    said = [text for key in ("filter", "expr", "labelExpr", "calculate", "test") for text in find(chart.to_dict(), key)]
    assert not [text for text in said if any(word in str(text) for word in HOSTILE)]
    drawn = ET.fromstring(charts.svg(chart))  # noqa: S314 (our own drawing)
    tags = {element.tag.rpartition("}")[2] for element in drawn.iter()}
    assert not tags & {"script", "image", "img", "a", "foreignObject"}


@pytest.mark.parametrize("count", [1, 5, 14, 30])
def test_a_matrix_stays_within_its_width_and_keeps_its_letters_large_enough(count):
    names = [f"A touchpoint with quite a name {number}" for number in range(count)]
    drawn = charts.svg(DRAW["transitions"](names, [0.5] * count))
    assert float(re.search(r'width="([\d.]+)"', drawn).group(1)) < 760
    assert min(sizes(drawn)) >= 10


def test_a_matrix_says_shares_in_percent_and_the_base_of_each_row():
    said = texts(DRAW["transitions"](["a", "b"], [0.123, 1.0]))
    assert said.count("12") == said.count("100") == 2
    assert said.count("9") == 2


def test_a_matrix_has_one_scale_whatever_the_numbers():
    for value in (0.1, 0.9):
        scales = [
            scale["domain"]
            for scale in find(DRAW["transitions"](["a"], [value]).to_dict(), "scale")
            if scale and "interpolate" in scale
        ]
        assert scales == [[0, 0.5, 1]]


def test_a_long_path_goes_on_in_the_next_line_and_says_how_many_steps_are_left_out():
    frame = paths([f"Place number {number}" for number in range(40)], [0.5])
    drawn = charts.svg(charts.variants(frame, colours=["Place number 0"], description="words"))
    assert "+ 16 steps" in drawn
    assert float(re.search(r'width="([\d.]+)"', drawn).group(1)) < 660


def test_a_path_without_a_phase_is_drawn_in_grey():
    frame = paths(["a"], [0.5]).assign(colour="", place="93 other paths")
    assert "93 other paths" in texts(charts.variants(frame, colours=["a"], description="words"))


def test_each_way_to_count_has_its_column_on_one_scale():
    chart = DRAW["contribution"](["a", "b"], [0.2, np.nan]).to_dict()
    assert [column["title"]["text"] for column in chart["hconcat"]] == ["first", "last"]
    assert {tuple(scale["domain"]) for scale in find(chart, "scale") if scale and scale["domain"][0] == 0} == {(0, 1)}
