"""What is compared is of one shape: one change to a sound study, and the findings it causes."""

from __future__ import annotations

import pytest

from cjm_research import checks
from cjm_research.study import Study
from tests.checks.changes import Gap, about, causes, changed, told

GAPS: dict[str, Gap] = {
    "other phases on one map": (
        "journeys",
        "ana",
        {"phases": ["buy"]},
        [
            "error MAP-001 journeys/ana.phases: The map of Ana cannot be compared: its phases are buy; "
            "the study has consider, buy."
        ],
    ),
    "other lanes on one map": (
        "journeys",
        "ana",
        {"lane_order": ["touchpoints", "actions"]},
        [
            "error MAP-002 journeys/ana.lane_order: The map of Ana cannot be compared: its lanes are touchpoints, "
            "actions; "
            "the study has actions, touchpoints."
        ],
    ),
    "another scale on one map": (
        "journeys",
        "ana",
        {"scale_high": 7},
        [
            "error MAP-004 journeys/ana.scale_high: The map of Ana cannot be compared: it was rated up to 7, "
            "the others up to 5."
        ],
    ),
    "steps against the order of phases": (
        "journeys",
        "ana",
        {"steps.0.phase": "buy", "steps.1.phase": "consider"},
        [
            "error MAP-005 journeys/ana.steps: The map of Ana cannot be compared: its steps do not follow the order "
            "of the "
            "phases."
        ],
    ),
    "a future map in a study of today": (
        "journeys",
        "ana",
        {"state": "future"},
        [
            "error MAP-006 journeys/ana.state: The map of Ana cannot be compared: it shows the future state, "
            "the study the current one."
        ],
    ),
    "a rating on another scale": (
        "metrics",
        "score",
        {"high": 10},
        ["error MET-005 metrics/score.high: 'Score' has 1–10; touchpoints of this study are rated 1–5."],
    ),
    "a rating without a scale": (
        "metrics",
        "score",
        {"low": None},
        ["error MET-005 metrics/score.high: 'Score' has no scale; touchpoints of this study are rated 1–5."],
    ),
}


@pytest.mark.parametrize("gap", GAPS)
def test_found_with_its_rule_place_and_sentence(gap: str, sound: Study) -> None:
    assert causes(sound, *GAPS[gap][:3]) == GAPS[gap][3]


def test_phases_of_its_own_are_allowed_where_the_study_says_so(sound: Study) -> None:
    own = {"phases": ["buy", "care"], "steps.0.phase": "buy", "steps.1.phase": "care"}
    study = changed(about(sound, allow_phase_override=True), "journeys", "ana", **own)
    assert told(checks.run(study)) == []
    backwards = {"phases": ["care", "buy"], "steps.0.phase": "buy", "steps.1.phase": "care"}
    study = changed(about(sound, allow_phase_override=True), "journeys", "ana", **backwards)
    assert [one.rule for one in checks.run(study)] == ["MAP-005"]
