"""A study of an older format becomes one of today's: step by step, shown before it is made, comments kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple

from cjm_research.errors import StudyFileError
from cjm_research.store import document, files
from cjm_research.store.folder import find, study_of, texts_of
from cjm_research.store.format import FIELD, FORMAT, format_of
from cjm_research.store.merge import set_first
from cjm_research.study import Study

Texts = dict[str, str]
"""The files of a study by their names; a step leaves out what goes and adds what comes."""

ABOUT = "study.yaml"


class Step(NamedTuple):
    """What brings a study from the format before to format ``to``; the number itself is written for it.

    Where a step changes fields, `cjm_research.store.merge.merged` keeps the comments and the layout around them.
    """

    to: int
    says: str
    change: Callable[[Texts], Texts]


def _as_it_is(texts: Texts) -> Texts:
    return texts


STEPS: tuple[Step, ...] = (
    Step(1, "study.yaml says in its first field which format the study has. Nothing else changes.", _as_it_is),
)
"""Every step there ever was, the oldest first. A change of what files look like adds one here, and raises `FORMAT`."""


@dataclass(frozen=True)
class Upgrade:
    """What an upgrade of one study would change."""

    folder: Path
    was: int
    old: Texts
    new: Texts

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps it takes; none for a study of today's format."""
        return tuple(step for step in STEPS if step.to > self.was)

    @property
    def diff(self) -> str:
        """The lines that go and come, file by file."""
        changed = [name for name in {**self.old, **self.new} if self.old.get(name) != self.new.get(name)]
        return "".join(
            line if line.endswith("\n") else f"{line}\n"
            for name in changed
            for line in unified_diff(
                self.old.get(name, "").splitlines(keepends=True),
                self.new.get(name, "").splitlines(keepends=True),
                f"{name} (format {self.was})",
                f"{name} (format {FORMAT})",
            )
        )

    def as_text(self) -> str:
        """Return what would change, for somebody who is to agree to it."""
        if not self.steps:
            return f"This study has format {self.was} already. Nothing is to be changed."
        said = [f"Format {step.to}: {step.says}" for step in self.steps]
        return "\n".join([f"This study has format {self.was}.", *said, "", self.diff])

    def make(self) -> Study:
        """Write it, all files or none, and return the study.

        Raises
        ------
        StudyFileError
            A file has changed since the upgrade was planned, or the disk refuses; nothing is written.
        """
        with files.locked(self.folder):
            now = dict(texts_of(self.folder))
            for name in {**self.old, **now}:
                if now.get(name) != self.old.get(name):
                    raise StudyFileError(name, "has changed meanwhile. Nothing was upgraded. Run cjm upgrade again.")
            come = {name: text.encode() for name, text in self.new.items() if name != ABOUT and text != now.get(name)}
            gone = [name for name in now if name not in self.new]
            with files.placed(self.folder, come, gone):
                files.atomic_write(self.folder / ABOUT, self.new[ABOUT].encode())  # last: it says that all is done
        return study_of(self.folder, self.new)


def upgrade_of(study: str | Path) -> Upgrade:
    """Return what it takes to bring a study to today's format; nothing is written.

    Raises
    ------
    UnknownIdError
        No such study; the message lists those there are.
    StudyFileError
        A file cannot be read, the format is newer than this program, or the study would not open afterwards.
    """
    folder = find(study)
    old = dict(texts_of(folder))
    was = format_of(document.read(old[ABOUT], ABOUT))
    new = old
    for step in STEPS:
        if step.to > was:
            new = step.change(dict(new))
            new = {**new, ABOUT: set_first(new[ABOUT], FIELD, step.to)}
    study_of(folder, new)
    return Upgrade(folder, was, old, new)
