"""The study a notebook has opened: its cell can be run again, and after a save the cells below see the new value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

from cjm_research import forms, open_study, store
from cjm_research.errors import CjmError
from cjm_research.forms.coding import CodingForm
from cjm_research.forms.event_rules import EventTable
from cjm_research.forms.form import Form
from cjm_research.forms.group_search import GroupSearch
from cjm_research.forms.importing import ImportForm
from cjm_research.forms.questions import QuestionTable
from cjm_research.forms.subjects import LISTS
from cjm_research.study import Study

OPENING = "from cjm_research import open_study\nstudy = open_study(study)"


class Notebook:
    """A kernel whose cells are run one by one."""

    def __init__(self, shell: InteractiveShell, study: str) -> None:
        self.shell = shell
        shell.push({"study": study})

    def run(self, cell: str) -> Any:
        """Run a cell and return the value of its last line."""
        ran = self.shell.run_cell(cell, silent=True)
        ran.raise_error()
        return ran.result

    @property
    def study(self) -> Study:
        """What the notebook calls ``study``."""
        return self.shell.user_ns["study"]


@pytest.fixture
def notebook(linked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Notebook]:
    """A notebook whose parameter names the study, the opening cell run."""
    monkeypatch.setenv("CJM_DATA", str(linked.parent))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    InteractiveShell.clear_instance()
    made = Notebook(InteractiveShell.instance(), linked.name)
    made.run(OPENING)
    yield made
    InteractiveShell.clear_instance()


def edited(part: str) -> Callable[[Study], None]:
    """Return what somebody does who changes a word in the form over a part, and saves."""

    def act(study: Study) -> None:
        form = forms.form(study, part, "ana" if part == "journeys" else "")
        panel = form.head if part in ("about", "reviews") else form.record
        name = next(one for one in ("title", "name", "statement", "reviewer") if one in panel.fields)
        panel.fields[name].show("Changed")
        saved(form)

    return act


def saved(form: Form | CodingForm) -> None:
    form.bar.save.click()
    assert "Saved" in form.bar.text
    assert "Run the cells below again to see it." in form.bar.text


def coded(study: Study) -> None:
    form = CodingForm(study)
    form.coder.value = "Kim"
    form.reading.sentences[1].click()
    form.quote.code.value = "fee"
    form.quote.add.click()
    saved(form)


def imported(study: Study) -> None:
    inbox = study.folder / "inbox"
    inbox.mkdir()
    (inbox / "poll.csv").write_text("option,count\nlate,12\ndear,30\n")
    form = ImportForm(study)
    form.kind.show("poll")
    form.file.inbox.show("poll.csv")
    for press in (form.look, form.write):
        form.register.fields["consent"].show("Agreed")
        press()
        assert form.work is not None
        form.work.wait()
    assert "Run the cells below again to see it." in form._status.value


def asked(study: Study) -> None:
    form = QuestionTable(study, "survey")
    form.panels[0][1].fields["wording"].show("How was it?")
    saved(form)


def rated(study: Study) -> None:
    form = QuestionTable(study, "survey")
    form.panels[1][1].fields["touchpoint"].show("shop")
    form.make.click()
    assert "Run the cells below again to see it." in form.bar.text


def ruled(study: Study) -> None:
    form = EventTable(study, "log")
    form.panels[0][1].fields["phase"].show("buy")
    saved(form)


def grouped(study: Study) -> None:
    rows = "\n".join(f"p{n},30,{1 + n % 2 * 4},4,5,2,like,like" for n in range(60))
    (study.folder / "evidence/survey.csv").write_text(f"who,age,overall,shop,wants,knows,with,without\n{rows}\n")
    form = GroupSearch(study)
    form.look.click()
    form.best.click()
    assert "Run the cells below again to see it." in form.said.value


SAVES = {
    **{part: edited(part) for part in (*LISTS, "about", "journeys", "reviews")},
    "coding": coded,
    "importer": imported,
    "questions": asked,
    "questions, metrics": rated,
    "event_rules": ruled,
    "groups": grouped,
}


def test_every_form_is_tried() -> None:
    shown = set(forms.__all__) - {"Form", "form", "front_end"} - {"journey", "signoff"} | {"journeys", "reviews"}
    assert {name.partition(",")[0] for name in SAVES} == shown


@pytest.mark.parametrize("save", SAVES)
def test_what_a_form_saves_is_what_the_cells_below_see(notebook: Notebook, save: str) -> None:
    before = notebook.study
    SAVES[save](before)
    assert notebook.study is not before
    assert notebook.study == open_study(before.folder)
    assert not store.has_unsaved(notebook.study)


def test_the_cell_that_opens_the_study_can_be_run_again(notebook: Notebook) -> None:
    opened = notebook.study
    notebook.run(OPENING)
    assert notebook.study is opened, "nothing changed, so nothing is read"


@pytest.mark.parametrize("file", ["objectives.yaml", "journeys/ana.yaml"])
def test_what_a_colleague_changed_is_there_after_the_opening_cell(notebook: Notebook, linked: Path, file: str) -> None:
    text = (linked / file).read_text().replace("Grow", "Theirs").replace("Looks", "Theirs")
    (linked / file).write_text(text)
    assert "Theirs" not in str(notebook.study)
    notebook.run(OPENING)
    assert "Theirs" in str(notebook.study)


def test_a_file_that_came_or_went_is_seen_by_the_opening_cell(notebook: Notebook, linked: Path) -> None:
    (linked / "reviews").mkdir()
    (linked / "reviews/2026-06-01.yaml").write_text("date: 2026-06-01\nreviewer: Ida\ndecision: approved\n")
    (linked / "codes.yaml").unlink()
    (linked / "evidence/survey.csv").unlink()
    notebook.run(OPENING)
    assert (len(notebook.study.reviews), notebook.study.codes) == (1, ())
    assert "survey" not in notebook.study.present


def test_a_study_changed_in_memory_is_opened_as_it_is_on_disk(notebook: Notebook) -> None:
    notebook.shell.push({"study": notebook.study.replaced(codes=())})
    notebook.run(OPENING)
    assert len(notebook.study.codes) == 2


def test_a_study_that_is_gone_or_was_never_written_is_a_sentence(linked: Path) -> None:
    study = open_study(linked)
    linked.rename(linked.with_name("moved"))
    for lost in (study, Study(about=study.about)):
        with pytest.raises(CjmError, match="study"):
            open_study(lost)


def test_changes_in_memory_and_other_studies_are_left_alone_and_the_form_says_so(
    notebook: Notebook, tmp_path: Path
) -> None:
    mine = notebook.study.replaced(codes=())
    other = tmp_path / "other"
    other.mkdir()
    (other / "study.yaml").write_text("format: 1\ntitle: Another\n")
    for held in (mine, open_study(other), "demo", None):
        notebook.shell.push({"study": held})
        form = forms.form(open_study(mine.folder), "objectives")
        form.record.fields["audience"].show(f"Of {type(held).__name__} {id(held)}")
        form.bar.save.click()
        assert "from the one that opens the study" in form.bar.text
        assert notebook.study is held


def test_a_save_after_anothers_save_of_the_same_file_is_still_a_conflict(notebook: Notebook) -> None:
    first, second = (forms.form(notebook.study, part) for part in ("personas", "attributes"))
    first.record.fields["name"].show("Anna")
    first.bar.save.click()
    second.record.fields["title"].show("Years")
    second.bar.save.click()
    assert "changed on disk" in second.bar.text
    assert notebook.study.persona("ana").name == "Anna"


def test_reload_after_a_conflict_gives_the_cells_below_what_is_on_disk(notebook: Notebook, linked: Path) -> None:
    form = forms.form(notebook.study, "objectives")
    (linked / "objectives.yaml").write_text((linked / "objectives.yaml").read_text().replace("Grow", "Theirs"))
    form.record.fields["title"].show("Mine")
    for press in (form.bar.save, form.conflict.reload, form.conflict.reload):
        press.click()
    assert notebook.study.objective("grow").title == "Theirs"
