"""Claims rest on evidence that is there: one change to a sound study, and the findings it causes."""

from __future__ import annotations

import pytest

from cjm_research import checks
from cjm_research.study import Study
from tests.checks.changes import Gap, about, causes, changed, told

GAPS: dict[str, Gap] = {
    "a persona without evidence": (
        "personas",
        "ana",
        {"segment": []},
        [
            "error PER-010 personas/ana.segment: 'Ana' rests on no evidence. Link a source, or say how its people "
            "are found "
            "in one."
        ],
    ),
    "an unknown quote as evidence": (
        "obstacles",
        "price",
        {"evidence": ["talks#q22"]},
        [
            "error EVD-003 obstacles/price.evidence: It rests on 'talks#q22', but 'talks' has no such quote. "
            "Did you mean 'talks#q2'?"
        ],
    ),
    "an unknown quote on a map": (
        "journeys",
        "ana",
        {"steps.0.lanes.actions.0.evidence": ["talks#x"]},
        ["error EVD-003 journeys/ana.evidence: It rests on 'talks#x', but 'talks' has no such quote."],
    ),
    "an assumed obstacle": (
        "obstacles",
        "price",
        {"evidence": []},
        [
            "warning EVD-002 obstacles/price.evidence: 'Hidden price' is assumed. Link the answers, quotes or events "
            "that "
            "show it."
        ],
    ),
    "an assumed card": (
        "journeys",
        "ana",
        {"steps.0.lanes.actions.0.evidence": []},
        ["note EVD-001 journeys/ana.steps.looks.actions: Assumed: 'Compares'. Link evidence to it."],
    ),
    "evidence without a date": (
        "sources",
        "talks",
        {"collected_to": None},
        ["warning EVD-012 sources/talks.collected_to: 'Talks' has no date. Say until when it was collected."],
    ),
    "old evidence": (
        "sources",
        "talks",
        {"collected_to": "2025-06-29"},
        [
            "warning EVD-020 sources/talks.collected_to: 'Talks' is 366 days old; this study wants 365 at most. "
            "Collect it anew."
        ],
    ),
    "an old report": (
        "sources",
        "talks",
        {"collected_to": "2024-06-29", "kind": "secondary"},
        [
            "warning EVD-021 sources/talks.collected_to: 'Talks' is 731 days old; this study wants 730 at most. "
            "Collect it anew."
        ],
    ),
}


@pytest.mark.parametrize("gap", GAPS)
def test_found_with_its_rule_place_and_sentence(gap: str, sound: Study) -> None:
    assert causes(sound, *GAPS[gap][:3]) == GAPS[gap][3]


def test_a_persona_without_evidence_is_only_a_warning_where_assumptions_come_first(sound: Study) -> None:
    study = about(changed(sound, "personas", "ana", segment=[]), approach="assumption-first")
    assert [f"{one.severity} {one.rule}" for one in checks.run(study)] == ["warning PER-010"]


def test_too_little_evidence_on_a_map_is_found_only_below_the_share_asked_for(sound: Study) -> None:
    study = changed(sound, "journeys", "ana", **{"steps.0.lanes.actions.0.evidence": []})
    rules = [(one.rule, one.where) for one in checks.run(study, min_evidence=66)]
    assert rules == [("EVD-001", "journeys/ana.steps.looks.actions")]
    assert told(checks.run(study, min_evidence=67))[0] == (
        "error EVD-030 journeys/ana: 2 of 3 cells rest on evidence, which is 67 %. At least 67 % is asked for."
    )
