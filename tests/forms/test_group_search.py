"""Looking for groups from a notebook: the buttons say what was found and keep it, and a persona can be one of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cjm_research import analysis, checks, evidence, store
from cjm_research.forms.group_search import GroupSearch, read_only
from cjm_research.study import Study

COLUMNS = "abcdef"


def written(folder: Path, rows: pd.DataFrame) -> Study:
    (folder / "evidence").mkdir()
    (folder / "study.yaml").write_text("format: 1\ntitle: A study\n")
    rows.to_csv(folder / "evidence/survey.csv", index=False)
    (folder / "evidence/sources.yaml").write_text(
        "sources:\n  - {id: survey, title: Survey, kind: survey, file: survey.csv}\n"
    )
    columns = "\n".join(f"      - {{column: {name}, kind: number}}" for name in COLUMNS)
    (folder / "persona_models.yaml").write_text(
        f"# ours\npersona_models:\n  - id: types\n    title: Types\n    source: survey\n    columns:\n{columns}\n"
    )
    return store.open_study(folder)


@pytest.fixture
def people() -> pd.DataFrame:
    rng = np.random.default_rng(5)
    middles = rng.normal(scale=3, size=(2, 6))
    return pd.DataFrame(np.vstack([m + rng.normal(size=(50, 6)) for m in middles]).round(2), columns=list(COLUMNS))


def test_groups_are_found_kept_and_a_persona_can_be_one_of_them(tmp_path: Path, people: pd.DataFrame) -> None:
    search = GroupSearch(written(tmp_path, people))
    search.look.click()
    assert "2 stable groups" in search.said.value
    search.best.click()
    assert "Saved" in search.said.value
    study = store.open_study(tmp_path)
    model = study.persona_model("types")
    assert model.fit is not None
    assert model.search is not None
    assert (model.search.people, len(model.fit.centres)) == (100, 2)
    assert (tmp_path / "persona_models.yaml").read_text().startswith("# ours\n")
    (tmp_path / "personas.yaml").write_text(
        "personas:\n  - {id: ana, name: Ana, segment: [{source: survey, model: types, any_of: ['1']}]}\n"
    )
    study = store.open_study(tmp_path)
    mine = analysis.members(
        evidence.table(study, "survey"), study.source("survey"), study.persona("ana"), study.persona_models
    )
    assert mine is not None
    assert len(mine) == 50
    assert [one.rule for one in checks.run(study) if one.rule.startswith(("PER-015", "LNK-001"))] == []


def test_answers_without_groups_say_so_and_the_verdict_can_be_kept(tmp_path: Path, people: pd.DataFrame) -> None:
    rng = np.random.default_rng(1)
    mixed = pd.DataFrame({name: rng.permutation(people[name].to_numpy()) for name in people})
    search = GroupSearch(written(tmp_path, mixed))
    search.look.click()
    assert "No stable personas" in search.said.value
    search.best.click()
    model = store.open_study(tmp_path).persona_model("types")
    assert model.fit is None
    assert model.search is not None
    assert model.search.trials


def test_evidence_that_is_gone_is_said_in_a_sentence(tmp_path: Path, people: pd.DataFrame) -> None:
    study = written(tmp_path, people)
    (tmp_path / "evidence/survey.csv").unlink()
    search = GroupSearch(study)
    search.look.click()
    assert "is missing" in search.said.value


def test_a_study_without_columns_has_nothing_to_look_for(tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_text("format: 1\ntitle: A study\n")
    study = store.open_study(tmp_path)
    search = GroupSearch(study)
    assert search.look.disabled
    assert "no columns yet" in search.said.value
    assert "No groups are kept" in read_only(study)
