"""A study in which nothing is to be found."""

from __future__ import annotations

import pytest

from cjm_research import open_study
from cjm_research.study import Study
from tests.checks.changes import SOUND


@pytest.fixture(scope="module")
def sound() -> Study:
    """The tiny study each rule is silent about."""
    return open_study(SOUND)
