"""Comments, order, quoting and layout that a person wrote survive a save."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cjm_research import open_study, store
from cjm_research.study import Claim, Study

if TYPE_CHECKING:
    from tests.store.conftest import Make

DEMO = Path(__file__).parents[2] / "data" / "demo"

Change = Callable[..., Study]


def bytes_of(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def changed_lines(before: bytes, after: bytes) -> list[tuple[bytes, bytes]]:
    old, new = before.split(b"\n"), after.split(b"\n")
    assert len(old) == len(new)
    return [(one, other) for one, other in zip(old, new, strict=True) if one != other]


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEMO, tmp_path / "demo", ignore=shutil.ignore_patterns(".*")))


def test_saving_an_unchanged_study_changes_no_byte(demo: Path) -> None:
    before = bytes_of(demo)
    store.save(open_study(demo))
    store.save(open_study(demo).replaced())
    assert bytes_of(demo) == before


def test_one_changed_field_changes_one_line_of_one_file(demo: Path) -> None:
    before = bytes_of(demo)
    study = open_study(demo)
    objectives = [one.model_dump() | {"decision": "None yet: a #1 question?"} for one in study.objectives[:1]]
    store.save(study.replaced(objectives=[*objectives, *study.objectives[1:]]))
    after = bytes_of(demo)
    assert [name for name in before if before[name] != after[name]] == ["objectives.yaml"]
    assert len(changed_lines(before["objectives.yaml"], after["objectives.yaml"])) == 1


def test_a_claim_deep_in_a_journey_changes_in_its_line(demo: Path) -> None:
    study = open_study(demo)
    journey = study.journey("mira").model_dump()
    journey["steps"][0]["lanes"]["thoughts"][0]["text"] = "Less, than my {ticket}?"
    others = [other for other in study.journeys if other.persona != "mira"]
    before = (demo / "journeys/mira.yaml").read_bytes()
    store.save(study.replaced(journeys=[journey, *others]))
    ((old, new),) = changed_lines(before, (demo / "journeys/mira.yaml").read_bytes())
    assert b"Twenty-nine" in old
    assert b"Less, than my {ticket}?" in new


BEGIN = "phases:\n  - id: a\n    title: A\n"
LAYOUTS = {
    "a comment and spaces": "phases:\n  - id:    a\n    title: A   # why\n    goal:  one  # goal\n",
    "no newline at the end": BEGIN + "    goal: one",
    "Windows line ends": "phases:\r\n  - id: a\r\n    title: A\r\n    goal: one\r\n",
    "a byte order mark": "\ufeffphases:\n  - id: a\n    title: A\n    goal: one\n",
    "dashes at the margin": "phases:\n- id: a\n  title: A\n  goal: one\n",
    "deep dashes": "phases:\n      -   id: a\n          title: A\n          goal: one\n",
    "a dash alone": "phases:\n  -\n    id: a\n    title: A\n    goal: one\n",
    "document marks": "%YAML 1.2\n---\nphases:\n  - id: a\n    title: A\n    goal: one\n...\n",
    "braces over lines": "phases: [\n  {id: a,   title: A, goal: one,},\n  ]\n",
    "a very long line": "phases:\n  - id: a\n    title: " + "word " * 60 + "end\n    goal: one\n",
    "a long quoted line": "phases:\n  - id: a\n    title: '" + "word " * 60 + "end'\n    goal: one\n",
    "a folded text": BEGIN + "    entry: >-\n        folded\n        here\n\n        twice\n    goal: one\n",
    "a literal text": BEGIN + "    entry: |+\n      as\n        typed  \n\n\n    goal: one\n",
    "a commented literal": BEGIN + "    entry: |2  # why\n        in\n      # text\n    goal: one\n",
    "a text over lines": BEGIN + "    entry: hello\n      world\n    goal: one\n",
    "escapes": 'phases:\n  - id: a\n    title: "A\\t\\u00e9\\x41\\/"\n    goal: one\n',
    "blank values": BEGIN + "    entry:\n    needs:\n    events: []\n    goal: one\n",
    "comments in a short list": BEGIN + "    events: [x,  # one\n      y]  # two\n    goal: one\n",
    "comments in a list": BEGIN + "    events:\n      - x  # one\n      # y is\n      - y\n    goal: one\n",
    "quoted names": "'phases':\n  - \"id\": a\n    title : A\n    'goal': one\n",
    "a value below its name": "phases:\n  - id: a\n    title:\n      A\n    goal:\n      one\n",
    "trailing blanks": "phases:  \n  - id: a  \n    title: A  \n    goal: one  \n\n\n",
    "stray comments": "phases: # c\n  # d\n  - # e\n    id: a\n# f\n    title: A\n        # g\n    goal: one\n# h\n",
    "decomposed accents": "phases:\n  - id: a\n    title: Cafe\u0301\n    goal: one\n",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_rest_of_a_file_stays_as_it_was_laid_out(layout: str, make: Make, change: Change) -> None:
    text = LAYOUTS[layout]
    folder = make({"phases.yaml": text})
    store.save(change(open_study(folder), "a", goal="two"))
    assert (folder / "phases.yaml").read_bytes().decode() == re.sub(
        r"goal(.*?)one", r"goal\1two", text, flags=re.DOTALL
    )
    assert open_study(folder).phase("a").goal == "two"


def test_quotes_stay_where_a_text_had_them(folder: Path, change: Change) -> None:
    study = store.save(change(change(open_study(folder), "consider", goal="Look"), "buy", title="It's"))
    assert (study.folder / "phases.yaml").read_text().splitlines()[3:] == [
        "  - id: consider",
        '    title:  Consider   # not "compare"',
        '    goal: "Look"',
        "  - {id: buy, title: 'It''s', goal: Pay}",
    ]


def test_a_new_field_comes_after_the_others_and_before_the_next_comment(make: Make, change: Change) -> None:
    folder = make({"phases.yaml": "phases:\n  - id: a\n    title: A  # a\n  # about b\n  - {id: b, title: B}\n"})
    store.save(change(change(open_study(folder), "a", goal="x"), "b", goal="y, z"))
    assert (folder / "phases.yaml").read_text() == (
        "phases:\n  - id: a\n    title: A  # a\n    goal: x\n  # about b\n  - {id: b, title: B, goal: 'y, z'}\n"
    )


def test_a_list_comes_where_a_field_was_blank_or_empty(make: Make, change: Change) -> None:
    folder = make({"phases.yaml": "phases:\n  - id: a\n    needs: []  # none yet\n    events:  # none\n    title: A\n"})
    store.save(change(open_study(folder), "a", needs=[Claim(text="x", evidence=("s",))], events=["e"]))
    assert (folder / "phases.yaml").read_text() == (
        "phases:\n  - id: a\n    needs:  # none yet\n      - text: x\n        evidence: [s]\n"
        "    events: [e]  # none\n    title: A\n"
    )


def test_lines_of_text_stay_lines(make: Make, change: Change) -> None:
    folder = make({"phases.yaml": "phases:\n  - id: a\n    title: A\n    goal: one  # why\n    entry: x\n"})
    store.save(change(open_study(folder), "a", entry="first\n  second\nthird"))
    assert (folder / "phases.yaml").read_text().endswith("    entry: |-\n      first\n        second\n      third\n")
    store.save(change(open_study(folder), "a", goal="a\nb"))
    assert '    goal: "a\\nb"  # why\n' in (folder / "phases.yaml").read_text()
