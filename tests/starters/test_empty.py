import re
import shutil
import subprocess
from pathlib import Path

import pytest

from cjm_research.errors import CjmError
from cjm_research.starters import write_empty
from cjm_research.starters.empty import EMPTY
from cjm_research.store import open_study, save, waiting
from cjm_research.store.document import read
from cjm_research.study import DEFAULT_LANES, Study

FILES = sorted(path.relative_to(EMPTY).as_posix() for path in EMPTY.rglob("*.yaml"))


@pytest.fixture
def empty(tmp_path: Path) -> Study:
    return open_study(write_empty(tmp_path / "new", title="Joining the city library"))


def test_an_empty_study_has_phases_and_lanes_and_nothing_else(empty):
    assert [phase.id for phase in empty.phases] == ["awareness", "consideration", "decision", "retention", "advocacy"]
    assert empty.about.lanes == DEFAULT_LANES
    for part in (empty.personas, empty.metrics, empty.sources, empty.touchpoints, empty.journeys):
        assert part == ()


@pytest.mark.parametrize("title", ["NO", "1.10", 'Say "hello": a study', "# seven", "Fähre & Brücke", "$title", "it's"])
def test_any_title_stays_the_text_it_is(tmp_path, title):
    assert open_study(write_empty(tmp_path / "new", title=title)).about.title == title


def test_a_blank_title_is_refused(tmp_path):
    with pytest.raises(CjmError, match="needs a title"):
        write_empty(tmp_path / "new", title=" ")


def test_nothing_is_written_over(tmp_path):
    (tmp_path / "thesis.txt").write_text("chapter one")
    with pytest.raises(CjmError, match="is not empty"):
        write_empty(tmp_path, title="x")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_guidance_survives_a_save(empty):
    before = (empty.folder / "objectives.yaml").read_text("utf-8")
    save(empty.replaced(about=empty.about.model_copy(update={"owner": "Ida"})))
    assert (empty.folder / "objectives.yaml").read_text("utf-8") == before
    assert "# Who keeps the maps true" in (empty.folder / "study.yaml").read_text("utf-8")


@pytest.mark.parametrize("name", [name for name in FILES if name != "study.yaml"])
def test_the_example_in_each_file_is_valid_when_the_note_signs_are_taken_off(name):
    lines = (EMPTY / name).read_text("utf-8").splitlines()
    parts: dict[str, list] = {}
    for field, block in _examples(lines):
        parts[field] = read(f"{field}:\n{block}", name)[field]
    assert parts
    if name == "phases.yaml":
        parts = {"phases": [{"id": "x", "title": "x"} | dict(read("\n".join(_uncommented(lines)), name))]}
    Study.model_validate({"about": {"title": "x"}, **parts})


def _uncommented(lines: list[str]) -> list[str]:
    return [line[4:] for line in lines if re.match(r"#   (  - |needs:|events:)", line)]


def _examples(lines: list[str]):
    """Yield each list's name with the commented example above it."""
    block: list[str] = []
    for line in lines:
        if found := re.match(r"(\w+):", line):
            yield found[1], "\n".join(block) or "  []"
            block = []
        elif re.match(r"#   - ", line) or (block and re.match(r"#     ", line)):
            block.append(line[1:])


def test_a_new_study_has_an_inbox_that_says_what_it_is_for_and_keeps_raw_files_out_of_git(empty):
    inbox = empty.folder / "inbox"
    assert waiting(empty.folder) == []
    assert "import" in (inbox / "README.md").read_text("utf-8")
    (inbox / "raw.csv").write_text("name\nIda\n")
    if shutil.which("git"):
        for command in (["init", "-q"], ["add", "-A"]):
            subprocess.run(["git", *command], cwd=empty.folder, check=True, capture_output=True)
        listed = subprocess.run(
            ["git", "ls-files", "inbox"], cwd=empty.folder, capture_output=True, text=True, check=True
        )
        assert listed.stdout.split() == ["inbox/.gitignore", "inbox/README.md"]
    assert [path.name for path in waiting(empty.folder)] == ["raw.csv"]
