"""Kept, broken or not decided: only the whole interval decides, and the margin says by how much."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cjm_research.analysis import Estimate
from cjm_research.people.expectations import Outcome, outcomes
from cjm_research.study import Expectation, Study


def outcome(low: float, high: float, *, unit: str = "number", **asked: float) -> Outcome:
    found = Estimate(value=(low + high) / 2, low=low, high=high, n=50, unit=unit)
    return Outcome(Expectation(id="e", title="E", metric="m", **asked), found, unit)


@pytest.mark.parametrize(
    ("asked", "low", "high", "verdict"),
    [
        ({"at_least": 4}, 4.0, 4.5, "kept"),
        ({"at_least": 4}, 3.9, 4.5, "not decided"),
        ({"at_least": 4}, 3.0, 3.9, "broken"),
        ({"at_most": 2}, 1.2, 2.0, "kept"),
        ({"at_most": 2}, 1.2, 2.1, "not decided"),
        ({"at_most": 2}, 2.1, 2.3, "broken"),
        ({"at_least": 2, "at_most": 4}, 2.0, 4.0, "kept"),
        ({"at_least": 2, "at_most": 4}, 1.0, 1.9, "broken"),
        ({"at_least": 2, "at_most": 4}, 4.1, 4.5, "broken"),
        ({"at_least": 2, "at_most": 4}, 3.9, 4.5, "not decided"),
        ({}, 3.9, 4.5, "cannot be told"),
    ],
)
def test_only_the_whole_interval_keeps_or_breaks(
    asked: dict[str, float], low: float, high: float, verdict: str
) -> None:
    assert outcome(low, high, **asked).verdict == verdict


@pytest.mark.parametrize("found", [Estimate(reason="withheld"), Estimate(value=5, n=9, reason="all answers equal")])
def test_nothing_is_told_without_an_interval(found: Estimate) -> None:
    assert Outcome(Expectation(id="e", title="E", metric="m", at_least=3), found).verdict == "cannot be told"


def test_shares_are_asked_in_percent_and_scores_in_points() -> None:
    stay = outcome(0.3, 0.5, unit="share", at_least=30, at_most=50)
    assert (stay.verdict, stay.asked) == ("kept", "at least 30 % and at most 50 %")
    assert outcome(0.1, 0.2, unit="net", at_least=30).asked == "at least 30"
    assert outcome(1, 2, at_most=3.5).asked == "at most 3.5"


@pytest.mark.parametrize(
    ("broken", "margin"),
    [
        (outcome(2.11, 2.40, at_least=3), "0.60"),
        (outcome(4.1, 4.5, at_least=2, at_most=4), "0.10"),
        (outcome(2.1, 2.999, at_least=3), "less than 0.01"),
        (outcome(0.10, 0.23, unit="share", at_least=30), "7 points"),
        (outcome(0.312, 0.4, unit="share", at_most=30), "1 point"),
        (outcome(0.304, 0.4, unit="share", at_most=30), "less than 1 point"),
        (outcome(-0.33, -0.16, unit="net", at_least=10), "26 points"),
    ],
)
def test_the_margin_is_what_lies_between_the_interval_and_what_is_asked(broken: Outcome, margin: str) -> None:
    assert (broken.verdict, broken.margin) == ("broken", margin)


def test_a_file_that_cannot_be_read_leaves_the_other_expectations_their_numbers(make: Callable[..., Study]) -> None:
    study = make(
        metrics_yaml="""
            metrics:
              - {id: torn, title: Torn, kind: rating, source: torn, column: score, low: 1, high: 5}
              - {id: whole, title: Whole, kind: rating, source: whole, column: score, low: 1, high: 5}
            """,
        expectations_yaml="""
            expectations:
              - {id: a, title: A, metric: torn, at_least: 2}
              - {id: b, title: B, metric: whole, at_least: 2}
            """,
        evidence__sources_yaml="""
            sources:
              - {id: torn, title: Torn, kind: survey, file: torn.csv}
              - {id: whole, title: Whole, kind: survey, file: whole.csv}
            """,
        evidence__torn_csv="score\n4\n5,5\n",
        evidence__whole_csv="score\n" + 10 * "4\n5\n",
    )
    torn, whole = outcomes(study)
    assert (torn.verdict, whole.verdict) == ("cannot be told", "kept")
    assert str(torn.found) == "not measured: evidence/torn.csv, row 3: has 2 values under 1 headings"
