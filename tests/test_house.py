"""The house itself: short lines and files, one direction, one noun for one thing."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "cjm_research"
SKIP = "# fmt:" + " skip"
QUESTIONS = PACKAGE / "analysis" / "journeys"

NO_QUESTION = {
    "disclosed": "which numbers may be told, planned over all questions",
    "distances": "how far apart two journeys are, a part of representative journeys",
    "pairs": "two groups held against each other, a part of differences",
    "removal": "the removal effect, a part of contribution",
    "crowd": "whose journeys a question is about",
    "engine": "the pieces of SQL every question is written in",
    "fitness": "how well a journey fits the map, a part of conformance",
    "folding": "rare branches told together, a part of paths and flow",
    "gathering": "how the lists are made",
    "journeys": "the two relations questions are put to",
    "log": "what a log is",
    "membership": "who belongs to which persona",
    "on_duckdb": "an engine",
    "on_spark": "an engine",
    "opening": "opens a log once",
    "survival": "the curve that time to the goal is drawn from",
    "tally": "how often something occurs, a part of other questions",
}
"""Modules of the journeys that are no question with a section of their own."""

TESTED_BY_OTHERS = {
    "distances": "test_representative",
    "engine": "test_engines",
    "pairs": "test_differences",
    "removal": "test_contribution",
    "fitness": "test_conformance",
    "folding": "test_paths",
    "gathering": "test_engines",
    "log": "test_journeys",
    "membership": "test_journeys",
    "on_duckdb": "test_engines",
    "on_spark": "test_engines",
    "opening": "test_cold_start",
    "tally": "test_classification",
}


def sources() -> list[Path]:
    """Return every Python file of the repository."""
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, check=False, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_no_line_is_kept_from_the_formatter_and_none_is_over_120() -> None:
    kept, long = [], []
    for path in sources():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            place = f"{path.relative_to(ROOT)}:{number}"
            kept += [place] * (SKIP in line)
            long += [place] * (len(line) > 120)
    assert kept == []
    assert long == []


def test_no_file_is_over_260_lines() -> None:
    sizes = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n") for path in sources()}
    assert {name: size for name, size in sizes.items() if size > 260} == {}


def imports_of(path: Path) -> set[str]:
    """Return the first names of what a file imports, wherever in it the import stands."""
    found = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    nodes = [node for node in found if isinstance(node, ast.Import | ast.ImportFrom)]
    return {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names} | {
        node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)
    }


@pytest.mark.parametrize("folder", ["benchmarks", "benchmarks/peers"])
def test_programs_that_measure_import_one_way(folder: str) -> None:
    files = {path.stem: path for path in (ROOT / folder).glob("*.py")}
    needs = {name: imports_of(path) & files.keys() for name, path in files.items()}
    while needs:
        ready = {name for name, wanted in needs.items() if not wanted & needs.keys()}
        assert ready, f"a circle among {sorted(needs)}"
        needs = {name: wanted for name, wanted in needs.items() if name not in ready}


def modules() -> list[str]:
    return sorted(path.stem for path in QUESTIONS.glob("*.py") if path.stem != "__init__")


def test_each_question_about_journeys_has_a_section_of_its_name() -> None:
    sections = {path.stem for path in (PACKAGE / "sections").glob("*.py")}
    assert [name for name in modules() if name not in sections and name not in NO_QUESTION] == []
    assert set(NO_QUESTION) <= set(modules())


def test_each_module_about_journeys_has_a_test_of_its_name_or_says_which_one_tests_it() -> None:
    tests = {path.stem for path in (ROOT / "tests" / "analysis" / "journeys").glob("test_*.py")}
    homes = {name: TESTED_BY_OTHERS.get(name, f"test_{name}") for name in modules()}
    assert {name: test for name, test in homes.items() if test not in tests} == {}
    assert [name for name in TESTED_BY_OTHERS if f"test_{name}" in tests] == []


def test_a_share_is_printed_by_one_function() -> None:
    own = re.compile(r"def _percent|:\.[01]%\}|100 \* [^}]*:\.[01]f\} %")
    places = [path for path in sources() if path.is_relative_to(PACKAGE) and path != PACKAGE / "printing.py"]
    assert [str(path.relative_to(ROOT)) for path in places if own.search(path.read_text(encoding="utf-8"))] == []


def test_each_rule_of_the_checks_stands_in_one_file() -> None:
    homes: dict[str, set[str]] = {}
    for path in sources():
        if path.is_relative_to(PACKAGE):
            for rule in re.findall(r'"([A-Z]{2,4}-\d{3})"', path.read_text(encoding="utf-8")):
                homes.setdefault(rule, set()).add(str(path.relative_to(PACKAGE)))
    assert {rule: files for rule, files in homes.items() if len(files) > 1} == {}
    assert len(homes) > 40
