"""What two people changed at the same time: the second is told what differs, and nobody's work is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cjm_research import open_study, store
from cjm_research.errors import ConflictError
from cjm_research.study import Study

Change = Callable[..., Study]


def test_a_conflict_names_what_differs_and_writes_nothing(folder: Path, change: Change) -> None:
    mine = change(change(open_study(folder), "buy", title="Mine"), "consider", goal="")
    store.save(change(open_study(folder), "buy", title="Theirs"))
    before = (folder / "phases.yaml").read_bytes()
    with pytest.raises(ConflictError) as conflict:
        store.save(mine)
    assert conflict.value.path == "phases.yaml"
    assert conflict.value.differences == (
        "phases.consider.goal: on disk 'Find out', here nothing",
        "phases.buy.title: on disk 'Theirs', here 'Mine'",
    )
    assert "Nothing was saved. Reload the study" in str(conflict.value)
    assert (folder / "phases.yaml").read_bytes() == before


def test_a_conflict_in_one_file_saves_none_of_the_others(folder: Path, change: Change) -> None:
    study = open_study(folder)
    mine = change(study, "buy", title="Mine").replaced(about=study.about.model_copy(update={"owner": "Me"}))
    store.save(change(study, "buy", title="Theirs"))
    with pytest.raises(ConflictError):
        store.save(mine)
    assert open_study(folder).about.owner == ""


def test_a_comment_added_meanwhile_is_a_conflict_too(folder: Path, change: Change) -> None:
    study = open_study(folder)
    (folder / "phases.yaml").write_text((folder / "phases.yaml").read_text() + "# theirs\n")
    with pytest.raises(ConflictError, match=r"only its layout or comments|phases\.buy\.title"):
        store.save(change(study, "buy", title="Mine"))


def test_what_others_changed_in_another_file_stays(folder: Path, change: Change) -> None:
    mine = open_study(folder)
    theirs = open_study(folder)
    store.save(theirs.replaced(about=theirs.about.model_copy(update={"owner": "Theirs"})))
    saved = store.save(change(mine, "buy", title="Mine"))
    assert (saved.about.owner, saved.phase("buy").title) == ("Theirs", "Mine")
    assert open_study(folder) == saved


def test_a_file_removed_or_made_meanwhile_is_a_conflict(folder: Path, change: Change) -> None:
    study = open_study(folder)
    (folder / "insights.yaml").write_text("insights: [{id: theirs, statement: Theirs}]\n")
    with pytest.raises(ConflictError, match=r"insights\.theirs: on disk another entry, here nothing"):
        store.save(study.replaced(insights=[{"id": "mine", "statement": "Mine"}]))
    (folder / "insights.yaml").unlink()
    (folder / "phases.yaml").unlink()
    with pytest.raises(ConflictError, match="the file is gone"):
        store.save(change(study, "buy", title="Mine"))


def test_a_second_save_of_what_a_save_returned_is_no_conflict(folder: Path, change: Change) -> None:
    study = store.save(change(open_study(folder), "buy", title="One"))
    assert store.save(change(study, "buy", title="Two")).phase("buy").title == "Two"
