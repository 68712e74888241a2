"""What one person removes is not taken from another who has just changed it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cjm_research import open_study, store
from cjm_research.errors import ConflictError

PERSONAS = """\
personas:
  - {id: ana, name: Ana, role: primary}
  - {id: ben, name: Ben, role: secondary}
"""
JOURNEY = "persona: ben\nstate: future\n"
REVIEW = "date: 2026-03-01\nreviewer: Ines\ndecision: approved\n"

each_part = pytest.mark.parametrize(
    ("part", "name"), [("journeys", "journeys/ben.yaml"), ("reviews", "reviews/2026-03-01.yaml")]
)


@pytest.fixture
def folder(make: Callable[..., Path]) -> Path:
    return make({"personas.yaml": PERSONAS, "journeys/ben.yaml": JOURNEY, "reviews/2026-03-01.yaml": REVIEW})


@each_part
def test_what_a_study_no_longer_has_goes_and_the_rest_stays(folder: Path, part: str, name: str) -> None:
    rest = {path: path.read_bytes() for path in folder.rglob("*.yaml") if path != folder / name}
    store.save(open_study(folder).replaced(**{part: ()}))
    assert not (folder / name).exists()
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == rest


@each_part
def test_removing_what_somebody_changed_meanwhile_is_a_conflict_and_their_text_stays(
    folder: Path, part: str, name: str
) -> None:
    study = open_study(folder)
    theirs = (folder / name).read_text() + "# an afternoon of work\n"
    (folder / name).write_text(theirs)
    with pytest.raises(ConflictError, match=name):
        store.save(study.replaced(**{part: ()}, about={"title": "Mine"}))
    assert (folder / name).read_text() == theirs
    assert open_study(folder).about.title == "Tiny"


@each_part
def test_removing_what_somebody_removed_meanwhile_is_a_conflict_too(folder: Path, part: str, name: str) -> None:
    study = open_study(folder)
    (folder / name).unlink()
    with pytest.raises(ConflictError, match="the file is gone"):
        store.save(study.replaced(**{part: ()}, about={"title": "Mine"}))
    assert open_study(folder).about.title == "Tiny"
