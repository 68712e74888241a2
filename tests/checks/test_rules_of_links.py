"""Every id that is named exists, and what exists is used: one change to a sound study, and the findings it causes."""

from __future__ import annotations

from typing import Any

import pytest

from cjm_research import checks
from cjm_research.study import Study
from tests.checks.changes import Gap, causes, told

GAPS: dict[str, Gap] = {
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
            "error LNK-001 objectives/grow.metric: It names the metric 'nps', which does not exist. This study has: "
            "score."
        ],
    ),
    "a segment in an unknown source": (
        "personas",
        "ana",
        {"segment.0.source": "servey"},
        [
            "error LNK-001 personas/ana.segment: It names the source 'servey', which does not exist. "
            "This study has: survey, talks. Did you mean 'survey'?",
            "error PER-010 personas/ana.segment: 'Ana' rests on no evidence. Link a source, or say how its people "
            "are found "
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
            "warning EVD-002 obstacles/price.evidence: 'Hidden price' is assumed. Link the answers, quotes or events "
            "that "
            "show it.",
        ],
    ),
}


@pytest.mark.parametrize("gap", GAPS)
def test_found_with_its_rule_place_and_sentence(gap: str, sound: Study) -> None:
    assert causes(sound, *GAPS[gap][:3]) == GAPS[gap][3]


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


def test_a_map_of_nobody_is_a_finding_and_no_crash(sound: Study) -> None:
    study = sound.replaced(personas=sound.personas[1:])
    assert told(checks.run(study, min_evidence=50)) == [
        "error LNK-001 journeys/ana.persona: It names the persona 'ana', which does not exist. This study has: ben."
    ]
