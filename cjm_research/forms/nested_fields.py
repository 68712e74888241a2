"""Fields made of fields: a group, rows of groups, and the lanes of a step."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from ipywidgets import Box, Button, VBox

from cjm_research.forms import words
from cjm_research.forms.claim_fields import ClaimsField
from cjm_research.forms.field import Field, State
from cjm_research.forms.markup import html, safe_html
from cjm_research.forms.reading import blank_states, read
from cjm_research.study import Claim
from cjm_research.study.part import Part

MakeFields = Callable[[], dict[str, Field]]


class GroupField(Field):
    """A part inside a record, its fields side by side below one heading. All left blank, it is not given."""

    def __init__(self, name: str, help: str, model: type[Part], make: MakeFields, *, heading: bool = True) -> None:
        self._model, self._fields = model, make()
        self.blank = tuple(blank_states(model, self._fields).values())
        grid = Box([field.box for field in self._fields.values()])
        grid.add_class("cjm-grid")
        top = [html(safe_html('<div class="cjm-label">{}</div>', words.label(name)))] if heading else []
        super().__init__(name, help, VBox([*top, grid]), wide=True)
        self.box.add_class("cjm-group" if heading else "cjm-row")
        for field in self._fields.values():
            field.changed = self.fire

    def encode(self, value: object) -> State:
        """Return the states of the fields."""
        if value is None:
            return self.blank
        return tuple(field.encode(getattr(value, name)) for name, field in self._fields.items())

    def decode(self, state: State) -> object:
        """Return the part; what is wrong inside is named with its label."""
        if state == self.blank:
            return None
        states = dict(zip(self._fields, cast("tuple[State, ...]", state), strict=True))
        reading = read(self._model, self._fields, states)
        if reading.record is None:
            raise ValueError(" ".join(f"{words.label(name)}: {text}" for name, text in reading.problems.items()))
        return reading.record

    def state(self) -> State:
        """Return the states of the fields."""
        return tuple(field.state() for field in self._fields.values())

    def show(self, state: State) -> None:
        """Show these states."""
        for field, one in zip(self._fields.values(), cast("tuple[State, ...]", state), strict=True):
            field.show(one)


class RowsField(Field):
    """A list inside a record: one row of fields each, with buttons to add and remove."""

    blank: State = ()

    def __init__(self, name: str, help: str, model: type[Part], make: MakeFields) -> None:
        self._model, self._make = model, make
        self._pool: list[tuple[GroupField, Box]] = []
        self._pattern = GroupField(name, "", model, make, heading=False)
        self._rows = VBox([])
        self._rows.add_class("cjm-rows")
        add = Button(description="Add a row", icon="plus", tooltip=f"Add a row to {words.label(name)}")
        add.add_class(f"cjm-add-{name}")
        add.on_click(lambda _: self._set((*self._states(), self._pattern.blank)))
        heading = html(safe_html('<div class="cjm-label">{}</div>', words.label(name)))
        super().__init__(name, help, VBox([heading, self._rows, add]), wide=True)
        self.box.add_class("cjm-group")

    def encode(self, value: object) -> State:
        """Return one state per row."""
        return tuple(self._pattern.encode(one) for one in value) if isinstance(value, tuple) else ()

    def decode(self, state: State) -> object:
        """Return the parts; rows left blank are skipped, a wrong row is named by its number."""
        parts = []
        for number, one in enumerate(cast("tuple[State, ...]", state), 1):
            try:
                parts.append(self._pattern.decode(one))
            except ValueError as error:
                raise ValueError(f"Row {number}: {error}") from None
        return tuple(part for part in parts if part is not None) or None

    def state(self) -> State:
        """Return one state per row."""
        return self._states()

    def show(self, state: State) -> None:
        """Show these rows."""
        states = cast("tuple[State, ...]", state)
        while len(self._pool) < len(states):
            self._pool.append(self._row())
        shown = tuple(box for _, box in self._pool[: len(states)])
        if self._rows.children != shown:
            self._rows.children = shown
        for (group, _), one in zip(self._pool, states, strict=False):
            group.show(one)

    def _states(self) -> tuple[State, ...]:
        return tuple(group.state() for group, _ in self._pool[: len(self._rows.children)])

    def _set(self, states: tuple[State, ...]) -> None:
        quiet, self.changed = self.changed, _wait
        try:
            self.show(states)
        finally:
            self.changed = quiet
        self.fire()

    def _row(self) -> tuple[GroupField, Box]:
        group = GroupField(self.name, "", self._model, self._make, heading=False)
        group.changed = self.fire
        remove = Button(icon="trash", tooltip="Remove this row")
        remove.add_class("cjm-remove")
        box = Box([group.box, remove])
        box.add_class("cjm-row-line")
        remove.on_click(lambda _: self._without(group))
        return group, box

    def _without(self, gone: GroupField) -> None:
        shown = self._pool[: len(self._rows.children)]
        self._set(tuple(group.state() for group, _ in shown if group is not gone))


class LanesField(Field):
    """The notes of a step: claims for each lane of the study that holds notes."""

    blank: State = ()

    def __init__(self, name: str, help: str, lanes: dict[str, str], known: frozenset[str]) -> None:
        self._lanes, self._known = lanes, known
        self._fields = {id: self._lane(id, title) for id, title in lanes.items()}
        self._grid = Box([field.box for field in self._fields.values()])
        self._grid.add_class("cjm-lanes")
        heading = html(safe_html('<div class="cjm-label">{}</div>', words.label(name)))
        super().__init__(name, help, VBox([heading, self._grid]), wide=True)
        self.box.add_class("cjm-group")
        self.blank = self.encode({})

    def _lane(self, id: str, title: str) -> ClaimsField:
        field = ClaimsField(id, Claim, self._known, "")
        field.rename(title)
        field.changed = self.fire
        return field

    def encode(self, value: object) -> State:
        """Return lane by lane its id and its lines; lanes the study no longer has come last."""
        cells = cast("dict[str, tuple[Claim, ...]]", value or {})
        order = [*self._lanes, *(id for id in cells if id not in self._lanes)]
        return tuple((id, self._pattern(id).encode(cells.get(id, ()))) for id in order)

    def decode(self, state: State) -> object:
        """Return the claims of each lane that has any."""
        cells = {}
        for id, lines in cast("tuple[tuple[str, str], ...]", state):
            try:
                claims = self._pattern(id).decode(lines)
            except ValueError as error:
                raise ValueError(f"{self._lanes.get(id, id)}, {error}") from None
            if claims:
                cells[id] = claims
        return cells or None

    def state(self) -> State:
        """Return lane by lane its id and its lines."""
        return tuple((id, field.state()) for id, field in self._fields.items() if field.box in self._grid.children)

    def show(self, state: State) -> None:
        """Show these lanes."""
        lanes = cast("tuple[tuple[str, str], ...]", state)
        shown = tuple(self._pattern(id).box for id, _ in lanes)
        if self._grid.children != shown:
            self._grid.children = shown
        for id, lines in lanes:
            self._fields[id].show(lines)

    def _pattern(self, id: str) -> ClaimsField:
        if id not in self._fields:
            self._fields[id] = self._lane(id, f"{id} (not a lane of notes in this study)")
        return self._fields[id]


def _wait() -> None:
    return None
