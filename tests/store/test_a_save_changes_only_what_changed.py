"""Comments, order, quoting and layout that a person wrote survive a save."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research import open_study, store
from cjm_research.store import document
from cjm_research.study import Claim, Phase, Review, Study

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


def saved_phases(folder: Path, *phases: dict[str, object] | Phase) -> str:
    study = open_study(folder)
    store.save(study.replaced(phases=phases))
    return (folder / "phases.yaml").read_text()


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


LAYOUTS = {
    "a comment and spaces": "phases:\n  - id:    a\n    title: A   # why\n    goal:  one  # goal\n",
    "no newline at the end": "phases:\n  - id: a\n    title: A\n    goal: one",
    "Windows line ends": "phases:\r\n  - id: a\r\n    title: A\r\n    goal: one\r\n",
    "a byte order mark": "\ufeffphases:\n  - id: a\n    title: A\n    goal: one\n",
    "dashes at the margin": "phases:\n- id: a\n  title: A\n  goal: one\n",
    "deep dashes": "phases:\n      -   id: a\n          title: A\n          goal: one\n",
    "a dash alone": "phases:\n  -\n    id: a\n    title: A\n    goal: one\n",
    "document marks": "%YAML 1.2\n---\nphases:\n  - id: a\n    title: A\n    goal: one\n...\n",
    "braces over lines": "phases: [\n  {id: a,   title: A, goal: one,},\n  ]\n",
    "a very long line": "phases:\n  - id: a\n    title: " + "word " * 60 + "end\n    goal: one\n",
    "a long quoted line": "phases:\n  - id: a\n    title: '" + "word " * 60 + "end'\n    goal: one\n",
    "a folded text": "phases:\n  - id: a\n    title: A\n    entry: >-\n        folded\n        here\n\n        twice\n    goal: one\n",
    "a literal text": "phases:\n  - id: a\n    title: A\n    entry: |+\n      as\n        typed  \n\n\n    goal: one\n",
    "a commented literal": "phases:\n  - id: a\n    title: A\n    entry: |2  # why\n        in\n      # text\n    goal: one\n",
    "a text over lines": "phases:\n  - id: a\n    title: A\n    entry: hello\n      world\n    goal: one\n",
    "escapes": 'phases:\n  - id: a\n    title: "A\\t\\u00e9\\x41\\/"\n    goal: one\n',
    "blank values": "phases:\n  - id: a\n    title: A\n    entry:\n    needs:\n    events: []\n    goal: one\n",
    "comments in a short list": "phases:\n  - id: a\n    title: A\n    events: [x,  # one\n      y]  # two\n    goal: one\n",
    "comments in a list": "phases:\n  - id: a\n    title: A\n    events:\n      - x  # one\n      # y is\n      - y\n    goal: one\n",
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


def test_a_part_without_a_file_gets_one_without_defaults(make: Make) -> None:
    assert saved_phases(make(), Phase(id="a", title="NO", needs=(Claim(text="x"),))) == (
        "phases:\n  - id: a\n    title: 'NO'\n    needs:\n      - text: x\n"
    )


def test_an_added_record_follows_the_rhythm_of_blank_lines(make: Make) -> None:
    folder = make({"phases.yaml": "phases:\n  - id: a\n    title: A\n\n  - id: b\n    title: B\n# end\n"})
    a, b = open_study(folder).phases
    assert saved_phases(folder, a, b, Phase(id="c", title="C")) == (
        "phases:\n  - id: a\n    title: A\n\n  - id: b\n    title: B\n\n  - id: c\n    title: C\n# end\n"
    )


def test_a_comment_moves_with_the_record_below_it(make: Make) -> None:
    folder = make(
        {"phases.yaml": "phases:\n  # about a\n  - id: a\n    title: A\n  # about b\n  - {id: b, title: B}\n"}
    )
    a, b = open_study(folder).phases
    assert saved_phases(folder, b, a) == (
        "phases:\n  # about b\n  - {id: b, title: B}\n  # about a\n  - id: a\n    title: A\n"
    )


def test_the_comment_of_a_removed_record_stays_at_its_place(make: Make) -> None:
    folder = make(
        {"phases.yaml": "phases:\n  # about a\n  - id: a\n    title: A\n  # about b\n  - {id: b, title: B}\n"}
    )
    _, b = open_study(folder).phases
    assert saved_phases(folder, b) == "phases:\n  # about a\n  # about b\n  - {id: b, title: B}\n"
    assert saved_phases(folder) == "phases: []\n  # about a\n  # about b\n"
    assert saved_phases(folder, b) == "phases:\n  - id: b\n    title: B\n  # about a\n  # about b\n"


def test_two_contacts_with_one_touchpoint_are_kept_apart(make: Make) -> None:
    contacts = "[{touchpoint: shop, channel: web}, {touchpoint: shop, channel: app}]"
    steps = f"persona: ana\nsteps:\n  - id: s\n    phase: buy\n    title: S\n    contacts: {contacts}\n"
    folder = make({"journeys/ana.yaml": steps})
    study = open_study(folder)
    journey = study.journeys[0].model_dump()
    journey["steps"][0]["contacts"][0]["channel"] = "store"
    store.save(study.replaced(journeys=[journey]))
    assert (folder / "journeys/ana.yaml").read_text() == steps.replace("web", "store")


def test_a_lane_that_is_gone_leaves_and_a_new_one_comes(make: Make) -> None:
    text = "persona: ana\nsteps:\n  - id: s\n    phase: buy\n    title: S\n    lanes:\n"
    folder = make(
        {"journeys/ana.yaml": f"{text}      actions: [{{text: a}}]  # c\n      # d\n      pains: [{{text: p}}]\n"}
    )
    study = open_study(folder)
    journey = study.journeys[0].model_dump()
    journey["steps"][0]["lanes"] = {"actions": [{"text": "a"}], "thoughts": [{"text": "Why?"}]}
    store.save(study.replaced(journeys=[journey]))
    assert (folder / "journeys/ana.yaml").read_text() == (
        f"{text}      actions: [{{text: a}}]  # c\n      thoughts:\n        - text: Why?\n      # d\n"
    )


def test_a_journey_or_review_taken_out_of_the_study_loses_its_file(make: Make) -> None:
    folder = make({"journeys/ana.yaml": "persona: ana\n", "journeys/ben.yaml": "persona: ben\n"})
    study = open_study(folder)
    review = Review(date="2026-01-31", reviewer="Ines")
    study = store.save(study.replaced(journeys=study.journeys[:1], reviews=[review]))
    assert sorted(path.name for path in folder.glob("*/*.yaml")) == ["2026-01-31.yaml", "ana.yaml"]
    store.save(study.replaced(reviews=[]))
    assert not list(folder.glob("reviews/*"))


COMMENTED = """\
# top
phases:  # beside the list
  # above one
  - id: one
    title: One  # beside one
    # inside one
    events:
      # above x
      - x
      - y  # beside y

  # above two

  # also above two
  - {id: two, title: "Two", goal: 'two?'}   # beside two
  - id: three

    title: Three
    goal: >-
      Folded
      text
    needs:
      # above need
      - {text: n, evidence: []}
      - text: m

    # below three
