"""What every field of a form can do, whatever its control: show a state, give it back, say what is wrong."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TypeAlias

from ipywidgets import VBox, Widget

from cjm_research.forms.markup import html, joined, safe_html

State: TypeAlias = str | bool | tuple["State", ...]
"""What a control shows, valid or not: text, a tick, or several of them. Immutable, so that undo can keep it."""


class Field(ABC):
    """One labelled control with its help and its messages.

    `encode` turns a value of the study into a state, `decode` turns a state back; `decode` returns None for what is
    left blank and raises ``ValueError`` with a sentence for the person at the keyboard.
    """

    blank: State = ""

    def __init__(self, name: str, help: str, control: Widget, *, wide: bool = False) -> None:
        self.name = name
        self.changed: Callable[[], None] = _nothing
        self._help = help
        self._note = html(safe_html(""), "cjm-note")
        self.box = VBox([control, self._note])
        for css in ("cjm-field", f"cjm-field-{name}", *(["cjm-wide"] if wide else [])):
            self.box.add_class(css)
        self.say("", ())

    @abstractmethod
    def encode(self, value: object) -> State:
        """Return the state that shows this value."""

    @abstractmethod
    def decode(self, state: State) -> object:
        """Return the value of a state, None where it is blank; raise ``ValueError`` with a sentence."""

    @abstractmethod
    def state(self) -> State:
        """Return what the control shows now."""

    @abstractmethod
    def show(self, state: State) -> None:
        """Show a state."""

    def say(self, problem: str, hints: tuple[str, ...]) -> None:
        """Show what is wrong, what could be better, and the help text."""
        lines = [safe_html('<div class="cjm-problem" role="alert">⚠ {}</div>', problem)] if problem else []
        lines += [safe_html('<div class="cjm-hint">○ {}</div>', hint) for hint in hints]
        lines += [safe_html('<div class="cjm-help">{}</div>', self._help)] if self._help else []
        content = joined(lines)
        if self._note.value != content:
            self._note.value = content
        (self.box.add_class if problem else self.box.remove_class)("cjm-wrong")

    def fire(self, _: object = None) -> None:
        """Tell the form that somebody changed this field."""
        self.changed()


def _nothing() -> None:
    return None
