"""``cjm`` at the keyboard: exit codes, one sentence per refusal, no traceback, quick to start."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cjm_research import open_study
from cjm_research.cli import app

ROOT = Path(__file__).parents[1]
STUDIES = ROOT / "tests" / "studies"
DEMO = ROOT / "data" / "demo"


def cjm(*arguments: object) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def shell(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return Path(shutil.copytree(STUDIES / "sound", tmp_path / "sound"))


def test_check_exits_0_where_nothing_is_wrong() -> None:
    result = cjm("check", STUDIES / "sound")
    assert (result.exit_code, result.stdout) == (0, "0 errors, 0 warnings, 0 notes\n")


def test_check_exits_0_where_there_are_only_warnings() -> None:
    result = cjm("check", STUDIES / "orphan_touchpoint")
    assert result.exit_code == 0
    assert "warning  LNK-002  touchpoints/kiosk: Kiosk: no map shows it." in result.stdout


def test_check_exits_1_where_there_is_an_error_and_prints_them_all() -> None:
    result = cjm("check", STUDIES / "another_phase_order")
    assert result.exit_code == 1
    assert [line[:17] for line in result.stdout.splitlines()[:3]] == [
        f"error    {rule}" + " " for rule in ("MAP-001", "MAP-005", "PER-010")
    ]


def test_notes_are_printed_on_request() -> None:
    assert "EVD-001" not in cjm("check", STUDIES / "no_evidence").stdout
    assert "note     EVD-001" in cjm("check", STUDIES / "no_evidence", "--notes").stdout


def test_check_as_json_is_json_with_the_same_exit_code() -> None:
    result = cjm("check", STUDIES / "another_phase_order", "--format", "json")
    assert result.exit_code == 1
    assert {"MAP-001", "REV-000"} <= {finding["rule"] for finding in json.loads(result.stdout)}
    assert json.loads(cjm("check", STUDIES / "sound", "--format", "json").stdout) == []


def test_changing_the_phases_of_one_persona_fails_the_check_and_names_it(tmp_path: Path) -> None:
    demo = Path(shutil.copytree(DEMO, tmp_path / "demo"))
    assert cjm("check", demo).exit_code == 0
    journey = demo / "journeys" / "jonas.yaml"
    journey.write_text(journey.read_text() + "\nphases: [awareness, decision, consideration, retention, advocacy]\n")
    result = cjm("check", demo)
    assert result.exit_code == 1
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("error")]
    assert line.startswith("error    MAP-001  journeys/jonas.phases: The map of Jonas")
    assert "awareness, decision, consideration" in line


def test_the_least_share_of_evidence_is_asked_for_in_percent() -> None:
    assert cjm("check", STUDIES / "sound", "--min-evidence", "100").exit_code == 0
    result = cjm("check", STUDIES / "no_evidence", "--min-evidence", "50")
    assert result.exit_code == 1
    assert "EVD-030  journeys/ana: 0 of 1 cells rest on evidence, which is 0 %" in result.stdout
    assert cjm("check", STUDIES / "sound", "--min-evidence", "101").exit_code == 2


def test_an_unknown_study_is_a_sentence_with_a_close_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("CJM_DATA", raising=False)
    result = cjm("check", "dmeo")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("There is no study 'dmeo'. There is: ")
    assert result.stderr.endswith("Did you mean 'demo'?\n")


HOSTILE = {
    "broken YAML": (b"phases: [\n", "phases.yaml, line 2: is not valid YAML"),
    "a binary file": (b"\x89PNG\r\n\x1a\n\x00\x00", "phases.yaml, line 1: is not UTF-8 text"),
    "NULs": (b"phases: \x00\n", "phases.yaml, line 1: holds the invisible character U+0000"),
    "a bomb": (b"phases: &a [1]\nb: *a\n", "phases.yaml, line 1: uses an anchor"),
    "conflict marks": (b"<<<<<<< HEAD\nphases: []\n", "phases.yaml, line 1: holds the marks of a git conflict"),
    "an unknown field": (
        b"phases:\n  - {id: a, titel: A}\n",
        "phases.yaml, line 2: phases[0].titel is not a field here.",
    ),
    "too much": (b"#" * 1_000_001, "phases.yaml: is larger than 1 MB"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_file_that_cannot_be_read_is_one_sentence_and_exit_2(case: str, sound: Path) -> None:
    content, sentence = HOSTILE[case]
    (sound / "phases.yaml").write_bytes(content)
    result = cjm("check", sound)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(sentence)
    assert result.stderr.count("\n") == 1
    assert str(sound) not in result.stderr


def test_a_folder_in_place_of_a_file_is_one_sentence(sound: Path) -> None:
    (sound / "phases.yaml").unlink()
    (sound / "phases.yaml").mkdir()
    result = cjm("check", sound)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("phases.yaml: is a folder.")


def test_a_file_in_place_of_the_study_and_a_folder_without_one_are_sentences(sound: Path) -> None:
    assert cjm("check", sound / "study.yaml").stderr.startswith("study.yaml: is a file. Name the folder")
    assert cjm("check", sound / "evidence").stderr.startswith("evidence/study.yaml: is missing")
    assert cjm("check", sound / "evidence").exit_code == 2


def test_what_the_disk_refuses_is_a_sentence_and_exit_2(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opens = Path.open

    def refuses(path: Path, *arguments: object, **keywords: object) -> object:
        if path.name == "survey.csv":  # opened to compare its sha256
            raise PermissionError(13, "Permission denied", str(path))
        return opens(path, *arguments, **keywords)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuses)
    result = cjm("check", sound)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "survey.csv: Permission denied.\n"


def test_new_makes_a_study_that_opens_and_says_what_is_missing(tmp_path: Path) -> None:
    result = cjm("new", tmp_path / "mine", "--title", "NO: a #1 study")
    assert result.exit_code == 0
    assert open_study(tmp_path / "mine").about.title == "NO: a #1 study"
    assert cjm("check", tmp_path / "mine").exit_code == 0


def test_demo_makes_a_study_without_errors(tmp_path: Path) -> None:
    assert cjm("demo", tmp_path / "demo", "--customers", 200).exit_code == 0
    assert cjm("check", tmp_path / "demo").exit_code == 0


@pytest.mark.parametrize("command", ["new", "demo"])
def test_nobodys_folder_is_written_over(command: str, sound: Path) -> None:
    before = sorted(sound.rglob("*"))
    result = cjm(command, sound)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("sound: is not empty, and a new study would write over it.")
    assert sorted(sound.rglob("*")) == before


@pytest.mark.parametrize("command", ["new", "demo"])
def test_a_place_below_a_file_is_one_sentence(command: str, sound: Path) -> None:
    result = cjm(command, sound / "study.yaml" / "mine")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [["chek"], ["check"], ["check", "demo", "--format", "xml"], ["demo", "x", "--seed", "-1"]]
)
def test_wrong_use_exits_2(arguments: list[str]) -> None:
    assert cjm(*arguments).exit_code == 2


def test_help_comes_without_the_heavy_libraries() -> None:
    heavy = ("pandas", "altair", "duckdb", "papermill", "ipywidgets", "numpy", "scipy", "ruamel")
    code = (
        "import sys; sys.argv = ['cjm', '--help']\n"
        "from cjm_research.cli import app\n"
        "try: app()\nexcept SystemExit: pass\n"
        f"print('LOADED', [name for name in {heavy} if name in sys.modules])"
    )
    result = shell("-c", code)
    assert "LOADED []" in result.stdout
    assert all(command in result.stdout for command in ("report", "check", "new", "demo"))


def test_the_package_itself_imports_nothing_heavy() -> None:
    code = "import sys, cjm_research; print(sorted({'pandas', 'pydantic', 'ruamel.yaml', 'typer'} & set(sys.modules)))"
    assert shell("-c", code).stdout == "[]\n"


def test_python_m_is_the_same_command() -> None:
    result = shell("-m", "cjm_research", "--help")
    assert result.returncode == 0
    assert "Make customer journey maps" in result.stdout


def test_exit_codes_reach_the_shell() -> None:
    codes = [
        shell("-m", "cjm_research", "check", name).returncode
        for name in (STUDIES / "sound", STUDIES / "no_evidence", STUDIES / "nowhere")
    ]
    assert codes == [0, 1, 2]


def test_a_reader_who_leaves_early_sees_no_traceback() -> None:
    command = [sys.executable, "-m", "cjm_research", "check", str(STUDIES / "no_evidence")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=os.environ)
    assert process.stdout
    process.stdout.close()
    assert process.stderr
    assert b"Traceback" not in process.stderr.read()
    process.stderr.close()
    process.wait()
