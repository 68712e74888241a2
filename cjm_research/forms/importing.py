"""The form that imports a file: choose it, look at what would be done, then import it. Nothing is written before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import RLock
from typing import Any

from ipywidgets import Box, HBox, VBox
from markupsafe import Markup

from cjm_research.errors import CjmError
from cjm_research.forms import import_report
from cjm_research.forms.import_options import KINDS, SaidOptions, in_words
from cjm_research.forms.import_place import FilePlace
from cjm_research.forms.import_register import RegisterPanel, put
from cjm_research.forms.markup import html, safe_html, style_sheet
from cjm_research.forms.opened import renew
from cjm_research.forms.panels import button, show_if
from cjm_research.forms.plain_fields import ChoiceField
from cjm_research.forms.row_table import read_only
from cjm_research.forms.work import Progress, Work
from cjm_research.forms.working_row import WorkingRow
from cjm_research.imports import importing as engine
from cjm_research.imports.previews import Preview, with_original_note
from cjm_research.study import Study

TITLE = "Import a file"
ABOUT = (
    "Choose a file and press Preview: you see what would be kept, left out and changed. Nothing is written before "
    "you press "
    "Import. The file itself is never changed; personal data is taken out of the table made from it."
)
NOBODY = (
    "Open this notebook in JupyterLab to import with a form. On the command line: cjm import KIND FILE --study STUDY."
)


class ImportForm:
    """The import of one file after another into a study.

    Parameters
    ----------
    study
        The study as it was opened; kept up to date with each import.
    """

    def __init__(self, study: Study) -> None:
        self.study = study
        self.preview: Preview | None = None
        self.work: Work[Any] | None = None
        self._lock = RLock()
        self._writes = False
        self.kind = ChoiceField("what_is_it", "", KINDS)
        self.kind.changed = self._turned_kind
        self.file = FilePlace(study, self._stale)
        self.options = SaidOptions(self._stale)
        self.register, self.working = RegisterPanel(self.write), WorkingRow(self.cancel)
        self._make_box()
        self._turned_kind()

    def look(self) -> None:
        """Read the chosen file and show what an import would do."""
        with self._lock:
            self._clear()
            self._forget_preview()
            kind = str(self.kind.state())
            if self.file.is_none:
                self._ask_about(kind)
                return
            try:
                path, options = self.file.chosen(), self.options.said(kind)
            except (CjmError, ValueError, OSError) as error:
                self._refuse(error)
                return
            study, how = self.study, self.options.how(kind)

            def read(step: Progress) -> Preview:
                step(0)
                return with_original_note(engine.preview(study, kind, path, options, progress=step, **how))

            self._begin(f"Reading {path.name} …", _size(path), read, self._previewed)

    def write(self) -> None:
        """Import what the preview showed."""
        with self._lock:
            said = self.register.said()
            if said is None:
                self._say("Nothing imported yet. Look for ⚠ above.", "bad")
                return
            folder, preview = self.study.folder, self.preview
            self._begin("Importing …", 0, lambda _: put(folder, preview, said), self._written, writes=True)

    def cancel(self) -> None:
        """Leave a file that is being read; nothing of it was written."""
        with self._lock:
            if self.work is not None and not self._writes:
                self.work.leave()
                self._end()
                self._say("Cancelled. Nothing was written.")

    def _make_box(self) -> None:
        self.preview_button = button("Preview", "cjm-preview", self.look, icon="eye")
        self.preview_button.button_style = "primary"
        self._status = html(safe_html(""), "cjm-status")
        self._report, self._rows, self._asked = (html(safe_html(""), "cjm-part") for _ in range(3))
        first, press = Box([self.kind.box, self.file.place.box]), HBox([self.preview_button])
        for box, names in ((first, ("cjm-grid", "cjm-two")), (press, ("cjm-actions",))):
            for name in names:
                box.add_class(name)
        self._heading = html(_title("2 · What an import would do"))
        self._shown = VBox([self._heading, self._report, self._rows, self._asked])
        self._shown.add_class("cjm-step")
        title = html(safe_html("<h3>{}</h3><p>{}</p>", TITLE, ABOUT), "cjm-title")
        choose = (html(_title("1 · Choose")), first, self.file.box, self.options.box, press)
        rest = (self.working.box, self._shown, self.register.box, self._status)
        self.box = VBox([style_sheet(), title, *choose, *rest])
        self.box.add_class("cjm-form")
        self.box.add_class("cjm-form-import")
        self._forget_preview()

    def _turned_kind(self) -> None:
        kind = str(self.kind.state())
        self.options.about(kind)
        self.file.about(kind)
        self._stale()

    def _stale(self) -> None:
        """Take a preview away that no longer fits what is chosen."""
        with self._lock:
            if self.work is None and hasattr(self, "_shown"):
                self._clear()
                self._forget_preview()

    def _clear(self) -> None:
        self.file.say("")
        self.options.clear()
        self._status.value = safe_html("")

    def _forget_files(self) -> None:
        if self.preview is not None and self.preview.waiting is not None:
            self.preview.waiting.cleanup()
        self.preview = None

    def _forget_preview(self) -> None:
        self._forget_files()
        show_if(self._shown, False)
        show_if(self.register.box, False)

    def _begin(
        self, what: str, size: int, act: Callable[[Progress], Any], done: Callable[[Any], None], *, writes: bool = False
    ) -> None:
        self._writes = writes
        self.preview_button.disabled = self.register.write.disabled = True
        self.working.begin(what, size, can_cancel=not writes)
        self.work = Work(act, self._moved, done, self._failed)

    def _moved(self, done: int) -> None:
        with self._lock:
            if self.work is not None:
                self.working.move(done)

    def _end(self) -> None:
        self.work = None
        self.preview_button.disabled = self.register.write.disabled = False
        self.working.end()

    def _previewed(self, preview: Preview) -> None:
        with self._lock:
            self._end()
            self.preview = preview
            reading = preview.reading
            self._heading.value = _title("2 · What an import would do")
            self._report.value = import_report.report(reading.report, reading.n, reading.unit)
            self._rows.value = import_report.first_rows(reading.table)
            self._asked.value = import_report.questions(reading.questions)
            show_if(self._shown, True)
            self._ask_about(preview.kind)

    def _ask_about(self, kind: str) -> None:
        """Show what the register needs to know; for a source that is there already, nothing."""
        if self.preview is not None and self.preview.is_known:
            self._say(f"{self.preview.known} There is nothing to import.", "good")
            return
        self.register.ask(kind, self.preview)
        self._say("Nothing is written yet.")

    def _written(self, study: Study) -> None:
        with self._lock:
            self._end()
            self.study = study
            self._heading.value = _title("Imported")
            show_if(self.register.box, False)
            name = _named(self.preview)
            self._forget_files()
            self.register.clear()
            self._say(f"Imported{name}. {renew(study)}", "good")

    def _failed(self, error: Exception) -> None:
        with self._lock:
            writing = self._writes
            self._end()
            if writing:
                self._say(f"Nothing imported. {in_words(_sentence(error))}", "bad")
            else:
                self._refuse(error)

    def _refuse(self, error: Exception) -> None:
        self._forget_preview()
        text = _sentence(error)
        if not self.options.take(text):
            self.file.say(in_words(text))
        self._say("Nothing was written. Look for ⚠ above.", "bad")

    def _say(self, text: str, kind: str = "calm") -> None:
        sign = {"good": "✓ ", "bad": "⚠ "}.get(kind, "")
        self._status.value = safe_html('<span role="status" class="cjm-{}">{}{}</span>', kind, sign, text)


def read_only_imports(study: Study) -> Markup:
    """Return what was imported so far, for a reader with no front end."""
    rows = [
        (
            source.title,
            source.original or source.file or "",
            source.reader,
            "" if source.n is None else f"{source.n:,} {source.unit}",
        )
        for source in study.sources
        if source.reader
    ]
    return read_only("Files imported", NOBODY, ("title", "file", "read by", "how many"), rows)


def _named(preview: Preview | None) -> str:
    if preview is None:
        return ""
    return f" {preview.reading.n:,} codes into codes.yaml" if preview.is_codebook else f" as '{preview.id}'"


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _sentence(error: Exception) -> str:
    if isinstance(error, CjmError):
        return str(error)
    if isinstance(error, OSError):
        return f"The file cannot be read: {error.strerror or 'the disk refuses it'}."
    return f"The file cannot be read ({type(error).__name__}). Please report this with the kind of file it is."


def _title(text: str) -> Markup:
    return safe_html('<div class="cjm-step-title">{}</div>', text)
