"""Whole studies on disk: the demo is clean, tiny ones have the gap they are named for, evidence is watched."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cjm_research import checks, open_study
from cjm_research.study.ledger import cells

STUDIES = Path(__file__).parents[1] / "studies"
DEMO = Path(__file__).parents[2] / "data" / "demo"


def found(folder: Path) -> list[str]:
    return [f"{one.severity} {one.rule} {one.where}" for one in checks.run(open_study(folder))]


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return Path(shutil.copytree(STUDIES / "sound", tmp_path / "sound"))


def test_the_demo_has_no_error() -> None:
    assert [one for one in checks.run(open_study(DEMO)) if one.severity == "error"] == []


@pytest.mark.parametrize(
    ("study", "finding"),
    [
        ("orphan_touchpoint", "warning LNK-002 touchpoints/kiosk"),
        ("no_evidence", "error PER-010 personas/ana.segment"),
        ("no_evidence", "warning EVD-002 obstacles/price.evidence"),
        ("no_evidence", "note EVD-001 journeys/ana.steps.looks.actions"),
        ("another_phase_order", "error MAP-001 journeys/ana.phases"),
        ("another_phase_order", "error MAP-005 journeys/ana.steps"),
    ],
)
def test_a_study_named_for_its_trait_shows_it(study: str, finding: str) -> None:
    assert finding in found(STUDIES / study)


def test_evidence_that_is_gone_is_found_and_what_rests_on_it_is_assumed(sound: Path) -> None:
    before = [cell.level for cell in cells(open_study(sound), "ana")]
    (sound / "evidence/survey.csv").unlink()
    after = [cell.level for cell in cells(open_study(sound), "ana")]
    assert (before, after) == (["reported"] * 3, ["reported", "assumed", "assumed"])
    errors = [finding for finding in found(sound) if finding.startswith("error")]
    assert errors == [
        "error EVD-010 sources/survey.file",
        "error PER-010 personas/ana.segment",
        "error PER-010 personas/ben.segment",
    ]


def test_one_changed_byte_of_evidence_is_found(sound: Path) -> None:
    data = bytearray((sound / "evidence/survey.csv").read_bytes())
    data[-2] ^= 1
    (sound / "evidence/survey.csv").write_bytes(data)
    (finding,) = checks.run(open_study(sound))
    assert (finding.rule, finding.severity, finding.where) == ("EVD-011", "error", "sources/survey.sha256")
    assert finding.message.startswith("evidence/survey.csv is not the file that was registered.")


def test_a_new_note_in_a_folder_of_interviews_is_found(tmp_path: Path) -> None:
    demo = Path(shutil.copytree(DEMO, tmp_path / "demo"))
    (demo / "evidence/interviews/I99.md").write_text("Late\n")
    assert "error EVD-011 sources/interviews.sha256" in found(demo)


def test_a_link_out_of_the_study_counts_as_missing(sound: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.csv").write_bytes((sound / "evidence/talks.csv").read_bytes())
    (sound / "evidence/talks.csv").unlink()
    (sound / "evidence/talks.csv").symlink_to(tmp_path / "elsewhere.csv")
    assert "error EVD-010 sources/talks.file" in found(sound)


def test_a_quote_of_the_demo_that_nobody_said_is_found(tmp_path: Path) -> None:
    demo = Path(shutil.copytree(DEMO, tmp_path / "demo"))
    path = demo / "journeys/mira.yaml"
    path.write_text(path.read_text().replace("interviews#q05", "interviews#q999", 1))
    assert found(demo)[0] == "error EVD-003 journeys/mira.evidence"


@pytest.mark.parametrize("table", [b"\xff\xfe", b"", b"id,text\nq1,x\n"])
def test_a_table_of_quotes_that_cannot_be_read_is_left_to_its_reader(table: bytes, sound: Path) -> None:
    (sound / "evidence/talks.csv").write_bytes(table)
    assert checks.as_written(open_study(sound)) == []


def test_findings_as_text_hide_notes_and_count_all() -> None:
    findings = checks.run(open_study(STUDIES / "no_evidence"))
    text = checks.as_text(findings)
    assert text.splitlines()[-1] == "1 error, 5 warnings, 1 note (--notes prints them)"
    assert "EVD-001" not in text
    assert (
        checks.as_text(findings, notes=True).splitlines()[-2].startswith("note     EVD-001  journeys/ana.steps.looks")
    )


def test_findings_as_json_hold_every_part_of_each() -> None:
    findings = checks.run(open_study(STUDIES / "orphan_touchpoint"))
    (kiosk,) = [one for one in json.loads(checks.as_json(findings)) if one["rule"] == "LNK-002"]
    assert kiosk == {
        "rule": "LNK-002",
        "severity": "warning",
        "part": "touchpoints",
        "id": "kiosk",
        "field": "",
        "where": "touchpoints/kiosk",
        "message": "Kiosk: no map shows it. Use it or remove it.",
    }
