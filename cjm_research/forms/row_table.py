"""A form in which all records stand in one table, a row of fields each, in pages of twenty."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from ipywidgets import HTML, Box, Dropdown, HBox, VBox
from markupsafe import Markup

from cjm_research.errors import CjmError
from cjm_research.forms import words
from cjm_research.forms.build import fields_of
from cjm_research.forms.drafts import Draft, Page
from cjm_research.forms.field import Field, State
from cjm_research.forms.form import Form
from cjm_research.forms.intake import Intake
from cjm_research.forms.markup import html, joined, safe_html, style_sheet
from cjm_research.forms.panels import RecordPanel, button, show_if
from cjm_research.forms.subjects import Subject
from cjm_research.study import Source, Study
from cjm_research.study.part import Part

PAGE = 20
"""Rows shown at once; a browser slows down with thousands of controls."""


class RowTable(Form):
    """A form over the rows of a subject, shown as a table.

    Parameters
    ----------
    study
        The study as it was opened; kept up to date with each save.
    subject
        Which rows are edited.
    columns
        Field names in the order of the table, with their headings.
    lead
        What stands in front of each row and cannot be changed, by the id of the row.
    """

    def __init__(
        self, study: Study, subject: Subject, columns: Mapping[str, str], lead: Callable[[str], Markup], first: str
    ) -> None:
        self._columns, self._lead, self._first = columns, lead, first
        self.panels: list[tuple[HTML, RecordPanel]] = []
        self.above = html(safe_html(""), "cjm-above")
        super().__init__(study, subject)

    def turn(self, by: int) -> None:
        """Show another page of the table."""
        with self._lock:
            rows = self.desk.page.rows
            at = min(max(self._start_of_page() + by * PAGE, 0), max(len(rows) - 1, 0))
            if rows:
                self.desk.select(rows[at].key)
            self._show()

    def extra_buttons(self) -> tuple[Box, ...]:
        """Return what stands between the table and the bar."""
        return ()

    def say_above(self, page: Page) -> Markup:  # noqa: ARG002  a table over a log reads it
        """Return what stands above the table, renewed with each change."""
        return safe_html("")

    def _make_panels(self) -> None:
        self.head = RecordPanel({}, lambda *_: None)
        self.record = RecordPanel(self._fields(), lambda *_: None)
        self.intake = Intake(self.subject, {}, self.record.fields)
        self.panels = []
        self._rows = VBox([])
        self._rows.add_class("cjm-table-rows")
        heading = joined(safe_html("<span>{}</span>", title) for title in (self._first, *self._columns.values()))
        self._heading = html(safe_html('<div class="cjm-table-head">{}</div>', heading), "cjm-table-heading")
        self._empty = html(safe_html('<div class="cjm-empty">{}</div>', self.subject.empty))
        self.earlier = button("Rows before", "cjm-earlier", lambda: self.turn(-1), icon="arrow-up")
        self.later = button("More rows", "cjm-later", lambda: self.turn(1), icon="arrow-down")
        self._where = html(safe_html(""), "cjm-where")
        self._pager = HBox([self.earlier, self.later, self._where])
        self._pager.add_class("cjm-pager")
        title = html(safe_html("<h3>{}</h3><p>{}</p>", self.subject.title, self.subject.about), "cjm-title")
        table = VBox([self._heading, self._rows])
        table.add_class("cjm-table")
        self.box.children = (
            style_sheet(),
            title,
            self.above,
            table,
            self._empty,
            self._pager,
            *self.extra_buttons(),
            self.asks,
            self.bar.box,
        )

    def _fields(self) -> dict[str, Field]:
        made = fields_of(self.subject.row_model or Part, self.study, self.subject.hidden)
        order = [*self._columns, *(name for name in made if name not in self._columns)]
        return {name: made[name] for name in order}

    def _panel(self, place: int) -> tuple[HTML, RecordPanel]:
        while len(self.panels) <= place:
            number = len(self.panels)
            panel = RecordPanel(self._fields(), partial(self._edited_at, number))
            panel.box.add_class("cjm-table-row")
            lead = html(safe_html(""), "cjm-lead")
            panel.box.children = (lead, *panel.box.children)
            self.panels.append((lead, panel))
        return self.panels[place]

    def _edited_at(self, place: int, name: str, state: State) -> None:
        with self._lock:
            shown = self._shown_rows(self.desk.page)
            if not self._filling and place < len(shown):
                self.desk.select(shown[place].key)
                self._edited(shown[place], name, state)

    def _start_of_page(self) -> int:
        return max(self.desk.page.place, 0) // PAGE * PAGE

    def _shown_rows(self, page: Page) -> Sequence[Draft]:
        start = max(page.place, 0) // PAGE * PAGE
        return page.rows[start : start + PAGE]

    def _show_page(self, page: Page) -> None:
        shown = self._shown_rows(page)
        for place, row in enumerate(shown):
            lead, panel = self._panel(place)
            lead.value = self._lead(str(row.states["id"]))
            panel.show(row.states, self._problems.get(row.key, {}), {})
            changed = row.states != self.desk.saved_states(row.key)
            (panel.box.add_class if changed else panel.box.remove_class)("cjm-changed")
        boxes = tuple(panel.box for _, panel in self.panels[: len(shown)])
        if self._rows.children != boxes:
            self._rows.children = boxes
        self._show_around(page, len(shown))

    def _show_around(self, page: Page, shown: int) -> None:
        self.above.value = self.say_above(page)
        start, total = self._start_of_page(), len(page.rows)
        for widget, wanted in (
            (self._heading, total),
            (self._rows, total),
            (self._pager, total > PAGE),
            (self._empty, not total),
        ):
            show_if(widget, bool(wanted))
        self._where.value = safe_html("Rows {} to {} of {}", start + 1, start + shown, total)
        self.earlier.disabled, self.later.disabled = start == 0, start + shown >= total
        self.bar.undo.disabled, self.bar.redo.disabled = not self.desk.can_undo, not self.desk.can_redo


class OneOfSources:
    """A form about one source, with the choice between sources where there are several."""

    def __init__(self, sources: Sequence[Source], make: Callable[[str], Form], chosen: str = "") -> None:
        self._make, self._quiet = make, False
        ids = [source.id for source in sources]
        self.choice = Dropdown(
            description="Source",
            options=[(source.title, source.id) for source in sources],
            value=chosen if chosen in ids else ids[0],
        )
        self.choice.add_class("cjm-choose-source")
        self.choice.observe(self._choose, "value")
        self.form = make(self.choice.value)
        top = Box([self.choice])
        top.add_class("cjm-form")
        top.add_class("cjm-form-choice")
        self.box = VBox([top, self.form.box] if len(ids) > 1 else [self.form.box])

    def _choose(self, change: Mapping[str, str]) -> None:
        if self._quiet:
            return
        if self.form.desk.unsaved:
            self._put_back(change["old"], "Save or undo your changes first; then choose another source.")
            return
        try:
            self.form = self._make(change["new"])
        except CjmError as error:
            self._put_back(change["old"], str(error))
            return
        self.box.children = (*self.box.children[:-1], self.form.box)

    def _put_back(self, old: str, why: str) -> None:
        self._quiet = True
        self.choice.value = old
        self._quiet = False
        self.form.bar.say(why, "bad")


def read_only(title: str, sentence: str, heading: Sequence[str], rows: Sequence[Sequence[str]]) -> Markup:
    """Return a heading, a sentence and a table for a reader with no front end."""
    cell = '<td style="text-align: left; vertical-align: top">{}</td>'
    head = joined(safe_html('<th scope="col" style="text-align: left">{}</th>', text) for text in heading)
    body = joined(safe_html("<tr>{}</tr>", joined(safe_html(cell, text) for text in row)) for row in rows)
    table = safe_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", head, body) if rows else Markup("")
    return safe_html("<h4>{}</h4><p>{}</p>{}", title, sentence, table)


def named(name: str, value: object) -> str:
    """Return the plain words for a value of a field, '' for none."""
    return words.choice(name, str(value)) if value else ""
