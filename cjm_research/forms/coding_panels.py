"""What the form for coding is put together from: the note to read, the quote at hand, the quotes so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from ipywidgets import Box, Button, Dropdown, HBox, Select, Text, Textarea, VBox

from cjm_research.evidence.notes import Piece, pieces
from cjm_research.forms import words
from cjm_research.forms.link_fields import titles
from cjm_research.forms.markup import html, safe_html
from cjm_research.forms.panels import Press, button, show_if
from cjm_research.imports.qualitative.quotes import Quote
from cjm_research.study import Code, Study, branches

SENTENCES = 40
"""How many sentences a page of a note shows at least; a browser slows down with thousands of buttons."""

NEW = "\0new"
"""The choice that asks for a new code; no id reads like this."""

POLARITY = (("Neither", ""), ("Pain", "pain"), ("Delight", "delight"))


class NotePanel:
    """A note, a button per sentence: the first press begins the quote, the next one in reach ends it."""

    def __init__(self, chosen: Press) -> None:
        self._chosen, self._text = chosen, ""
        self._pages: list[list[Piece]] = []
        self._page = 0
        self._first: int | None = None
        self._last: int | None = None
        self._buttons: dict[int, Button] = {}
        self._paper = VBox([])
        self._paper.add_class("cjm-note")
        self.back = button("Back", "cjm-back", lambda: self.turn(-1), icon="arrow-left")
        self.on = button("On", "cjm-on", lambda: self.turn(1), icon="arrow-right")
        self._where = html(safe_html(""), "cjm-status")
        self._turning = HBox([self.back, self.on, self._where])
        self._turning.add_class("cjm-turning")
        self.box = VBox([self._paper, self._turning])

    @property
    def within(self) -> tuple[int, int] | None:
        """Where the chosen sentences stand, none where nothing is chosen."""
        if self._first is None or self._last is None:
            return None
        return min(self._first, self._last), max(self._ends[self._first], self._ends[self._last])

    @property
    def sentences(self) -> tuple[Button, ...]:
        """The buttons of this page, in order."""
        return tuple(self._buttons.values())

    def open(self, text: str) -> None:
        """Show a note from its beginning, nothing chosen."""
        self._text, self._page, self._pages = text, 0, [[]]
        found = pieces(text)
        self._ends = {piece.start: piece.end for piece in found}
        for piece in found:
            page = self._pages[-1]
            if len(page) >= 2 * SENTENCES or (len(page) >= SENTENCES and page[-1].paragraph != piece.paragraph):
                self._pages.append(page := [])
            page.append(piece)
        self.choose(None)
        self._show()

    def turn(self, by: int) -> None:
        """Show another page of the note."""
        self._page = min(max(self._page + by, 0), len(self._pages) - 1)
        self._show()

    def choose(self, start: int | None) -> None:
        """Begin a quote at a sentence, or end it there; the only chosen one is let go of."""
        if start is None or start == self._first == self._last:
            self._first = self._last = None
        elif self._first is None or self._first != self._last:
            self._first = self._last = start
        else:
            self._last = start
        self._mark()

    def show_coded(self, quotes: Iterable[Quote], names: Mapping[str, str]) -> None:
        """Mark the sentences that hold quotes, with the names of their codes."""
        spans = [
            (int(q.start), int(q.end), names.get(q.code, q.code))
            for q in quotes
            if q.start.isdecimal() and q.end.isdecimal()
        ]
        for start, one in self._buttons.items():
            codes = [code for first, end, code in spans if first < self._ends[start] and start < end]
            one.tooltip = f"Coded: {', '.join(dict.fromkeys(codes))}" if codes else "Press to quote this sentence"
            (one.add_class if codes else one.remove_class)("cjm-coded")

    def _show(self) -> None:
        self._buttons = {}
        paragraphs: dict[int, list[Button]] = {}
        for piece in self._pages[self._page] if self._pages else ():
            said = " ".join(self._text[piece.start : piece.end].split())
            one = button(said, "cjm-sentence", lambda start=piece.start: self._press(start))  # type: ignore[misc]
            self._buttons[piece.start] = one
            paragraphs.setdefault(piece.paragraph, []).append(one)
        boxes = [Box(buttons) for buttons in paragraphs.values()]
        for box in boxes:
            box.add_class("cjm-paragraph")
        self._paper.children = tuple(boxes)
        self.back.disabled, self.on.disabled = self._page == 0, self._page >= len(self._pages) - 1
        show_if(self._turning, len(self._pages) > 1)
        self._where.value = safe_html("Part {} of {}", self._page + 1, len(self._pages))
        self._mark()

    def _press(self, start: int) -> None:
        self.choose(start)
        self._chosen()

    def _mark(self) -> None:
        span = self.within
        for start, one in self._buttons.items():
            inside = span is not None and span[0] <= start < span[1]
            (one.add_class if inside else one.remove_class)("cjm-chosen")


class QuotePanel:
    """The quote at hand: its words, its code, and what else is known of it."""

    def __init__(self, study: Study, add: Press) -> None:
        self.words = Textarea(
            description="Quote", placeholder="Press a sentence above, or paste words of the note", rows=3
        )
        self.code = Dropdown(description="Code")
        self.name = Text(description="Name of the new code")
        self.definition = Textarea(description="When it applies", rows=2)
        self.polarity = Dropdown(description="Polarity", options=POLARITY)
        self.links = {
            name: Dropdown(
                description=words.label(name),
                options=[("None", ""), *((title, id) for id, title in titles(study, name).items())],
            )
            for name in ("phase", "touchpoint", "persona")
        }
        self.add = button("Add quote", "cjm-add", add, icon="plus")
        self._problem = html(safe_html(""), "cjm-status")
        self._new = VBox([self.name, self.definition])
        self._new.add_class("cjm-group")
        grid = Box([self.code, self.polarity, *self.links.values()])
        grid.add_class("cjm-grid")
        self.code.observe(lambda _: show_if(self._new, self.code.value == NEW), "value")
        self.box = VBox([self.words, grid, self._new, HBox([self.add, self._problem])])
        self.box.add_class("cjm-quote-at-hand")

    def offer(self, codes: Iterable[Code]) -> None:
        """Offer these codes, parts indented below their whole, and a new one."""
        known = tuple(codes)
        ordered = list(branches(known))
        ordered += [(0, code) for code in known if code not in [one for _, one in ordered]]
        chosen = self.code.value
        self.code.options = [
            ("Choose …", ""),
            *(("\u2003" * depth + code.name, code.id) for depth, code in ordered),
            ("New code …", NEW),
        ]
        self.code.value = chosen if chosen in {code.id for code in known} else ""
        show_if(self._new, self.code.value == NEW)

    def say(self, problem: str) -> None:
        """Show what keeps the quote from being added."""
        self._problem.value = (
            safe_html('<span role="alert" class="cjm-bad">⚠ {}</span>', problem) if problem else safe_html("")
        )

    @property
    def problem(self) -> str:
        """What is said, as HTML."""
        return str(self._problem.value)

    def clear(self) -> None:
        """Empty what belongs to one quote; phase, touchpoint and persona stay for the next."""
        self.words.value = self.name.value = self.definition.value = ""
        self.polarity.value = ""
        self.say("")


class QuotesPanel:
    """The quotes of one coder in one note."""

    def __init__(self, remove: Callable[[int], None]) -> None:
        self.list = Select(description="Your quotes in this note", rows=6)
        self.list.add_class("cjm-list")
        self.remove = button(
            "Remove",
            "cjm-remove",
            lambda: remove(int(self.list.value)),
            icon="trash",
            tooltip="Remove this quote; Undo brings it back",
        )
        self.box = VBox([self.list, self.remove])
        self.box.add_class("cjm-quotes")

    def show(self, captions: list[str]) -> None:
        """Show quotes by their captions, the last one chosen."""
        self.list.options = [(caption, place) for place, caption in enumerate(captions)]
        self.list.value = len(captions) - 1 if captions else None
        self.remove.disabled = not captions