# end
"""

INSIDE = {
    "one": ["    title: One  # beside one", "    # inside one", "      # above x", "      - y  # beside y"],
    "two": ["  - {id: two, title: \"Two\", goal: 'two?'}   # beside two"],
    "three": ["      # above need", "      - {text: n, evidence: []}"],
}

ids = st.sampled_from(["one", "two", "three", "four", "five"])
short = st.sampled_from(["", "x", "NO", "a: b", "what?", "two\nlines", " blank ", "it's", "# no comment", "é"])
phases = st.builds(
    dict,
    title=short.filter(bool),
    goal=short,
    events=st.lists(short, max_size=3),
    needs=st.lists(st.fixed_dictionaries({"text": short.filter(bool)}), max_size=2),
)
whole = st.lists(st.tuples(ids, st.none() | phases), unique_by=lambda pair: pair[0], max_size=5)


@settings(max_examples=100)
@given(sequence=st.lists(whole, min_size=1, max_size=3))
def test_after_any_additions_deletions_moves_and_edits_values_are_right_and_comments_there(
    sequence: list[list[tuple[str, dict[str, object] | None]]],
) -> None:
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "study.yaml").write_text("format: 1\ntitle: Tiny\n")
        file = Path(place) / "phases.yaml"
        file.write_text(COMMENTED)
        untouched = set(INSIDE)
        for wanted in sequence:
            study = open_study(place)
            known = {phase.id: phase for phase in study.phases}
            new = [
                known.get(id) or Phase(id=id, title="New")
                if values is None
                else (known[id].model_dump() if id in known else {}) | {"id": id} | values
                for id, values in wanted
            ]
            expected = study.replaced(phases=new)
            saved = store.save(expected)
            assert saved.phases == expected.phases
            assert open_study(place).phases == expected.phases
            text = file.read_text()
            document.read(text, "phases.yaml")
            for comment in (
                "# top",
                "  # above one",
                "  # above two",
                "  # also above two",
                "# end",
                "    # below three",
            ):
                assert f"{comment}\n" in text
            untouched &= {id for id, values in wanted if values is None}
            for id in untouched:
                assert all(f"{line}\n" in text for line in INSIDE[id])


@settings(max_examples=50)
@given(order=st.permutations(["one", "two", "three"]))
def test_moving_records_keeps_every_line(order: list[str]) -> None:
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "study.yaml").write_text("format: 1\ntitle: Tiny\n")
        (Path(place) / "phases.yaml").write_text(COMMENTED)
        study = open_study(place)
        store.save(study.replaced(phases=[study.phase(id) for id in order]))
        text = (Path(place) / "phases.yaml").read_text()
        assert sorted(filter(str.strip, text.splitlines())) == sorted(filter(str.strip, COMMENTED.splitlines()))
        assert [phase.id for phase in open_study(place).phases] == order


@pytest.mark.parametrize("before", ["phases:\n", "phases:  # none yet: add some\n", "phases:\n# end\n"])
@pytest.mark.parametrize("goal", ["two\nlines", "x \ny\n", "plain"])
def test_a_blank_list_takes_its_first_record(tmp_path: Path, before: str, goal: str) -> None:
    (tmp_path / "study.yaml").write_text("format: 1\ntitle: Tiny\n")
    (tmp_path / "phases.yaml").write_text(before)
    first = Phase(id="buy", title="Buy", goal=goal)
    assert store.save(open_study(tmp_path).replaced(phases=(first,))).phases == (first,)
    assert all(line.strip() in (tmp_path / "phases.yaml").read_text() for line in before.splitlines()[1:])


def test_a_comment_beneath_a_new_text_of_several_lines_does_not_become_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_text("format: 1\ntitle: Tiny\n")
    (tmp_path / "phases.yaml").write_text("phases:\n  - id: buy\n    title: Buy\n      # deeper\n")
    opened = open_study(tmp_path)
    changed = opened.replaced(phases=(opened.phases[0].model_copy(update={"goal": "two\nlines"}),))
    assert store.save(changed).phases[0].goal == "two\nlines"
    assert "      # deeper" in (tmp_path / "phases.yaml").read_text()


def test_a_file_that_holds_an_empty_list_is_not_changed_and_guards_nothing(make: Make) -> None:
    folder = make({"phases.yaml": "phases: []\n", "codes.yaml": "codes:\n"})
    opened = open_study(folder)
    assert not store.has_unsaved(opened)
    (folder / "phases.yaml").write_text("phases: [{id: buy, title: Theirs}]\n")
    saved = store.save(opened.replaced(about=opened.about.model_copy(update={"owner": "Ida"})))
    assert (saved.about.owner, saved.phase("buy").title) == ("Ida", "Theirs")
