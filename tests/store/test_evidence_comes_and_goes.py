"""Files of the evidence come and go with the register that names them, or not at all; what lies outside is none."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cjm_research import open_study, store
from cjm_research.errors import StudyFileError
from cjm_research.store import files
from cjm_research.study import Review, Source, Study

Change = Callable[..., Study]

SOURCES = "sources:\n  - {id: a, title: A, kind: survey, file: a.csv}\n"


@pytest.fixture
def folder(make: Callable[..., Path]) -> Path:
    return make(
        {
            "evidence/sources.yaml": SOURCES,
            "evidence/a.csv": "id\n1\n",
            "evidence/old.csv": "id\n2\n",
            "evidence/notes/I1.md": "It was slow.\n",
        }
    )


def contents(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != files.LOCK)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def replaced(study: Study) -> Study:
    """Replace a file and a note, add one, take one away, say so in the register, and sign the study off."""
    sources = (study.source("a").model_copy(update={"title": "A again"}), Source(id="b", title="B", kind="survey"))
    new = {"a.csv": b"id\n7\n", "notes/I1.md": b"It was quick.\n", "new/b.csv": b"id\n8\n"}
    review = Review(date=date(2026, 3, 1), reviewer="Ines")
    return store.save(study.replaced(sources=sources, reviews=(review,)), files_in=new, files_out=["old.csv"])


def test_files_come_and_go_together_with_their_register(folder: Path) -> None:
    saved = replaced(open_study(folder))
    now = contents(folder / "evidence")
    assert {name: text for name, text in now.items() if name != "sources.yaml"} == {
        "a.csv": b"id\n7\n",
        "notes/I1.md": b"It was quick.\n",
        "new/b.csv": b"id\n8\n",
    }
    assert [source.title for source in saved.sources] == ["A again", "B"]


@pytest.mark.parametrize("operation", ["fsync", "replace"])
@pytest.mark.parametrize("passes", range(12))
def test_a_full_disk_leaves_all_as_it_was_where_it_is_said_and_else_changes_all(
    folder: Path, monkeypatch: pytest.MonkeyPatch, operation: str, passes: int
) -> None:
    home, study, left, refused = folder / "evidence", open_study(folder), passes, False
    before = contents(home)
    owner = os if operation == "fsync" else Path
    working = getattr(owner, operation)

    def counted(*arguments: object) -> object:
        nonlocal left
        left -= 1
        if left == -1:
            raise OSError(28, "No space left on device")
        return working(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(owner, operation, counted)
        try:
            replaced(study)
        except StudyFileError as error:
            assert "no space left on device" in str(error)  # noqa: PT017
            refused = True
    now = contents(home)
    if refused:
        assert now == before
    else:
        assert (now["a.csv"], now["new/b.csv"]) == (b"id\n7\n", b"id\n8\n")
        assert b"A again" in now["sources.yaml"]
    assert refused or left >= 0 or operation == "fsync"
    assert not [name for name in now if ".cjm-" in name]


def test_a_link_that_leads_out_of_the_study_is_no_evidence(folder: Path, tmp_path: Path) -> None:
    assert open_study(folder).present == {"a"}
    (tmp_path / "elsewhere.csv").write_text("id\n3\n")
    (folder / "evidence/a.csv").unlink()
    (folder / "evidence/a.csv").symlink_to(tmp_path / "elsewhere.csv")
    assert open_study(folder).present == set()


def test_nothing_is_written_through_a_link(folder: Path) -> None:
    (folder / "evidence/link.csv").symlink_to(folder / "evidence/a.csv")
    with pytest.raises(StudyFileError, match=r"evidence/link\.csv: is no place"):
        store.save(open_study(folder), files_in={"link.csv": b"id\n9\n"})
    assert (folder / "evidence/a.csv").read_bytes() == b"id\n1\n"


def test_the_fingerprint_of_a_folder_knows_names_and_contents(folder: Path) -> None:
    notes = folder / "evidence/notes"
    seen = {store.sha256(notes)}
    (notes / ".hidden").write_text("x")
    assert {store.sha256(notes)} == seen
    (notes / "I1.md").rename(notes / "I2.md")
    seen.add(store.sha256(notes))
    (notes / "I2.md").write_text("It was slow!\n")
    seen.add(store.sha256(notes))
    (notes / "I3.md").touch()
    seen.add(store.sha256(notes))
    assert len(seen) == 4
