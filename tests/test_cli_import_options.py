"""Options of ``cjm import`` that decide what is kept of people, and what of the study is replaced."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cjm_research import starters, store
from cjm_research.cli import app

IMPORT = ("import", "survey", "s.csv", "--study", "mine", "--consent", "asked", "--yes")


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    starters.write_empty(tmp_path / "data" / "mine", title="Mine")
    (tmp_path / "s.csv").write_text("id,Email,score,status\n1,ida@example.org,5,done\n2,jo@example.org,4,done\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data" / "mine"


def cjm(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.mark.parametrize(("more", "kept"), [((), False), (("--keep", "Email"), True)])
def test_a_personal_column_leaves_unless_it_is_named(study: Path, more: tuple[str, ...], *, kept: bool) -> None:
    assert cjm(*IMPORT, *more).exit_code == 0
    assert ("ida@example.org" in (study / "evidence" / "s.csv").read_text()) is kept


@pytest.mark.parametrize(("more", "pseudonyms"), [((), False), (("--pseudonyms",), True)])
def test_people_get_pseudonyms_where_they_are_asked_for(
    study: Path, more: tuple[str, ...], *, pseudonyms: bool
) -> None:
    assert cjm(*IMPORT, "--column", "participant=id", *more).exit_code == 0
    assert ("p-" in (study / "evidence" / "s.csv").read_text()) is pseudonyms


@pytest.mark.parametrize(("more", "kept"), [((), False), (("--keep-original",), True)])
def test_an_original_with_personal_data_is_kept_only_where_it_is_asked_for(
    study: Path, more: tuple[str, ...], *, kept: bool
) -> None:
    assert cjm(*IMPORT, *more).exit_code == 0
    assert (study / "evidence" / "originals" / "s.csv").exists() is kept


def test_a_source_is_replaced_only_where_it_is_asked_for(study: Path) -> None:
    cjm(*IMPORT)
    Path("s.csv").write_text("id,score\n1,5\n2,4\n3,1\n")
    refused = cjm(*IMPORT)
    assert refused.exit_code == 2
    assert "or replace what is there with --replace" in refused.output
    assert store.open_study(study).source("s").n == 2
    assert cjm(*IMPORT, "--replace").exit_code == 0
    assert store.open_study(study).source("s").n == 3
