"""The command as a whole: a study in, pages out, and what the keyboard is told."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from cjm_research import batch
from cjm_research.batch.manifest import opened
from cjm_research.cli import app
from tests.batch.conftest import copy_notebooks


def build(place: Any, *personas: str, fresh: bool = False) -> batch.Outcome:
    return batch.report(place.study, personas=personas, notebooks=place.notebooks, fresh=fresh)


def pages(place: Any) -> dict[str, bytes]:
    return {path.relative_to(place.reports).as_posix(): path.read_bytes() for path in place.reports.rglob("*.html")}


def break_for(place: Any, persona: str) -> None:
    path = place.notebooks / "fails_for_ben.ipynb"
    path.write_text(path.read_text().replace('\\"ben\\"', f'\\"{persona}\\"'))


def cjm(place: Any, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["report", str(place.study), "--notebooks", str(place.notebooks), *arguments])


def test_a_study_becomes_a_page_per_persona_and_an_index_beside_the_data(workplace: Callable) -> None:
    place = workplace("two_sections", "says_hello", "runs_once_compare")
    outcome = build(place)
    assert (outcome.exit_code, outcome.notes) == (0, ())
    assert place.written() == {
        "manifest.json",
        "index.html",
        "ana/index.html",
        "ben/index.html",
        "notebooks/runs_once_compare.ipynb",
        "ana/notebooks/two_sections.ipynb",
        "ana/notebooks/says_hello.ipynb",
        "ben/notebooks/two_sections.ipynb",
        "ben/notebooks/says_hello.ipynb",
    }
    before = pages(place)

    stamps = {path: path.stat().st_mtime_ns for path in place.reports.rglob("*.*") if path.name != ".cjm-report.lock"}
    assert {result.status for result in build(place).results} == {"unchanged"}
    assert {path: path.stat().st_mtime_ns for path in stamps} == stamps, "an unchanged file was written"

    assert set(build(place, fresh=True).pages.values()) == {"unchanged"}
    for path in place.reports.rglob("*.html"):
        path.unlink()
    assert set(build(place).pages.values()) == {"written"}
    assert pages(place) == before


def test_a_failed_persona_keeps_its_last_good_page_and_the_index_says_so(workplace: Callable) -> None:
    place = workplace("two_sections", "fails_for_ben", "runs_once_compare")
    break_for(place, "nobody")
    assert build(place).exit_code == 0
    before = pages(place)
    path = place.notebooks / "fails_for_ben.ipynb"
    path.write_text(path.read_text().replace('\\"nobody\\"', '\\"ben\\"'))
    outcome = build(place)
    assert outcome.exit_code == 1
    assert outcome.pages == {"ana": "written", "ben": "kept", "": "written"}
    after = pages(place)
    assert after["ben/index.html"] == before["ben/index.html"]
    assert b"AssertionError: ben has no rows" in after["index.html"]
    assert b'href="ben/index.html"' in after["index.html"]


def test_a_persona_that_never_had_a_page_is_named_on_the_index_without_a_link(workplace: Callable) -> None:
    place = workplace("two_sections", "fails_for_ben")
    outcome = build(place)
    assert outcome.pages == {"ana": "written", "ben": "missing", "": "written"}
    index = pages(place)["index.html"]
    assert b"ben has no rows" in index
    assert b'href="ben/index.html"' not in index


def test_a_failed_comparison_keeps_the_last_good_index(workplace: Callable) -> None:
    place = workplace("two_sections", "runs_once_compare")
    build(place)
    before = pages(place)
    path = place.notebooks / "runs_once_compare.ipynb"
    path.write_text(path.read_text().replace("print(", "print(1 / 0, "))
    outcome = build(place)
    assert (outcome.exit_code, outcome.pages[""]) == (1, "kept")
    assert pages(place) == before


def test_a_section_that_cannot_be_read_costs_one_page_not_the_batch(workplace: Callable) -> None:
    place = workplace("two_sections")
    build(place)
    path = place.notebooks / "two_sections.ipynb"
    path.write_text(
        path.read_text().replace('\\"base\\": \\"n = 12\\"', '\\"base\\": 12 if persona == \\"ben\\" else \\"\\"')
    )
    outcome = build(place)
    assert outcome.pages == {"ana": "written", "ben": "kept", "": "written"}
    assert outcome.exit_code == 1
    assert "No new page for ben" in outcome.notes[0]


EMPTY = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'


def put_own(place: Any) -> set[str]:
    """Put what a researcher may have of her own beside the notebooks of the method; return the names."""
    method = (place.notebooks / "two_sections.ipynb").read_text()
    texts = {
        "Untitled.ipynb": EMPTY,
        "half.ipynb": EMPTY[:20],
        "blank.ipynb": "",
        "not_python.ipynb": method.replace("persona: str", "persona str"),
        "two_sections-Copy1.ipynb": method,
        "two_sections-checkpoint.ipynb": EMPTY,
    }
    for name, text in texts.items():
        (place.notebooks / name).write_text(text)
    copy_notebooks(place.notebooks, ("no_parameters_cell", "no_persona_parameter"))
    (place.notebooks / "folder.ipynb").mkdir()
    (place.notebooks / "nowhere.ipynb").symlink_to("gone.ipynb")
    (place.notebooks / ".ipynb_checkpoints").mkdir()
    (place.notebooks / ".ipynb_checkpoints" / "Untitled-checkpoint.ipynb").write_text(EMPTY)
    return {*texts, "no_parameters_cell.ipynb", "no_persona_parameter.ipynb", "folder.ipynb", "nowhere.ipynb"}


def test_notebooks_of_ones_own_stop_no_report_and_each_is_named_in_a_note(workplace: Callable) -> None:
    place = workplace("two_sections", "runs_once_compare")
    build(place)
    before = pages(place)
    own = put_own(place)
    outcome = build(place, fresh=True)
    assert (outcome.exit_code, set(outcome.pages)) == (0, {"ana", "ben", ""})
    assert pages(place) == before
    assert {result.run.notebook.name for result in outcome.results} == {"two_sections.ipynb", "runs_once_compare.ipynb"}
    assert len(outcome.notes) == len(own)
    assert [name for name in own if not any(name in note for note in outcome.notes)] == []
    assert all(note.startswith("Left out of the reports: ") for note in outcome.notes)


def test_a_notebook_of_ones_own_is_named_at_the_keyboard(workplace: Callable) -> None:
    place = workplace("two_sections")
    put_own(place)
    result = cjm(place, "--persona", "ana")
    assert result.exit_code == 0
    assert (
        "Left out of the reports: Untitled.ipynb does not take the parameter 'study'. It has no cell tagged "
        "'parameters'." in result.stdout
    )


def test_one_persona_alone_leaves_the_others_on_the_index(workplace: Callable) -> None:
    place = workplace("two_sections", "runs_once_compare")
    build(place)
    (place.study / "journeys/ben.yaml").write_text("persona: ben\nstate: future\n")
    outcome = build(place, "ben")
    assert outcome.pages["ben"] == "written"
    assert b'href="ana/index.html"' in pages(place)["index.html"]


class TestCommand:
    def test_ends_with_the_page_to_open_and_0_when_all_is_good(self, workplace: Callable) -> None:
        place = workplace("two_sections", "takes_a_number")
        result = cjm(place, "--persona", "ana", "-p", "top=3")
        assert result.exit_code == 0
        assert result.stdout.splitlines()[-1] == f"Open {place.reports / 'index.html'}"
        assert "top 3, ana" in (place.reports / "ana/notebooks/takes_a_number.ipynb").read_text()

    def test_names_the_failing_cell_and_ends_with_1(self, workplace: Callable) -> None:
        result = cjm(workplace("fails_in_cell_2"), "--persona", "ana")
        assert result.exit_code == 1
        assert "FAILED ana/fails_in_cell_2.ipynb, cell 2: KeyError: 'rattings'" in result.stdout
        assert "ana/notebooks/fails_in_cell_2.failed.ipynb" in result.stdout

    @pytest.mark.parametrize(
        "arguments",
        [
            ("--persona", "anna"),
            ("-p", "topp=3"),
            ("-p", "top"),
            ("-p", "top=x"),
            ("--jobs", "0"),
            ("--persona", "../x"),
        ],
    )
    def test_refuses_wrong_use_in_a_sentence_with_2_and_writes_nothing(
        self, workplace: Callable, arguments: tuple[str, ...]
    ) -> None:
        place = workplace("takes_a_number")
        result = cjm(place, *arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "Traceback" not in result.stderr
        assert not place.out.exists()

    def test_refuses_an_unknown_study(self) -> None:
        result = CliRunner().invoke(app, ["report", "nowhere"])
        assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)

    def test_refuses_while_another_one_runs(self, workplace: Callable) -> None:
        place = workplace("says_hello")
        with opened(place.reports):
            assert cjm(place).exit_code == 2

    def test_answers_for_help_without_loading_what_runs_notebooks(self) -> None:
        code = "import sys\ntry:\n    from cjm_research.cli import app; app(['--help'])\nexcept SystemExit:\n    "
        code += "print([n for n in ('papermill', 'nbformat', 'pandas', 'altair', 'pydantic') if n in sys.modules])"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == "[]"


def test_a_hostile_name_in_an_error_is_not_markup_at_the_keyboard(workplace: Callable) -> None:
    place = workplace("fails_for_ben")
    path = place.notebooks / "fails_for_ben.ipynb"
    path.write_text(path.read_text().replace("has no rows", "[red]has[/blue] no rows"))
    heard = io.StringIO()
    batch.print_outcome(build(place, "ben"), Console(file=heard, width=80))
    assert "ben [red]has[/blue] no rows" in heard.getvalue()


def test_the_manifest_is_sorted_and_names_no_folder(workplace: Callable, tmp_path: Path) -> None:
    place = workplace("says_hello", "names_the_machine_and_fails")
    build(place, "ana")
    text = (place.reports / "manifest.json").read_text()
    assert str(tmp_path) not in text
    assert text == json.dumps(json.loads(text), sort_keys=True, indent=1, ensure_ascii=False) + "\n"
