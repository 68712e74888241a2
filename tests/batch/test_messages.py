"""What a failure says: the folders of this machine are no part of it, wherever it is kept."""

from __future__ import annotations

from collections.abc import Callable

from cjm_research.batch.executed import without_places


def test_a_failure_that_names_the_study_says_no_folder_of_this_machine(workplace: Callable) -> None:
    place = workplace("says_hello")
    notebook = place.notebooks / "says_hello.ipynb"
    raises = r"import os; raise OSError('no ' + os.environ['CJM_DATA'] + '/tiny/phases.yaml')"
    text = notebook.read_text("utf-8")
    notebook.write_text(text.replace(r"print(f\"hello {persona} of {study}\")", raises), "utf-8")
    (result,) = place.run("ana").values()
    assert result.status == "failed"
    assert "OSError: no …/phases.yaml" in result.entry.error
    assert not [path for path in place.reports.rglob("*.*") if str(place.root) in path.read_text("utf-8")]


def test_only_whole_folders_give_way(workplace: Callable) -> None:
    root = workplace().root
    assert without_places(f"{root}/a and {root}-b", [root]) == f"…/a and {root}-b"
