"""Records are added, moved, changed and removed, and the comments around them stay where they belong."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm_research import open_study, store
from cjm_research.store import document
from cjm_research.study import Claim, Phase, Review

if TYPE_CHECKING:
    from tests.store.conftest import Make


def saved_phases(folder: Path, *phases: dict[str, object] | Phase) -> str:
    study = open_study(folder)
    store.save(study.replaced(phases=phases))
    return (folder / "phases.yaml").read_text()


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


def test_a_file_that_holds_an_empty_list_is_not_changed_and_guards_nothing(tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_text("format: 1\ntitle: Tiny\n")
    (tmp_path / "phases.yaml").write_text("phases: []\n")
    (tmp_path / "codes.yaml").write_text("codes:\n")
    opened = open_study(tmp_path)
    assert not store.has_unsaved(opened)
    (tmp_path / "phases.yaml").write_text("phases: [{id: buy, title: Theirs}]\n")
    saved = store.save(opened.replaced(about=opened.about.model_copy(update={"owner": "Ida"})))
    assert (saved.about.owner, saved.phase("buy").title) == ("Ida", "Theirs")
