"""Kidney stones (BMJ 1994; 309: 1480), and what is no reversal."""

from __future__ import annotations

import pandas as pd
import pytest
from statsmodels.stats.contingency_tables import StratifiedTable

from cjm_research.analysis.simpson import reversal

STONES = pd.DataFrame(
    {
        "part": ["small", "small", "large", "large"],
        "group": ["open", "keyhole"] * 2,
        "value": [81 / 87, 234 / 270, 192 / 263, 55 / 80],
        "n": [87, 270, 263, 80],
    }
)


def test_the_published_reversal_is_found_with_crude_and_adjusted_difference():
    found = reversal(STONES)
    assert 100 * found.pooled == pytest.approx(4.57, abs=0.005)
    assert 100 * found.adjusted == pytest.approx(-5.38, abs=0.005)
    assert {name: round(100 * value, 1) for name, value in found.parts.items()} == {"small": -6.4, "large": -4.3}


def test_the_library_agrees_on_the_adjusted_direction():
    tables = [[[81, 6], [234, 36]], [[192, 71], [55, 25]]]
    assert StratifiedTable(tables).oddsratio_pooled == pytest.approx(1.447, abs=0.0005)
    crude = (273 / 77) / (289 / 61)
    assert crude == pytest.approx(0.748, abs=0.0005)


def test_one_part_that_agrees_with_the_whole_is_no_reversal():
    assert reversal(STONES.assign(value=[0.93, 0.87, 0.60, 0.69])) is None


@pytest.mark.parametrize(
    "frame",
    [
        STONES.iloc[:0],
        STONES.iloc[:2],
        STONES[STONES["group"] == "open"],
        STONES.assign(value=float("nan")),
        STONES.assign(value=0.5),
        STONES.iloc[:3],
    ],
)
def test_too_little_or_all_alike_is_no_reversal(frame):
    assert reversal(frame) is None


def test_which_row_comes_first_within_a_group_changes_nothing():
    turned = STONES.iloc[[2, 3, 0, 1]]
    assert reversal(turned).adjusted == pytest.approx(reversal(STONES).adjusted)
