"""A study of pure noise finds nothing, because all its comparisons are one family."""

from __future__ import annotations

import numpy as np
import pytest

from tests.validity import null_study as null

pytestmark = pytest.mark.validity

RUNS = 200


@pytest.fixture(scope="module")
def studies() -> list[list[list]]:
    rng = np.random.default_rng(2026)
    return [null.pages(null.answers(rng)) for _ in range(RUNS)]


def test_at_most_one_study_of_noise_in_twenty_reports_a_finding(studies):
    found = sum(null.finds([one for page in pages for one in page]) for pages in studies)
    assert found <= RUNS // 20


def test_a_real_change_is_still_found():
    rng = np.random.default_rng(3)
    rows = null.answers(rng)
    late = rows["round"] == "two"
    rows.loc[late, "r0"] = np.clip(rows.loc[late, "r0"].astype(int) + 1, 1, 5).astype(str)
    assert null.finds([one for page in null.pages(rows) for one in page])
