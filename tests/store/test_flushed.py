"""A power cut takes nothing back that was reported as saved: content reaches the disk, then its name."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cjm_research import open_study, store
from cjm_research.store import files
from cjm_research.study import Study

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a folder cannot be flushed there")


class Disk:
    """Follows what is flushed and put in place: names of files that a power cut would leave empty, or would lose."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.placed: list[str] = []
        self.empty: list[str] = []
        self.lost: set[Path] = set()
        self._whole: set[tuple[int, int]] = set()
        self._fsync, self._replace = os.fsync, Path.replace
        monkeypatch.setattr(os, "fsync", self._flush)
        monkeypatch.setattr(Path, "replace", lambda path, target: self._put(path, Path(target)))

    def _flush(self, handle: int) -> None:
        self._fsync(handle)
        flushed = os.fstat(handle)
        self._whole.add((flushed.st_ino, flushed.st_size))
        self.lost = {path for path in self.lost if path.parent.stat().st_ino != flushed.st_ino}

    def _put(self, path: Path, target: Path) -> Path:
        now = path.stat()
        if path.suffix == ".tmp":
            self.placed.append(target.name)
            self.empty += [target.name] * ((now.st_ino, now.st_size) not in self._whole)
            self.lost.add(target)
        return self._replace(path, target)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


def test_a_file_written_whole_is_on_the_disk_before_it_takes_the_place_of_the_old_one(
    tmp_path: Path, disk: Disk
) -> None:
    files.atomic_write(tmp_path / "new" / "phases.yaml", b"phases: []\n" * 100)
    assert (disk.placed, disk.empty, disk.lost) == (["phases.yaml"], [], set())


def test_a_save_with_evidence_is_on_the_disk_when_it_returns(
    folder: Path, tmp_path: Path, change: Callable[..., Study], disk: Disk
) -> None:
    large = tmp_path / "large.csv"
    large.write_bytes(b"id,score\n" * 100_000)
    store.save(
        change(open_study(folder), "buy", title="Purchase"), files_in={"notes/a.md": b"It was slow.\n", "b.csv": large}
    )
    assert sorted(disk.placed) == ["a.md", "b.csv", "phases.yaml"]
    assert (disk.empty, disk.lost) == ([], set())


def test_who_is_reading_a_file_while_it_is_saved_reads_the_old_one_to_its_end(
    folder: Path, change: Callable[..., Study]
) -> None:
    path = folder / "phases.yaml"
    old = path.read_text()
    with path.open() as reading:
        first = reading.read(10)
        store.save(change(open_study(folder), "buy", title="Purchase"))
        assert first + reading.read() == old
    assert "Purchase" in path.read_text()
