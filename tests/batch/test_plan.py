"""What is refused before anything runs."""

import json
import platform
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

from cjm_research.batch import key
from cjm_research.batch.plan import plan, split_parameters
from cjm_research.batch.source import read_notebook
from cjm_research.errors import CjmError, ParameterError, UnknownIdError
from cjm_research.store import open_study

HOSTILE_IDS = (
    "../ana",
    "..",
    "/etc",
    "ana/../../x",
    "{ana}",
    "{a.__class__}",
    "ana\n",
    "ANA",
    "",
    " ana",
    "s3://ana",
    "con",
)
HOSTILE_NAMES = ("x=1;import os;os.system('touch PWNED')#", "Top", "top; x", "__class__", "tóp", "", "top\n")


def test_primary_and_secondary_personas_are_planned_and_negative_ones_only_on_request(workplace: Callable) -> None:
    place = workplace("says_hello", "runs_once_compare")
    assert [run.name for run in place.plan().runs] == [
        "ana/says_hello.ipynb",
        "ben/says_hello.ipynb",
        "runs_once_compare.ipynb",
    ]
    assert place.plan("zed", "zed").personas == ("zed",)


def test_an_unknown_persona_is_refused_with_the_nearest_one(workplace: Callable) -> None:
    with pytest.raises(UnknownIdError, match="Did you mean 'ana'"):
        workplace("says_hello").plan("anna")


@pytest.mark.parametrize("id", HOSTILE_IDS)
def test_an_id_that_is_a_path_or_a_template_is_refused(workplace: Callable, id: str) -> None:
    with pytest.raises(UnknownIdError):
        workplace("says_hello").plan(id)


def test_a_mistyped_parameter_is_refused_before_any_cell_ran(workplace: Callable) -> None:
    place = workplace("takes_a_number", "says_hello")
    with pytest.raises(ParameterError, match=r"'topp'.*Did you mean 'top'"):
        place.plan(topp="3")
    assert not place.out.exists()


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_parameter_name_that_is_code_is_refused(workplace: Callable, name: str) -> None:
    with pytest.raises(ParameterError):
        workplace("takes_a_number").plan(**{name: "1"})


def test_a_parameter_goes_only_to_the_notebooks_that_take_it(workplace: Callable) -> None:
    runs = workplace("takes_a_number", "says_hello").plan("ana", top="3").runs
    assert {run.notebook.name: run.parameters.get("top") for run in runs} == {
        "takes_a_number.ipynb": 3,
        "says_hello.ipynb": None,
    }


def test_a_value_of_the_wrong_type_is_refused_with_an_example(workplace: Callable) -> None:
    with pytest.raises(CjmError, match=r"'top' is of type int, and 'many' is not.*-p top=10"):
        workplace("takes_a_number").plan(top="many")


def test_study_and_persona_are_not_parameters_to_give(workplace: Callable) -> None:
    with pytest.raises(CjmError, match="--persona"):
        workplace("says_hello").plan(persona="ben")


@pytest.mark.parametrize("name", ["no_parameters_cell", "no_persona_parameter"])
def test_a_notebook_that_cannot_be_told_its_persona_is_refused_where_there_is_no_other(
    workplace: Callable, name: str
) -> None:
    with pytest.raises(CjmError, match=f"no notebook that takes study and persona.*{name}.ipynb"):
        workplace(name).plan()


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"cells": 3}', '{"nbformat": 4, "cells": "x"}', "\0", "[" * 200_000]
)
def test_a_file_that_is_no_notebook_is_refused_with_its_name(tmp_path: Path, content: str) -> None:
    (tmp_path / "broken.ipynb").write_text(content)
    with pytest.raises(CjmError, match=r"broken\.ipynb"):
        read_notebook(tmp_path / "broken.ipynb")


def test_a_folder_without_notebooks_is_refused(workplace: Callable) -> None:
    with pytest.raises(CjmError, match="--notebooks"):
        workplace().plan()


@pytest.mark.parametrize("place", ["tiny", "tiny/ana", "tiny/ana/notebooks"])
def test_a_link_that_leads_out_of_the_reports_is_refused(workplace: Callable, tmp_path: Path, place: str) -> None:
    work = workplace("says_hello")
    link = work.out / place
    link.parent.mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    link.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CjmError, match="leads elsewhere"):
        work.plan()


