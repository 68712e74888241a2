"""What counts as run, what is kept of a failure, what a kept notebook may say. One batch of real kernels for all."""

import json
import os
import platform
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from cjm_research.batch.executed import said, unfinished
from cjm_research.batch.run import Result

TRAITS = (
    "says_hello",
    "takes_a_number",
    "two_sections",
    "tells_its_surroundings",
    "names_the_machine",
    "fails_in_cell_2",
    "exits_early",
    "kills_its_kernel",
    "kills_its_kernel_last",
    "expects_an_error",
    "skips_a_cell",
    "names_the_machine_and_fails",
)
GOOD = ("says_hello", "takes_a_number", "two_sections", "tells_its_surroundings", "names_the_machine")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, new_workplace: Callable[..., Any]) -> Any:
    return new_workplace(tmp_path_factory.mktemp("traits") / "project {x} {0.__class__}", *TRAITS)


@pytest.fixture(scope="module")
def results(place: Any) -> dict[str, Result]:
    return place.run("ana")


def text_of(place: Any, name: str) -> str:
    return (place.reports / "ana/notebooks" / name).read_text(encoding="utf-8")


def node_of(place: Any, name: str) -> dict[str, Any]:
    return json.loads(text_of(place, name))


def printed(place: Any, name: str) -> str:
    outputs = [output for cell in node_of(place, name)["cells"] for output in cell.get("outputs", [])]
    return "".join("".join(output.get("text", "")) for output in outputs)


@pytest.mark.parametrize("name", GOOD)
def test_a_notebook_that_ran_to_its_end_is_ok(results: dict[str, Result], name: str) -> None:
    assert (results[f"ana/{name}.ipynb"].status, results[f"ana/{name}.ipynb"].entry.attempts) == ("ok", 1)


@pytest.mark.parametrize(
    ("name", "cell", "sentence"),
    [
        ("fails_in_cell_2", 2, "KeyError: 'rattings'"),
        ("exits_early", 3, "the notebook left before its end (SystemExit: 0)."),
        ("expects_an_error", 2, "ZeroDivisionError: division by zero"),
        ("skips_a_cell", 2, "was never run."),
        ("names_the_machine_and_fails", 2, "JSONDecodeError: Expecting property name enclosed in double quotes"),
    ],
)
def test_a_cell_that_stopped_is_named_and_not_tried_again(
    results: dict[str, Result], name: str, cell: int, sentence: str
) -> None:
    entry = results[f"ana/{name}.ipynb"].entry
    assert (entry.status, entry.kind, entry.cell, entry.attempts) == ("failed", "cell", cell, 1)
    assert entry.error.startswith(f"ana/{name}.ipynb, cell {cell}: {sentence}")


@pytest.mark.parametrize(("name", "cell"), [("kills_its_kernel", 2), ("kills_its_kernel_last", 3)])
def test_a_dead_kernel_is_failed_after_a_second_try(results: dict[str, Result], name: str, cell: int) -> None:
    entry = results[f"ana/{name}.ipynb"].entry
    assert (entry.status, entry.kind, entry.cell, entry.attempts) == ("failed", "kernel-died", cell, 2)


def test_a_failed_notebook_is_kept_with_its_outputs_so_far_and_never_under_the_good_name(
    place: Any, results: dict[str, Result]
) -> None:
    assert "so far" in printed(place, "exits_early.failed.ipynb")
    assert "hello" not in printed(place, "kills_its_kernel.failed.ipynb")
    failed = {f"ana/notebooks/{name}.failed.ipynb" for name in TRAITS if name not in GOOD}
    assert place.written() == {"manifest.json"} | failed | {f"ana/notebooks/{name}.ipynb" for name in GOOD}


def test_the_manifest_holds_every_run_and_the_sha256_of_what_is_good(place: Any, results: dict[str, Result]) -> None:
    runs = json.loads((place.reports / "manifest.json").read_text())["runs"]
    assert set(runs) == set(results)
    assert all(bool(entry["sha256"]) == (entry["status"] == "ok") for entry in runs.values())
    assert runs["ana/says_hello.ipynb"]["inputs"].keys() == {"study.yaml", "personas.yaml", "journeys/ana.yaml"}


def test_a_notebook_finds_its_study_by_name_with_forms_off_in_an_empty_folder(
    place: Any, results: dict[str, Result]
) -> None:
    assert printed(place, "tells_its_surroundings.ipynb") == "off []\nA tiny study\n"
    assert printed(place, "says_hello.ipynb") == "hello ana of tiny\n"


def test_braces_in_paths_are_only_letters(place: Any, results: dict[str, Result]) -> None:
    assert "{x} {0.__class__}" in str(place.root)
    assert (place.reports / "ana/notebooks/says_hello.ipynb").is_file()


