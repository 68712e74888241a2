"""Whose journeys are asked about: the same group and the same limits in every question."""

import pytest

from cjm_research.analysis.journeys import EVERYBODY, Group, variants
from cjm_research.errors import UnknownIdError
from cjm_research.study import Thresholds
from tests.analysis.journeys.conftest import crowd

ROWS = [("u", 0, "A", "web", "p"), ("u", 1, "B", "web", "p"), ("v", 0, "A", "shop", "q"), ("w", 0, "C", "shop", "q")]


def test_the_base_is_that_of_the_group_and_not_of_the_log(opened):
    journeys = opened(ROWS)
    assert (crowd(journeys).base.customers, crowd(journeys).base.events) == (3, 4)
    assert (crowd(journeys, Group("p")).base.customers, crowd(journeys, Group("p")).base.events) == (1, 2)


def test_another_group_of_the_same_log_is_told_by_the_same_limits(opened):
    own = crowd(opened(ROWS), Group("p"), Thresholds(min_group=2))
    other = own.of(EVERYBODY)
    assert (other.base.customers, other.least, other.journeys) == (3, 2, own.journeys)
    assert [row.n for row in variants(other, "channel")] == [3]  # the one who came by the web is not told apart


def test_a_place_is_found_by_its_id_and_a_stranger_is_refused_with_what_there_is(opened):
    asked = crowd(opened(ROWS))
    assert (asked.index("phase", "c"), asked.index("channel", "web")) == (2, 1)
    with pytest.raises(UnknownIdError, match="'gone'"):
        asked.index("touchpoint", "gone")


def test_the_source_is_that_of_the_log(opened):
    assert crowd(opened(ROWS, source="log")).source == "log"
