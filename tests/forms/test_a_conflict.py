"""The study changed on disk while a form was open: nobody's work is lost without being asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cjm_research import open_study, store

if TYPE_CHECKING:
    from tests.forms.conftest import Person


@pytest.fixture
def meanwhile(folder: Path, objectives: Person) -> Person:
    """Someone who changed a title, while a colleague changed the same file and another."""
    study = open_study(folder)
    theirs = study.objective("trials").model_copy(update={"title": "Theirs"})
    phases = tuple(phase.model_copy(update={"goal": "Theirs too"}) for phase in study.phases)
    store.save(study.replaced(objectives=(theirs, *study.objectives[1:]), phases=phases))
    objectives.fill("title", "Mine")
    objectives.press("cjm-save")
    return objectives


def test_it_is_shown_with_what_differs_and_nothing_is_written(meanwhile: Person, folder: Path) -> None:
    assert meanwhile.form.conflict.box.layout.display is None
    assert "Theirs" in meanwhile.form.conflict.text
    assert "Mine" in meanwhile.form.conflict.text
    assert "Nothing saved" in meanwhile.status
    assert open_study(folder).objective("trials").title == "Theirs"
    assert meanwhile.form.record.fields["title"].state() == "Mine"


def test_reload_asks_once_more_then_shows_what_is_on_disk(meanwhile: Person) -> None:
    meanwhile.press("cjm-reload")
    assert meanwhile.form.conflict.reload.description == "Drop my changes?"
    assert meanwhile.form.record.fields["title"].state() == "Mine"
    meanwhile.press("cjm-reload")
    assert meanwhile.form.record.fields["title"].state() == "Theirs"
    assert meanwhile.form.conflict.box.layout.display == "none"


def test_a_save_works_again_after_reload(meanwhile: Person, folder: Path) -> None:
    meanwhile.press("cjm-reload")
    meanwhile.press("cjm-reload")
    meanwhile.fill("title", "Mine, after reading theirs")
    meanwhile.press("cjm-save")
    assert open_study(folder).objective("trials").title == "Mine, after reading theirs"


def test_keep_mine_writes_this_part_and_leaves_the_others_as_they_are_on_disk(meanwhile: Person, folder: Path) -> None:
    meanwhile.press("cjm-keep")
    study = open_study(folder)
    assert study.objective("trials").title == "Mine"
    assert study.phase("buy").goal == "Theirs too"
    assert meanwhile.form.conflict.box.layout.display == "none"
    assert "Saved objectives.yaml." in meanwhile.status


def test_a_change_in_another_file_is_no_conflict(objectives: Person, folder: Path) -> None:
    (folder / "phases.yaml").write_text("phases: [{id: buy, title: Purchase}, {id: consider, title: Consider}]\n")
    objectives.fill("title", "Mine")
    objectives.press("cjm-save")
    assert open_study(folder).objective("trials").title == "Mine"
    assert open_study(folder).phase("buy").title == "Purchase"


def test_a_file_broken_meanwhile_is_named_and_the_edits_stay(objectives: Person, folder: Path) -> None:
    (folder / "objectives.yaml").write_text("objectives: [{id: trials, title: [}]\n")
    objectives.fill("title", "Mine")
    objectives.press("cjm-save")
    assert "objectives.yaml" in objectives.status
    assert objectives.form.record.fields["title"].state() == "Mine"