def test_kept_notebooks_name_no_folder_and_no_name_of_this_machine(place: Any, results: dict[str, Result]) -> None:
    private = {
        str(place.root),
        str(Path.home()),
        os.sep + "ipykernel_",
        tempfile.gettempdir() + os.sep,
        platform.node(),
    }
    private |= {str(Path(module.__file__).parent) for module in (json, nbformat)}
    for path in place.reports.rglob("*.*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not [name for name in private if name in text], path.name
    assert "UserWarning: look here" in printed(place, "names_the_machine.ipynb")


def test_kept_notebooks_are_valid_and_keep_no_times_and_no_marks_of_papermill(
    place: Any, results: dict[str, Result]
) -> None:
    for path in place.reports.rglob("*.ipynb"):
        node = nbformat.read(path, as_version=4)
        nbformat.validate(node)
        assert node.metadata.papermill == {"parameters": {"study": "tiny", "persona": "ana"}}
        assert all(set(cell.metadata) <= {"tags"} for cell in node.cells)
        assert "papermill-error" not in path.read_text(encoding="utf-8")


def test_sections_come_through_untouched(place: Any, results: dict[str, Result]) -> None:
    data = [output["data"] for cell in node_of(place, "two_sections.ipynb")["cells"] for output in cell["outputs"]]
    assert [each["application/vnd.cjm.section+json"]["id"] for each in data] == ["first", "second"]


def test_what_is_unchanged_is_not_run_again_and_what_failed_is(place: Any, results: dict[str, Result]) -> None:
    for name in ("kills_its_kernel", "kills_its_kernel_last"):
        (place.notebooks / f"{name}.ipynb").unlink()
    again = place.run("ana")
    assert {name for name, result in again.items() if result.status == "unchanged"} == {
        f"ana/{name}.ipynb" for name in GOOD
    }


def test_a_fresh_run_gives_the_same_bytes(place: Any, results: dict[str, Result]) -> None:
    for name in set(TRAITS) - set(GOOD):
        (place.notebooks / f"{name}.ipynb").unlink(missing_ok=True)
    again = place.run("ana", fresh=True)
    assert {result.status for result in again.values()} == {"ok"}
    assert all(result.entry.sha256 == results[name].entry.sha256 for name, result in again.items())


def test_a_cell_that_takes_too_long_is_failed_after_a_second_try(workplace: Callable) -> None:
    place = workplace("sleeps")
    entry = place.run("ana", timeout=1)["ana/sleeps.ipynb"].entry
    assert (entry.status, entry.kind, entry.cell, entry.attempts) == ("failed", "timeout", 2, 2)


def test_one_persona_that_fails_leaves_the_others_and_its_own_last_good_notebook(workplace: Callable) -> None:
    place = workplace("says_hello", "fails_for_ben")
    good = place.reports / "ben/notebooks/fails_for_ben.ipynb"
    good.parent.mkdir(parents=True)
    good.write_text("the last good one")
    results = place.run()
    assert [name for name, result in results.items() if result.status == "failed"] == ["ben/fails_for_ben.ipynb"]
    assert results["ben/fails_for_ben.ipynb"].entry.error.endswith("AssertionError: ben has no rows")
    assert good.read_text() == "the last good one"


def test_a_failed_notebook_is_cleared_away_once_it_runs(workplace: Callable) -> None:
    place = workplace("fails_for_ben")
    place.run("ben")
    path = place.notebooks / "fails_for_ben.ipynb"
    path.write_text(path.read_text().replace('!= \\"ben\\"', '!= \\"nobody\\"'))
    place.run("ben")
    assert place.written() == {"manifest.json", "ben/notebooks/fails_for_ben.ipynb"}


def test_more_runs_than_threads_do_not_mix(workplace: Callable) -> None:
    place = workplace("says_hello", "takes_a_number", "runs_once_compare")
    place.run("ana", "ben", "zed")
    for persona in ("ana", "ben", "zed"):
        assert f"hello {persona} of tiny" in (place.reports / persona / "notebooks/says_hello.ipynb").read_text()
    assert "persona ''" in (place.reports / "notebooks/runs_once_compare.ipynb").read_text()


def test_a_kernel_that_cannot_start_is_a_failure_without_stored_outputs(workplace: Callable, monkeypatch) -> None:
    place = workplace("says_hello")
    monkeypatch.setenv("JUPYTER_PATH", "")
    monkeypatch.setattr("cjm_research.batch.kernels.BatchKernel.start_kernel", _no_kernel)
    path = place.notebooks / "says_hello.ipynb"
    node = nbformat.read(path, as_version=4)
    node.cells[1].outputs, node.cells[1].execution_count = [nbformat.v4.new_output("stream", text="old words")], 1
    nbformat.write(node, path)
    entry = place.run("ana")["ana/says_hello.ipynb"].entry
    assert (entry.kind, entry.attempts) == ("runner", 2)
    assert "OSError: no more processes" in entry.error
    assert "old words" not in (place.reports / "ana/notebooks/says_hello.failed.ipynb").read_text()


def test_a_full_disk_is_a_failure_and_leaves_the_good_notebook(workplace: Callable, monkeypatch) -> None:
    place = workplace("says_hello")

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cjm_research.batch.run.atomic_write", full)
    entry = place.run("ana")["ana/says_hello.ipynb"].entry
    assert (entry.status, entry.kind) == ("failed", "runner")
    assert "No space left" in entry.error


def test_a_cell_left_pending_is_unfinished_whatever_its_metadata_say() -> None:
    cell = nbformat.v4.new_code_cell("1", metadata={"papermill": {"status": "completed"}})
    found = unfinished(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(""), cell]), "a.ipynb")
    assert found is not None
    assert (found.cell, str(found)) == (2, "a.ipynb, cell 2: was never run.")


def test_an_exception_without_words_is_still_named() -> None:
    assert said("KeyboardInterrupt", "") == "KeyboardInterrupt"


async def _no_kernel(self: object, *, extra_arguments: list[str]) -> None:
    raise OSError("no more processes")
