"""Benjamini–Hochberg over a family, held against the example of 1995."""

import pytest

from cjm_research.analysis import adjusted

P = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1]


def test_the_example_of_1995_has_four_rejections():
    q = adjusted(P)
    assert sum(value < 0.05 for value in q) == 4
    assert q[3] == pytest.approx(0.035625)


def test_what_was_not_tested_does_not_count_and_keeps_its_place():
    q = adjusted([None, *P, None])
    assert q[0] is q[-1] is None
    assert q[1:-1] == adjusted(P)


def test_no_tests_have_no_q():
    assert adjusted([]) == []
    assert adjusted([None]) == [None]