def test_reports_inside_the_study_are_refused(workplace: Callable) -> None:
    place = workplace("says_hello")
    with pytest.raises(CjmError, match="inside the study"):
        plan(open_study(place.study), place.notebooks, place.study.parent)


def test_a_study_folder_no_notebook_can_name_is_refused(workplace: Callable) -> None:
    place = workplace("says_hello")
    odd = place.study.rename(place.study.with_name("{tiny} Study"))
    with pytest.raises(CjmError, match="Rename it"):
        plan(open_study(odd), place.notebooks, place.out)


def test_arguments_without_a_value_or_given_twice_are_refused() -> None:
    for arguments in (["top"], ["top=1", "top=2"]):
        with pytest.raises(CjmError, match="'top'"):
            split_parameters(arguments)


class TestKey:
    def keys(self, place: object) -> dict[str, str]:
        return {run.persona: run.key for run in place.plan().runs}  # type: ignore[attr-defined]

    @pytest.fixture
    def place(self, workplace: Callable) -> object:
        return workplace("says_hello", "runs_once_compare")

    def test_stays_while_nothing_changes(self, place: object) -> None:
        assert self.keys(place) == self.keys(place)

    def test_of_one_persona_and_the_comparison_changes_with_that_journey_only(self, place) -> None:
        before = self.keys(place)
        (place.study / "journeys/ben.yaml").write_text("persona: ben\nstate: future\n")
        after = self.keys(place)
        assert {persona for persona in before if before[persona] != after[persona]} == {"ben", ""}

    @pytest.mark.parametrize("name", ["study.yaml", "phases.yaml", "evidence/survey.csv", "reviews/note.txt"])
    def test_of_every_run_changes_with_any_other_file(self, place, name: str) -> None:
        before = self.keys(place)
        path = place.study / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("format: 1\ntitle: Another\nas_of: 2026-03-01\n" if name == "study.yaml" else "# a line\n")
        assert not before.items() & self.keys(place).items()

    def test_changes_with_the_day_where_the_study_has_no_fixed_one(self, place) -> None:
        before = self.keys(place)
        (place.study / "study.yaml").write_text("format: 1\ntitle: A tiny study\nas_of: 2026-03-02\n")
        assert not before.items() & self.keys(place).items()

    @pytest.mark.parametrize("library", ["pandas", "scikit-learn", "statsmodels", "vl-convert-python", "ipython"])
    def test_of_every_run_changes_with_the_version_of_a_library(
        self, place, library: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = self.keys(place)
        monkeypatch.setattr(key, "version", lambda name: "0.0.1" if name == library else metadata.version(name))
        assert not before.items() & self.keys(place).items()

    def test_of_every_run_changes_with_python(self, place, monkeypatch: pytest.MonkeyPatch) -> None:
        before = self.keys(place)
        monkeypatch.setattr(platform, "python_version", lambda: "3.99.0")
        assert not before.items() & self.keys(place).items()

    def test_of_every_run_changes_with_our_own_code(
        self, place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        (tmp_path / "kano.py").write_text("BETTER = 1\n")
        monkeypatch.setattr(key, "PACKAGE", tmp_path)
        before = self.keys(place)
        assert self.keys(place) == before
        (tmp_path / "kano.py").write_text("BETTER = 2\n")
        assert not before.items() & self.keys(place).items()

    def test_ignores_hidden_files_the_inbox_and_the_outputs_of_the_notebook(self, place) -> None:
        before = self.keys(place)
        (place.study / ".cjm.lock").touch()
        (place.study / "inbox").mkdir()
        (place.study / "inbox" / "raw.csv").write_text("name\nIda\n")
        path = place.notebooks / "says_hello.ipynb"
        node = json.loads(path.read_text())
        node["cells"][1] |= {
            "outputs": [{"output_type": "stream", "name": "stdout", "text": "hi"}],
            "execution_count": 7,
        }
        path.write_text(json.dumps(node))
        assert self.keys(place) == before

    def test_changes_with_a_word_in_the_notebook(self, place) -> None:
        before = self.keys(place)
        path = place.notebooks / "says_hello.ipynb"
        path.write_text(path.read_text().replace("hello", "welcome"))
        after = self.keys(place)
        assert {persona for persona in before if before[persona] != after[persona]} == {"ana", "ben"}
