"""A form edits one part of the study: what a person does at it, and what the store says afterwards."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cjm_research import forms, open_study
from cjm_research.forms.form import Form
from cjm_research.study import Study

if TYPE_CHECKING:
    from tests.forms.conftest import Person


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*.yaml")}


def test_a_changed_field_is_on_disk_after_save_and_only_its_file_changed(objectives: Person, folder: Path) -> None:
    before = files(folder)
    objectives.fill("target", "18.5")
    assert "Unsaved changes" in objectives.status
    assert objectives.titles[0] == "More trials ●"

    objectives.press("cjm-save")

    assert open_study(folder).objective("trials").target == 18.5
    assert {name for name, content in files(folder).items() if before[name] != content} == {"objectives.yaml"}
    assert "Saved objectives.yaml. Run the cells" in objectives.status
    assert objectives.titles[0] == "More trials"


def test_comments_order_and_quotes_of_the_file_survive_a_save(objectives: Person, folder: Path) -> None:
    before = (folder / "objectives.yaml").read_text(encoding="utf-8")
    objectives.fill("title", "Many trials")
    objectives.press("cjm-save")
    assert (folder / "objectives.yaml").read_text(encoding="utf-8") == before.replace("More trials", "Many trials")


def test_save_without_a_change_writes_nothing(objectives: Person, folder: Path) -> None:
    before = files(folder)
    objectives.press("cjm-save")
    assert files(folder) == before
    assert "Nothing to save" in objectives.status


def test_a_new_record_gets_its_id_from_its_title(objectives: Person, folder: Path) -> None:
    objectives.press("cjm-add")
    objectives.fill("title", "Fewer calls, less waiting")
    objectives.press("cjm-save")
    assert [one.id for one in open_study(folder).objectives] == ["trials", "fewer-calls-less-waiting", "repeat"]
    assert objectives.form.record.fields["id"]._control.disabled


def test_ids_can_be_typed_for_new_records_only(objectives: Person) -> None:
    assert objectives.form.record.fields["id"]._control.disabled
    objectives.press("cjm-add")
    assert not objectives.form.record.fields["id"]._control.disabled


def test_an_id_that_is_taken_is_refused(objectives: Person, folder: Path) -> None:
    objectives.press("cjm-add")
    objectives.fill("title", "Another")
    objectives.fill("id", "repeat")
    objectives.press("cjm-save")
    assert "1 problem, nothing saved" in objectives.status
    assert len(open_study(folder).objectives) == 2


def test_a_copy_is_a_record_of_its_own(objectives: Person, folder: Path) -> None:
    objectives.press("cjm-duplicate")
    assert objectives.titles == ["More trials", "More trials (copy) ●", "More repeat orders"]
    objectives.press("cjm-save")
    copy = open_study(folder).objectives[1]
    assert (copy.id, copy.target) == ("more-trials-copy", 15.5)


def test_a_deleted_record_is_gone_after_save(objectives: Person, folder: Path) -> None:
    objectives.press("cjm-delete")
    objectives.press("cjm-save")
    assert [one.id for one in open_study(folder).objectives] == ["repeat"]


def test_the_last_record_can_be_deleted_and_the_form_says_it_is_empty(objectives: Person, folder: Path) -> None:
    objectives.press("cjm-delete")
    objectives.press("cjm-delete")
    objectives.press("cjm-save")
    assert open_study(folder).objectives == ()
    assert objectives.form._empty.layout.display is None
    assert "There are no objectives yet" in objectives.form._empty.value


def test_records_change_places(objectives: Person, folder: Path) -> None:
    objectives.press("cjm-down")
    objectives.press("cjm-down")
    objectives.press("cjm-save")
    assert [one.id for one in open_study(folder).objectives] == ["repeat", "trials"]
    objectives.press("cjm-up")
    objectives.press("cjm-save")
    assert [one.id for one in open_study(folder).objectives] == ["trials", "repeat"]


def test_undo_takes_back_and_redo_makes_again(objectives: Person, folder: Path) -> None:
    objectives.fill("title", "First")
    objectives.press("cjm-delete")
    objectives.press("cjm-undo")
    assert objectives.titles == ["First ●", "More repeat orders"]
    objectives.press("cjm-undo")
    assert objectives.titles == ["More trials", "More repeat orders"]
    assert objectives.form.bar.undo.disabled
    objectives.press("cjm-redo")
    assert objectives.form.record.fields["title"].state() == "First"
    objectives.press("cjm-save")
    assert open_study(folder).objectives[0].title == "First"


def test_undo_takes_the_message_away_with_the_mistake(objectives: Person) -> None:
    objectives.fill("target", "abc")
    objectives.press("cjm-save")
    objectives.press("cjm-undo")
    assert "Enter a number" not in objectives.beside("target")
    assert objectives.titles[0] == "More trials"


def test_undo_reaches_behind_a_save(objectives: Person, folder: Path) -> None:
    objectives.fill("title", "First")
    objectives.press("cjm-save")
    objectives.press("cjm-undo")
    assert "Unsaved changes" in objectives.status
    objectives.press("cjm-save")
    assert open_study(folder).objective("trials").title == "More trials"


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("target", "abc", "Enter a number, such as 12.5."),
        ("target", "1,5", "Enter a number, such as 12.5."),
        ("target", "nan", "Enter a number, such as 12.5."),
        ("due", "31.3.2027", "Enter a date as YYYY-MM-DD, such as 2027-03-31."),
        ("due", "2027-02-30", "Enter a date as YYYY-MM-DD, such as 2027-03-31."),
        ("title", "  ", "Fill this in; it is needed."),
        ("title", "a\x00b", "Holds the invisible character U+0000; remove it."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_written_or_lost(
    objectives: Person, folder: Path, name: str, typed: str, says: str
) -> None:
    before = files(folder)
    objectives.fill(name, typed)
    assert says in objectives.beside(name)
    objectives.choose(1)
    objectives.fill("audience", "Families")

    objectives.press("cjm-save")

    assert files(folder) == before
    assert "1 problem, nothing saved" in objectives.status
    assert objectives.titles[0].startswith("⚠")
    assert objectives.form.record.fields[name].state() == typed, "the form shows the record with the problem, as typed"
    assert says in objectives.beside(name)
    objectives.choose(1)
    assert objectives.form.record.fields["audience"].state() == "Families"


def test_changes_from_many_threads_are_all_kept(objectives: Person, folder: Path) -> None:
    def add() -> None:
        for _ in range(5):
            objectives.press("cjm-add")

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(objectives.titles) == 22
    for _ in range(20):
        objectives.press("cjm-undo")
    assert objectives.titles == ["More trials", "More repeat orders"]


@pytest.mark.parametrize(
    "part", ["objectives", "metrics", "sources", "personas", "phases", "touchpoints", "journeys", "about"]
)
def test_a_form_that_is_only_looked_at_changes_no_byte(folder: Path, part: str) -> None:
    before, study = files(folder), open_study(folder)
    form = Form(study, forms._subject(study, part, "ana"))
    page, problems = form.intake.all(form.desk.page)
    assert problems == {}
    assert _put_back(form, page) == study
    form.save()
    assert files(folder) == before


def _put_back(form: Form, page: object) -> Study:
    return form._put(form.study, page).model_copy(update={"stamps": form.study.stamps})  # type: ignore[arg-type]


def test_the_study_itself_can_be_edited(folder: Path, at: type[Person]) -> None:
    person = at(forms.form(open_study(folder), "about"))
    person.fill_head("title", "A tiny shop")
    person.fill_head("review_every", "30")
    person.press("cjm-save")
    about = open_study(folder).about
    assert (about.title, about.review_every, len(about.lanes)) == ("A tiny shop", 30, 7)


def test_a_sign_off_is_a_dated_review_with_the_fingerprint_and_asks_before_it_replaces(
    folder: Path, at: type[Person]
) -> None:
    person = at(forms.form(open_study(folder), "reviews"))
    person.press("cjm-save")
    assert "1 problem" in person.status
    person.fill_head("reviewer", "Ines")
    person.press("cjm-save")
    study = open_study(folder)
    assert [(review.date, review.reviewer) for review in study.reviews] == [(date.today(), "Ines")]
    assert study.reviews[0].study_hash == study.fingerprint()

    person.fill_head("reviewer", "Omar")
    person.fill_head("decision", "changes needed")
    person.press("cjm-save")
    assert "Press the button again to replace" in person.status
    assert open_study(folder).reviews[0].reviewer == "Ines"
    person.press("cjm-save")
    assert [(one.reviewer, one.decision) for one in open_study(folder).reviews] == [("Omar", "changes needed")]
