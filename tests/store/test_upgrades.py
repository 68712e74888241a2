"""A study says its format; one of before becomes one of today with every word and comment in its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cjm_research import open_study, store
from cjm_research.cli import app
from cjm_research.errors import StudyFileError
from cjm_research.starters.demo import DEMO
from cjm_research.starters.empty import EMPTY
from cjm_research.store import files, upgrades
from cjm_research.store.format import FORMAT
from cjm_research.store.merge import set_first
from cjm_research.store.upgrades import STEPS, Step, upgrade_of

ROOT = Path(__file__).parents[2]
STUDIES = ROOT / "tests" / "studies"
FROZEN = sorted(STUDIES.glob("format_*"))


def contents(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("[!.]*.*"))}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A copy of the study as it was before formats were counted."""
    return Path(shutil.copytree(STUDIES / "format_0", tmp_path / "old"))


def cjm(*words: object, typed: str = "") -> tuple[int, str]:
    done = CliRunner().invoke(app, list(map(str, words)), input=typed)
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.output


def test_the_steps_lead_one_by_one_to_the_format_of_today() -> None:
    assert [step.to for step in STEPS] == list(range(1, FORMAT + 1))
    assert [folder.name for folder in FROZEN] == [f"format_{step.to - 1}" for step in STEPS]


@pytest.mark.parametrize("frozen", FROZEN, ids=lambda folder: folder.name)
def test_a_study_of_each_format_there_was_opens_after_its_upgrade(frozen: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(frozen, tmp_path / "study"))
    made = upgrade_of(folder).make()
    assert open_study(folder) == made
    assert upgrade_of(folder).steps == ()


def test_the_first_upgrade_adds_a_line_and_keeps_every_other_character(old: Path) -> None:
    before = contents(old)
    upgrade_of(old).make()
    after = contents(old)
    assert {name for name in before if before[name] != after[name]} == {"study.yaml"}
    assert before.keys() == after.keys()
    lines = after["study.yaml"].splitlines()
    assert [line for line in lines if line != "format: 1"] == before["study.yaml"].splitlines()
    assert lines[lines.index("format: 1") + 1].startswith("title:")


