"""What a person is working on: drafts that may be invalid, in order, with undo and redo. No widgets here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from cjm_research.forms.field import State
from cjm_research.study.part import Part

_KEYS = count(1)


@dataclass(frozen=True)
class Draft:
    """A record as its fields show it; ``origin`` is the record as it was read, None for a new one."""

    states: Mapping[str, State]
    origin: Part | None = None
    key: int = field(default_factory=lambda: next(_KEYS))

    def with_state(self, name: str, state: State) -> Draft:
        """Return the draft with one field changed."""
        return replace(self, states={**self.states, name: state})


@dataclass(frozen=True)
class Page:
    """All drafts of a form: one at its head, if it has any, and the rows of its list, one of which is shown."""

    head: Draft | None = None
    rows: tuple[Draft, ...] = ()
    at: int | None = None

    @property
    def place(self) -> int:
        """Where the shown row stands in the list, −1 where none is shown."""
        return next((place for place, row in enumerate(self.rows) if row.key == self.at), -1)

    @property
    def row(self) -> Draft | None:
        """The shown row."""
        return self.rows[self.place] if self.place >= 0 else None

    @property
    def content(self) -> tuple[object, ...]:
        """What a save would write, to tell whether anything is unsaved."""
        return (self.head and self.head.states, *(row.states for row in self.rows))


class Desk:
    """The page being worked on, the pages before and after it, and the page last saved.

    Examples
    --------
    >>> desk = Desk(Page(rows=(Draft({"title": "One"}),)))
    >>> desk.add({"title": "Two"})
    >>> desk.move(-1)
    >>> [row.states["title"] for row in desk.page.rows], desk.unsaved
    (['Two', 'One'], True)
    >>> desk.undo()
    >>> desk.undo()
    >>> desk.unsaved
    False
    """

    def __init__(self, page: Page) -> None:
        self.page = self.saved = page
        self._past: list[Page] = []
        self._future: list[Page] = []

    @property
    def unsaved(self) -> bool:
        """Whether a save would write anything."""
        return self.page.content != self.saved.content

    def saved_states(self, key: int) -> Mapping[str, State]:
        """Return the states a draft had when it was last saved, none for a new one."""
        drafts = (*((self.saved.head,) if self.saved.head else ()), *self.saved.rows)
        return next((draft.states for draft in drafts if draft.key == key), {})

    @property
    def can_undo(self) -> bool:
        """Whether there is a step back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step forward again."""
        return bool(self._future)

    def select(self, key: int | None) -> None:
        """Show another row."""
        self.page = replace(self.page, at=key)

    def edit(self, draft: Draft) -> None:
        """Take a changed draft in place of the one with its key."""
        if self.page.head and self.page.head.key == draft.key:
            self._turn(replace(self.page, head=draft))
            return
        rows = tuple(draft if row.key == draft.key else row for row in self.page.rows)
        self._turn(replace(self.page, rows=rows))

    def add(self, states: Mapping[str, State]) -> None:
        """Add a row after the shown one and show it."""
        draft, place = Draft(states), self.page.place + 1 or len(self.page.rows)
        rows = (*self.page.rows[:place], draft, *self.page.rows[place:])
        self._turn(replace(self.page, rows=rows, at=draft.key))

    def delete(self) -> None:
        """Take out the shown row and show its neighbour."""
        place = self.page.place
        rows = tuple(row for row in self.page.rows if row.key != self.page.at)
        near = rows[min(place, len(rows) - 1)].key if rows else None
        self._turn(replace(self.page, rows=rows, at=near))

    def put_back(self, ids: Collection[str]) -> bool:
        """Bring rows with these ids back that were saved and then deleted; say whether there were any."""
        here = {row.key for row in self.page.rows}
        gone = [
            (place, row) for place, row in enumerate(self.saved.rows) if row.states["id"] in ids and row.key not in here
        ]
        rows = list(self.page.rows)
        for place, row in gone:
            rows.insert(place, row)
        if gone:
            self._turn(replace(self.page, rows=tuple(rows), at=gone[0][1].key))
        return bool(gone)

    def move(self, by: int) -> None:
        """Move the shown row up or down, where there is room."""
        rows, place = list(self.page.rows), self.page.place
        if place < 0 or not 0 <= place + by < len(rows):
            return
        rows.insert(place + by, rows.pop(place))
        self._turn(replace(self.page, rows=tuple(rows)))

    def undo(self) -> None:
        """Go back one step."""
        if self._past:
            self._future.append(self.page)
            self.page = self._past.pop()

    def redo(self) -> None:
        """Go forward one step again."""
        if self._future:
            self._past.append(self.page)
            self.page = self._future.pop()

    def take(self, page: Page) -> None:
        """Go on from what was just saved; undo still reaches the steps before it."""
        self.page = self.saved = page

    def _turn(self, page: Page) -> None:
        if page != self.page:
            self._past.append(self.page)
            self._future.clear()
            self.page = page
