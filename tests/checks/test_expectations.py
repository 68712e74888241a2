"""A number the journey should keep is an error when broken, a note while open, a warning where there is none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cjm_research import checks, open_study
from cjm_research.cli import app
from cjm_research.people.expectations import outcomes

STUDY = Path(__file__).parents[1] / "studies" / "broken_expectation"
DEMO = Path(__file__).parents[2] / "data" / "demo"

SAID = {
    "broken": "error: 'Ana rates it at 3.2 or better' is broken by 0.32: the whole interval lies on the wrong side. "
    "Asked of Ana: at least 3.2; found: 2.50 [2.12, 2.88], n = 10, indicative.",
    "too-many": "error: 'At most one of ten comes back' is broken by 20 points: the whole interval lies on the wrong "
    "side. Asked of all customers in the study: at most 10 %; found: 47 % [30, 64], n = 30.",
    "withheld": "warning: 'Cem rates it at 3 or better' cannot be told. "
    "Asked of Cem: at least 3; found: withheld: fewer than 5 people.",
    "missing": "warning: 'What is gone is rated at 3 or better' cannot be told. "
    "Asked of all customers in the study: at least 3; found: not measured: its source is missing.",
    "empty": "warning: 'Nothing is asked' asks for nothing. Say at_least or at_most.",
    "open": "note: 'Ben rates it at 3.5 or better' is not decided: the interval reaches to both sides. "
    "Asked of Ben: at least 3.5; found: 3.50 [3.12, 3.88], n = 10, indicative.",
}


def test_each_expectation_that_is_not_kept_is_found_with_what_was_asked_and_found() -> None:
    found = checks.run(open_study(STUDY), parts=["expectations"])
    assert {one.id: f"{one.severity}: {one.message}" for one in found} == SAID


def test_a_name_that_points_nowhere_is_found_once() -> None:
    study = open_study(STUDY)
    lost = [study.expectations[0].model_copy(update=lost) for lost in ({"metric": "nps"}, {"persona": "bo", "id": "x"})]
    found = checks.run(study.replaced(expectations=lost), parts=["expectations"])
    assert [one.rule.partition("-")[0] for one in found] == ["LNK", "LNK"]


@pytest.mark.parametrize(("kept", "code"), [("broken", 1), ("open", 0), ("withheld", 0), ("kept", 0)])
def test_only_a_broken_expectation_makes_the_check_fail(kept: str, code: int, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(STUDY, tmp_path / "study"))
    sources = folder / "evidence" / "sources.yaml"
    sources.write_text("\n".join(line for line in sources.read_text().splitlines() if "lost" not in line))
    listed = (folder / "expectations.yaml").read_text().splitlines()
    (folder / "expectations.yaml").write_text("\n".join(line for line in listed if "- {" not in line or kept in line))
    metrics = folder / "metrics.yaml"
    metrics.write_text("\n".join(line for line in metrics.read_text().splitlines() if "lost" not in line))
    result = CliRunner().invoke(app, ["check", str(folder), "--notes"])
    assert (result.exit_code, SAID.get(kept, "kept: ").partition(": ")[2] in result.output) == (code, True)


def test_what_the_demo_expects_is_kept() -> None:
    assert {one.verdict for one in outcomes(open_study(DEMO))} == {"kept"}
