"""Heights in the flow add up, and who leaves flows nowhere."""

import pandas as pd
import pytest

from cjm_research import charts
from cjm_research.charts.flow import HEAD, HEIGHT, NODE

LINKS = pd.DataFrame(
    [
        (1, "Look", "Buy", 60),
        (1, "Look", "", 30),
        (1, "Other", "Buy", 10),
        (2, "Buy", "Use", 50),
        (2, "Buy", "", 20),
    ],
    columns=["step", "source", "target", "value"],
).assign(label="a link")


def layers(frame=LINKS):
    spec = charts.flow(frame, order=["Look", "Buy", "Use", "Other"], description="words").to_dict()
    return [(layer["mark"]["type"], pd.DataFrame(spec["datasets"][layer["data"]["name"]])) for layer in spec["layer"]]


def test_all_customers_are_as_high_as_the_chart_and_every_node_in_proportion():
    boxes = next(data for kind, data in layers() if kind == "rect")
    heights = (boxes["y2"] - boxes["y"]) / HEIGHT
    assert heights.tolist() == pytest.approx([0.9, 0.1, 0.7, 0.5])
    assert boxes["y"].min() == HEAD


def test_a_band_leaves_and_arrives_at_its_nodes_with_its_own_height():
    _, bands = layers()[1]
    boxes = next(data for kind, data in layers() if kind == "rect").set_index(pd.Index(["Look", "Other", "Buy", "Use"]))
    for _, band in bands.groupby("link"):
        assert (band["y2"] - band["y"]).tolist() == pytest.approx([band["y2"].iloc[0] - band["y"].iloc[0]] * len(band))
    first = bands[bands["link"] == 0]
    assert first["x"].iloc[0] == boxes.loc["Look", "x"] + NODE
    assert first["x"].iloc[-1] == pytest.approx(boxes.loc["Buy", "x"])
    ends = bands.groupby("link").last()
    into_buy = ends[ends["x"].round(3) == round(boxes.loc["Buy", "x"], 3)]
    assert into_buy["y"].min() == pytest.approx(boxes.loc["Buy", "y"])
    assert into_buy["y2"].max() == pytest.approx(boxes.loc["Buy", "y2"])


def test_who_leaves_falls_away_before_the_next_step_and_below():
    _, losses = layers()[0]
    boxes = next(data for kind, data in layers() if kind == "rect")
    for _, loss in losses.groupby("link"):
        assert loss["y"].iloc[-1] > loss["y"].iloc[0]
        assert not boxes["x"].between(loss["x"].iloc[0], loss["x"].iloc[-1]).any()


def test_nodes_and_steps_say_how_many_there_are():
    said = " ".join(text for kind, data in layers() if kind == "text" for text in data["text"])
    for words in ("Look\n90", "step 1\n100 customers", "step 2\n70 customers\n30 left before", "30 left"):
        assert words in said


def test_long_names_are_shortened_and_stay_in_the_drawing():
    name = "A touchpoint whose name goes on and on and on"
    drawn = charts.svg(
        charts.flow(LINKS.replace("Use", name), order=["Look", "Buy", name, "Other"], description="words")
    )
    assert name not in drawn
    assert "A touchpoint" in drawn
    assert "…" in drawn
