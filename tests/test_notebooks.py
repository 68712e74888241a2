"""The rules for notebooks: choices and words, no logic; stored with outputs; nothing of one machine."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[1] / "notebooks"
NAMES = (
    "01_objectives",
    "02_research",
    "03_personas",
    "04_phases",
    "05_touchpoints",
    "06_obstacles",
    "07_review",
    "08_compare",
)
LONGEST = 8  # lines of code in a cell; more belongs in the package
PARAMETER = re.compile(r"[a-z][a-z0-9_]*: (str|int|float|bool|list) = .+  # \S.*")
PATH = re.compile(r"^[/~.]|\\|\w/\w|\.(ya?ml|csv|parquet|json|html|ipynb)\b")
LOGIC = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)

each_notebook = pytest.mark.parametrize("name", NAMES)


def read(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def tags(cell: dict[str, Any]) -> list[str]:
    return cell["metadata"].get("tags", [])


def code_cells(name: str) -> list[dict[str, Any]]:
    return [cell for cell in read(name)["cells"] if cell["cell_type"] == "code"]


def nodes(name: str) -> Iterator[tuple[int, ast.AST]]:
    for number, cell in enumerate(code_cells(name), start=1):
        for node in ast.walk(ast.parse(source(cell), filename=f"{name}, code cell {number}")):
            yield number, node


def test_notebooks_are_the_seven_steps_and_the_comparison() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == list(NAMES)


@each_notebook
def test_a_notebook_opens_with_its_question(name: str) -> None:
    first = read(name)["cells"][0]
    assert first["cell_type"] == "markdown"
    assert source(first).startswith("# ")


@each_notebook
def test_the_first_code_cell_and_no_other_holds_the_parameters(name: str) -> None:
    assert [number for number, cell in enumerate(code_cells(name)) if "parameters" in tags(cell)] == [0]


@each_notebook
def test_parameters_are_typed_explained_and_begin_with_study_and_persona(name: str) -> None:
    lines = source(code_cells(name)[0]).splitlines()
    assert [line for line in lines if not PARAMETER.fullmatch(line)] == []
    assert [line.partition(":")[0] for line in lines[:2]] == ["study", "persona"]
    for line in lines:
        given = ast.parse(line).body[0]
        assert isinstance(given, ast.AnnAssign)
        assert type(ast.literal_eval(given.value)).__name__ == ast.unparse(given.annotation), line


@each_notebook
def test_a_notebook_holds_no_logic(name: str) -> None:
    found = [f"code cell {number}: {type(node).__name__}" for number, node in nodes(name) if isinstance(node, LOGIC)]
    joins = [
        f"code cell {number}: .{node.attr}()"
        for number, node in nodes(name)
        if isinstance(node, ast.Attribute) and node.attr in {"join", "merge"}
    ]
    assert found + joins == []


@each_notebook
def test_a_cell_is_short(name: str) -> None:
    lengths = [len([line for line in source(cell).splitlines() if line.strip()]) for cell in code_cells(name)]
    assert [f"code cell {number}: {n} lines" for number, n in enumerate(lengths, start=1) if n > LONGEST] == []


@each_notebook
def test_a_notebook_spells_no_path(name: str) -> None:
    spelled = [
        f"code cell {number}: {node.value!r}"
        for number, node in nodes(name)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and PATH.search(node.value)
    ]
    assert spelled == []


@each_notebook
def test_a_notebook_was_run_from_top_to_bottom_without_error(name: str) -> None:
    cells = code_cells(name)
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1)), "run `make notebooks`"
    kinds = {output["output_type"] for cell in cells for output in cell["outputs"]}
    assert "error" not in kinds


@each_notebook
def test_no_cell_is_left_out_when_outputs_are_compared(name: str) -> None:
    assert {tag for cell in code_cells(name) for tag in tags(cell)} == {"parameters"}
    assert not [cell for cell in code_cells(name) if "NBVAL" in source(cell)]


@each_notebook
def test_metadata_says_nothing_of_one_run(name: str) -> None:
    notebook = read(name)
    assert notebook["metadata"].keys() <= {"kernelspec", "language_info"}
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert {key for cell in notebook["cells"] for key in cell["metadata"]} <= {"tags"}
