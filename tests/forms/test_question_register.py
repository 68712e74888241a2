"""The question register: a table saved into sources.yaml; bound scales become rating metrics by one press."""

from __future__ import annotations

from pathlib import Path

import pytest

from cjm_research import open_study, store
from cjm_research.forms.questions import QuestionTable, read_only_questions
from cjm_research.forms.row_table import PAGE, OneOfSources
from cjm_research.study import Question, Source, Touchpoint

HOSTILE = '"><img src=x onerror=alert(1)>'


@pytest.fixture
def register(folder: Path) -> Path:
    """A study whose survey has four questions, two of them about one touchpoint."""
    study = open_study(folder)
    phase = study.phases[0].id
    asked = (
        Question(id="q1", column="Q1", wording="How was the shop?", kind="scale", low=1, high=5, touchpoint="store"),
        Question(id="q2", column="Q2", wording="And on Saturdays?", kind="scale", low=1, high=7, touchpoint="store"),
        Question(
            id="q3",
            column="Q3",
            wording="Which?",
            kind="multiple",
            options=("one", "two", "three", "four", "five", "six"),
        ),
        Question(id="q4", column="Q4", wording=HOSTILE, kind="text"),
    )
    kept = tuple(one for one in study.sources if one.id != "panel")
    store.save(
        study.replaced(
            sources=(*kept, Source(id="panel", title="The panel", kind="survey", questions=asked)),
            touchpoints=(*study.touchpoints, Touchpoint(id="store", title="The store", phases=(phase,))),
        )
    )
    return folder


@pytest.fixture
def table(register: Path) -> QuestionTable:
    """The form over that survey."""
    return QuestionTable(open_study(register), "panel")


def fill(table: QuestionTable, row: int, field: str, text: str) -> None:
    table.panels[row][1].fields[field].show(text)


def test_wording_kind_scale_and_binding_are_saved_and_options_stay(table: QuestionTable, register: Path) -> None:
    fill(table, 2, "wording", "Which of these?")
    fill(table, 2, "touchpoint", "store")
    fill(table, 3, "kind", "scale")
    fill(table, 3, "low", "0")
    fill(table, 3, "high", "10")
    table.bar.save.click()
    assert "Saved evidence/sources.yaml" in table.bar.text
    saved = open_study(register).source("panel").questions
    assert (saved[2].wording, saved[2].touchpoint, len(saved[2].options)) == ("Which of these?", "store", 6)
    assert (saved[3].kind, saved[3].low, saved[3].high) == ("scale", 0, 10)


def test_what_cannot_be_read_stands_beside_its_field_and_nothing_is_saved(table: QuestionTable, register: Path) -> None:
    before = (register / "evidence" / "sources.yaml").read_bytes()
    fill(table, 1, "low", "many")
    table.bar.save.click()
    assert "Enter a number" in table.panels[1][1].fields["low"]._note.value
    assert "1 problem, nothing saved" in table.bar.text
    assert (register / "evidence" / "sources.yaml").read_bytes() == before


def test_bound_scales_become_rating_metrics_and_a_rated_touchpoint_keeps_its_rating(
    table: QuestionTable, register: Path
) -> None:
    table.make.click()
    assert "Made 2 rating metrics. Already rated, so left as they are: The store." in table.bar.text
    study = open_study(register)
    first = study.metric("rate-store")
    assert (first.kind, first.source, first.column, first.low, first.high, first.question) == (
        "rating",
        "panel",
        "Q1",
        1,
        5,
        "How was the shop?",
    )
    assert study.touchpoint("store").rating == "rate-store"
    assert [one.metric for one in study.source("panel").questions] == ["rate-store", "rate-store-2", None, None]
    assert table.panels[0][1].fields["metric"].state() == "rate-store"


def test_a_second_press_makes_nothing(table: QuestionTable, register: Path) -> None:
    table.make.click()
    before = {path: path.read_bytes() for path in register.rglob("*.yaml")}
    table.make.click()
    assert "No metric to make" in table.bar.text
    assert {path: path.read_bytes() for path in register.rglob("*.yaml")} == before


def test_unsaved_changes_are_saved_with_the_metrics(table: QuestionTable, register: Path) -> None:
    fill(table, 3, "kind", "scale")
    fill(table, 3, "touchpoint", "store")
    table.make.click()
    assert open_study(register).source("panel").questions[3].metric == "rate-store-3"


def test_text_of_a_survey_is_no_markup(table: QuestionTable) -> None:
    assert "<img" not in read_only_questions(table.study)
    assert not any("<img" in lead.value for lead, _ in table.panels)
    assert "one · two · three · four · and 2 more" in table.panels[2][0].value


def test_a_long_register_is_shown_in_pages_and_a_problem_turns_to_its_page(register: Path) -> None:
    study = open_study(register)
    many = tuple(Question(id=f"q{n}", column=f"Q{n}", wording=f"Question {n}") for n in range(PAGE + 5))
    store.save(
        study.replaced(
            sources=tuple(s.model_copy(update={"questions": many}) if s.id == "panel" else s for s in study.sources)
        )
    )
    table = QuestionTable(open_study(register), "panel")
    assert len(table.panels) == PAGE
    table.later.click()
    assert "Q20" in table.panels[0][0].value
    fill(table, 0, "wording", "")
    table.earlier.click()
    assert "Q0<" in table.panels[0][0].value
    table.bar.save.click()
    assert "Q20" in table.panels[0][0].value
    assert "Fill this in" in table.panels[0][1].fields["wording"]._note.value


def test_another_source_is_shown_only_when_nothing_is_unsaved(register: Path) -> None:
    study = open_study(register)
    other = Source(id="second", title="Second", kind="survey", questions=(Question(id="a", column="A", wording="A?"),))
    study = store.save(study.replaced(sources=(*study.sources, other)))
    both = OneOfSources(
        [study.source("panel"), study.source("second")], lambda id: QuestionTable(open_study(register), id)
    )
    first = both.form
    fill(first, 0, "low", "2")  # type: ignore[arg-type]
    both.choice.value = "second"
    assert both.choice.value == "panel"
    assert "Save or undo your changes first" in first.bar.text
    first.bar.undo.click()
    both.choice.value = "second"
    assert both.form is not first


def test_a_study_without_questions_says_where_they_come_from(folder: Path) -> None:
    assert "No survey has a question register yet" in read_only_questions(open_study(folder))
