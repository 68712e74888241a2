"""What a person says about a file to import: its kind, where it is, and what the file itself does not say."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import cast

from ipywidgets import Box, FileUpload, VBox

from cjm_research.errors import EvidenceError
from cjm_research.evidence.imports import logs, surveys
from cjm_research.evidence.imports.qualitative import detect as qualitative
from cjm_research.evidence.imports.reading import Options
from cjm_research.forms import words
from cjm_research.forms.field import Field
from cjm_research.forms.markup import html, safe_html
from cjm_research.forms.panels import button, show_if
from cjm_research.forms.plain_fields import ChoiceField, FlagField, TextField
from cjm_research.study import Columns, Study

INBOX = "inbox"
DROP_LIMIT = 10_000_000
KINDS = (
    ("Answers to a survey", "survey"),
    ("Event log: what customers did, with times", "events"),
    ("Interviews, notes, coded quotes", "interviews"),
    ("Poll: options and how often they were chosen", "poll"),
    ("Reviews written in public", "reviews"),
    ("Report or trend published by others", "secondary"),
)
PLACES = (
    ("In the inbox of this study", INBOX),
    ("Somewhere else on this computer", "path"),
    ("I drop a small file here", "drop"),
)
NO_FILE = ("There is no file, only what it says", "none")
ROLES = {
    "survey": ("participant", "persona", "at", "text"),
    "events": ("participant", "at", "event", "channel"),
    "interviews": ("participant", "persona", "quote", "text", "code", "phase", "touchpoint", "polarity"),
    "poll": ("option", "count"),
    "reviews": ("text", "rating", "at"),
    "secondary": (),
}
_OPTIONS = {
    "survey": ("vendor", "encoding", "delimiter", "date_format", "zone", "only_finished"),
    "events": ("vendor", "encoding", "delimiter", "date_format", "zone"),
    "interviews": ("vendor", "encoding", "delimiter"),
    "poll": ("encoding", "delimiter"),
    "reviews": ("encoding", "delimiter"),
    "secondary": (),
}
VENDOR_NAMES = {
    "": "The import finds out", "qualtrics": "Qualtrics", "surveymonkey": "SurveyMonkey", "typeform": "Typeform",
    "google-forms": "Google Forms", "generic": "Any other tool", "ga4": "Google Analytics 4",
    "amplitude": "Amplitude", "mixpanel": "Mixpanel", "refi-qda": "REFI-QDA (.qdpx)", "taguette": "Taguette", "qualcoder": "QualCoder", "dovetail": "Dovetail", "notes": "Notes as text or DOCX", "table": "A table of quotes", "xes": "XES", "ocel": "OCEL 2.0",
}  # fmt: skip
_ASKED = {
    "vendor": "made_with",
    "format": "made_with",
    "zone": "time_zone",
    "column": "columns",
    "columns": "columns",
    "replace": "replace_what_is_there",
}
_FLAG = re.compile(r"--(?:column ([a-z]+)=|([a-z][a-z-]*))")


class OpenChoice(ChoiceField):
    """One of what there is now."""

    def offer(self, options: tuple[tuple[str, str], ...]) -> None:
        """Offer these; a choice that is no longer there is given up."""
        chosen = self.state()
        self._options = options
        self._control.options = options
        self._control.value = chosen if chosen in [value for _, value in options] else options[0][1]


class FilePlace:
    """Where the file is: in the inbox, at a path, or dropped here; only the control that is needed is shown."""

    def __init__(self, study: Study, changed: Callable[[], None]) -> None:
        self._folder, self._temporary = study.folder, tempfile.TemporaryDirectory(prefix="cjm-import-")
        self.place = OpenChoice("where_is_the_file", "", PLACES)
        self.inbox = OpenChoice(
            "file_in_the_inbox", f"Put files into {study.folder.name}/{INBOX}/; any size.", (("", ""),)
        )
        self.again = button("Look again", "cjm-look-again", self.look, icon="refresh", tooltip="Look for new files")
        self.path = TextField("path", "The whole path, such as /srv/ana/survey.csv. The file is read, never changed.")
        self.drop = FileUpload(multiple=False, description="Choose a file")
        self.drop.add_class("cjm-drop")
        limit = f"Up to {DROP_LIMIT // 1_000_000} MB; a browser sends no more. Put a larger file into {study.folder.name}/{INBOX}/ and choose it there."
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
        self.look()

    def look(self) -> None:
        """List what lies in the inbox now."""
        folder = self._folder / INBOX
        names = sorted(path.name for path in folder.glob("[!.]*")) if folder.is_dir() else []
        first = ("Choose …", "") if names else (f"There is no file in {self._folder.name}/{INBOX}/ yet", "")
        self.inbox.offer((first, *((self._listed(folder / name), name) for name in names)))
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
        self._note.value = safe_html('<div class="cjm-problem" role="alert">⚠ {}</div>', problem) if problem else safe_html("")  # fmt: skip

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
                name, f"is larger than {DROP_LIMIT // 1_000_000} MB. Put it into {self._folder.name}/{INBOX}/ and choose it there."
            )  # fmt: skip
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


class SaidOptions:
    """What a person says instead of the file; shown when asked for, or when an import asks for it."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self.open = False
        self.plain: dict[str, Field] = {
            "vendor": OpenChoice("made_with", "Which tool wrote the file.", (("", ""),)),
            "encoding": TextField("encoding", "Only where it is not UTF-8, such as cp1252 or latin-1."),
            "delimiter": ChoiceField("delimiter", "What stands between cells.", _DELIMITERS),
            "date_format": TextField("date_format", "Where dates are not YYYY-MM-DD: %d/%m/%Y, %m/%d/%Y %H:%M."),
            "zone": TextField("time_zone", "Of times that do not say theirs, such as Europe/Berlin or UTC."),
            "only_finished": FlagField("only_finished_answers", "Leave out who did not reach the end."),
        }
        self.roles = {role: TextField(role, "") for role in Columns.model_fields}
        self.name = TextField(
            "id", "What the study calls it, such as survey-2026; left empty it is made from the file's name."
        )
        self.replace = FlagField("replace_what_is_there", "Take the place of the source that has this id.")
        self._plain, self._roles = Box([]), Box([])
        for box in (self._plain, self._roles):
            box.add_class("cjm-grid")
        heading = '<div class="cjm-label">Columns of the file</div><div class="cjm-help">{}</div>'
        self._note = html(safe_html(""), "cjm-note")
        told = "Headings of the columns that play these roles, only where the import does not find them."
        self._columns = VBox([html(safe_html(heading, told)), self._roles, self._note])
        self._columns.add_class("cjm-part")
        self._all = (*self.plain.values(), *self.roles.values(), self.name, self.replace)
        self.toggle = button("Say more about the file", "cjm-more", self.turn, icon="sliders")
        ours = Box([self.name.box, self.replace.box])
        ours.add_class("cjm-grid")
        ours.add_class("cjm-part")
        self._body = VBox([self._plain, self._columns, ours])
        self._body.add_class("cjm-group")
        self._body.add_class("cjm-part")
        self.box = VBox([self.toggle, self._body])
        self.box.add_class("cjm-part")
        for field in self._all:
            field.changed = changed

    def turn(self) -> None:
        """Open or close."""
        self.reveal(not self.open)

    def reveal(self, opened: bool) -> None:
        """Show the options, or hide them."""
        self.open = opened
        self.toggle.description = "Hide what I say about the file" if opened else "Say more about the file"
        show_if(self._body, opened)

    def about(self, kind: str) -> None:
        """Offer what fits this kind of file."""
        vendors = ("", *_VENDORS.get(kind, ()))
        cast("OpenChoice", self.plain["vendor"]).offer(tuple((VENDOR_NAMES.get(one, one), one) for one in vendors))
        self._plain.children = tuple(self.plain[name].box for name in _OPTIONS[kind])
        self._roles.children = tuple(self.roles[name].box for name in ROLES[kind])
        show_if(self._columns, bool(ROLES[kind]))
        self.reveal(self.open)

    def said(self, kind: str) -> Options:
        """Return the options for this kind; what was said for another kind does not count."""
        given = {name: self.plain[name].decode(self.plain[name].state()) for name in _OPTIONS[kind]}
        roles = {name: self.roles[name].decode(self.roles[name].state()) for name in ROLES[kind]}
        columns = Columns.model_validate({name: text for name, text in roles.items() if text})
        return Options.model_validate({**{name: value for name, value in given.items() if value}, "columns": columns})

    def clear(self) -> None:
        """Take all problems away."""
        for field in self._all:
            field.say("", ())
        self._note.value = safe_html("")

    def take(self, problem: str) -> bool:
        """Show a problem beside the option it asks for; say whether it asks for one."""
        asked = _FLAG.search(problem)
        name = (asked[1] or asked[2]).replace("-", "_") if asked else ""
        field = next((one for one in self._all if one.name == _ASKED.get(name, name)), None)
        if field is None and _ASKED.get(name) != "columns":
            return False
        if field is not None:
            field.say(in_words(problem), ())
        else:
            self._note.value = safe_html('<div class="cjm-problem" role="alert">⚠ {}</div>', in_words(problem))
        self.reveal(True)
        return True


_VENDORS = {"survey": surveys.VENDORS, "events": logs.VENDORS, "interviews": qualitative.VENDORS}
_DELIMITERS = (("As the file shows", ""), ("Comma", ","), ("Semicolon", ";"), ("Tab", "\t"), ("Vertical bar", "|"))


def in_words(problem: str) -> str:
    """Return a sentence written for the command line as one for this form.

    Examples
    --------
    >>> in_words("is not UTF-8. Say --encoding cp1252, or --zone UTC.")
    'is not UTF-8. Say Encoding: cp1252, or Time zone: UTC.'
    """
    return _FLAG.sub(lambda found: f"{_called(found[1] or found[2])}:" + " " * bool(found[1]), problem)


def _called(option: str) -> str:
    name = option.replace("-", "_")
    return words.label(_ASKED.get(name, name))
