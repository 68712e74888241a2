"""Each rule speaks up for its own gap, and for nothing else: one change to a sound study, the findings it causes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cjm_research import checks, open_study
from cjm_research.checks import Finding
from cjm_research.study import Study

SOUND = Path(__file__).parents[1] / "studies" / "sound"


@pytest.fixture(scope="module")
def sound() -> Study:
    return open_study(SOUND)


def changed(study: Study, part: str, id: str, **fields: Any) -> Study:
    """Return the study with fields of one record changed; ``steps.0.phase`` reaches inside."""
    records = [record.model_dump(mode="json") for record in getattr(study, part)]
    record = next(one for one in records if id in (one.get("id"), one.get("persona"), one.get("date")))
    for path, value in fields.items():
        *way, last = path.split(".")
        place: Any = record
        for step in way:
            place = place[int(step)] if step.isdigit() else place[step]
        place[last] = value
    return study.replaced(**{part: records})


def about(study: Study, **fields: Any) -> Study:
    return study.replaced(about=study.about.model_dump() | fields)


def told(findings: list[Finding]) -> list[str]:
    return [f"{one.severity} {one.rule} {one.where}: {one.message}" for one in findings]


def test_a_sound_study_has_no_finding(sound: Study) -> None:
    assert told(checks.run(sound, min_evidence=100)) == []


ONE_RECORD = {
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
            "error OBJ-002 objectives/grow.baseline: 'Grow' has no baseline. Give it a baseline, so that it can be measured."
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
    "a persona without evidence": (
        "personas",
        "ana",
        {"segment": []},
        [
            "error PER-010 personas/ana.segment: 'Ana' rests on no evidence. Link a source, or say how its people are found "
            "in one."
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
    "a step in an unknown phase": (
        "journeys",
        "ana",
        {"steps.1.phase": "bye"},
        [
            "error LNK-001 journeys/ana.steps.pays.phase: It names the phase 'bye', which does not exist. "
            "This study has: buy, consider. Did you mean 'buy'?"
        ],
    ),
    "a step at an unknown touchpoint": (
        "journeys",
        "ana",
        {"steps.1.contacts.0.touchpoint": "shp"},
        [
            "error LNK-001 journeys/ana.steps.pays.contacts: It names the touchpoint 'shp', which does not exist. "
            "This study has: shop. Did you mean 'shop'?"
        ],
    ),
    "a card in an unknown lane": (
        "journeys",
        "ana",
        {"steps.0.lanes": {"x": []}},
        [
            "error LNK-001 journeys/ana.steps.looks.lanes: It names the lane 'x', which does not exist. "
            "This study has: actions, touchpoints."
        ],
    ),
    "an objective on an unknown metric": (
        "objectives",
        "grow",
        {"metric": "nps"},
        [
            "error LNK-001 objectives/grow.metric: It names the metric 'nps', which does not exist. This study has: score."
        ],
    ),
    "a segment in an unknown source": (
        "personas",
        "ana",
        {"segment.0.source": "servey"},
        [
            "error LNK-001 personas/ana.segment: It names the source 'servey', which does not exist. "
            "This study has: survey, talks. Did you mean 'survey'?",
            "error PER-010 personas/ana.segment: 'Ana' rests on no evidence. Link a source, or say how its people are found "
            "in one.",
        ],
    ),
    "an obstacle for an unknown persona": (
        "obstacles",
        "price",
        {"personas": ["bo"]},
        [
            "error LNK-001 obstacles/price.personas: It names the persona 'bo', which does not exist. "
            "This study has: ana, ben."
        ],
    ),
    "an unknown source as evidence": (
        "obstacles",
        "price",
        {"evidence": ["polls"]},
        [
            "error LNK-001 obstacles/price.evidence: It names the source 'polls', which does not exist. "
            "This study has: survey, talks.",
            "warning EVD-002 obstacles/price.evidence: 'Hidden price' is assumed. Link the answers, quotes or events that "
            "show it.",
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
    "an assumed obstacle": (
        "obstacles",
        "price",
        {"evidence": []},
        [
            "warning EVD-002 obstacles/price.evidence: 'Hidden price' is assumed. Link the answers, quotes or events that "
            "show it."
        ],
    ),
    "an assumed card": (
        "journeys",
        "ana",
        {"steps.0.lanes.actions.0.evidence": []},
        ["note EVD-001 journeys/ana.steps.looks.actions: Assumed: 'Compares'. Link evidence to it."],
    ),
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
            "error MAP-002 journeys/ana.lane_order: The map of Ana cannot be compared: its lanes are touchpoints, actions; "
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
            "error MAP-005 journeys/ana.steps: The map of Ana cannot be compared: its steps do not follow the order of the "
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
    "a study changed since its review": (
        "reviews",
        "2026-06-01",
        {"study_hash": "0"},
        ["note REV-002 reviews/2026-06-01: The study has changed since its last review on 2026-06-01."],
    ),
}


@pytest.mark.parametrize("gap", ONE_RECORD)
def test_found_with_its_rule_place_and_sentence(gap: str, sound: Study) -> None:
    part, id, fields, expected = ONE_RECORD[gap]
    assert told(checks.run(changed(sound, part, id, **fields))) == expected


@pytest.mark.parametrize(
    ("part", "id", "fields"),
    [
        ("sources", "talks", {"collected_to": "2025-06-30"}),
        ("sources", "talks", {"collected_to": "2024-06-30", "kind": "secondary"}),
        ("journeys", "ana", {"phases": ["consider", "buy"], "lane_order": ["actions", "touchpoints"], "scale_high": 5}),
        ("personas", "ana", {"segment": [], "needs": [{"text": "x", "evidence": ["talks#q1"]}]}),
        ("metrics", "score", {"low": 1.0, "high": 5.0}),
    ],
)
def test_what_is_just_within_the_rules_is_no_finding(part: str, id: str, fields: dict[str, Any], sound: Study) -> None:
    assert told(checks.run(changed(sound, part, id, **fields))) == []


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


def test_a_persona_without_evidence_is_only_a_warning_where_assumptions_come_first(sound: Study) -> None:
    study = about(changed(sound, "personas", "ana", segment=[]), approach="assumption-first")
    assert [f"{one.severity} {one.rule}" for one in checks.run(study)] == ["warning PER-010"]


def test_a_negative_persona_needs_no_map(sound: Study) -> None:
    study = changed(changed(sound, "personas", "ana", role="negative"), "journeys", "ana", steps=[])
    assert told(checks.run(study)) == []


def test_phases_of_its_own_are_allowed_where_the_study_says_so(sound: Study) -> None:
    own = {"phases": ["buy", "care"], "steps.0.phase": "buy", "steps.1.phase": "care"}
    study = changed(about(sound, allow_phase_override=True), "journeys", "ana", **own)
    assert told(checks.run(study)) == []
    backwards = {"phases": ["care", "buy"], "steps.0.phase": "buy", "steps.1.phase": "care"}
    study = changed(about(sound, allow_phase_override=True), "journeys", "ana", **backwards)
    assert [one.rule for one in checks.run(study)] == ["MAP-005"]


@pytest.mark.parametrize(
    ("part", "record", "message"),
    [
        ("touchpoints", {"id": "kiosk", "title": "Kiosk"}, "Kiosk: no map shows it."),
        ("metrics", {"id": "nps", "title": "NPS", "kind": "nps"}, "NPS: nothing in the study uses it."),
        (
            "obstacles",
            {"id": "queue", "title": "Queue", "phase": "buy", "evidence": ["survey"]},
            "Queue: nothing in the study uses it.",
        ),
        (
            "sources",
            {"id": "blog", "title": "Blog", "kind": "secondary", "collected_to": "2026-05-01"},
            "Blog: nothing in the study uses it.",
        ),
    ],
)
def test_what_nothing_uses_is_found(part: str, record: dict[str, Any], message: str, sound: Study) -> None:
    records = [*(one.model_dump() for one in getattr(sound, part)), record]
    present = sound.present | {"blog"}
    assert told(checks.run(sound.replaced(**{part: records, "present": present}))) == [
        f"warning LNK-002 {part}/{record['id']}: {message} Use it or remove it."
    ]


def test_too_little_evidence_on_a_map_is_found_only_below_the_share_asked_for(sound: Study) -> None:
    study = changed(sound, "journeys", "ana", **{"steps.0.lanes.actions.0.evidence": []})
    rules = [(one.rule, one.where) for one in checks.run(study, min_evidence=66)]
    assert rules == [("EVD-001", "journeys/ana.steps.looks.actions")]
    assert told(checks.run(study, min_evidence=67))[0] == (
        "error EVD-030 journeys/ana: 2 of 3 cells rest on evidence, which is 67 %. At least 67 % is asked for."
    )


def test_a_map_of_nobody_is_a_finding_and_no_crash(sound: Study) -> None:
    study = sound.replaced(personas=sound.personas[1:])
    assert told(checks.run(study, min_evidence=50)) == [
        "error LNK-001 journeys/ana.persona: It names the persona 'ana', which does not exist. This study has: ben."
    ]


def test_all_findings_come_at_once_errors_first_notes_last(sound: Study) -> None:
    study = sound
    for part, id, fields, _ in (
        ONE_RECORD[gap]
        for gap in (
            "an assumed card",
            "an assumed obstacle",
            "old evidence",
            "a phase without a goal",
            "a solution to nothing",
            "a rating without a scale",
        )
    ):
        study = changed(study, part, id, **fields)
    found = checks.run(study)
    assert sorted(one.rule for one in found) == ["EVD-001", "EVD-002", "EVD-020", "MET-005", "OPP-004", "PHA-002"]
    assert [one.severity for one in found] == ["error"] * 2 + ["warning"] * 3 + ["note"]
