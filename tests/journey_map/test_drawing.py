from __future__ import annotations

import re

import pytest
from markupsafe import Markup

from cjm_research.journey_map import EmotionPoint, build, css, html
from cjm_research.journey_map.drawing import paper_size
from cjm_research.journey_map.emotion import curve
from cjm_research.study import Study


def measured(phase: str, value: float, n: int = 40) -> EmotionPoint:
    return EmotionPoint(phase=phase, basis="measured", value=value, low=value - 0.4, high=value + 0.4, n=n)


def drawn(study: Study, *emotion: EmotionPoint) -> Markup:
    return html(build(study, "ana", emotion, base="12 of 40 answers"))


def test_phases_are_column_heads_and_lanes_are_row_heads(study: Study) -> None:
    page = drawn(study)
    grid = page.partition("cjm-grid")[2]
    assert len(re.findall(r'<th scope="col">\s*<div class="cjm-arrow">', grid)) == 3
    assert len(re.findall(r'<th scope="row">\s*<span class="cjm-lane"', grid)) == len(study.about.lanes) + len(
        ("Goal", "Steps")
    )
    assert "<caption" in grid


def test_an_empty_cell_says_no_entry(study: Study) -> None:
    assert drawn(study).count('<span class="cjm-hidden">no entry</span>') > 5


@pytest.mark.parametrize("level", ["observed", "reported", "inferred", "secondary", "assumed"])
def test_each_level_is_a_word_and_a_sign_never_colour_alone(study: Study, level: str) -> None:
    card = re.search(
        rf'<span class="cjm-level">(<svg class="cjm-mark cjm-{level}".*?</svg>) {level}</span>', drawn(study)
    )
    assert card


def test_the_five_signs_have_five_shapes(study: Study) -> None:
    shapes = re.findall(r'<svg class="cjm-mark cjm-\w+"[^>]*>(.*?)</svg>', drawn(study))
    assert len(set(shapes)) == 5


def test_every_assumed_card_is_hatched_and_no_other(study: Study) -> None:
    cards = re.findall(r'<div class="(cjm-card[^"]*)">(.*?)</div>', drawn(study), re.DOTALL)
    assert {("cjm-is-assumed" in names) == ("> assumed</span>" in body) for names, body in cards} == {True}
    assert ".cjm-is-assumed { background: var(--hatch); border: 1px dashed" in css()


def test_a_source_that_is_gone_is_called_missing(study: Study) -> None:
    assert "<b>lost</b> (missing)" in drawn(study)


def test_a_line_joins_neighbours_only_and_a_gap_says_why(study: Study) -> None:
    gap = EmotionPoint(phase="consider", basis="withheld", n=3, reason="3 answers, fewer than 5")
    page = drawn(study, measured("aware", 1), gap, measured("decide", -1))
    assert 'class="cjm-segment' not in page
    assert "3 answers, fewer than 5" in page
    assert page.count("cjm-gap-word") == 1


def test_a_withheld_value_is_not_drawn_even_when_it_is_given(study: Study) -> None:
    secret = EmotionPoint(phase="aware", basis="withheld", value=-1.7, low=-1.9, high=-1.3, n=3, reason="withheld")
    page = drawn(study, secret)
    assert "1.7" not in page
    assert "1.9" not in page


def test_a_measured_value_has_n_and_interval_and_a_hand_set_one_is_hollow() -> None:
    dots = curve((measured("a", 1, 1312), EmotionPoint(phase="b", basis="hand-set", value=0))).dots
    assert (dots[0].note, dots[0].hollow, dots[0].top, dots[0].bottom) == ("n = 1,312", False, 58.4, 85.6)
    assert (dots[1].note, dots[1].hollow, dots[1].top) == ("hand-set", True, None)


def test_labels_stay_on_the_free_side_of_the_line() -> None:
    rising, falling = curve((measured("a", -1), measured("b", 1), measured("c", 0))).dots[:2]
    assert rising.value_y > rising.y
    assert falling.note_y < falling.y


def test_the_curve_has_a_table_with_the_same_values(study: Study) -> None:
    page = drawn(study, measured("aware", 1.2, 77))
    table = page.partition('<div class="cjm-hidden"><table>')[2].partition("</table>")[0]
    assert "+1.2" in table
    assert "+0.8 to +1.6" in table
    assert "77" in table


def test_no_address_and_no_script_is_in_the_drawing(study: Study) -> None:
    page = drawn(study) + css()
    assert "http" not in page
    assert "<script" not in page
    assert "url(" not in page


def test_long_maps_are_printed_in_smaller_type(study: Study) -> None:
    map = build(study, "ana", (), base="")
    lane = map.lanes[0]
    full = lane.model_copy(update={"cells": tuple((c * 1) or lane.cells[0] for c in lane.cells)})
    crowded = map.model_copy(update={"lanes": tuple(full for _ in range(14))})
    assert 7 <= paper_size(crowded) < paper_size(map) == 12


def test_points_of_steps_share_the_column_of_their_phase_and_carry_their_number() -> None:
    points = (
        EmotionPoint(phase="a", step="Looks", basis="measured", value=1, low=0.5, high=1.5, n=40),
        EmotionPoint(phase="a", step="Asks", basis="none", reason="not rated"),
        EmotionPoint(phase="b", step="Buys", basis="hand-set", value=-1),
    )
    lane = curve(points)
    assert [(dot.x, dot.number) for dot in lane.dots] == [(12.5, "1"), (75.0, "3")]
    assert [gap.x for gap in lane.gaps] == [37.5]
    assert not lane.segments
