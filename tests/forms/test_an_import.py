"""The import form: a preview that writes nothing, then Import; each kind asks for what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cjm_research import open_study
from cjm_research.forms import import_report
from cjm_research.forms.importing import read_only_imports
from cjm_research.imports.reading import ImportReport, Note
from tests.forms.importer import INBOX, SURVEY, contents

if TYPE_CHECKING:
    from tests.forms.importer import Importer

HOSTILE = '"><img src=x onerror=alert(1)>'


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