def test_nothing_of_the_old_study_is_lost(old: Path) -> None:
    study = upgrade_of(old).make()
    assert study.about.title == "Joining the library"
    assert study.about.thresholds.min_group == 6
    assert [wave.id for wave in study.about.waves] == ["winter", "spring"]
    assert study.persona("omar").summary == "Reads at night.\nPays for nothing.\n"
    assert study.persona_model("types").fit.centres == ((-1.0, 1.0, 0.0), (1.0, 0.0, 1.0))
    assert study.metric("stays").only[1].any_of == ("student", "reader")
    assert study.journey("omar").steps[0].lanes["actions"][0].evidence == ("talks#q1",)
    assert study.opportunities[0].ranges[0].at_most == 40
    assert study.reviews[0].frozen[0].text == "Asks"
    assert study.source("survey").questions[0].options == ("1", "5")
    assert study.source("talks").coding[0].words == ("fee",)
    empty = {part for part in type(study).model_fields if not getattr(study, part)}
    assert empty == set()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: T\n", "format: 1\ntitle: T\n"),
        ("# why\n\ntitle: T", "# why\n\nformat: 1\ntitle: T"),
        ("\ufefftitle: T\r\nscope: S\r\n", "\ufeffformat: 1\r\ntitle: T\r\nscope: S\r\n"),
        ("%YAML 1.1\n---\ntitle: T\n", "%YAML 1.1\n---\nformat: 1\ntitle: T\n"),
        ("  title: T\n  scope: S\n", "  format: 1\n  title: T\n  scope: S\n"),
        ("{title: T, scope: S}\n", "{format: 1, title: T, scope: S}\n"),
        ('"title": T\n', 'format: 1\n"title": T\n'),
        ("title: T\nformat: 0  # old\n", "title: T\nformat: 1  # old\n"),
        ("# nothing\n", "# nothing\nformat: 1\n"),
    ],
)
def test_the_format_goes_above_the_first_field_however_the_file_is_written(before: str, after: str) -> None:
    assert set_first(before, "format", 1) == after


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "study.yaml: this study has format 0; this version reads format 1. Run cjm upgrade tiny to see and make"),
        ("format: 0\n", "study.yaml: this study has format 0; this version reads format 1."),
        ("format: 3\n", "study.yaml: this study has format 3, newer than this program, which reads format 1. Install"),
        ("format: one\n", "study.yaml, line 1: format must be a whole number, such as 1."),
        ("format: -1\n", "study.yaml, line 1: format must be a whole number, such as 1."),
        ("format: [1]\n", "study.yaml, line 1: format must be a whole number, such as 1."),
        ("format:\n", "study.yaml, line 1: format must be a whole number, such as 1."),
    ],
)
def test_another_format_is_refused_in_a_sentence(
    line: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "study.yaml").write_text(f"{line}title: Tiny\nno such field: x\n")
    (tmp_path / "tiny" / "phases.yaml").write_text("a file [ of another time\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StudyFileError) as refusal:
        open_study("tiny")
    assert str(refusal.value).startswith(says)


@pytest.mark.parametrize("words", [("check",), ("report",), ("forget", "P1"), ("trace", "fee"), ("export", "tracker")])
def test_every_command_but_upgrade_names_it(words: tuple[str, ...], old: Path) -> None:
    verb = words[:2] if words[0] == "export" else words[:1]
    code, said = cjm(*verb, old, *words[len(verb) :])
    assert code == 2
    assert "this study has format 0" in said
    assert "Run cjm upgrade " in said


def test_a_preview_shows_the_lines_and_writes_nothing(old: Path) -> None:
    before = contents(old)
    code, said = cjm("upgrade", old, "--preview")
    assert (code, contents(old)) == (0, before)
    assert "This study has format 0.\nFormat 1: study.yaml says" in said
    assert "\n+format: 1\n" in said
    assert said.endswith("Nothing is written. Without --preview it would be.\n")


@pytest.mark.parametrize(
    ("typed", "code", "says"), [("n\n", 1, "Nothing was changed."), ("y\n", 0, "Changed."), ("", 1, "Aborted")]
)
def test_nothing_is_written_before_somebody_agrees(typed: str, code: int, says: str, old: Path) -> None:
    before = contents(old)
    done, said = cjm("upgrade", old, typed=typed)
    assert (done, says in said, contents(old) == before) == (code, True, bool(code))


def test_yes_does_not_ask_and_once_is_enough(old: Path) -> None:
    assert cjm("upgrade", old, "--yes")[0] == 0
    after = contents(old)
    assert cjm("upgrade", old, "--yes") == (0, "This study has format 1 already. Nothing is to be changed.\n")
    assert contents(old) == after


def test_a_study_that_would_not_open_is_not_upgraded(old: Path) -> None:
    (old / "phases.yaml").write_text("phases: [{id: look}]\n")
    before = contents(old)
    code, said = cjm("upgrade", old, "--yes")
    assert (code, contents(old)) == (2, before)
    assert said.startswith("phases.yaml, line 1: phases[0].title is missing.")


def test_a_file_that_changed_meanwhile_stops_the_upgrade(old: Path) -> None:
    upgrade = upgrade_of(old)
    (old / "insights.yaml").write_text("insights: []\n")
    before = contents(old)
    with pytest.raises(StudyFileError, match=r"insights\.yaml: has changed meanwhile. Nothing was upgraded"):
        upgrade.make()
    assert contents(old) == before


def test_several_files_are_upgraded_together_or_not_at_all(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def moved(texts: dict[str, str]) -> dict[str, str]:
        texts["codes.yaml"] = texts["codes.yaml"].replace("Money", "Cost")
        texts["journeys/ruth.yaml"] = "persona: ruth\n"
        return {name: text for name, text in texts.items() if name != "insights.yaml"}

    monkeypatch.setattr(upgrades, "STEPS", (Step(1, "Moved.", moved),))
    before = contents(old)
    upgrade = upgrade_of(old)
    assert "-  - {id: fee-hurts" in upgrade.diff
    assert "+persona: ruth\n" in upgrade.diff
    write = files.atomic_write
    monkeypatch.setattr(files, "atomic_write", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(StudyFileError, match="no space left on device"):
        upgrade.make()
    assert contents(old) == before
    monkeypatch.setattr(files, "atomic_write", write)
    study = upgrade.make()
    assert (study.code("money").name, study.insights, [one.persona for one in study.journeys]) == (
        "Cost",
        (),
        ["omar", "ruth"],
    )
    assert not (old / "insights.yaml").exists()


def test_a_save_keeps_the_format_and_a_new_file_begins_with_it(old: Path) -> None:
    study = upgrade_of(old).make()
    store.save(study.replaced(about=study.about.model_copy(update={"owner": "Bo"})))
    assert "\nformat: 1\ntitle:" in (old / "study.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    "folder",
    [
        DEMO,
        EMPTY,
        ROOT / "data" / "demo",
        *sorted(STUDIES.glob("[!f]*")),
        *sorted((ROOT / "tests" / "real").glob("[!_]*/")),
    ],
    ids=lambda folder: folder.name,
)
def test_every_study_of_ours_begins_with_the_format_of_today(folder: Path) -> None:
    text = (folder / "study.yaml").read_text("utf-8")
    first = next(line for line in text.splitlines() if line and not line.startswith("#"))
    assert first.split("#")[0].strip() == f"format: {FORMAT}"
