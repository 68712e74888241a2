"""Personas that are groups found in the answers: each rule speaks up for its own gap, and for nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cjm_research import checks, open_study
from cjm_research.study import Study

SOUND = Path(__file__).parents[1] / "studies" / "sound"
MODEL: dict[str, Any] = {
    "id": "types",
    "title": "Types",
    "source": "survey",
    "columns": [{"column": "age", "kind": "number"}],
    "fit": {"encodings": [{"column": "age", "kind": "number"}], "centres": [[-1.0], [1.0]]},
}


def told(group: dict[str, Any], **model: Any) -> list[str]:
    study = open_study(SOUND)
    records = [persona.model_dump() for persona in study.personas]
    records[0]["segment"] = [{"source": "survey", "model": "types", "any_of": ["2"]} | group]
    changed: Study = study.replaced(personas=records, persona_models=[MODEL | model])
    return [
        f"{one.severity} {one.rule} {one.where}: {one.message}"
        for one in checks.run(changed)
        if one.rule.startswith(("PER-01", "LNK-001")) and one.rule != "PER-010"
    ]


def test_a_persona_that_is_a_kept_group_has_no_finding() -> None:
    assert told({}) == []


@pytest.mark.parametrize(
    ("group", "model", "said"),
    [
        (
            {"model": "typs"},
            {},
            "error LNK-001 personas/ana.segment: It names the persona model 'typs', which does not exist. "
            "This study has: types. Did you mean 'types'?",
        ),
        (
            {"any_of": ["3"]},
            {},
            "error PER-015 personas/ana.segment: 'Ana' is the group 3 of 'Types', which has 1 to 2. Name one of them.",
        ),
        (
            {"any_of": []},
            {},
            "error PER-015 personas/ana.segment: 'Ana' is the group (none) of 'Types', which has 1 to 2. "
            "Name one of them.",
        ),
        (
            {},
            {"fit": None},
            "error PER-015 personas/ana.segment: 'Ana' is a group of 'Types', which keeps none yet. "
            "Look for groups in notebook 03 and keep them.",
        ),
        (
            {"source": "talks"},
            {},
            "error PER-015 personas/ana.segment: 'Ana' reads 'talks', but 'Types' was made from "
            "'survey'. Name that source.",
        ),
        (
            {},
            {"columns": [{"column": "age"}]},
            "warning PER-016 persona_models/types.columns: The groups of 'Types' were made "
            "from other columns than it names now. Look for groups again.",
        ),
        (
            {},
            {"source": "surve"},
            "error LNK-001 persona_models/types.source: It names the source 'surve', which does not "
            "exist. This study has: survey, talks. Did you mean 'survey'?",
        ),
    ],
)
def test_each_gap_is_told(group: dict[str, Any], model: dict[str, Any], said: str) -> None:
    assert said in told(group, **model)
