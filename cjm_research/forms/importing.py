"""The form that imports a file: choose it, look at what an import would do, then import it. Nothing is written before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import RLock
from typing import Any

from ipywidgets import HTML, Box, HBox, VBox, Widget
from markupsafe import Markup

from cjm_research import store
from cjm_research.errors import CjmError
from cjm_research.evidence.imports import importing as engine
from cjm_research.evidence.imports.importing import Preview
from cjm_research.evidence.imports.reading import ImportReport
from cjm_research.forms import import_report
from cjm_research.forms.field import Field
from cjm_research.forms.import_fields import KINDS, FilePlace, SaidOptions, in_words
from cjm_research.forms.markup import html, safe_html, style_sheet
from cjm_research.forms.panels import button, show_if
from cjm_research.forms.plain_fields import ChoiceField, DateField, FlagField, TextField
from cjm_research.forms.reading import slug_of
from cjm_research.forms.row_table import read_only
from cjm_research.forms.sentences import NEEDED
from cjm_research.forms.work import Progress, Work
from cjm_research.study import Study

TITLE = "Import a file"
ABOUT = (
    "Choose a file and press Preview: you see what would be kept, left out and changed. Nothing is written before you press "
    "Import. The file itself is never changed; personal data is taken out of the table made from it."
)
AFTER = "Run the cells below again, from the one that opens the study, to see it in the register and the charts."
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
        self._make_fields(study)
        self._make_panels()
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
            study, id, instead = self.study, str(self.options.name.state()).strip(), bool(self.options.replace.state())

            def read(step: Progress) -> Preview:
                step(0)
                found = engine.preview(study, kind, path, options, id=id, replace_source=instead, progress=step)
                return engine.with_original_note(found)

            self._begin(f"Reading {path.name} …", _size(path), read, self._previewed)

    def write(self) -> None:
        """Import what the preview showed."""
        with self._lock:
            shown = [field for field in self.about.values() if field.box.layout.display != "none"]
            said, wrong = _read(shown)
            if wrong:
                self._say("Nothing imported yet. Look for ⚠ above.", "bad")
                return
            folder, preview = self.study.folder, self.preview
            self._begin("Importing …", 0, lambda _: _put(folder, preview, said), self._written, writes=True)

    def cancel(self) -> None:
        """Leave a file that is being read; nothing of it was written."""
        with self._lock:
            if self.work is not None and not self._writes:
                self.work.leave()
                self._end()
                self._say("Cancelled. Nothing was written.")

    def _make_fields(self, study: Study) -> None:
        self.kind = ChoiceField("what_is_it", "", KINDS)
        self.kind.changed = self._turned_kind
        self.file = FilePlace(study, self._stale)
        self.options = SaidOptions(self._stale)
        self.about: dict[str, Field] = {
            "title": TextField("title", "As it shall stand in the register of evidence."),
            "publisher": TextField("publisher", "Who published it."),
            "address": TextField("address", "Where it can be read; it is not opened."),
            "claim": TextField("claim", "What it says, in a sentence or two.", long=True),
            "consent": TextField(
                "consent", "The basis on which people gave this, such as the words they agreed to.", long=True
            ),
            "population": TextField("population", "Who could have answered.", long=True),
            "collected_from": DateField("collected_from", "The first day, where the file does not say."),
            "collected_to": DateField("collected_to", "The last day; of something published, its date."),
            "keep_original": FlagField(
                "keep_the_original_too", "Also with the personal data that the table does not hold."
            ),
        }

    def _make_panels(self) -> None:
        self.preview_button = button("Preview", "cjm-preview", self.look, icon="eye")
        self.import_button = button("Import", "cjm-import", self.write, icon="check")
        self.cancel_button = button("Cancel", "cjm-cancel", self.cancel, icon="times")
        self.preview_button.button_style = self.import_button.button_style = "primary"
        self._working = html(safe_html(""), "cjm-working-box")
        self._working_row = HBox([self._working, self.cancel_button])
        self._working_row.add_class("cjm-actions")
        self._status = html(safe_html(""), "cjm-status")
        self._report, self._rows, self._asked = (html(safe_html(""), "cjm-part") for _ in range(3))
        first = [
            _step("1 · Choose"),
            self._first_line(),
            self.file.box,
            self.options.box,
            _actions(self.preview_button),
        ]
        self._shown = VBox([_step("2 · What an import would do"), self._report, self._rows, self._asked])
        self._heading = self._shown.children[0]
        self._last = VBox(
            [_step("3 · Register it"), _grid(*(f.box for f in self.about.values())), _actions(self.import_button)]
        )
        for part in (self._shown, self._last):
            part.add_class("cjm-step")
        title = html(safe_html("<h3>{}</h3><p>{}</p>", TITLE, ABOUT), "cjm-title")
        self.box = VBox([style_sheet(), title, *first, self._working_row, self._shown, self._last, self._status])
        self.box.add_class("cjm-form")
        self.box.add_class("cjm-form-import")
        self._writes = False
        self._share: int | None = None
        self._end()
        self._forget_preview()

    def _first_line(self) -> Box:
        line = _grid(self.kind.box, self.file.place.box)
        line.add_class("cjm-two")
        return line

    def _turned_kind(self) -> None:
        kind = str(self.kind.state())
        self.options.about(kind)
        self.file.about(kind)
        self._stale()

    def _stale(self) -> None:
        """Take a preview away that no longer fits what is chosen."""
        with self._lock:
            if self.work is None and hasattr(self, "_last"):
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
        show_if(self._last, False)

    def _begin(
        self, what: str, size: int, act: Callable[[Progress], Any], done: Callable[[Any], None], *, writes: bool = False
    ) -> None:
        self._writes, self._share = writes, None
        self.preview_button.disabled = self.import_button.disabled = True
        self._working.value = _bar(what)
        show_if(self.cancel_button, not writes)
        show_if(self._working_row, True)
        self.work = Work(act, lambda count: self._moved(what, size, count), done, self._failed)

    def _moved(self, what: str, size: int, done: int) -> None:
        with self._lock:
            share = min(100 * done // size, 100) if size else None
            if share != self._share and self.work is not None:
                self._share = share
                self._working.value = (
                    _bar(what, share) if share != 100 else _bar(f"{what} read to its end, putting it in order")
                )

    def _end(self) -> None:
        self.work = None
        self.preview_button.disabled = self.import_button.disabled = False
        show_if(self._working_row, False)

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
            self._say(
                f"The study holds exactly this already, as '{self.preview.id}'. There is nothing to import.", "good"
            )
            return
        report = self.preview.report if self.preview is not None else None
        for name, field in self.about.items():
            field.say("", ())
            show_if(field.box, name in _ASKED_OF[kind] and (name != "keep_original" or _is_kept_apart(report)))
        if report and not str(self.about["title"].state()).strip():
            self.about["title"].show(Path(report.file).stem.replace("_", " "))
        show_if(self._last, True)
        self._say("Nothing is written yet.")

    def _written(self, study: Study) -> None:
        with self._lock:
            self._end()
            self.study = study
            self._heading.value = _title("Imported")
            self._last.layout.display = "none"
            name = f" as '{self.preview.id}'" if self.preview is not None else ""
            self._forget_files()
            for field in self.about.values():
                field.show(field.blank)
            self._say(f"Imported{name}. {AFTER}", "good")

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
        (source.title, source.original or source.file or "", source.reader, "" if source.n is None else f"{source.n:,} {source.unit}")
        for source in study.sources
        if source.reader
    ]  # fmt: skip
    return read_only("Files imported", NOBODY, ("title", "file", "read by", "how many"), rows)


_DATES = frozenset({"collected_from", "collected_to"})
_ASKED_OF = {kind: {"title", "consent", "population", "keep_original", *_DATES} for kind in engine.KINDS}
_ASKED_OF["secondary"] = {"title", "publisher", "address", "claim", "collected_to"}
_NEEDED = frozenset({"title", "consent", "publisher", "claim"})


def _read(fields: Sequence[Field]) -> tuple[dict[str, Any], bool]:
    """Return what the fields say by name, and whether anything is missing or wrong, which is then said beside it."""
    said, wrong = {}, False
    for field in fields:
        problem = ""
        try:
            said[field.name] = field.decode(field.state())
        except ValueError as error:
            problem = str(error)
        if field.name in _NEEDED and not str(field.state()).strip():
            problem = NEEDED
        field.say(problem, ())
        wrong = wrong or bool(problem)
    return {name: value for name, value in said.items() if value is not None}, wrong


def _put(folder: Path, preview: Preview | None, said: dict[str, Any]) -> Study:
    study = store.open_study(folder)
    keep = bool(said.pop("keep_the_original_too", False))
    if preview is not None:
        return engine.write(study, preview, keep_original=keep, **said)
    id = slug_of(said["title"], {source.id for source in study.sources}, "report")
    if "collected_to" not in said:
        raise CjmError("Say under Collected to when it was published.")
    return engine.secondary(study, id=id, **said)


def _is_kept_apart(report: ImportReport | None) -> bool:
    """Say whether the original holds personal data that the table does not, and so is not kept without a word."""
    return report is not None and any(note.count for note in report.personal)


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


def _step(text: str) -> HTML:
    return html(_title(text))


def _grid(*boxes: Widget) -> Box:
    grid = Box(boxes)
    grid.add_class("cjm-grid")
    return grid


def _actions(*boxes: Widget) -> HBox:
    line = HBox(boxes)
    line.add_class("cjm-actions")
    return line


def _bar(text: str, share: int | None = None) -> Markup:
    if share is None:
        track = safe_html('<span class="cjm-track cjm-open"><span></span></span>')
    else:
        track, text = (
            safe_html('<span class="cjm-track"><span style="width: {}%"></span></span>', share),
            f"{text} {share} %",
        )
    return safe_html('<div class="cjm-working" role="status">{}<span>{}</span></div>', track, text)
