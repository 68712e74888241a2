"""What holds for all rules: one file each, one list of findings, rows read only where they are asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cjm_research
from cjm_research import checks, open_study
from cjm_research.forms.hints import hints
from cjm_research.forms.subjects import LISTS
from cjm_research.study import Study
from tests.checks.changes import changed, told

PACKAGE = Path(cjm_research.__file__).parent
STUDIES = Path(__file__).parents[1] / "studies"
CODE = re.compile(r"\b(?:[A-Z]{3}|LANG)-\d{3}\b")


def test_a_sound_study_has_no_finding(sound: Study) -> None:
    assert told(checks.run(sound, min_evidence=100)) == []


def test_the_code_of_a_rule_stands_in_one_file() -> None:
    places: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.*"):
        if path.suffix in {".py", ".yaml", ".md", ".html"}:
            for code in CODE.findall(path.read_text(encoding="utf-8")):
                places.setdefault(code, set()).add(path.relative_to(PACKAGE).as_posix())
    assert len(places) > 40
    assert {code: files for code, files in places.items() if len(files) > 1} == {}


@pytest.fixture
def torn(make: Callable[..., Study]) -> Study:
    """A study with a survey whose last row has a value too many, and a sound one beside it."""
    return make(
        personas_yaml="personas: [{id: ana, name: Ana, segment: [{source: survey, column: who, any_of: [ana]}]}]",
        metrics_yaml="metrics: [{id: score, title: Score, kind: rating, source: survey, column: score, low: 1, high: "
        "5}]",
        expectations_yaml="expectations: [{id: good, title: Good, metric: score, at_least: 4}]",
        evidence__sources_yaml="""
            sources:
              - {id: survey, title: Survey, kind: survey, file: survey.csv}
              - {id: other, title: Other, kind: survey, file: other.csv}
            """,
        evidence__survey_csv="who,score\nana,5\nana,5,5\n",
        evidence__other_csv="who\nana\n",
    )


def test_a_file_that_cannot_be_read_is_a_finding_said_once(torn: Study) -> None:
    found = [f"{one.severity} {one.where}: {one.message}" for one in checks.run(torn) if one.rule == "EVD-013"]
    assert found == [
        "error sources/survey.file: evidence/survey.csv, row 3: has 3 values under 2 headings. "
        "What its rows would show is not checked."
    ]


def test_while_somebody_types_no_rows_are_read(torn: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("rows were read")

    monkeypatch.setattr(checks, "_IN_ROWS", [(part, refuse) for part, _ in checks._IN_ROWS])
    assert checks.as_written(torn)
    for subject in LISTS.values():
        hints(subject, torn)
    with pytest.raises(AssertionError, match="rows were read"):
        checks.run(torn)


def test_findings_of_some_parts_are_those_of_all_parts_picked_out() -> None:
    for folder in sorted(STUDIES.glob("[!f]*")):  # those of an older format are opened by nobody but an upgrade
        study = open_study(folder)
        every = checks.run(study, min_evidence=50)
        for part in {one.part for one in every}:
            asked = checks.run(study, min_evidence=50, parts=[part])
            assert asked == [one for one in every if one.part == part and (one.rule != "EVD-013" or one in asked)]


@pytest.mark.parametrize(
    "part", ["metrics", "attributes", "personas", "phases", "touchpoints", "sources", "objectives", "obstacles"]
)
def test_a_study_that_lost_a_part_is_looked_through_without_a_crash(part: str) -> None:
    for folder in ("sound", "broken_expectation", "two_objectives"):
        study = open_study(STUDIES / folder)
        assert isinstance(checks.run(study.replaced(**{part: ()})), list)


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


def test_all_findings_come_at_once_errors_first_notes_last(sound: Study) -> None:
    study = changed(sound, "journeys", "ana", **{"steps.0.lanes.actions.0.evidence": []})
    study = changed(study, "obstacles", "price", evidence=[])
    study = changed(study, "sources", "talks", collected_to="2025-06-29")
    study = changed(study, "phases", "buy", goal="")
    study = changed(study, "solutions", "price-tag", opportunity=None)
    study = changed(study, "metrics", "score", low=None)
    found = checks.run(study)
    assert sorted(one.rule for one in found) == ["EVD-001", "EVD-002", "EVD-020", "MET-005", "OPP-004", "PHA-002"]
    assert [one.severity for one in found] == ["error"] * 2 + ["warning"] * 3 + ["note"]
