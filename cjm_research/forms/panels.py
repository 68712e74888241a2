"""The parts a form is put together from: the fields of a record, the list, the bar with Save, the conflict box."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from ipywidgets import Box, Button, HBox, Select, VBox, Widget

from cjm_research.forms.field import State
from cjm_research.forms.markup import html, joined, safe_html
from cjm_research.forms.plain_fields import TextField
from cjm_research.forms.reading import Fields

_T = TypeVar("_T")
_BREAK = "\u200b"
"""Where a long caption may wrap: in a list box ipywidgets turns every blank into one that does not."""

Press = Callable[[], None]
Hints = Mapping[str, tuple[str, ...]]


def button(text: str, css: str, press: Press, *, icon: str = "", tooltip: str = "") -> Button:
    """Return a button that can be found by its class."""
    made = Button(description=text, icon=icon, tooltip=tooltip or text)
    made.add_class(css)
    made.on_click(lambda _: press())
    return made


def show_if(widget: Widget, shown: bool) -> None:
    """Show a widget or take it off the page."""
    widget.layout.display = None if shown else "none"


class RecordPanel:
    """The fields of one record in a grid, with what the checks say about the record as a whole above it."""

    def __init__(self, fields: Fields, edited: Callable[[str, State], None]) -> None:
        self.fields = fields
        self._notes = html(safe_html(""), "cjm-record-hints")
        grid = Box([field.box for field in fields.values()])
        grid.add_class("cjm-grid")
        self.box = VBox([self._notes, grid])
        for name, field in fields.items():
            field.changed = lambda name=name, field=field: edited(name, field.state())  # type: ignore[misc]

    def show(self, states: Mapping[str, State], problems: Mapping[str, str], hints: Hints) -> None:
        """Show a record, its problems and hints beside their fields, the rest above."""
        for name, field in self.fields.items():
            if field.state() != states[name]:
                field.show(states[name])
        self.say(problems, hints)

    def say(self, problems: Mapping[str, str], hints: Hints) -> None:
        """Show problems and hints."""
        for name, field in self.fields.items():
            field.say(problems.get(name, ""), hints.get(name, ()))
        lines = [
            safe_html('<div class="cjm-problem" role="alert">⚠ {}</div>', text) for text in _others(problems, self)
        ]
        lines += [
            safe_html('<div class="cjm-hint">○ {}</div>', text) for texts in _others(hints, self) for text in texts
        ]
        self._notes.value = joined(lines)

    def lock_id(self, locked: bool) -> None:
        """Make the id read-only for a record that is already saved."""
        field = self.fields.get("id")
        if isinstance(field, TextField):
            field.lock(locked)


def _others(by_field: Mapping[str, _T], panel: RecordPanel) -> list[_T]:
    return [value for name, value in by_field.items() if name not in panel.fields]


class ListPanel:
    """The list of rows, with the buttons that change it."""

    def __init__(self, title: str, noun: str, chosen: Callable[[int], None], presses: Mapping[str, Press]) -> None:
        self.select = Select(description=title)
        self.select.add_class("cjm-list")
        self._chosen, self._quiet = chosen, False
        self.select.observe(self._choose, "value")
        self.add = button("Add", "cjm-add", presses["add"], icon="plus", tooltip=f"Add another {noun} below this one")
        self.rest = (
            button("Duplicate", "cjm-duplicate", presses["duplicate"], icon="copy", tooltip=f"Copy this {noun}"),
            button("Move up", "cjm-up", presses["up"], icon="arrow-up"),
            button("Move down", "cjm-down", presses["down"], icon="arrow-down"),
            button(
                "Delete",
                "cjm-delete",
                presses["delete"],
                icon="trash",
                tooltip=f"Delete this {noun}; Undo brings it back",
            ),
        )
        buttons = Box([self.add, *self.rest])
        buttons.add_class("cjm-list-buttons")
        self.box = VBox([self.select, buttons])
        self.box.add_class("cjm-side")

    def show(self, captions: list[tuple[str, int]], at: int | None) -> None:
        """Show these rows, one of them chosen."""
        self._quiet = True
        try:
            options = [(caption.replace(" ", f" {_BREAK}"), key) for caption, key in captions]
            if list(self.select.options) != options:
                self.select.options = options
                self.select.rows = min(max(len(captions), 4), 14)
            self.select.value = at
        finally:
            self._quiet = False
        for one in self.rest:
            one.disabled = at is None

    def _choose(self, change: Mapping[str, object]) -> None:
        if not self._quiet and isinstance(change["new"], int):
            self._chosen(change["new"])


def side_by_side(rows: ListPanel, record: RecordPanel, empty: Widget) -> HBox:
    """Return the list with, to its right, the chosen record or the sentence that there is none."""
    editor = VBox([record.box, empty])
    editor.add_class("cjm-editor")
    body = HBox([rows.box, editor])
    body.add_class("cjm-body")
    return body


class Bar:
    """Save, Undo, Redo, and the line that says what happened."""

    def __init__(self, save: Press, undo: Press, redo: Press, word: str) -> None:
        self.save = button(word, "cjm-save", save, icon="check")
        self.save.button_style = "primary"
        self.undo = button("Undo", "cjm-undo", undo, icon="undo")
        self.redo = button("Redo", "cjm-redo", redo, icon="repeat")
        self._status = html(safe_html(""), "cjm-status")
        self.box = HBox([self.save, self.undo, self.redo, self._status])
        self.box.add_class("cjm-bar")

    def say(self, text: str, kind: str = "calm") -> None:
        """Show a sentence; ``kind`` is calm, good or bad."""
        sign = {"good": "✓ ", "bad": "⚠ ", "edit": "● "}.get(kind, "")
        self._status.value = safe_html('<span role="status" class="cjm-{}">{}{}</span>', kind, sign, text)

    @property
    def text(self) -> str:
        """What the line says, as HTML."""
        return str(self._status.value)


class ConflictPanel:
    """What to do when the study changed on disk meanwhile."""

    def __init__(self, reload: Press, keep: Press) -> None:
        self._reload, self._asked = reload, False
        self._text = html(safe_html(""))
        self.reload = button("Reload from disk", "cjm-reload", self._ask, icon="refresh")
        self.keep = button("Keep mine", "cjm-keep", keep, icon="save")
        note = html(
            safe_html(
                '<div class="cjm-help">{}</div>',
                "Reload drops your unsaved changes. Keep mine writes this form over what is on disk; all other "
                "parts stay as they are on disk.",
            ),
        )
        self.box = VBox([self._text, HBox([self.reload, self.keep]), note])
        self.box.add_class("cjm-conflict")
        self.hide()

    def show(self, text: str) -> None:
        """Show the box with what differs."""
        self.hide()
        self._text.value = safe_html('<div class="cjm-problem" role="alert">⚠ {}</div>', text)
        show_if(self.box, True)

    def hide(self) -> None:
        """Take the box away."""
        self._asked = False
        self.reload.description = "Reload from disk"
        show_if(self.box, False)

    @property
    def text(self) -> str:
        """What the box says, as HTML."""
        return str(self._text.value)

    def _ask(self) -> None:
        if self._asked:
            self._reload()
        else:
            self._asked = True
            self.reload.description = "Drop my changes?"
