"""The import form: nothing is written before Import; what is refused is a sentence beside its field; Cancel is heard."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import ipywidgets
import pytest

from cjm_research import open_study
from cjm_research.forms import import_report
from cjm_research.forms.import_place import DROP_LIMIT
from cjm_research.forms.importing import ImportForm, read_only_imports
from cjm_research.imports import importing as engine
from cjm_research.imports.reading import ImportReport, Note
from cjm_research.store import INBOX

SURVEY = """respondent,date,how_was_it,comment
r1,2026-05-01,4,Fine
r2,2026-05-02,5,Quick <b>and</b> kind
r3,2026-05-03,2,Call me: ida@example.org
"""
HOSTILE = '"><img src=x onerror=alert(1)>'


class Importer:
    """Someone at the import form."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.form = ImportForm(open_study(folder))

    def choose(self, name: str, content: str | bytes = SURVEY, kind: str = "survey") -> None:
        """Put a file into the inbox and choose it."""
        (self.folder / INBOX).mkdir(exist_ok=True)
        (self.folder / INBOX / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        self.form.kind.show(kind)
        self.form.file.look()
        self.form.file.inbox.show(name)

    def say(self, name: str, text: str) -> None:
        """Say something about the file."""
        self.form.options.plain[name].show(text)

    def preview(self) -> None:
        """Press Preview and wait."""
        self.form.preview_button.click()
        self.wait()

    def register(self, **said: str) -> None:
        """Fill in what the register asks and press Import."""
        for name, text in said.items():
            self.form.register.fields[name].show(text)
        self.form.register.write.click()
        self.wait()

    def wait(self) -> None:
        """Wait for the work that runs."""
        work = self.form.work
        if work is not None:
            work.wait()

    @property
    def status(self) -> str:
        """What the form says at its foot."""
        return str(self.form._status.value)

    @property
    def beside_the_file(self) -> str:
        """What stands beside the file."""
        return str(self.form.file._note.value)

    def shows(self, part: ipywidgets.Widget) -> bool:
        """Say whether a part of the form is on the page."""
        return part.layout.display != "none"


@pytest.fixture
def person(folder: Path) -> Iterator[Importer]:
    """Someone at the import form of a small study."""
    one = Importer(folder)
    yield one
    one.wait()


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def test_a_preview_shows_report_rows_and_questions_and_writes_nothing(person: Importer) -> None:
    person.choose("panel.csv")
    before = contents(person.folder)
    person.preview()
    report = person.form._report.value
    assert "3</b> rows kept" in report
    assert "of 3 in the file; none left out" in report
    assert "how_was_it" in person.form._rows.value
    assert "questions recognised" in person.form._asked.value
    assert "Nothing is written yet" in person.status
    assert contents(person.folder) == before


def test_import_registers_the_source_and_says_what_to_run_again(person: Importer) -> None:
    person.choose("panel.csv")
    person.preview()
    person.register(title="The panel", consent="Agreed on page one")
    assert "Run the cells below again" in person.status
    assert "Imported" in person.form._heading.value
    assert "3</b> rows kept" in person.form._report.value, "the report stays on the page"
    source = open_study(person.folder).source("panel")
    assert (source.title, source.kind, source.n, source.consent) == ("The panel", "survey", 3, "Agreed on page one")
    assert source.questions


def test_without_a_basis_of_consent_nothing_is_imported(person: Importer) -> None:
    person.choose("panel.csv")
    person.preview()
    before = contents(person.folder)
    person.register(title="The panel", consent=" ")
    assert "Fill this in" in person.form.register.fields["consent"]._note.value
    assert "Nothing imported yet" in person.status
    assert contents(person.folder) == before


def test_a_date_that_is_none_is_said_beside_its_field(person: Importer) -> None:
    person.choose("panel.csv")
    person.preview()
    person.register(title="The panel", consent="yes", collected_from="May")
    assert "YYYY-MM-DD" in person.form.register.fields["collected_from"]._note.value
    assert "panel" not in {source.id for source in open_study(person.folder).sources}


def test_the_same_file_again_changes_nothing_and_says_so(person: Importer) -> None:
    person.choose("panel.csv")
    person.preview()
    person.register(title="The panel", consent="yes")
    before = contents(person.folder)
    person.preview()
    assert "is already in the study as &#39;panel&#39;" in person.status
    assert not person.shows(person.form.register.box)
    assert contents(person.folder) == before


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


def test_another_choice_takes_the_preview_away(person: Importer) -> None:
    person.choose("panel.csv")
    person.preview()
    assert person.shows(person.form.register.box)
    person.say("encoding", "cp1252")
    assert not person.shows(person.form._shown)
    assert not person.shows(person.form.register.box)
    assert person.form.preview is None


def test_a_report_by_others_needs_no_file(person: Importer) -> None:
    person.form.kind.show("secondary")
    person.form.file.place.show("none")
    person.preview()
    assert not person.shows(person.form.register.fields["consent"].box)
    person.register(title="Cycling 2026", publisher="The Institute", claim="Four in ten", collected_to="2026-03-01")
    source = open_study(person.folder).source("cycling-2026")
    assert (source.kind, source.publisher, source.claim) == ("secondary", "The Institute", "Four in ten")


def test_each_kind_offers_what_fits_it(person: Importer) -> None:
    shown = person.form.options._roles
    person.form.kind.show("poll")
    assert len(shown.children) == 2
    person.form.kind.show("events")
    assert len(shown.children) == 4
    assert "Google Analytics 4" in [text for text, _ in person.form.options.plain["vendor"]._control.options]


def test_nothing_of_a_file_is_markup(person: Importer) -> None:
    person.choose("<img src=x>.csv", SURVEY.replace("how_was_it", "<img src=x onerror=alert(1)>"))
    person.preview()
    texts = [str(one.value) for one in _below(person.form.box) if isinstance(one, ipywidgets.HTML)]
    assert len(texts) > 10
    assert not [text for text in texts if "<img" in text or "<b>and" in text]


def _below(widget: ipywidgets.Widget) -> list[ipywidgets.Widget]:
    return [widget, *(one for child in getattr(widget, "children", ()) for one in _below(child))]


def test_the_report_says_every_part_and_escapes_it() -> None:
    made = ImportReport(
        file=HOSTILE,
        reader="x 1",
        vendor="qualtrics",
        rows_in=10,
        rows_kept=8,
        columns_in=5,
        columns_kept=4,
        dropped=(Note(what="unfinished", count=2, where="row 4"),),
        coerced=(Note(what=HOSTILE, count=3),),
        duplicates=1,
        gaps=(Note(what="no time", count=1),),
        zone="Europe/Berlin",
        personal=(Note(what="column 'IPAddress'", count=8),),
        warnings=("Look at row 9.",),
    )
    text = str(import_report.report(made, 8, "respondents"))
    for said in (
        "as Qualtrics",
        "8</b> rows kept",
        "of 10 in the file; 2 left out",
        "unfinished",
        "(row 4)",
        "1 row repeats",
        "no time",
        "Europe/Berlin",
        "IPAddress",
        "Look at row 9.",
    ):
        assert said in text
    assert "<img" not in text


def test_with_nobody_there_the_imports_are_listed(person: Importer) -> None:
    person.choose("panel.csv")
    person.preview()
    person.register(title="The panel", consent="yes")
    shown = read_only_imports(open_study(person.folder))
    assert "The panel" in shown
    assert "panel.csv" in shown
    assert "cjm import KIND FILE" in shown


CODEBOOK = """<?xml version="1.0"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>
<Code guid="1" name="Price" isCodable="true"><Code guid="2" name="Fee" isCodable="true"/></Code></Codes></CodeBook>"""


def test_a_codebook_joins_that_of_the_study_and_asks_for_no_consent(person: Importer) -> None:
    person.choose("codes.qdc", CODEBOOK, kind="interviews")
    person.preview()
    assert "2</b> rows kept" in person.form._report.value
    assert "Fee" in person.form._rows.value
    assert not [name for name, field in person.form.register.fields.items() if person.shows(field.box)]
    person.register()
    assert "Imported 2 codes into codes.yaml" in person.status
    added = {code.name: code.parent for code in open_study(person.folder).codes}
    assert added["Fee"] in {code.id for code in open_study(person.folder).codes if code.name == "Price"}
    person.preview()
    assert "has every code of this file already" in person.status


def test_a_personal_column_named_here_is_kept(person: Importer) -> None:
    answers = (
        "participant,submitted,Email,how_was_it\nP1,2026-05-01,ida@example.org,5\nP2,2026-05-02,jo@example.org,4\n"
    )
    person.choose("panel.csv", answers)
    person.preview()
    assert "Email" not in person.form._rows.value
    person.say("keep_personal", "Email\n")
    person.preview()
    assert "Email" in person.form._rows.value


def test_everyone_gets_a_pseudonym_where_the_box_is_ticked(person: Importer) -> None:
    person.choose("panel.csv")
    person.form.options.roles["participant"].show("respondent")
    person.form.options.pseudonyms.show(True)
    person.preview()
    assert person.form.preview is not None
    assert person.form.preview.reading.table["respondent"].str.fullmatch("p-[0-9a-f]{12}").all()
    person.form.kind.show("poll")
    assert not person.shows(person.form.options.pseudonyms.box)


def test_a_study_without_an_inbox_gets_one_at_the_press_of_a_button(person: Importer) -> None:
    place = person.form.file
    assert (place.again.description, place.inbox.state()) == ("Make the inbox", "")
    before = contents(person.folder)
    place.again.click()
    assert contents(person.folder).keys() - before.keys() == {f"{INBOX}/README.md", f"{INBOX}/.gitignore"}
    assert place.again.description == "Look again"
    where = f"{person.folder.parent.name}/{person.folder.name}/{INBOX}/"
    assert place.inbox._control.options == ((f"There is no file in {where} yet", ""),), "its guide is no file to import"
    (person.folder / INBOX / "new.csv").write_text(SURVEY)
    place.again.click()
    assert [name for _, name in place.inbox._control.options] == ["", "new.csv"]


def test_an_inbox_that_cannot_be_made_is_a_sentence(person: Importer) -> None:
    (person.folder / INBOX).write_text("a file is in the way")
    person.form.file.again.click()
    assert "cannot be written" in person.beside_the_file
