"""Someone at the import form, and what is on disk before and after."""

from __future__ import annotations

import hashlib
from pathlib import Path

import ipywidgets

from cjm_research import open_study
from cjm_research.forms.importing import ImportForm

INBOX = "inbox"
SURVEY = """respondent,date,how_was_it,comment
r1,2026-05-01,4,Fine
r2,2026-05-02,5,Quick <b>and</b> kind
r3,2026-05-03,2,Call me: ida@example.org
"""


class Importer:
    """Someone at the import form."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.form = ImportForm(open_study(folder))

    def choose(self, name: str, content: str | bytes = SURVEY, kind: str = "survey") -> None:
        """Put a file into the inbox and choose it."""
        (self.folder / INBOX).mkdir(exist_ok=True)
        (self.folder / INBOX / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        self.form.kind.show(kind)
        self.form.file.look()
        self.form.file.inbox.show(name)

    def say(self, name: str, text: str) -> None:
        """Say something about the file."""
        self.form.options.plain[name].show(text)

    def preview(self) -> None:
        """Press Preview and wait."""
        self.form.preview_button.click()
        self.wait()

    def register(self, **said: str) -> None:
        """Fill in what the register asks and press Import."""
        for name, text in said.items():
            self.form.register.fields[name].show(text)
        self.form.register.write.click()
        self.wait()

    def wait(self) -> None:
        """Wait for the work that runs."""
        work = self.form.work
        if work is not None:
            work.wait()

    @property
    def status(self) -> str:
        """What the form says at its foot."""
        return str(self.form._status.value)

    @property
    def beside_the_file(self) -> str:
        """What stands beside the file."""
        return str(self.form.file._note.value)

    def shows(self, part: ipywidgets.Widget) -> bool:
        """Say whether a part of the form is on the page."""
        return part.layout.display != "none"


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }
