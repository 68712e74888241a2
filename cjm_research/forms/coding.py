"""The form for coding: read a note, choose its sentences, say what they are about. One coder does not see another's."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock

from ipywidgets import Box, Combobox, Dropdown, Text, VBox

from cjm_research import checks, store
from cjm_research.errors import CjmError
from cjm_research.evidence import notes
from cjm_research.forms.coding_codes import chosen_code, codes_at_hand
from cjm_research.forms.coding_panels import NotePanel, QuotePanel, QuotesPanel
from cjm_research.forms.coding_steps import Steps, Unsaved
from cjm_research.forms.deletion import ASKED, DeletionPanel
from cjm_research.forms.link_fields import titles
from cjm_research.forms.markup import html, safe_html, style_sheet
from cjm_research.forms.opened import renew
from cjm_research.forms.panels import Bar
from cjm_research.imports.qualitative import coding as work
from cjm_research.imports.qualitative.quotes import Quote
from cjm_research.study import Code, Source, Study


class CodingForm:
    """A form over the notes of one source at a time.

    Parameters
    ----------
    study
        The study as it was opened; kept up to date with each save.
    persona
        Whom quotes belong to as long as nothing else is said.
    """

    def __init__(self, study: Study, persona: str = "") -> None:
        self.study, self._lock, self._quiet = study, RLock(), False
        self._on_disk: list[Quote] = []
        self._opened = ""
        self.steps = Steps()
        sources = notes.codable(study)
        self.source = Dropdown(description="Source", options=[(one.title, one.id) for one in sources])
        self.note = Dropdown(description="Note")
        self.coder = Combobox(description="Who codes", placeholder="Your name or initials", continuous_update=False)
        self.participant = Text(description="Who speaks in the note")
        self.reading, self.quote = NotePanel(self._take_words), QuotePanel(study, self.add)
        self.quotes, self.bar = QuotesPanel(self.remove), Bar(self.save, self.undo, self.redo, "Save")
        self.deletion = DeletionPanel(self.keep_removed, self.remove_anyway)
        if persona in titles(study, "persona"):
            self.quote.links["persona"].value = persona
        self.box = VBox([])
        self.box.add_class("cjm-form")
        self.box.add_class("cjm-form-coding")
        self.box.children = self._children(sources)
        if sources:
            self._open_source()
            for control, act in (
                (self.source, self._open_source),
                (self.note, self._open_note),
                (self.coder, self._show),
            ):
                control.observe(lambda _, act=act: self._guarded(act), "value")

    def add(self) -> None:
        """Take the words at hand down as a quote of this note, or say what is missing."""
        with self._lock:
            try:
                self._add()
            except ValueError as error:
                self.quote.say(str(error))

    def remove(self, place: int) -> None:
        """Take one of the coder's quotes of this note away."""
        with self._lock:
            gone = self._mine()[place]
            self._step(self.steps.now.without(gone))

    def keep_removed(self) -> None:
        """Bring quotes back that something in the study rests on."""
        with self._lock:
            self._step(self.steps.now.keeping([link.named.partition("#")[2] for link in self.deletion.asked]))

    def remove_anyway(self) -> None:
        """Save though something rests on a quote that goes."""
        with self._lock:
            self.deletion.agree()
            self._guarded(self._save)

    def undo(self) -> None:
        """Take back the last quote added or removed."""
        self._travel(self.steps.undo)

    def redo(self) -> None:
        """Do again what was taken back."""
        self._travel(self.steps.redo)

    def save(self) -> None:
        """Write the quotes and new codes into the study."""
        with self._lock:
            if self.steps.is_empty:
                self.bar.say("Nothing to save: nothing was changed.")
                return
            self._guarded(self._save)

    def _children(self, sources: tuple[Source, ...]) -> tuple[object, ...]:
        about = (
            "Press a sentence to quote it, press another to quote up to there. You see only your own quotes; "
            "what others coded stays hidden."
        )
        title = html(safe_html("<h3>Coding</h3><p>{}</p>", about), "cjm-title")
        if not sources:
            none = "There are no notes to code yet. Import interviews as text, Markdown or Word files."
            return style_sheet(), title, html(safe_html('<div class="cjm-empty">{}</div>', none))
        head = Box([self.source, self.note, self.coder, self.participant])
        head.add_class("cjm-grid")
        return (
            style_sheet(),
            title,
            head,
            self.reading.box,
            self.quote.box,
            self.quotes.box,
            self.deletion.box,
            self.bar.box,
        )

    def _open_source(self) -> None:
        if self._quiet:
            return
        self._quiet = True
        try:
            if not self.steps.is_empty:
                self.source.value = self._opened
                self.bar.say("There are unsaved quotes of this source. Save or undo them first.", "bad")
                return
            self._opened = str(self.source.value)
            self._on_disk = work.coded(self.study, self._source())
            names = notes.notes_of(self.study, self._source())
            self.note.options = names
            self.note.value = names[0] if names else None
            self.coder.options = tuple(sorted({quote.coder for quote in self._on_disk} - {""}))
        finally:
            self._quiet = False
        self._open_note()

    def _open_note(self) -> None:
        if self._quiet:
            return
        note = str(self.note.value or "")
        self.reading.open(notes.text_of(self.study, self._source(), note) if note else "")
        self.participant.value = work.participant_of(note, self._on_disk)
        self.quote.clear()
        self._show()

    def _source(self) -> Source:
        return self.study.source(str(self.source.value))

    def _take_words(self) -> None:
        with self._lock:
            span = self.reading.within
            self.quote.words.value = self._text()[slice(*span)] if span else ""
            self.quote.say("")

    def _text(self) -> str:
        return notes.text_of(self.study, self._source(), str(self.note.value))

    def _add(self) -> None:
        coder, text = self.coder.value.strip(), self._text()
        if not coder:
            raise ValueError("Say who codes, so that two coders can be compared.")
        start, end = notes.place_of(text, self.quote.words.value, self.reading.within)
        code = chosen_code(self.quote, self._codes())
        known = dict(self.quote.links.items())
        made = Quote(
            quote="",
            participant=self.participant.value.strip(),
            note=str(self.note.value),
            start=str(start),
            end=str(end),
            persona=known["persona"].value,
            phase=known["phase"].value,
            touchpoint=known["touchpoint"].value,
            code=code.id,
            coder=coder,
            polarity=self.quote.polarity.value,
            text=text[start:end],
        )
        if any((q.start, q.end, q.code) == (made.start, made.end, made.code) for q in self._mine()):
            raise ValueError(f"You coded these words as '{code.name}' already.")
        codes = (code,) if code.id not in {one.id for one in self._codes()} else ()
        self._step(self.steps.now.with_quote(made, codes))
        self.quote.code.value = code.id
        self.quote.clear()
        self.reading.choose(None)

    def _codes(self) -> tuple[Code, ...]:
        return codes_at_hand((*self.study.codes, *self.steps.now.codes), self._on_disk)

    def _mine(self) -> list[Quote]:
        """Return the coder's quotes of this note: those on disk, then those not saved yet."""
        coder, note = self.coder.value.strip(), str(self.note.value)
        kept = [quote for quote in self._on_disk if quote.quote not in self.steps.now.removed]
        return [quote for quote in (*kept, *self.steps.now.added) if quote.coder == coder and work.is_of(quote, note)]

    def _step(self, then: Unsaved) -> None:
        self.steps.take(then)
        self.deletion.hide()
        self.bar.say("Unsaved changes", "edit")
        self._show()

    def _travel(self, go: Callable[[], bool]) -> None:
        with self._lock:
            if go():
                self.deletion.hide()
                self.bar.say("Nothing left to save." if self.steps.is_empty else "Unsaved changes")
                self._show()

    def _save(self) -> None:
        source, unsaved = self._source(), self.steps.now
        now, codes = store.open_study(self.study), unsaved.used_codes
        if self.deletion.asks(now, checks.resting_on(now, source.id, unsaved.removed)):
            self.bar.say(ASKED, "bad")
            return
        self.study = work.save_coding(self.study, source.id, unsaved.added, removed=unsaved.removed, codes=codes)
        self.steps.clear()
        self.deletion.hide()
        self._on_disk = work.coded(self.study, self._source())
        self._show()
        also = ", codes.yaml" if codes else ""
        self.bar.say(f"Saved {source.file}/quotes.csv{also} and sources.yaml. {renew(self.study)}", "good")

    def _show(self) -> None:
        if self._quiet:
            return
        names = {code.id: code.name for code in self._codes()}
        mine = self._mine()
        self.quote.offer(self._codes())
        self.reading.show_coded(mine, names)
        self.quotes.show([f"{names.get(q.code, q.code)}: {' '.join(q.text.split())}" for q in mine])
        self.bar.undo.disabled, self.bar.redo.disabled = not self.steps.can_undo, not self.steps.can_redo

    def _guarded(self, act: Callable[[], None]) -> None:
        with self._lock:
            try:
                act()
            except (CjmError, OSError) as error:
                self.bar.say(f"Nothing saved. {error}", "bad")


def form(study: Study, persona: str = "") -> CodingForm:
    """Return the form over the study as it is on disk now."""
    return CodingForm(store.open_study(study), persona)
