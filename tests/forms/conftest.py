"""A study on disk, and hands for its forms: fill in a field, press a button."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cjm_research import forms, open_study
from cjm_research.forms.field import State
from cjm_research.forms.form import Form
from tests.forms.importer import Importer

STUDIES = Path(__file__).parents[1] / "studies"


class Person:
    """Someone at a form: everything goes through the widgets, as in a browser."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def fill(self, name: str, state: State) -> None:
        """Put something into a field of the shown row."""
        self.form.record.fields[name].show(state)

    def fill_head(self, name: str, state: State) -> None:
        """Put something into a field at the head of the form."""
        self.form.head.fields[name].show(state)

    def press(self, css: str) -> None:
        """Press the button with this class."""
        buttons = [self.form.bar.save, self.form.bar.undo, self.form.bar.redo]
        buttons += [self.form.list.add, *self.form.list.rest, self.form.conflict.reload, self.form.conflict.keep]
        next(button for button in buttons if css in button._dom_classes).click()

    def choose(self, place: int) -> None:
        """Choose a row of the list."""
        self.form.list.select.value = self.form.list.select.options[place][1]

    def beside(self, name: str) -> str:
        """Return what stands beside a field, as HTML."""
        return str(self.form.record.fields[name]._note.value)

    @property
    def titles(self) -> list[str]:
        """The rows of the list."""
        return [title.replace("\u200b", "") for title, _ in self.form.list.select.options]

    @property
    def status(self) -> str:
        """What the status line says, as HTML."""
        return self.form.bar.text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tiny study with two objectives."""
    return Path(shutil.copytree(STUDIES / "two_objectives", tmp_path / "two_objectives"))


@pytest.fixture
def linked(tmp_path: Path) -> Path:
    """A copy of the tiny study in which every part is named by another."""
    return Path(shutil.copytree(STUDIES / "all_linked", tmp_path / "all_linked"))


@pytest.fixture
def objectives(folder: Path) -> Person:
    """Someone at the form for the objectives."""
    return Person(forms.form(open_study(folder), "objectives"))


@pytest.fixture
def journey(folder: Path) -> Person:
    """Someone at the form for Ana's journey."""
    return Person(forms.form(open_study(folder), "journeys", "ana"))


@pytest.fixture
def at() -> type[Person]:
    """Someone, to be put at a form."""
    return Person


@pytest.fixture
def person(folder: Path) -> Iterator[Importer]:
    """Someone at the import form of a small study."""
    one = Importer(folder)
    yield one
    one.wait()
