"""From the drafts on a page to the records that can be saved, or to everything that is wrong with them."""

from __future__ import annotations

from dataclasses import replace

from cjm_research.forms.drafts import Draft, Page
from cjm_research.forms.reading import Fields, Reading, read, slug_of
from cjm_research.forms.subjects import Subject
from cjm_research.study.part import Part

Problems = dict[int, dict[str, str]]
"""Key of a draft -> field -> what is wrong."""


class Intake:
    """Reads the drafts of one form; new records get their ids here."""

    def __init__(self, subject: Subject, head: Fields, rows: Fields) -> None:
        self._subject, self._head, self._rows = subject, head, rows

    def one(self, draft: Draft, *, head: bool) -> Reading:
        """Read one draft."""
        model = self._subject.head_model if head else self._subject.row_model
        return read(model or Part, self._head if head else self._rows, draft.states, draft.origin)

    def all(self, page: Page) -> tuple[Page, Problems]:
        """Return the page with each record read as its origin, and the problems by draft and field."""
        page, problems = self._with_ids(page), Problems()
        head = self._checked(page.head, problems, head=True) if page.head else None
        rows = tuple(self._checked(row, problems, head=False) for row in page.rows)
        ids = [row.states["id"] for row in rows]
        for place, row in enumerate(rows):
            if ids[place] in ids[:place]:
                problems.setdefault(row.key, {})["id"] = f"Another {self._subject.noun} has this id already."
        return replace(page, head=head, rows=rows), problems

    def still(self, problems: Problems, page: Page) -> Problems:
        """Return those of the problems that an undo or another step has not made go away."""
        drafts = [(page.head, True)] if page.head else []
        drafts += [(row, False) for row in page.rows]
        left = {}
        for draft, is_head in drafts:
            now = self.one(draft, head=is_head).problems if problems.get(draft.key) else {}
            left[draft.key] = {name: now[name] for name in problems.get(draft.key, {}) if name in now}
        return left

    def _checked(self, draft: Draft, problems: Problems, *, head: bool) -> Draft:
        reading = self.one(draft, head=head)
        if reading.problems:
            problems[draft.key] = dict(reading.problems)
        return replace(draft, origin=reading.record)

    def _with_ids(self, page: Page) -> Page:
        taken = {str(row.states["id"]) for row in page.rows}
        rows = []
        for row in page.rows:
            named = row if str(row.states["id"]).strip() else row.with_state("id", self._id_for(row, taken))
            taken.add(str(named.states["id"]))
            rows.append(named)
        return replace(page, rows=tuple(rows))

    def _id_for(self, row: Draft, taken: set[str]) -> str:
        title = next((str(row.states[name]) for name in ("title", "name", "statement") if name in row.states), "")
        return slug_of(title, taken, self._subject.noun)
