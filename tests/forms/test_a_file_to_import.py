"""A file on its way in: where it may lie, what is refused beside its field, progress, and Cancel."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets
import pytest

from cjm_research.forms.import_place import DROP_LIMIT
from cjm_research.imports import importing as engine
from tests.forms.importer import SURVEY, contents
from tests.forms.widgets import below

if TYPE_CHECKING:
    from tests.forms.importer import Importer


def test_a_refusal_that_asks_for_an_option_opens_it_and_stands_beside_it(person: Importer) -> None:
    person.choose("latin.csv", SURVEY.replace("Fine", "Größe").encode("latin-1"))
    before = contents(person.folder)
    person.preview()
    assert person.form.options.open
    beside = person.form.options.plain["encoding"]._note.value
    assert "latin.csv, row 2" in beside
    assert "Encoding: cp1252" in beside
    assert "--" not in beside
    assert not person.shows(person.form._shown)
    assert contents(person.folder) == before
    person.say("encoding", "latin-1")
    person.preview()
    assert person.form.options.plain["encoding"]._note.value.count("cjm-problem") == 0
    assert "3</b> rows kept" in person.form._report.value


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"a,b\n1,2,3\n", "row 2"),
        (b"PK\x03\x04 no table", "broken.csv"),
        (b"a,a\n\x001,2\n", "broken.csv"),
    ],
)
def test_a_broken_file_is_a_sentence_beside_the_file_and_the_study_stays(
    person: Importer, content: bytes, sentence: str
) -> None:
    person.choose("broken.csv", content)
    before = contents(person.folder)
    person.preview()
    said = person.beside_the_file + "".join(field._note.value for field in person.form.options._all)
    assert sentence in said
    assert "Traceback" not in said
    assert "Nothing was written" in person.status
    assert contents(person.folder) == before


def test_no_file_chosen_and_a_path_that_leads_nowhere_are_said(person: Importer) -> None:
    person.preview()
    assert "not chosen yet" in person.beside_the_file
    person.form.file.place.show("path")
    person.form.file.path.show("/nowhere/at/all.csv")
    person.preview()
    assert "all.csv" in person.beside_the_file
    assert "is not there" in person.beside_the_file


def test_a_file_anywhere_is_chosen_by_its_path_quotes_and_all(person: Importer, tmp_path: Path) -> None:
    (tmp_path / "far.csv").write_text(SURVEY, encoding="utf-8")
    person.form.file.place.show("path")
    person.form.file.path.show(f'"{tmp_path / "far.csv"}"')
    person.preview()
    assert "far.csv" in person.form._report.value
    assert str(tmp_path) not in person.form._report.value


def test_a_dropped_file_is_read_and_its_name_cannot_lead_out(person: Importer) -> None:
    person.form.file.place.show("drop")
    person.form.file.drop.value = [_upload("../../evil/C:\\x\\panel.csv", SURVEY.encode())]
    person.preview()
    assert "Read <b>panel.csv</b>" in person.form._report.value


def test_a_dropped_file_that_is_too_large_is_told_where_to_go(person: Importer) -> None:
    person.form.file.place.show("drop")
    person.form.file.drop.value = [_upload("big.csv", b"a" * (DROP_LIMIT + 1))]
    person.preview()
    assert "larger than 10 MB" in person.beside_the_file
    assert f"{person.folder.name}/inbox/" in person.beside_the_file


def _upload(name: str, content: bytes) -> dict[str, Any]:
    at = datetime(2026, 5, 1, tzinfo=UTC)
    return {"name": name, "type": "text/csv", "size": len(content), "content": memoryview(content), "last_modified": at}


def test_cancel_is_heard_while_a_file_is_read_and_its_result_is_not_taken(
    person: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, go = engine.preview, threading.Event()

    def slow(*arguments: Any, **named: Any) -> Any:
        go.wait(20)
        return read(*arguments, **named)

    monkeypatch.setattr(engine, "preview", slow)
    person.choose("panel.csv")
    person.form.preview_button.click()
    work = person.form.work
    assert work is not None
    assert person.form.preview_button.disabled
    assert person.shows(person.form.working.cancel)
    person.form.working.cancel.click()
    assert "Cancelled. Nothing was written." in person.status
    assert not person.form.preview_button.disabled
    go.set()
    work.wait()
    assert person.form.preview is None
    assert not person.shows(person.form._shown)


def test_progress_moves_and_a_cancelled_reader_stops_at_its_next_step(
    person: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps, half, go = [], threading.Event(), threading.Event()

    def reader(*_: Any, progress: Any, **__: Any) -> Any:
        size = len(SURVEY)
        progress(size // 2)
        half.set()
        go.wait(20)
        steps.append("asked")
        progress(size)
        steps.append("went on")

    monkeypatch.setattr(engine, "preview", reader)
    person.choose("panel.csv")
    person.form.preview_button.click()
    work = person.form.work
    assert work is not None
    assert half.wait(20)
    assert "49 %" in person.form.working.bar.value
    person.form.working.cancel.click()
    go.set()
    work.wait()
    assert steps == ["asked"]


def test_an_error_nobody_thought_of_is_a_sentence_too(person: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("secret internals")

    monkeypatch.setattr(engine, "preview", broken)
    person.choose("panel.csv")
    person.preview()
    assert "cannot be read (RuntimeError)" in person.beside_the_file
    assert "secret internals" not in person.beside_the_file


def test_nothing_of_a_file_is_markup(person: Importer) -> None:
    person.choose("<img src=x>.csv", SURVEY.replace("how_was_it", "<img src=x onerror=alert(1)>"))
    person.preview()
    texts = [str(one.value) for one in below(person.form.box) if isinstance(one, ipywidgets.HTML)]
    assert len(texts) > 10
    assert not [text for text in texts if "<img" in text or "<b>and" in text]
