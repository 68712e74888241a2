"""A person who asks to be forgotten leaves every file of the evidence."""

from pathlib import Path

import pandas as pd
import pytest

from cjm_research import checks, starters, store
from cjm_research.errors import CjmError
from cjm_research.evidence import quotes, table
from cjm_research.imports import forgetting
from cjm_research.imports.reading import Options
from cjm_research.study import Columns, Study
from tests.imports.conftest import everything, imported


def test_a_person_who_is_forgotten_leaves_and_nobody_else_changes(study: Study, survey: Path) -> None:
    after = imported(study, survey)
    lines = (study.folder / "evidence" / "spring-survey.csv").read_bytes().splitlines(keepends=True)
    saved, left = forgetting.forget(after, "P7")
    home = study.folder / "evidence"
    assert (home / "spring-survey.csv").read_bytes() == b"".join(line for line in lines if not line.startswith(b"P7,"))
    source = saved.source("spring-survey")
    assert source.n == 19
    assert source.sha256 == store.sha256(home / "spring-survey.csv")
    assert left.rows == {"spring-survey": 1}
    assert not (home / "originals").exists()
    assert source.original == "spring survey.csv"
    assert b"text 7" not in b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


def test_a_person_can_be_forgotten_by_the_address_behind_the_pseudonym(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("participant,score\nida@example.org,5\njo@example.org,4\n")
    after = imported(study, path, Options(columns=Columns(participant="participant")))
    saved, _ = forgetting.forget(after, "Ida@example.org")
    assert len(table(saved, "s")) == 1


def test_nobody_of_that_id_changes_nothing(study: Study, survey: Path) -> None:
    after = imported(study, survey)
    before = everything(study.folder)
    with pytest.raises(CjmError, match="Nobody in this study has the id 'P99'"):
        forgetting.forget(after, "P99")
    assert everything(study.folder) == before


def test_a_person_leaves_the_demo_log_and_its_interviews(tmp_path: Path) -> None:
    demo = store.open_study(starters.write_demo(tmp_path / "demo", customers=200))
    log = pd.read_parquet(demo.folder / "evidence" / "events.parquet")
    who = str(log["customer"].iloc[0])
    saved, left = forgetting.forget(demo, who)
    kept = pd.read_parquet(demo.folder / "evidence" / "events.parquet")
    assert left.rows["events"] == int((log["customer"] == who).sum())
    pd.testing.assert_frame_equal(kept, log[log["customer"] != who].reset_index(drop=True))
    assert saved.source("events").n == (demo.source("events").n or 0) - 1
    said = quotes(demo)
    saved, left = forgetting.forget(saved, "P01")
    assert len(quotes(saved)) == len(said) - (said["participant"] == "P01").sum()
    assert "EVD-011" not in {finding.rule for finding in checks.run(saved)}
    assert left.personas == tuple(persona.id for persona in demo.personas)
