"""Where the file to import is: in the inbox of the study, somewhere else on this computer, or dropped into the form."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath

from ipywidgets import Box, FileUpload, VBox

from cjm_research.errors import CjmError, EvidenceError
from cjm_research.forms.markup import html, safe_html
from cjm_research.forms.open_choice import OpenChoice
from cjm_research.forms.panels import button, show_if
from cjm_research.forms.plain_fields import TextField
from cjm_research.store import INBOX, make_inbox, waiting
from cjm_research.study import Study

DROP_LIMIT = 10_000_000
PLACES = (
    ("In the inbox of this study", INBOX),
    ("Somewhere else on this computer", "path"),
    ("I drop a small file here", "drop"),
)
NO_FILE = ("There is no file, only what it says", "none")


class FilePlace:
    """Where the file is: in the inbox, at a path, or dropped here; only the control that is needed is shown."""

    def __init__(self, study: Study, changed: Callable[[], None]) -> None:
        self._folder, self._temporary = study.folder, tempfile.TemporaryDirectory(prefix="cjm-import-")
        self.place = OpenChoice("where_is_the_file", "", PLACES)
        self._where = f"{study.folder.parent.name}/{study.folder.name}/{INBOX}/"
        self.inbox = OpenChoice(
            "file_in_the_inbox", f"Put files into {self._where} with the file browser; any size.", (("", ""),)
        )
        self.again = button("Look again", "cjm-look-again", self.look, icon="refresh", tooltip="Look for new files")
        self.path = TextField("path", "The whole path, such as /srv/ana/survey.csv. The file is read, never changed.")
        self.drop = FileUpload(multiple=False, description="Choose a file")
        self.drop.add_class("cjm-drop")
        limit = (
            f"Up to {DROP_LIMIT // 1_000_000} MB; a browser sends no more. Put a larger file into {self._where} "
            f"and choose it there."
        )
        self.dropped = html(safe_html('<div class="cjm-help">{}</div>', limit))
        inbox = Box([self.inbox.box, self.again])
        inbox.add_class("cjm-file")
        nothing = html(safe_html('<div class="cjm-help">{}</div>', "What it says goes straight into the register."))
        self._rows = {INBOX: inbox, "path": self.path.box, "drop": VBox([self.drop, self.dropped]), "none": nothing}
        self._note = html(safe_html(""), "cjm-note")
        self.box = VBox([*self._rows.values(), self._note])
        self.box.add_class("cjm-part")
        self._changed = changed
        for field in (self.place, self.inbox, self.path):
            field.changed = self._turned
        self.drop.observe(lambda _: self._turned(), "value")
        self._list()

    def look(self) -> None:
        """List what lies in the inbox now; where a study has none yet, make it."""
        problem = ""
        try:
            if waiting(self._folder) is None:
                make_inbox(self._folder)
        except CjmError as error:
            problem = str(error)
        self._list()
        self.say(problem)

    def _list(self) -> None:
        found = waiting(self._folder)
        self.again.description = "Make the inbox" if found is None else "Look again"
        first = (
            "Choose …" if found else f"There is no {'inbox' if found is None else f'file in {self._where}'} yet",
            "",
        )
        self.inbox.offer((first, *((self._listed(path), path.name) for path in found or ())))
        self._turned()

    def about(self, kind: str) -> None:
        """Offer the places where a file of this kind can be."""
        self.place.offer((*PLACES, NO_FILE) if kind == "secondary" else PLACES)
        self._turned()

    @property
    def is_none(self) -> bool:
        """Whether there is no file to read."""
        return self.place.state() == "none"

    def say(self, problem: str) -> None:
        """Show what is wrong with the file."""
        self._note.value = (
            safe_html('<div class="cjm-problem" role="alert">⚠ {}</div>', problem) if problem else safe_html("")
        )

    def chosen(self) -> Path:
        """Return the file, or raise `EvidenceError` with a sentence where none is chosen."""
        place = self.place.state()
        if place == "drop":
            return self._dropped()
        typed = str(self.path.state()).strip().strip("\"'") if place == "path" else str(self.inbox.state())
        if not typed:
            raise EvidenceError("File", "is not chosen yet. Choose one above.")
        path = Path(typed).expanduser() if place == "path" else self._folder / INBOX / typed
        if not path.exists():
            raise EvidenceError(path.name, "is not there. Look whether the path is written right.")
        return path

    def _dropped(self) -> Path:
        files = self.drop.value
        if not files:
            raise EvidenceError("File", "is not chosen yet. Choose one above.")
        name = PurePosixPath(PureWindowsPath(files[0]["name"]).name).name or "file"
        content = bytes(files[0]["content"])
        if len(content) > DROP_LIMIT:
            raise EvidenceError(
                name, f"is larger than {DROP_LIMIT // 1_000_000} MB. Put it into {self._where} and choose it there."
            )
        path = Path(self._temporary.name) / name
        path.write_bytes(content)
        return path

    def _turned(self) -> None:
        for place, row in self._rows.items():
            show_if(row, place == self.place.state())
        self.say("")
        self._changed()

    @staticmethod
    def _listed(path: Path) -> str:
        return f"{path.name}/ (folder)" if path.is_dir() else f"{path.name} ({size(path.stat().st_size)})"


def size(count: int) -> str:
    """Return a size in words.

    Examples
    --------
    >>> size(900), size(1_250_000), size(2_000_000_000)
    ('900 bytes', '1.2 MB', '2.0 GB')
    """
    for unit, least in (("GB", 1e9), ("MB", 1e6), ("KB", 1e3)):
        if count >= least:
            return f"{count / least:.1f} {unit}"
    return f"{count} bytes"
