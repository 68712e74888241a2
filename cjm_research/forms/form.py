"""The form: shows one part of a study as a list of records and the record at hand."""

from __future__ import annotations

from collections.abc import Sequence

from cjm_research.forms.build import fields_of
from cjm_research.forms.drafts import Desk, Draft, Page
from cjm_research.forms.editing import Editing
from cjm_research.forms.field import State
from cjm_research.forms.hints import ByField
from cjm_research.forms.intake import Intake
from cjm_research.forms.markup import html, safe_html, style_sheet
from cjm_research.forms.opened import renew
from cjm_research.forms.panels import ListPanel, RecordPanel, show_if, side_by_side
from cjm_research.forms.reading import blank_states
from cjm_research.study.part import Part


class Form(Editing):
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

    def choose(self, key: int) -> None:
        """Show another row."""
        with self._lock:
            if not self._filling:
                self.desk.select(key)
                self._show()

    def _make_panels(self) -> None:
        subject, study = self.subject, self.study
        head = fields_of(subject.head_model, study, subject.hidden) if subject.head_model else {}
        rows = fields_of(subject.row_model, study, subject.hidden) if subject.row_model else {}
        self.head = RecordPanel(head, self._edited_head)
        self.record = RecordPanel(rows, self._edited_row)
        self.intake = Intake(subject, head, rows)
        self.list = ListPanel(
            subject.list_title,
            subject.noun,
            self.choose,
            {
                "add": lambda: self._change(lambda desk: desk.add(blank_states(subject.row_model or Part, rows))),
                "duplicate": lambda: self._change(_duplicate),
                "delete": lambda: self._change(Desk.delete),
                "up": lambda: self._change(lambda desk: desk.move(-1)),
                "down": lambda: self._change(lambda desk: desk.move(1)),
            },
        )
        self._empty = html(safe_html('<div class="cjm-empty">{}</div>', subject.empty))
        title = html(safe_html("<h3>{}</h3><p>{}</p>", subject.title, subject.about), "cjm-title")
        panels = ([self.head.box] if head else []) + (
            [side_by_side(self.list, self.record, self._empty)] if rows else []
        )
        self.box.children = (style_sheet(), title, *panels, self.asks, self.bar.box)

    def _edited_head(self, name: str, state: State) -> None:
        with self._lock:
            self._edited(self.desk.page.head, name, state)

    def _edited_row(self, name: str, state: State) -> None:
        with self._lock:
            self._edited(self.desk.page.row, name, state)

    def _after_save(self, written: Sequence[str]) -> str:
        again = renew(self.study)
        return f"Saved {' and '.join(written)}. {again}" if written else "The study on disk says this already."

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
