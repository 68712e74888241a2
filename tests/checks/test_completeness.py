"""What a study needs before anybody can act on it: one change to a sound study, and the findings it causes."""

from __future__ import annotations

from datetime import date

import pytest

from cjm_research import checks
from cjm_research.study import Study
from tests.checks.changes import Gap, about, causes, changed, told

GAPS: dict[str, Gap] = {
    "an objective without a metric": (
        "objectives",
        "grow",
        {"metric": None},
        ["error OBJ-002 objectives/grow.metric: 'Grow' has no metric. Give it a metric, so that it can be measured."],
    ),
    "an objective without a baseline": (
        "objectives",
        "grow",
        {"baseline": None},
        [
            "error OBJ-002 objectives/grow.baseline: 'Grow' has no baseline. Give it a baseline, so that it can be "
            "measured."
        ],
    ),
    "an objective without a target": (
        "objectives",
        "grow",
        {"target": None},
        ["error OBJ-002 objectives/grow.target: 'Grow' has no target. Give it a target, so that it can be measured."],
    ),
    "an objective without a date": (
        "objectives",
        "grow",
        {"due": None},
        ["error OBJ-002 objectives/grow.due: 'Grow' has no date. Give it a date, so that it can be measured."],
    ),
    "an objective no touchpoint serves": (
        "objectives",
        "grow",
        {"touchpoints": []},
        ["error OBJ-010 objectives/grow.touchpoints: 'Grow' names no touchpoint. Say where customers would notice it."],
    ),
    "a phase without a goal": (
        "phases",
        "buy",
        {"goal": ""},
        ["warning PHA-002 phases/buy.goal: 'Buy' says nothing under goal. Describe it in a sentence."],
    ),
    "a phase without an end": (
        "phases",
        "buy",
        {"exit": ""},
        ["warning PHA-002 phases/buy.exit: 'Buy' says nothing under exit. Describe it in a sentence."],
    ),
    "an event in two phases": (
        "phases",
        "buy",
        {"events": ["pay", "look"]},
        [
            "error PHA-003 phases/buy.events: The event 'look' also belongs to 'Consider'. "
            "An event can stand for one phase only."
        ],
    ),
    "an event in two phases of one title": (
        "phases",
        "buy",
        {"title": "Consider", "events": ["look"]},
        [
            "error PHA-003 phases/buy.events: The event 'look' also belongs to 'Consider'. "
            "An event can stand for one phase only."
        ],
    ),
    "a persona without a map": (
        "journeys",
        "ana",
        {"steps": []},
        ["warning PER-002 personas/ana: 'Ana' has no journey yet. Map the first step in notebook 05."],
    ),
    "a map without a situation": (
        "journeys",
        "ana",
        {"scenario.trigger": "", "scenario.end": ""},
        [
            "warning PER-003 journeys/ana.scenario: The scenario of this journey has no trigger, end. "
            "A map needs one situation."
        ],
    ),
    "a solution to nothing": (
        "solutions",
        "price-tag",
        {"opportunity": None},
        [
            "error OPP-004 solutions/price-tag.opportunity: 'A price tag' answers no opportunity. "
            "Name the problem it solves."
        ],
    ),
    "an opportunity behind no obstacle": (
        "opportunities",
        "open-price",
        {"obstacles": []},
        [
            "warning OPP-003 opportunities/open-price.obstacles: 'Say the price' answers no obstacle. "
            "Name what stands in the way.",
            "warning LNK-002 obstacles/price: Hidden price: nothing in the study uses it. Use it or remove it.",
        ],
    ),
    "a study changed since its review": (
        "reviews",
        "2026-06-01",
        {"study_hash": "0"},
        ["note REV-002 reviews/2026-06-01: The study has changed since its last review on 2026-06-01."],
    ),
}


@pytest.mark.parametrize("gap", GAPS)
def test_found_with_its_rule_place_and_sentence(gap: str, sound: Study) -> None:
    assert causes(sound, *GAPS[gap][:3]) == GAPS[gap][3]


@pytest.mark.parametrize(
    ("part", "rule", "severity"),
    [
        ("objectives", "OBJ-001", "warning"),
        ("phases", "PHA-001", "error"),
        ("personas", "PER-001", "warning"),
        ("reviews", "REV-000", "warning"),
    ],
)
def test_an_empty_part_is_found(part: str, rule: str, severity: str, sound: Study) -> None:
    found = checks.run(sound.replaced(**{part: ()}))
    assert (rule, severity, part) in [(one.rule, one.severity, one.where) for one in found]


def test_a_review_is_overdue_the_day_after_it_was_due(sound: Study) -> None:
    assert told(checks.run(about(sound, as_of=date(2026, 8, 30)))) == []
    assert told(checks.run(about(sound, as_of=date(2026, 8, 31)))) == [
        "error REV-001 reviews/2026-06-01: The next review was due on 2026-08-30. "
        "Look through the map and sign it off in notebook 07."
    ]


def test_a_review_of_the_study_as_it_is_says_nothing(sound: Study) -> None:
    assert told(checks.run(changed(sound, "reviews", "2026-06-01", study_hash=sound.fingerprint()))) == []


@pytest.mark.parametrize("days", [10**9, 10**4000])
def test_a_review_due_beyond_all_calendars_is_no_crash(days: int, sound: Study) -> None:
    assert told(checks.run(about(sound, review_every=days))) == []


def test_a_negative_persona_needs_no_map(sound: Study) -> None:
    study = changed(changed(sound, "personas", "ana", role="negative"), "journeys", "ana", steps=[])
    assert told(checks.run(study)) == []
