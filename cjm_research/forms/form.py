"""The form: shows one part of a study, takes changes, saves them. Handlers may run on any thread; one lock per form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import RLock

from ipywidgets import VBox
from pydantic import ValidationError

from cjm_research import store
from cjm_research.errors import CjmError, ConflictError
from cjm_research.forms.build import fields_of
from cjm_research.forms.drafts import Desk, Draft, Page
from cjm_research.forms.field import State
from cjm_research.forms.hints import ByField, hints
from cjm_research.forms.intake import Intake, Problems
from cjm_research.forms.markup import html, safe_html, style_sheet
from cjm_research.forms.panels import Bar, ConflictPanel, ListPanel, RecordPanel, show_if, side_by_side
from cjm_research.forms.reading import blank_states, states_of
from cjm_research.forms.subjects import Subject
from cjm_research.study import Study
from cjm_research.study.part import Part

AGAIN = "Run the cells of this notebook again, from the one that opens the study, to see it in the charts."


class Form:
    """A form over one part of a study.

    Parameters
    ----------
    study
        The study as it was opened; kept up to date with each save.
    subject
        Which part is edited.
    chosen
        Id of the row to show first.
    """

    def __init__(self, study: Study, subject: Subject, chosen: str = "") -> None:
        self.study, self.subject = study, subject
        self._lock, self._filling, self._confirmed = RLock(), False, False
        self._problems: Problems = {}
        self.bar = Bar(self.save, self.undo, self.redo, "Sign off" if subject.part == "reviews" else "Save")
        self.conflict = ConflictPanel(self.reload, self.keep_mine)
        self.box = VBox([])
        self.box.add_class("cjm-form")
        self.box.add_class(f"cjm-form-{subject.part}")
        self._start(study, chosen)

    def save(self) -> None:
        """Save, if everything can be read; else say what is wrong and keep everything as it was typed."""
        with self._lock:
            page = self._read_all()
            if page is None:
                return
            if not self.desk.unsaved:
                self.bar.say("Nothing to save: nothing was changed.")
                return
            question = self.subject.question(self.study)
            if question and not self._confirmed:
                self._confirmed = True
                self.bar.say(question, "bad")
                return
            self._write(page, lambda: self.study)

    def reload(self) -> None:
        """Drop what was changed here and show what is on disk."""
        with self._lock:
            self._guarded(self._reload)

    def keep_mine(self) -> None:
        """Write this form's part over what is on disk; all other parts stay as they are on disk."""
        with self._lock:
            page = self._read_all()
            if page is not None:
                self._write(page, lambda: store.open_study(self.study.folder))

    def undo(self) -> None:
        """Take back the last change."""
        self._change(Desk.undo)

    def redo(self) -> None:
        """Make the last change taken back again."""
        self._change(Desk.redo)

    def choose(self, key: int) -> None:
        """Show another row."""
        with self._lock:
            if not self._filling:
                self.desk.select(key)
                self._show()

    def _reload(self) -> None:
        self._start(store.open_study(self.study.folder), self._chosen_id())
        self.bar.say("Reloaded from disk.")

    def _start(self, study: Study, chosen: str) -> None:
        self.study = study
        self._make_panels()
        page = self._page(study)
        at = next(
            (row.key for row in page.rows if row.states.get("id") == chosen), page.rows[0].key if page.rows else None
        )
        self.desk = Desk(replace(page, at=at))
        self._problems.clear()
        self._hints = hints(self.subject, study)
        self.conflict.hide()
        self._show()
        self.bar.say("Nothing changed yet." if self.subject.part != "reviews" else "")

    def _make_panels(self) -> None:
        subject, study = self.subject, self.study
        head = fields_of(subject.head_model, study, subject.hidden) if subject.head_model else {}
        rows = fields_of(subject.row_model, study, subject.hidden) if subject.row_model else {}
        self.head = RecordPanel(head, self._edited_head)
        self.record = RecordPanel(rows, self._edited_row)
        self.intake = Intake(subject, head, rows)
        self.list = ListPanel(subject.list_title, subject.noun, self.choose, {
            "add": lambda: self._change(lambda desk: desk.add(blank_states(subject.row_model or Part, rows))),
            "duplicate": lambda: self._change(_duplicate),
            "delete": lambda: self._change(Desk.delete),
            "up": lambda: self._change(lambda desk: desk.move(-1)),
            "down": lambda: self._change(lambda desk: desk.move(1)),
        })  # fmt: skip
        self._empty = html(safe_html('<div class="cjm-empty">{}</div>', subject.empty))
        title = html(safe_html("<h3>{}</h3><p>{}</p>", subject.title, subject.about), "cjm-title")
        panels = ([self.head.box] if head else []) + (
            [side_by_side(self.list, self.record, self._empty)] if rows else []
        )
        self.box.children = (style_sheet(), title, *panels, self.conflict.box, self.bar.box)

    def _page(self, study: Study) -> Page:
        head = self.subject.head(study)
        states = states_of(head, self.head.fields) if head else self._blank_head()
        rows = tuple(Draft(states_of(row, self.record.fields), row) for row in self.subject.rows(study))
        return Page(Draft(states, head) if self.subject.head_model else None, rows)

    def _blank_head(self) -> dict[str, State]:
        return blank_states(self.subject.head_model, self.head.fields) if self.subject.head_model else {}

    def _edited_head(self, name: str, state: State) -> None:
        with self._lock:
            self._edited(self.desk.page.head, name, state)

    def _edited_row(self, name: str, state: State) -> None:
        with self._lock:
            self._edited(self.desk.page.row, name, state)

    def _edited(self, draft: Draft | None, name: str, state: State) -> None:
        if self._filling or draft is None:
            return
        changed = draft.with_state(name, state)
        self.desk.edit(changed)
        found = self._problems.setdefault(draft.key, {})
        found.pop(name, None)
        problems = self.intake.one(changed, head=changed is self.desk.page.head).problems
        if name in problems:
            found[name] = problems[name]
        self._after_change()

    def _change(self, step: Callable[[Desk], None]) -> None:
        with self._lock:
            step(self.desk)
            self._problems = self.intake.still(self._problems, self.desk.page)
            self._after_change()

    def _after_change(self) -> None:
        self._confirmed = False
        self._show()
        if self.desk.unsaved:
            self.bar.say("Unsaved changes", "edit")
        else:
            self.bar.say("Nothing left to save.")

    def _read_all(self) -> Page | None:
        """Return the page with all records read, or None after showing what is wrong."""
        page, self._problems = self.intake.all(self.desk.page)
        if self._problems:
            self._refuse()
            return None
        return page

    def _refuse(self) -> None:
        count = sum(len(found) for found in self._problems.values())
        wrong = [row.key for row in self.desk.page.rows if row.key in self._problems]
        if wrong and self.desk.page.at not in wrong:
            self.desk.select(wrong[0])
        self._show()
        self.bar.say(f"{count} problem{'s' if count > 1 else ''}, nothing saved. Look for ⚠ above.", "bad")

    def _put(self, study: Study, page: Page) -> Study:
        records = tuple(row.origin for row in page.rows if row.origin is not None)
        return self.subject.put(study, page.head.origin if page.head else None, records)

    def _write(self, page: Page, onto: Callable[[], Study]) -> None:
        def write() -> None:
            study = onto()
            self.study = store.save(self._put(study, page))
            self._saved(
                page, sorted(name for name, stamp in self.study.stamps.items() if study.stamps.get(name) != stamp)
            )

        self._guarded(write)

    def _saved(self, page: Page, written: list[str]) -> None:
        fresh = self._page(self.study)
        keys = {row.states["id"]: row.key for row in page.rows}
        rows = tuple(replace(row, key=keys.get(row.states["id"], row.key)) for row in fresh.rows)
        head = replace(fresh.head, key=page.head.key) if fresh.head and page.head else fresh.head
        self.desk.take(Page(head, rows, page.at))
        self._confirmed = False
        self._hints = hints(self.subject, self.study)
        self.conflict.hide()
        self._show()
        what = f"Saved {' and '.join(written)}. {AGAIN}" if written else "The study on disk says this already."
        self.bar.say(what, "good")

    def _guarded(self, act: Callable[[], None]) -> None:
        try:
            act()
        except ConflictError as error:
            self.conflict.show(str(error))
            self.bar.say("Nothing saved: the study changed on disk. Choose above.", "bad")
        except ValidationError as error:
            self.bar.say(f"Nothing saved. {error.errors()[0]['msg']}.", "bad")
        except (CjmError, OSError) as error:
            self.bar.say(f"Nothing saved. {error}", "bad")

    def _chosen_id(self) -> str:
        row = self.desk.page.row
        return str(row.states.get("id", "")) if row else ""

    def _show(self) -> None:
        self._filling = True
        try:
            self._show_page(self.desk.page)
        finally:
            self._filling = False

    def _show_page(self, page: Page) -> None:
        of_head, of_rows = self._hints
        if page.head:
            self.head.show(page.head.states, self._problems.get(page.head.key, {}), self._current(page.head, of_head))
        self.list.show([(self._caption(row), row.key) for row in page.rows], page.at)
        show_if(self.record.box, page.row is not None)
        show_if(self._empty, page.row is None)
        if page.row:
            of_row = of_rows.get(str(page.row.states.get("id", "")), {})
            self.record.show(page.row.states, self._problems.get(page.row.key, {}), self._current(page.row, of_row))
            saved = {row.states.get("id") for row in self.desk.saved.rows}
            self.record.lock_id(page.row.states.get("id") in saved)
        self.bar.undo.disabled, self.bar.redo.disabled = not self.desk.can_undo, not self.desk.can_redo

    def _current(self, draft: Draft, found: ByField) -> ByField:
        """Return the hints on fields that nobody changed since the checks ran."""
        saved = self.desk.saved_states(draft.key)
        return {name: texts for name, texts in found.items() if saved.get(name) == draft.states.get(name)}

    def _caption(self, row: Draft) -> str:
        text = self.subject.caption(self.study, row.states) or f"New {self.subject.noun}"
        unsaved = row.states != self.desk.saved_states(row.key)
        return ("⚠ " if self._problems.get(row.key) else "") + text + (" ●" if unsaved else "")


def _duplicate(desk: Desk) -> None:
    if desk.page.row:
        states = desk.page.row.states
        name = next((name for name in ("title", "name", "statement") if name in states), "")
        desk.add({**states, "id": "", **({name: f"{states[name]} (copy)"} if name else {})})
