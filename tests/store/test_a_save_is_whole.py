"""Whatever happens during a save, each file is the old one or the new one, and nobody's work is lost."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cjm_research import CjmError, open_study, store
from cjm_research.errors import StudyFileError
from cjm_research.store import files
from cjm_research.study import Phase, Study

Change = Callable[..., Study]

FULL = OSError(28, "No space left on device")


def temporary(folder: Path) -> list[Path]:
    return [path for path in folder.rglob(".cjm-*") if path.name != files.LOCK]


class _Stops:
    """Lets a number of disk operations pass and refuses the next one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
        self.left, self.stopped = after, False
        for owner, name in (
            (tempfile, "mkstemp"),
            (os, "fdopen"),
            (os, "fsync"),
            (Path, "chmod"),
            (Path, "replace"),
            (os, "open"),
        ):
            monkeypatch.setattr(owner, name, self.counted(getattr(owner, name)))

    def counted(self, operation: Callable[..., object]) -> Callable[..., object]:
        def counting(*args: object, **kwargs: object) -> object:
            if files.LOCK in str(args[:1]):
                return operation(*args, **kwargs)
            self.left -= 1
            if self.left == -1:
                self.stopped = True
                raise FULL
            return operation(*args, **kwargs)

        return counting


@pytest.mark.parametrize("operation", range(9))
def test_a_full_disk_at_any_operation_leaves_the_old_file_where_it_is_said_and_else_the_new_one(
    operation: int, folder: Path, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = open_study(folder)
    old = (folder / "phases.yaml").read_bytes()
    expected = old.replace(b"'Buy'", b"'Purchase'")
    with monkeypatch.context() as patch:
        stops = _Stops(patch, operation)
        try:
            store.save(change(study, "buy", title="Purchase"))
        except StudyFileError as error:
            assert str(error) == "phases.yaml: cannot be written: no space left on device."  # noqa: PT017
            expected = old
    assert stops.stopped is (operation < 8)
    assert (folder / "phases.yaml").read_bytes() == expected
    assert open_study(folder).phase("buy").title == ("Buy" if expected == old else "Purchase")
    assert not temporary(folder)


def test_the_operations_are_all_counted(folder: Path, change: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        stops = _Stops(patch, 1000)
        store.save(change(open_study(folder), "buy", title="Purchase"))
    assert 5 < 1000 - stops.left <= 9


def test_opening_while_another_saves_leaves_its_temporary_file(folder: Path) -> None:
    theirs = folder / ".cjm-theirs.tmp"
    theirs.touch()
    with store.locked(folder):
        open_study(folder)
        assert theirs.exists()
    open_study(folder)
    assert not theirs.exists()


def test_a_study_that_could_not_be_opened_again_is_not_saved(folder: Path) -> None:
    study = open_study(folder)
    before = (folder / "phases.yaml").read_bytes()
    unchecked = Phase.model_construct(**{**dict(study.phase("buy")), "id": "A B"})
    with pytest.raises(CjmError, match="is 'A B'"):
        store.save(study.model_copy(update={"phases": (unchecked,)}))
    assert (folder / "phases.yaml").read_bytes() == before


def test_the_file_keeps_its_permissions(folder: Path, change: Change) -> None:
    (folder / "phases.yaml").chmod(0o640)
    store.save(change(open_study(folder), "buy", title="Purchase"))
    assert stat.S_IMODE((folder / "phases.yaml").stat().st_mode) == 0o640


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_a_sentence(folder: Path, change: Change) -> None:
    study = open_study(folder)
    folder.chmod(0o555)
    try:
        with pytest.raises(CjmError, match=r"tiny: cannot be written to: permission denied\. Nothing was saved"):
            store.save(change(study, "buy", title="Purchase"))
        open_study(folder)
    finally:
        folder.chmod(0o755)


def test_a_lock_that_cannot_be_made_is_a_sentence(
    folder: Path, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.FileLock, "acquire", refuses)
    with pytest.raises(CjmError, match=r"^tiny: cannot be written to: permission denied\. Nothing was saved\.$"):
        store.save(change(open_study(folder), "buy", title="Purchase"))


def test_a_lock_held_by_somebody_else_is_a_sentence(folder: Path) -> None:
    with (
        store.locked(folder),
        pytest.raises(CjmError, match="somebody else is saving this study"),
        store.locked(folder, seconds=0.1),
    ):
        pass


def test_a_file_that_cannot_be_read_is_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuses)
    with pytest.raises(StudyFileError, match=r"^study\.yaml: cannot be read: permission denied\.$"):
        open_study(folder)
