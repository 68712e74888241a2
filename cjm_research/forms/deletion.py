"""Asks before something is deleted that is named elsewhere, and says where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ipywidgets import HBox, VBox

from cjm_research import store
from cjm_research.checks import Link, known
from cjm_research.forms import words
from cjm_research.forms.markup import html, joined, safe_html
from cjm_research.forms.panels import Press, button, show_if
from cjm_research.study import Study

SHOWN = 3
"""Records named for each file; more are counted."""

ASKED = "Nothing saved yet: what you deleted is named elsewhere. Choose above."
_HELP = (
    "Keep it brings it back and saves nothing. Delete all the same saves; these places then name what is not there, "
    "until you mend them. cjm check lists them."
)


class DeletionPanel:
    """The question what to do about something that is to be deleted and is named elsewhere.

    Parameters
    ----------
    keep
        Called with the ids to bring back.
    go_on
        Called to save all the same.
    """

    def __init__(self, keep: Press, go_on: Press) -> None:
        self._text = html(safe_html(""))
        self.keep = button("Keep it", "cjm-keep-it", keep, icon="undo")
        self.go_on = button("Delete all the same", "cjm-delete-anyway", go_on, icon="trash")
        note = html(safe_html('<div class="cjm-help">{}</div>', _HELP))
        self.box = VBox([self._text, HBox([self.keep, self.go_on]), note])
        self.box.add_class("cjm-conflict")
        self.asked: frozenset[Link] = frozenset()
        self.agreed: frozenset[Link] = frozenset()
        self.hide()

    def asks(self, study: Study, lost: Sequence[Link]) -> bool:
        """Show the question where anything is lost that nobody agreed to yet; say whether it is shown."""
        self.asked = frozenset(lost)
        if self.asked <= self.agreed:
            return False
        lines = (safe_html('<div class="cjm-problem" role="alert">⚠ {}</div>', line) for line in in_words(study, lost))
        self._text.value = joined(lines)
        show_if(self.box, True)
        return True

    def agree(self) -> None:
        """Take what was asked as agreed to."""
        self.agreed |= self.asked
        show_if(self.box, False)

    def hide(self) -> None:
        """Take the question away; whatever was agreed to has to be asked again."""
        self.asked = self.agreed = frozenset()
        show_if(self.box, False)

    @property
    def text(self) -> str:
        """What the panel says, as HTML."""
        return str(self._text.value)


def in_words(study: Study, lost: Sequence[Link]) -> list[str]:
    """Return for each thing that is to go a sentence on where it is named.

    Parameters
    ----------
    study
        The study as it is, with the thing still in it.
    """
    there = known(study)
    sentences = []
    for kind, id in dict.fromkeys((link.kind, link.named) for link in lost):
        record = there.get(kind, {}).get(id)
        name = f"'{id}' ({words.title_of(record)})" if record else f"'{id}'"
        places = _places(study, [link for link in lost if (link.kind, link.named) == (kind, id)])
        sentences.append(f"{name} is named in {'; '.join(places)}.")
    return sentences


def _places(study: Study, links: Sequence[Link]) -> list[str]:
    by_file: dict[str, Counter[str]] = {}
    for link in links:
        by_file.setdefault(_file(study, link), Counter())[_record(study, link)] += 1
    return [_place(file, records) for file, records in by_file.items()]


def _place(file: str, records: Counter[str]) -> str:
    if file.endswith(".csv"):
        return f"{file} ({records.total():,} {'row' if records.total() == 1 else 'rows'})"
    titles = [title for title in records if title]
    more = f" and {len(titles) - SHOWN} more" if len(titles) > SHOWN else ""
    return f"{file}: {', '.join(titles[:SHOWN])}{more}" if titles else file


def _file(study: Study, link: Link) -> str:
    if link.part == "evidence":
        return f"evidence/{store.table_of(study, study.source(link.id))}"
    return store.file_of(link.part, link.id)


def _record(study: Study, link: Link) -> str:
    if link.part in ("journeys", "about", "evidence"):
        return ""
    return next((words.title_of(record) for record in getattr(study, link.part) if record.id == link.id), link.id)
