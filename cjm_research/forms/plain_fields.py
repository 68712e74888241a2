"""Fields for one plain value: text, number, date, choice, yes or no, and text in lines."""

from __future__ import annotations

import re
from datetime import date

from ipywidgets import Checkbox, Dropdown, Text, Textarea

from cjm_research.forms import sentences, words
from cjm_research.forms.field import Field, State

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)


class TextField(Field):
    """Free text, in one line or with room for several."""

    def __init__(self, name: str, help: str, *, long: bool = False, hint: str = "") -> None:
        kind = Textarea if long else Text
        self._control = kind(description=words.label(name), placeholder=hint, continuous_update=False)
        if long:
            self._control.rows = 2
        super().__init__(name, help, self._control, wide=long or name in words.WIDE)
        self._control.observe(self.fire, "value")

    def encode(self, value: object) -> State:
        """Return the text."""
        return "" if value is None else str(value)

    def decode(self, state: State) -> object:
        """Return the text without blanks around it."""
        return str(state).strip() or None

    def state(self) -> State:
        """Return the text as typed."""
        return str(self._control.value)

    def show(self, state: State) -> None:
        """Show a text."""
        self._control.value = str(state)

    def lock(self, locked: bool) -> None:
        """Make the text read-only or not."""
        self._control.disabled = locked


class NumberField(TextField):
    """A number; left blank it is not given."""

    def __init__(self, name: str, help: str, *, whole: bool) -> None:
        super().__init__(name, help)
        self._whole = whole

    def encode(self, value: object) -> State:
        """Return the number without a needless ``.0``."""
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        return "" if value is None else str(value)

    def decode(self, state: State) -> object:
        """Return the number."""
        text = str(state).strip().replace("−", "-")
        if not text:
            return None
        if not _NUMBER.fullmatch(text):
            raise ValueError(f"{sentences.A_WHOLE_NUMBER if self._whole else sentences.A_NUMBER}.")
        number = float(text)
        if self._whole and not number.is_integer():
            raise ValueError(f"{sentences.A_WHOLE_NUMBER}.")
        return int(number) if self._whole else number


class DateField(TextField):
    """A day, written YYYY-MM-DD."""

    def __init__(self, name: str, help: str) -> None:
        super().__init__(name, help, hint="YYYY-MM-DD")

    def decode(self, state: State) -> object:
        """Return the day."""
        text = str(state).strip()
        if not text:
            return None
        try:
            if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
                raise ValueError(text)
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"{sentences.A_DATE}.") from None


class LinesField(TextField):
    """Several short texts, one per line."""

    def __init__(self, name: str, help: str) -> None:
        super().__init__(name, f"{help}. One per line." if help else "One per line.", long=True)

    def encode(self, value: object) -> State:
        """Return the texts in lines."""
        return "\n".join(str(text).replace("\n", " ") for text in value) if isinstance(value, tuple) else ""

    def decode(self, state: State) -> object:
        """Return the lines that are not blank."""
        return tuple(line.strip() for line in str(state).splitlines() if line.strip()) or None


class FlagField(Field):
    """Yes or no."""

    blank: State = False

    def __init__(self, name: str, help: str) -> None:
        self._control = Checkbox(description=words.label(name), indent=False)
        super().__init__(name, help, self._control)
        self._control.observe(self.fire, "value")

    def encode(self, value: object) -> State:
        """Return the tick."""
        return bool(value)

    def decode(self, state: State) -> object:
        """Return yes or no."""
        return bool(state)

    def state(self) -> State:
        """Return the tick."""
        return bool(self._control.value)

    def show(self, state: State) -> None:
        """Show the tick."""
        self._control.value = bool(state)


class ChoiceField(Field):
    """One of the values there are."""

    def __init__(self, name: str, help: str, options: tuple[tuple[str, str], ...]) -> None:
        self._options = options
        self._control = Dropdown(description=words.label(name), options=options)
        super().__init__(name, help, self._control)
        self._control.observe(self.fire, "value")

    def encode(self, value: object) -> State:
        """Return the chosen value."""
        return "" if value is None else str(value)

    def decode(self, state: State) -> object:
        """Return the chosen value."""
        return state or None

    def state(self) -> State:
        """Return the chosen value."""
        return str(self._control.value)

    def show(self, state: State) -> None:
        """Show a value; one the study does not have is named as such and can only be replaced."""
        value = str(state)
        known = any(value == option for _, option in self._options)
        strange = () if known else ((f"{value} (not in this study)", value),)
        options = (*self._options, *strange)
        if tuple(self._control.options) != options:
            self._control.options = options
        self._control.value = value
