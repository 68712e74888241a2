"""``cjm import``, ``cjm forget`` and ``cjm check --privacy`` at the keyboard."""

import hashlib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cjm_research import starters, store
from cjm_research.cli import app


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    starters.write_empty(tmp_path / "data" / "mine", title="Mine")
    (tmp_path / "s.csv").write_text("participant,score,said\nP1,5,fine\nP2,4,mail jo@example.org\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def cjm(*words: str, typed: str = "") -> tuple[int, str]:
    done = CliRunner().invoke(app, list(words), input=typed)
    assert "Traceback" not in done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.output


def everything(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


IMPORT = ("import", "survey", "s.csv", "--study", "mine", "--column", "participant=participant")


def test_an_import_prints_its_report_and_what_it_made(home: Path) -> None:
    code, said = cjm(*IMPORT, "--title", "Spring", "--consent", "asked", "--yes")
    assert code == 0
    assert "2 in, 2 kept, 0 dropped" in said
    assert "e-mail address in 'said' replaced by [e-mail address]" in said
    assert "The original is not kept" in said
    assert "Imported as 's': evidence/s.csv." in said
    assert store.open_study("mine").source("s").consent == "asked"


def test_a_preview_writes_nothing_and_says_so(home: Path) -> None:
    before = everything(home)
    code, said = cjm(*IMPORT, "--preview")
    assert (code, everything(home)) == (0, before)
    assert "Nothing is written." in said


@pytest.mark.parametrize(("typed", "code"), [("n\n", 1), ("y\n", 0)])
def test_nothing_is_written_before_somebody_agrees(home: Path, typed: str, code: int) -> None:
    before = everything(home)
    assert cjm(*IMPORT, typed=typed)[0] == code
    assert (everything(home) == before) is bool(code)


def test_the_same_again_changes_nothing_and_says_so(home: Path) -> None:
    cjm(*IMPORT, "--yes")
    before = everything(home)
    code, said = cjm(*IMPORT, "--yes")
    assert (code, everything(home)) == (0, before)
    assert "already in the study as 's'. Nothing was changed." in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("import", "survey", "no.csv", "--study", "mine"), "no.csv: is not there."),
        (("import", "dream", "s.csv", "--study", "mine"), "There is no kind of evidence 'dream'."),
        (("import", "survey", "--study", "mine"), "cjm import survey needs a file."),
        (
            ("import", "secondary", "--study", "mine", "--title", "T"),
            "A secondary source needs --publisher, --date, --claim",
        ),
        (("import", "survey", "s.csv", "--study", "mine", "-c", "mood=x"), "--column mood=x: write ROLE=NAME."),
        (("import", "survey", "s.csv", "--study", "mine", "--encoding", "klingon"), "no such encoding"),
        (("import", "survey", "s.csv", "--study", "mine", "--id", "../x"), "'../x' is no id."),
        (("import", "survey", "s.csv", "--study", "yours"), "There is no study 'yours'."),
        (("forget", "mine", "P9"), "Nobody in this study has the id 'P9'."),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2(home: Path, words: tuple[str, ...], sentence: str) -> None:
    before = everything(home)
    code, said = cjm(*words)
    assert code == 2
    assert sentence in said
    assert everything(home) == before


def test_a_secondary_source_is_registered_without_a_file(home: Path) -> None:
    said = (
        "--title",
        "T",
        "--publisher",
        "P",
        "--date",
        "2026-01-02",
        "--claim",
        "Half rent.",
        "--address",
        "https://example.org",
    )
    assert cjm("import", "secondary", "--study", "mine", *said)[0] == 0
    assert store.open_study("mine").source("p-t").claim == "Half rent."
    assert "already" in cjm("import", "secondary", "--study", "mine", *said)[1]
    assert cjm("import", "secondary", "--study", "mine", *said[:4], "--date", "May", *said[6:])[0] == 2


def test_privacy_is_clean_after_an_import_and_fails_on_what_is_left(home: Path) -> None:
    cjm(*IMPORT, "--yes")
    assert cjm("check", "--privacy", "mine")[0] == 0
    (home / "data" / "mine" / "evidence" / "note.md").write_text("Call +49 30 1234567.")
    code, said = cjm("check", "--privacy", "mine")
    assert code == 1
    assert "PRV-002" in said
    assert "1234567" not in said


def test_a_person_who_is_forgotten_leaves_and_the_reports_to_rebuild_are_named(home: Path) -> None:
    cjm(*IMPORT, "--yes")
    code, said = cjm("forget", "mine", "P2")
    assert code == 0
    assert "1 row left 's'." in said
    assert "cjm report mine" in said
    assert "P2" not in (home / "data" / "mine" / "evidence" / "s.csv").read_text()
