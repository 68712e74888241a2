"""Charts asserted on their specification: scales, names, and that a text from outside is only a text."""

import json
import re
import xml.etree.ElementTree as ET

import altair as alt
import numpy as np
import pandas as pd
import pytest

from cjm_research import charts
from tests.charts.frames import curve, estimates, grid, outcomes, tree, ways
from tests.drawings import words

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "datum.value + 1",
    "{{7*7}}",
    "a\"b'c\\d",
    "a.b[0]:Q",
    "https://example.org/x.png",
    "Zoë 日本 \u202eabc",
]

DRAW = {
    "intervals": lambda names, values: charts.intervals(
        estimates(names, values), domain=(1, 5), axis="rating", description="words"
    ),
    "bars": lambda names, values: charts.bars(estimates(names, values), axis="share", description="words"),
    "bullet": lambda names, values: charts.bullet(
        estimates(names, values).assign(baseline=1.0, target=2.0), description="words"
    ),
    "heatmap": lambda names, values: charts.heatmap(
        grid(names, values), rows=names, columns=names, domain=(1, 5), legend="rating", description="words"
    ),
    "counts": lambda names, values: charts.counts(
        grid(names, values), rows=names, columns=names, legend="people", description="words"
    ),
    "severity": lambda names, values: charts.severity(
        charts.spread(estimates(names, values).assign(severity=3)), description="words"
    ),
    "ranks": lambda names, values: charts.ranks(estimates(names, values).assign(group=1), most=9, description="words"),
    "value_effort": lambda names, values: charts.value_effort(
        estimates(names, values).assign(name=names, effort=2.0), description="words"
    ),
    "opportunity_landscape": lambda names, values: charts.opportunity_landscape(
        outcomes(names, values), bands=[10, 12, 15], names=names, description="words"
    ),
    "kano": lambda names, values: charts.kano(estimates(names, values).assign(kind="attractive"), description="words"),
    "flow": lambda names, values: charts.flow(ways(names, values), order=names, description="words"),
    "path_tree": lambda names, values: charts.path_tree(
        tree(names, values), heads=["all", "first"], description="words"
    ),
    "curves": lambda names, values: charts.curves(curve(names, values), order=names, people=names, description="words"),
}
EVERY = pytest.mark.parametrize("name", DRAW)


def find(spec, key):
    """Yield every value under a key, however deep, data left out."""
    for name, value in spec.items() if isinstance(spec, dict) else enumerate(spec) if isinstance(spec, list) else ():
        if name == key:
            yield value
        if name != "datasets":
            yield from find(value, key)


def domains(chart, channel):
    return {
        json.dumps(encoding[channel]["scale"]["domain"])
        for encoding in find(chart.to_dict(), "encoding")
        if "domain" in (encoding.get(channel, {}).get("scale") or {})
    }


@EVERY
def test_a_chart_says_in_words_what_it_shows(name):
    assert "words" in set(find(DRAW[name](["a"], [2]).to_dict(), "description"))


@EVERY
@pytest.mark.parametrize(
    ("labels", "values"),
    [
        ([], []),
        (["a"], [2]),
        (["a"], [np.nan]),
        (["a", "b"], [np.nan, np.nan]),
        (["a", "b"], [2, np.nan]),
        (["a", "b"], [2, 2]),
    ],
    ids=["no rows", "one row", "one missing", "all missing", "some missing", "equal"],
)
def test_a_chart_is_drawn_whatever_is_missing(name, labels, values):
    if name == "bullet" and not labels:
        pytest.skip("the section says a sentence instead: test_gaps")
    drawn = charts.svg(DRAW[name](labels, values))
    assert ET.fromstring(drawn).tag.endswith("svg")  # noqa: S314 (our own drawing)
    assert "NaN" not in drawn


@pytest.mark.parametrize(
    ("name", "channel", "ends"),
    [
        ("intervals", "x", [1, 5]),
        ("bars", "x", [0, 1]),
        ("heatmap", "color", [1, 2, 3, 4, 5]),
        ("ranks", "x", [0.5, 9.5]),
        ("value_effort", "x", [-0.3, 5.6]),
        ("opportunity_landscape", "x", [0, 10]),
        ("kano", "x", [0, 1]),
        ("severity", "x", [0, 1]),
        ("severity", "y", [0.5, 5.5]),
        ("curves", "y", [-2, 2]),
    ],
)
def test_the_ends_of_a_scale_are_the_same_whatever_the_numbers(name, channel, ends):
    for values in ([1.2, 1.3], [4.9, 5.0], [np.nan, 3.0]):
        assert [
            [float(end) for end in json.loads(found)] for found in domains(DRAW[name](["a", "b"], values), channel)
        ] == [ends]


