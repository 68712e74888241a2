"""Groups are found where they were planted, and hardly ever where answers were shuffled."""

from __future__ import annotations

import pytest

from tests.validity.personas import false_finds, true_finds

pytestmark = pytest.mark.validity


def test_shuffled_answers_yield_no_personas_in_95_of_100_runs() -> None:
    assert false_finds(100) <= 5


def test_planted_groups_are_found_in_19_of_20_runs() -> None:
    assert true_finds(20) >= 19
