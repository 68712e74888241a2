"""At the form for coding: a person reads, presses sentences, names codes, saves; a second coder starts blind."""

from __future__ import annotations

import threading
from pathlib import Path

import ipywidgets
import pytest

from cjm_research import forms, open_study
from cjm_research.errors import CjmError
from cjm_research.evidence import quotes
from cjm_research.forms.coding import CodingForm, form
from cjm_research.forms.coding_panels import NEW
from cjm_research.forms.coding_table import table
from tests.forms.widgets import below

NOTE = "Too dear, she said. She left. And came back.\n\nThe light broke twice. <script>alert(1)</script>"


@pytest.fixture
def study_folder(folder: Path) -> Path:
    """The tiny study with two interviews to code."""
    home = folder / "evidence/talks"
    home.mkdir(parents=True)
    (home / "P01.txt").write_text(NOTE, encoding="utf-8")
    (home / "P02.md").write_text("Fine by me.", encoding="utf-8")
    register = folder / "evidence/sources.yaml"
    register.write_text(
        register.read_text(encoding="utf-8")
        + "  - id: talks\n    title: Talks\n    kind: interview\n    file: talks\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def kim(study_folder: Path) -> CodingForm:
    """Kim at the form, a first code written."""
    at = form(open_study(study_folder), "ana")
    at.coder.value = "Kim"
    return at


def press(at: CodingForm, *places: int) -> None:
    for place in places:
        at.reading.sentences[place].click()


def new_code(at: CodingForm, name: str, definition: str = "Whenever money hurts") -> None:
    at.quote.code.value = NEW
    at.quote.name.value, at.quote.definition.value = name, definition


def test_a_sentence_is_pressed_coded_and_saved(kim: CodingForm, study_folder: Path) -> None:
    press(kim, 0)
    assert kim.quote.words.value == "Too dear, she said."
    new_code(kim, "Too dear")
    kim.quote.polarity.value = "pain"
    kim.quote.links["phase"].value = kim.quote.links["phase"].options[1][1]
    kim.quote.add.click()
    assert kim.quotes.list.options[0][0] == "Too dear: Too dear, she said."
    assert "Unsaved changes" in kim.bar.text
    kim.bar.save.click()

    study = open_study(study_folder)
    (said,) = quotes(study).to_dict("records")
    assert (said["participant"], said["persona"], said["code"], said["polarity"]) == ("P01", "ana", "too-dear", "pain")
    assert said["phase"] == study.phases[0].id
    assert study.code("too-dear").definition == "Whenever money hurts"
    assert study.source("talks").n == 2
    assert "Saved talks/quotes.csv, codes.yaml and sources.yaml." in kim.bar.text


def test_a_second_press_ends_the_quote_and_a_third_begins_anew(kim: CodingForm) -> None:
    press(kim, 0, 2)
    assert kim.quote.words.value == "Too dear, she said. She left. And came back."
    press(kim, 1)
    assert kim.quote.words.value == "She left."
    press(kim, 1)
    assert kim.quote.words.value == ""
    press(kim, 2, 1)
    assert kim.quote.words.value == "She left. And came back."
    assert ["cjm-chosen" in one._dom_classes for one in kim.reading.sentences] == [False, True, True, False, False]


def test_part_of_a_sentence_can_be_kept(kim: CodingForm, study_folder: Path) -> None:
    press(kim, 3)
    kim.quote.words.value = "broke twice"
    new_code(kim, "Breaks")
    kim.add()
    kim.save()
    start = NOTE.index("broke")
    assert work_rows(study_folder)[0].startswith(f"q01,P01,P01.txt,{start},{start + 11},ana")


def work_rows(folder: Path) -> list[str]:
    return (folder / "evidence/talks/quotes.csv").read_text(encoding="utf-8").splitlines()[1:]


def test_what_is_missing_is_said_and_nothing_is_added(kim: CodingForm) -> None:
    kim.add()
    assert "Choose a sentence" in kim.quote.problem
    press(kim, 0)
    kim.add()
    assert "Choose a code" in kim.quote.problem
    new_code(kim, "Dear", "")
    kim.add()
    assert "say when it applies" in kim.quote.problem
    new_code(kim, "Dear\x00")
    kim.add()
    assert "invisible character" in kim.quote.problem
    kim.coder.value = " "
    kim.add()
    assert "Say who codes" in kim.quote.problem
    assert kim.steps.now.added == ()


def test_the_same_words_under_the_same_code_are_refused(kim: CodingForm) -> None:
    for _ in range(2):
        press(kim, 0)
        if not kim.steps.now.codes:
            new_code(kim, "Dear")
        kim.add()
    assert "already" in kim.quote.problem
    assert len(kim.steps.now.added) == 1


def test_undo_takes_back_redo_makes_again_and_a_code_nobody_uses_is_not_written(
    kim: CodingForm, study_folder: Path
) -> None:
    press(kim, 0)
    new_code(kim, "Dear")
    kim.add()
    press(kim, 1)
    new_code(kim, "Left")
    kim.add()
    kim.bar.undo.click()
    assert [code.id for code in kim._codes()] == ["dear"]
    kim.bar.redo.click()
    kim.bar.undo.click()
    kim.save()
    assert [code.id for code in open_study(study_folder).codes] == ["dear"]
    kim.quotes.remove.click()
    assert kim.quotes.list.options == ()
    kim.save()
    assert work_rows(study_folder) == []
    kim.save()
    assert "Nothing to save" in kim.bar.text


def test_the_second_coder_sees_the_codebook_but_no_quote_of_the_first(kim: CodingForm, study_folder: Path) -> None:
    press(kim, 0)
    new_code(kim, "Dear")
    kim.add()
    kim.save()
    lou = form(open_study(study_folder))
    lou.coder.value = "Lou"
    assert lou.quotes.list.options == ()
    assert not [one for one in lou.reading.sentences if "cjm-coded" in one._dom_classes]
    assert [label for label, _ in lou.quote.code.options] == ["Choose …", "Dear", "New code …"]
    press(lou, 0)
    lou.quote.code.value = "dear"
    lou.add()
    lou.save()
    rows = quotes(open_study(study_folder))
    assert list(zip(rows["quote"], rows["code"], strict=True)) == [("q01", "dear"), ("q02", "dear")]
    lou.coder.value = "Kim"
    assert len(lou.quotes.list.options) == 1
    assert "cjm-coded" in lou.reading.sentences[0]._dom_classes


def test_codes_that_quotes_use_are_offered_though_the_codebook_lacks_them(kim: CodingForm, study_folder: Path) -> None:
    (study_folder / "evidence/talks/quotes.csv").write_text(
        "code,coder,text\nold-code,Lou,Too\nNo slug!,Lou,Too\n", encoding="utf-8"
    )
    at = form(open_study(study_folder))
    assert [label for label, _ in at.quote.code.options] == ["Choose …", "old-code", "New code …"]


def test_another_note_opens_from_its_beginning(kim: CodingForm) -> None:
    press(kim, 0)
    kim.note.value = "P02.md"
    assert [one.description for one in kim.reading.sentences] == ["Fine by me."]
    assert (kim.participant.value, kim.quote.words.value) == ("P02", "")


def test_a_long_note_comes_in_parts(kim: CodingForm, study_folder: Path) -> None:
    (study_folder / "evidence/talks/P01.txt").write_text(
        "\n\n".join(f"Number {n}." for n in range(5000)), encoding="utf-8"
    )
    at = form(open_study(study_folder))
    assert len(at.reading.sentences) == 40
    at.reading.on.click()
    assert at.reading.sentences[0].description == "Number 40."
    assert not at.reading.back.disabled


def test_a_file_that_went_away_is_said_and_what_was_coded_stays(
    kim: CodingForm, study_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(kim, 0)
    new_code(kim, "Dear")
    kim.add()

    def full(*_: object, **__: object) -> None:
        raise CjmError("quotes.csv: cannot be written: no space left on device.")

    monkeypatch.setattr("cjm_research.imports.qualitative.coding.save_coding", full)
    kim.save()
    assert "Nothing saved. quotes.csv: cannot be written" in kim.bar.text
    assert len(kim.steps.now.added) == 1


def test_many_threads_add_and_nothing_is_lost(kim: CodingForm) -> None:
    press(kim, 0)
    new_code(kim, "Dear")
    kim.add()

    def undo_and_redo() -> None:
        for _ in range(20):
            kim.undo()
            kim.redo()

    threads = [threading.Thread(target=undo_and_redo) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kim.steps.now.added) + len(kim.steps._future) == 1


def test_nothing_of_a_note_is_markup(kim: CodingForm) -> None:
    press(kim, 4)
    new_code(kim, "<script>")
    kim.add()
    shown = [one.value for one in below(kim.box) if isinstance(one, ipywidgets.HTML)]
    assert not [text for text in shown if "<script" in text]


def test_without_a_front_end_there_is_the_codebook_with_its_uses(kim: CodingForm, study_folder: Path) -> None:
    assert "There are no coded quotes yet." in table(open_study(study_folder))
    press(kim, 0)
    new_code(kim, "<i>Dear</i>")
    kim.add()
    kim.save()
    text = str(table(open_study(study_folder), "ana"))
    assert "&lt;i&gt;Dear&lt;/i&gt;" in text
    assert "Whenever money hurts" in text
    assert "<i>" not in text


def test_a_study_without_notes_says_what_to_do(folder: Path) -> None:
    at = form(open_study(folder))
    assert "There are no notes to code yet." in "".join(
        one.value for one in below(at.box) if isinstance(one, ipywidgets.HTML)
    )
    assert callable(forms.coding)
