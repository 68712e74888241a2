"""Boxes of a tree fill the box they come from, and say what they are where there is room."""

import pandas as pd
import pytest

from cjm_research import charts
from cjm_research.charts.path_tree import HEAD, HEIGHT

TREE = pd.DataFrame(
    [
        (0, -1, 0, "anchor", 100, "all customers"),
        (1, 0, 1, "place", 60, "Shop"),
        (2, 0, 1, "other", 40, "Other"),
        (3, 1, 2, "place", 58, "A touchpoint " + 30 * "of great length "),
        (4, 1, 2, "ended", 2, "left"),
    ],
    columns=["node", "parent", "step", "kind", "value", "title"],
).assign(note="60 (60 %)", label="a way")


def layers(*, backward=False):
    spec = charts.path_tree(TREE, heads=["all", "1st", "2nd"], backward=backward, description="words").to_dict()
    return [pd.DataFrame(spec["datasets"][layer["data"]["name"]]) for layer in spec["layer"]]


def test_children_fill_their_parent_from_top_to_bottom():
    boxes, _, _ = layers()
    assert boxes["y"].tolist() == pytest.approx([HEAD, HEAD, HEAD + 0.6 * HEIGHT, HEAD, HEAD + 0.58 * HEIGHT])
    assert boxes["y2"].tolist() == pytest.approx([HEAD + share * HEIGHT for share in (1, 0.6, 1, 0.58, 0.6)])


def test_a_column_begins_where_the_one_before_ends_and_backward_is_the_mirror_image():
    boxes, _, _ = layers()
    assert boxes.loc[1, "x"] == boxes.loc[0, "x2"]
    assert boxes.loc[3, "x"] == boxes.loc[1, "x2"]
    mirrored, _, _ = layers(backward=True)
    assert mirrored["x2"].tolist() == pytest.approx([640 - x for x in boxes["x"]])


def test_a_box_too_low_for_a_line_says_nothing_and_a_long_name_is_shortened():
    _, texts, heads = layers()
    said = texts["text"].tolist()
    assert [text.split("\n")[0] for text in said] == [
        "all customers",
        "Shop",
        "Other",
        "A touchpoint of great length of great length of",
    ]
    assert said[3].count("\n") == 3
    assert "…\n60 (60 %)" in said[3]
    assert heads["text"].tolist() == ["all", "1st", "2nd"]
