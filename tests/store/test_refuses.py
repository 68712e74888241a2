"""What could mean two things, or harm the reader, is refused with file and line, and quickly."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from cjm_research import open_study
from cjm_research.errors import StudyFileError, UnknownIdError

if TYPE_CHECKING:
    from tests.store.conftest import Make

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join(['*' + old] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)

REFUSED = {
    "a duplicate key": ("phases:\n  - id: a\n    title: A\n    id: b\n", 4, "'id' stands here twice"),
    "a duplicate key in braces": ("phases:\n  - {id: a, title: A, id: b}\n", 2, "'id' stands here twice"),
    "a duplicate list": ("phases: []\nphases: []\n", 2, "'phases' stands here twice"),
    "an alias": ("phases:\n  - &x {id: a, title: A}\n  - *x\n", 2, "anchor or alias"),
    "an anchor alone": ("phases:\n  - id: a\n    title: &x A\n", 3, "anchor or alias"),
    "a merge key": ("phases:\n  - <<: {id: a}\n    title: A\n", 2, "<< is not a field here"),
    "a python tag": ("phases:\n  - id: !!python/object/apply:os.system [ls]\n", 2, "uses the tag"),
    "a plain tag": ("phases:\n  - id: !!str a\n", 2, "uses the tag"),
    "an unknown tag": ("phases:\n  - id: !x a\n", 2, "uses the tag !x"),
    "two documents": ("phases: []\n---\nphases: []\n", 2, "second document"),
    "conflict marks": (
        "phases:\n<<<<<<< HEAD\n  - {id: a, title: A}\n=======\n  - {id: b, title: B}\n>>>>>>> x\n",
        2,
        "marks of a git conflict",
    ),
    "conflict marks in a text": (
        "phases:\n  - id: a\n    title: A\n    goal: |\n      x\n<<<<<<< HEAD\n",
        6,
        "marks of a git conflict",
    ),
    "a list without end": ("phases: [\n", 2, "not valid YAML"),
    "a tab before a field": ("phases:\n\t- id: a\n", 2, "not valid YAML"),
    "no fields": ("- a\n", 1, "must hold named fields"),
    "a list of lists": ("phases: " + "[" * 5000 + "]" * 5000 + "\n", 1, "more than 32 levels"),
    "deep braces": ("phases: " + "{a: " * 5000 + "}" * 5000 + "\n", 1, "more than 32 levels"),
    "deep dashes": ("phases:\n" + "".join(" " * n + "-\n" for n in range(1, 100)), 33, "more than 32 levels"),
    "a bomb": (BOMB, 1, "anchor or alias"),
    "latin-1": (b"phases: []\n# caf\xe9\n", 2, "not UTF-8"),
    "UTF-16": ("phases: []\n".encode("utf-16"), 1, "not UTF-8"),
    "an unknown list": ("phase:\n  - {id: a, title: A}\n", 1, "does not take the field 'phase'. It takes: phases"),
    "an unknown blank list": ("phases: []\nphase:\n", 2, "does not take the field 'phase'"),
    "an unknown field": ("phases:\n  - id: a\n    titel: A\n", 3, r"titel is not a field here. Did you mean 'title'\?"),
    "an unknown blank field": ("phases:\n  - id: a\n    title: A\n    gaol:\n", 4, r"Did you mean 'goal'\?"),
    "an unknown field of a claim": (
        "phases:\n  - id: a\n    title: A\n    needs:\n      - text: x\n        evidnce: [s]\n",
        6,
        r"Did you mean 'evidence'\?",
    ),
    "a missing field": ("phases:\n  - title: A\n", 2, r"phases\[0\].id is missing"),
    "an id that is no file name": ("phases:\n  - {id: A/B, title: A}\n", 2, "is 'A/B'. Use small letters"),
    "an id reserved on Windows": ("phases:\n  - {id: con, title: A}\n", 2, "reserved file name"),
    "a value where a list belongs": ("phases: a\n", 1, "must be a list of entries"),
    "a word where a record belongs": ("phases:\n  - a\n", 2, "must be a group of named fields"),
    "an id that stands twice": ("phases:\n  - {id: a, title: A}\n  - {id: a, title: B}\n", 1, "holds 'a' twice"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_file_and_line_within_seconds(case: str, make: Make) -> None:
    content, line, problem = REFUSED[case]
    folder = make({"phases.yaml": content})
    start = time.process_time()
    with pytest.raises(StudyFileError, match=problem) as refusal:
        open_study(folder)
    assert time.process_time() - start < 1
    assert (refusal.value.path, refusal.value.line) == ("phases.yaml", line)
    assert str(refusal.value).startswith(f"phases.yaml, line {line}: ")
    assert len(str(refusal.value)) < 400


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("study.yaml", "format: 1\nscope: x\n", "study.yaml: title is missing"),
        (
            "study.yaml",
            "format: 1\ntitle: x\nscoop: y\n",
            r"study.yaml, line 3: scoop is not a field here. Did you mean 'scope'\?",
        ),
        (
            "study.yaml",
            "format: 1\ntitle: x\nthresholds:\n  min_grop: 6\n",
            r"line 4: thresholds.min_grop .* 'min_group'\?",
        ),
        ("study.yaml", "format: 1\ntitle: x\nfolder: /etc\n", "line 3: folder is not a field here"),
        ("study.yaml", "format: 1\ntitle: x\nreview_every: soon\n", "line 3: review_every is 'soon'. Enter a number"),
        ("study.yaml", f"format: 1\ntitle: x\nreview_every: {'9' * 5000}\n", "line 3: review_every is '999"),
        ("study.yaml", "format: 1\ntitle: x\nallow_phase_override: maybe\n", "line 3: .* is 'maybe'. Enter yes or no"),
        ("study.yaml", 'format: 1\ntitle: "\\ud800"\n', "line 2: title holds half a character"),
        ("study.yaml", "format: 1\ntitle: [x]\n", "line 2: title must be one text"),
        ("study.yaml", "format: 1\ntitle: x\n? [a, b]\n: c\n", "must have a name that is one text"),
        ("study.yaml", "format: 1\ntitle: x\nrating_scale: {low: 5, high: 5}\n", "line 3: .* must be more than low"),
        (
            "study.yaml",
            "format: 1\ntitle: x\nlanes: [{id: a, title: A}, {id: a, title: B}]\n",
            "line 3: lanes holds 'a' twice",
        ),
        ("study.yaml", bytes(range(256)), "not UTF-8|invisible"),
        ("objectives.yaml", "objectives: [{id: a, title: A, due: 31.12.2026}]\n", "is '31.12.2026'. Enter a date"),
        ("objectives.yaml", "objectives: [{id: a, title: A, target: .nan}]\n", "Enter a number|finite"),
        ("evidence/sources.yaml", "sources: [{id: a, title: A, kind: survey, file: ../x}]\n", "plain path inside"),
        ("evidence/sources.yaml", "sources: [{id: a, title: A, kind: sruvey}]\n", "is 'sruvey'. It can be: 'events'"),
        ("journeys/ben.yaml", "persona: ana\n", "journeys/ben.yaml: has another persona inside"),
        (
            "journeys/ana.yaml",
            "persona: ana\nsteps: [{id: s, phase: p, title: S}, {id: s, phase: p, title: T}]\n",
            "journeys/ana.yaml, line 2: steps holds 's' twice",
        ),
        (
            "journeys/ana.yaml",
            "persona: ana\nsteps:\n  - id: s\n    phase: p\n    title: S\n    lanes:\n      Pains: []\n",
            "line 7: steps.0..lanes.Pains is 'Pains'. Use small letters",
        ),
        ("reviews/today.yaml", "date: 2026-01-01\nreviewer: x\n", "reviews/today.yaml: has another date inside"),
    ],
)
def test_a_wrong_value_is_named_where_it_stands(name: str, content: str | bytes, problem: str, make: Make) -> None:
    with pytest.raises(StudyFileError, match=problem) as refusal:
        open_study(make({name: content}))
    assert refusal.value.path == name
    assert len(str(refusal.value)) < 400


def test_a_misspelt_field_is_named_before_the_one_it_leaves_missing(make: Make) -> None:
    with pytest.raises(StudyFileError, match=r"titel is not a field here.* 1 more like this\."):
        open_study(make({"phases.yaml": "phases:\n  - id: a\n    titel: A\n"}))


def test_over_a_megabyte_is_refused_unread(make: Make) -> None:
    with pytest.raises(StudyFileError, match=r"phases\.yaml: is larger than 1 MB"):
        open_study(make({"phases.yaml": "# " + "x" * 1_000_001}))


@pytest.mark.parametrize("name", ["phases.yaml", "journeys/ana.yaml"])
def test_a_folder_where_a_file_belongs_is_no_empty_part(name: str, make: Make) -> None:
    folder = make()
    (folder / name).mkdir(parents=True)
    with pytest.raises(StudyFileError, match=f"{name}: is a folder"):
        open_study(folder)


def test_a_folder_without_study_yaml_is_called_no_study(make: Make) -> None:
    folder = make()
    (folder / "study.yaml").unlink()
    with pytest.raises(StudyFileError, match=r"tiny/study\.yaml: is missing, so this folder is no study"):
        open_study(folder)


def test_a_file_given_as_a_study_is_told_to_name_its_folder(make: Make) -> None:
    with pytest.raises(StudyFileError, match=r"study\.yaml: is a file. Name the folder"):
        open_study(make() / "study.yaml")


def test_an_unknown_name_lists_the_studies_and_a_close_one(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make()
    monkeypatch.setenv("CJM_DATA", str(folder.parent))
    monkeypatch.chdir(folder)
    with pytest.raises(UnknownIdError, match=r"There is no study 'tinny'. There is: tiny. Did you mean 'tiny'\?"):
        open_study("tinny")


def test_a_name_is_found_in_cjm_data_and_upwards(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make()
    monkeypatch.setenv("CJM_DATA", str(folder.parent))
    assert open_study("tiny").folder == folder.resolve()
    monkeypatch.delenv("CJM_DATA")
    home = folder.parent / "project"
    (home / "data").mkdir(parents=True)
    (home / "notebooks").mkdir()
    folder.rename(home / "data" / "tiny")
    monkeypatch.chdir(home / "notebooks")
    assert open_study("tiny").folder == (home / "data" / "tiny").resolve()


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfformat: 1\ntitle: Tiny\n",
        b"format: 1\r\ntitle: Tiny\r\n",
        b"%YAML 1.1\n---\nformat: 1\ntitle: Tiny\n",
    ],
)
def test_what_other_editors_put_around_a_file_is_no_problem(content: bytes, make: Make) -> None:
    assert open_study(make({"study.yaml": content})).about.title == "Tiny"


@pytest.mark.parametrize("content", ["", "# nothing yet\n", "phases:\n", "phases: []\n", "phases: ''\n"])
def test_an_empty_file_is_an_empty_part(content: str, make: Make) -> None:
    assert open_study(make({"phases.yaml": content})).phases == ()
