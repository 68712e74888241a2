"""Editing one part of a study: changes and the way back, saving, and a study that changed on disk meanwhile.

Handlers may run on any thread; one lock per form.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import RLock

from ipywidgets import VBox
from pydantic import ValidationError

from cjm_research import checks, store
from cjm_research.errors import CjmError, ConflictError
from cjm_research.forms.deletion import ASKED, DeletionPanel
from cjm_research.forms.drafts import Desk, Draft, Page
from cjm_research.forms.field import State
from cjm_research.forms.hints import hints
from cjm_research.forms.intake import Intake, Problems
from cjm_research.forms.opened import renew
from cjm_research.forms.panels import Bar, ConflictPanel, RecordPanel
from cjm_research.forms.reading import blank_states, states_of
from cjm_research.forms.subjects import Subject
from cjm_research.study import Study


class Editing(ABC):
    """What every form over a part of a study does, whatever it looks like.

    Parameters
    ----------
    study
        The study as it was opened; kept up to date with each save.
    subject
        Which part is edited.
    chosen
        Id of the row to show first.
    """

    head: RecordPanel
    record: RecordPanel
    intake: Intake

    def __init__(self, study: Study, subject: Subject, chosen: str = "") -> None:
        self.study, self.subject = study, subject
        self._lock, self._filling, self._confirmed = RLock(), False, False
        self._problems: Problems = {}
        self.bar = Bar(self.save, self.undo, self.redo, "Sign off" if subject.part == "reviews" else "Save")
        self.conflict = ConflictPanel(self.reload, self.keep_mine)
        self.deletion = DeletionPanel(self.keep_deleted, self.delete_anyway)
        self.asks = VBox([self.deletion.box, self.conflict.box])
        self._waiting: Callable[[], None] = lambda: None
        self.box = VBox([])
        self.box.add_class("cjm-form")
        self.box.add_class(f"cjm-form-{subject.part}")
        self._start(study, chosen)

    @abstractmethod
    def _make_panels(self) -> None:
        """Make ``head``, ``record``, ``intake`` and all that the box shows."""

    @abstractmethod
    def _show_page(self, page: Page) -> None:
        """Show a page in the panels."""

    @abstractmethod
    def _after_save(self, written: Sequence[str]) -> str:
        """Return what to say once these files were written."""

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
                self._write(page, lambda: store.open_study(self.study))

    def keep_deleted(self) -> None:
        """Bring back what was to be deleted though it is named elsewhere."""
        with self._lock:
            is_back = self.desk.put_back({link.named for link in self.deletion.asked})
            self._after_change()
            self.bar.say(f"{'It is back' if is_back else 'Undo brings it back'}. Nothing is saved.", "edit")

    def delete_anyway(self) -> None:
        """Go on with the save that the question about a deletion has stopped."""
        with self._lock:
            self.deletion.agree()
            self._waiting()

    def undo(self) -> None:
        """Take back the last change."""
        self._change(Desk.undo)

    def redo(self) -> None:
        """Make the last change taken back again."""
        self._change(Desk.redo)

    def _reload(self) -> None:
        self._start(store.open_study(self.study), self._chosen_id())
        renew(self.study)
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
        self.deletion.hide()
        self._show()
        self.bar.say("Nothing changed yet." if self.subject.part != "reviews" else "")

    def _page(self, study: Study) -> Page:
        head = self.subject.head(study)
        states = states_of(head, self.head.fields) if head else self._blank_head()
        rows = tuple(Draft(states_of(row, self.record.fields), row) for row in self.subject.rows(study))
        return Page(Draft(states, head) if self.subject.head_model else None, rows)

    def _blank_head(self) -> dict[str, State]:
        return blank_states(self.subject.head_model, self.head.fields) if self.subject.head_model else {}

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
        self.deletion.hide()
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
            now = store.open_study(study)
            if self.deletion.asks(now, checks.lost(study, now, self._put(now, page))):
                self.bar.say(ASKED, "bad")
                return
            self.study = store.save(self._put(study, page))
            changed = (name for name, stamp in self.study.stamps.items() if now.stamps.get(name) != stamp)
            self._saved(page, sorted(changed))

        self._waiting = lambda: self._write(page, onto)
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
        self.deletion.hide()
        self._show()
        self.bar.say(self._after_save(written), "good")

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
