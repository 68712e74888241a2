"""What the register of evidence asks about a file before it is imported, and the writing of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ipywidgets import Box, HBox, VBox

from cjm_research import store
from cjm_research.errors import CjmError
from cjm_research.forms.field import Field
from cjm_research.forms.markup import html, safe_html
from cjm_research.forms.panels import Press, button, show_if
from cjm_research.forms.plain_fields import DateField, FlagField, TextField
from cjm_research.forms.reading import slug_of
from cjm_research.forms.sentences import NEEDED
from cjm_research.imports import importing as engine
from cjm_research.imports.previews import Preview
from cjm_research.study import Study

_DATES = frozenset({"collected_from", "collected_to"})
_ASKED_OF = {kind: {"title", "consent", "population", "keep_original", *_DATES} for kind in engine.KINDS}
_ASKED_OF["secondary"] = {"title", "publisher", "address", "claim", "collected_to"}
_NEEDED = frozenset({"title", "consent", "publisher", "claim"})
_TITLE = '<div class="cjm-step-title">{}</div>'


class RegisterPanel:
    """The last step of an import: the entry in the register, and the button that writes it.

    Parameters
    ----------
    write
        Called when Import is pressed.
    """

    def __init__(self, write: Press) -> None:
        self.fields: dict[str, Field] = {
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
        self.write = button("Import", "cjm-import", write, icon="check")
        self.write.button_style = "primary"
        self._heading = html(safe_html(""))
        grid, line = Box([field.box for field in self.fields.values()]), HBox([self.write])
        grid.add_class("cjm-grid")
        line.add_class("cjm-actions")
        self.box = VBox([self._heading, grid, line])
        self.box.add_class("cjm-step")

    def ask(self, kind: str, preview: Preview | None) -> None:
        """Show what the register needs to know of this kind of file; of a codebook nothing, for it is no source."""
        is_codebook = preview is not None and preview.is_codebook
        asked = set() if is_codebook else _ASKED_OF[kind]
        self._heading.value = safe_html(_TITLE, "3 · Add the codes" if is_codebook else "3 · Register it")
        for name, field in self.fields.items():
            field.say("", ())
            show_if(field.box, name in asked and (name != "keep_original" or _is_kept_apart(preview)))
        if preview is not None and not str(self.fields["title"].state()).strip():
            self.fields["title"].show(Path(preview.report.file).stem.replace("_", " "))
        show_if(self.box, True)

    def said(self) -> dict[str, Any] | None:
        """Return what the fields say by name, or None where one is missing or wrong, which is then said beside it."""
        said, wrong = {}, False
        for field in self.fields.values():
            if field.box.layout.display == "none":
                continue
            problem = ""
            try:
                said[field.name] = field.decode(field.state())
            except ValueError as error:
                problem = str(error)
            if field.name in _NEEDED and not str(field.state()).strip():
                problem = NEEDED
            field.say(problem, ())
            wrong = wrong or bool(problem)
        return None if wrong else {name: value for name, value in said.items() if value is not None}

    def clear(self) -> None:
        """Empty the fields for the next file."""
        for field in self.fields.values():
            field.show(field.blank)


def put(folder: Path, preview: Preview | None, said: dict[str, Any]) -> Study:
    """Write what a preview showed, or a claim without a file, and return the study as it now is on disk."""
    study = store.open_study(folder)
    keep = bool(said.pop("keep_the_original_too", False))
    if preview is not None:
        return engine.write(study, preview, keep_original=keep, **said)
    id = slug_of(said["title"], {source.id for source in study.sources}, "report")
    if "collected_to" not in said:
        raise CjmError("Say under Collected to when it was published.")
    return engine.secondary(study, id=id, **said)


def _is_kept_apart(preview: Preview | None) -> bool:
    """Say whether the original holds personal data that the table does not, and so is not kept without a word."""
    return preview is not None and any(note.count for note in preview.report.personal)