def test_shares_in_a_grid_of_counts_always_end_at_everyone():
    assert (
        domains(DRAW["counts"](["a"], [0.2]), "color")
        == domains(DRAW["counts"](["a"], [0.9]), "color")
        == {"[0, 0.5, 1.0]"}
    )


@EVERY
def test_words_from_outside_are_data_and_never_part_of_an_expression_or_a_field(name):
    chart = DRAW[name](HOSTILE, [2.0] * len(HOSTILE)).to_dict()
    fields = {field for field in find(chart, "field") if isinstance(field, str)}
    ours = {
        "label",
        "value",
        "low",
        "high",
        "note",
        "row",
        "column",
        "ink",
        "baseline",
        "target",
        "severity",
        "persona",
        "phase",
        "run",
        *("head", "order", "kind", "start", "end", "middle", "shift", "place", "line", "said", "effort"),
        *("importance", "importance_low", "importance_high", "satisfaction", "satisfaction_low", "satisfaction_high"),
        *("x", "x2", "y", "y2", "link", "text"),
    }
    assert fields <= ours
    said = [text for key in ("filter", "expr", "labelExpr", "calculate", "test") for text in find(chart, key)]
    assert not [text for text in said if any(word in str(text) for word in HOSTILE)]


@EVERY
def test_a_drawing_of_hostile_words_is_sound_and_calls_nobody(name):
    drawn = charts.svg(DRAW[name](HOSTILE, [2.0] * len(HOSTILE)))
    tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(drawn).iter()}  # noqa: S314 (our own drawing)
    assert not tags & {"script", "image", "img", "a", "foreignObject"}
    assert not re.search(r'href="[^#]|src="|\son\w+="', re.sub(r'aria-label="[^"]*"', "", drawn))


def test_a_drawing_holds_no_column_it_does_not_show():
    frame = estimates(["a"], [2]).assign(secret="canary@x.org")  # noqa: S106 (a canary, no password)
    assert "canary" not in charts.svg(charts.intervals(frame, domain=(1, 5), axis="rating", description="words"))


def test_a_bullet_has_one_axis_per_row_and_its_label_as_title():
    spec = DRAW["bullet"](["one", "two"], [1.5, 30]).to_dict()
    said = words(charts.svg(DRAW["bullet"](["one", "two"], [1.5, 30])))
    assert [text for text in said if text in ("one", "two")] == ["one", "two"]
    ends = [next(find(panel, "scale"))["domain"] for panel in spec["vconcat"]]
    assert ends[0][1] < 3
    assert ends[1][1] > 30


def test_lines_join_points_of_one_run_and_hand_set_points_are_hollow():
    frame = curve(["a", "b"], [1, -1]).assign(basis=["measured", "hand-set"])
    spec = charts.curves(frame, order=["a", "b"], people=["a", "b"], description="words").to_dict()
    marks = {
        json.dumps(layer.get("transform", "")): layer["mark"]
        for layer in spec["spec"]["layer"]
        if layer["mark"]["type"] == "point"
    }
    hollow, solid = (next(mark for key, mark in marks.items() if sign in key) for sign in ("===", "!=="))
    assert (hollow.get("filled", False), hollow["fill"], solid["filled"]) == (False, "#ffffff", True)
    assert "run" in json.dumps([layer["encoding"].get("detail") for layer in spec["spec"]["layer"]])


def test_spread_moves_equal_marks_apart_and_leaves_the_others():
    moved = charts.spread(pd.DataFrame({"severity": [3, 3, 5]}))["severity"].round(2).tolist()
    assert moved == [3.09, 2.91, 5.0]


def test_a_chart_of_the_researcher_is_shown_offline_as_specification_and_drawing():
    own = alt.Chart(pd.DataFrame({"x": [1, 2], "y": [3, 4]})).mark_point().encode(x="x:Q", y="y:Q")
    shown = own._repr_mimebundle_()
    bundle = shown[0] if isinstance(shown, tuple) else shown
    assert charts.LAB_MIME == "application/vnd.vegalite.v5+json"
    assert set(bundle) == {charts.LAB_MIME, "image/svg+xml", "text/plain"}
    assert "/vega-lite/v5" in bundle[charts.LAB_MIME]["$schema"]
    rest = json.dumps({key: value for key, value in bundle[charts.LAB_MIME].items() if key != "$schema"})
    assert "http" not in rest
    assert "http" not in re.sub(r'xmlns(:\w+)?="[^"]*"', "", bundle["image/svg+xml"])


def test_a_drawing_that_wants_a_file_from_elsewhere_does_not_get_it():
    beacon = (
        alt.Chart(pd.DataFrame({"u": ["https://example.org/x.png"], "x": [1]})).mark_image().encode(x="x:Q", url="u:N")
    )
    try:
        drawn = charts.svg(beacon)
    except ValueError:
        return
    assert "data:image" not in drawn
