"""What a person says about a file to import that the file itself does not say."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

from ipywidgets import Box, VBox

from cjm_research.forms import words
from cjm_research.forms.field import Field
from cjm_research.forms.markup import html, safe_html
from cjm_research.forms.open_choice import OpenChoice
from cjm_research.forms.panels import button, show_if
from cjm_research.forms.plain_fields import ChoiceField, FlagField, LinesField, TextField
from cjm_research.imports import logs, surveys
from cjm_research.imports.qualitative import detect as qualitative
from cjm_research.imports.reading import Options
from cjm_research.study import Columns

KINDS = (
    ("Answers to a survey", "survey"),
    ("Event log: what customers did, with times", "events"),
    ("Interviews, notes, coded quotes, a codebook", "interviews"),
    ("Poll: options and how often they were chosen", "poll"),
    ("Reviews written in public", "reviews"),
    ("Report or trend published by others", "secondary"),
)
ROLES = {
    "survey": ("participant", "persona", "at", "text"),
    "events": ("participant", "at", "event", "channel"),
    "interviews": ("participant", "persona", "quote", "text", "code", "phase", "touchpoint", "polarity"),
    "poll": ("option", "count"),
    "reviews": ("text", "rating", "at"),
    "secondary": (),
}
_OPTIONS = {
    "survey": ("vendor", "encoding", "delimiter", "date_format", "zone", "only_finished", "keep_personal"),
    "events": ("vendor", "encoding", "delimiter", "date_format", "zone", "keep_personal"),
    "interviews": ("vendor", "encoding", "delimiter", "keep_personal"),
    "poll": ("encoding", "delimiter"),
    "reviews": ("encoding", "delimiter", "keep_personal"),
    "secondary": (),
}
VENDOR_NAMES = {
    "": "The import finds out",
    "qualtrics": "Qualtrics",
    "surveymonkey": "SurveyMonkey",
    "typeform": "Typeform",
    "google-forms": "Google Forms",
    "generic": "Any other tool",
    "ga4": "Google Analytics 4",
    "amplitude": "Amplitude",
    "mixpanel": "Mixpanel",
    "refi-qda": "REFI-QDA (.qdpx)",
    "taguette": "Taguette",
    "qualcoder": "QualCoder",
    "dovetail": "Dovetail",
    "notes": "Notes as text or DOCX",
    "table": "A table of quotes",
    "xes": "XES",
    "ocel": "OCEL 2.0",
}
_ASKED = {
    "vendor": "made_with",
    "format": "made_with",
    "zone": "time_zone",
    "column": "columns",
    "columns": "columns",
    "replace": "replace_what_is_there",
    "keep": "keep_these_columns",
    "pseudonyms": "a_pseudonym_for_everyone",
}
_FLAG = re.compile(r"--(?:column ([a-z]+)=|([a-z][a-z-]*))")


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
            "keep_personal": LinesField("keep_these_columns", "Headings whose personal data shall stay as it is"),
        }
        self.roles = {role: TextField(role, "") for role in Columns.model_fields}
        self.name = TextField(
            "id", "What the study calls it, such as survey-2026; left empty it is made from the file's name."
        )
        self.replace = FlagField("replace_what_is_there", "Take the place of the source that has this id.")
        self.pseudonyms = FlagField("a_pseudonym_for_everyone", "Also for people whose ids do not give them away.")
        self._plain, self._roles = Box([]), Box([])
        for box in (self._plain, self._roles):
            box.add_class("cjm-grid")
        heading = '<div class="cjm-label">Columns of the file</div><div class="cjm-help">{}</div>'
        self._note = html(safe_html(""), "cjm-note")
        told = "Headings of the columns that play these roles, only where the import does not find them."
        self._columns = VBox([html(safe_html(heading, told)), self._roles, self._note])
        self._columns.add_class("cjm-part")
        self._all = (*self.plain.values(), *self.roles.values(), self.name, self.replace, self.pseudonyms)
        self.toggle = button("Say more about the file", "cjm-more", self.turn, icon="sliders")
        ours = Box([self.name.box, self.replace.box, self.pseudonyms.box])
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
        show_if(self.pseudonyms.box, "participant" in ROLES[kind])
        self.reveal(self.open)

    def said(self, kind: str) -> Options:
        """Return the options for this kind; what was said for another kind does not count."""
        given = {name: self.plain[name].decode(self.plain[name].state()) for name in _OPTIONS[kind]}
        roles = {name: self.roles[name].decode(self.roles[name].state()) for name in ROLES[kind]}
        columns = Columns.model_validate({name: text for name, text in roles.items() if text})
        return Options.model_validate({**{name: value for name, value in given.items() if value}, "columns": columns})

    def how(self, kind: str) -> dict[str, Any]:
        """Return what does not concern the file but its place in the study, by the name an import takes it under."""
        return {
            "id": str(self.name.state()).strip(),
            "replace_source": bool(self.replace.state()),
            "pseudonyms": "participant" in ROLES[kind] and bool(self.pseudonyms.state()),
        }

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
