"""Ratings of touchpoints are compared only where they were asked on one scale: both ends count."""

from __future__ import annotations

from pathlib import Path

import pytest

from cjm_research import checks, open_study
from cjm_research.study import Metric

SOUND = Path(__file__).parents[1] / "studies" / "sound"


@pytest.mark.parametrize(
    ("low", "high", "asked"),
    [(1, 5, None), (0, 5, "0–5"), (1, 7, "1–7"), (0, 10, "0–10"), (None, None, "no scale")],
)
def test_a_rating_on_another_scale_is_an_error_whichever_end_differs(
    low: int | None, high: int | None, asked: str | None
) -> None:
    study = open_study(SOUND)
    (score,) = study.metrics
    other = Metric.model_validate(score.model_dump() | {"low": low, "high": high})
    found = [one.message for one in checks.metrics(study.replaced(metrics=(other,))) if one.rule == "MET-005"]
    assert found == ([f"'Score' has {asked}; touchpoints of this study are rated 1–5."] if asked else [])
