"""Undo, redo and what is unsaved, without any widget."""

from __future__ import annotations

import pytest

from cjm_research.forms.drafts import Desk, Draft, Page


@pytest.fixture
def desk() -> Desk:
    return Desk(Page(rows=(Draft({"title": "One"}), Draft({"title": "Two"}))))


def titles(desk: Desk) -> list[object]:
    return [row.states["title"] for row in desk.page.rows]


def changed(desk: Desk, title: str) -> None:
    desk.edit(desk.page.rows[0].with_state("title", title))


def test_a_change_after_an_undo_ends_what_could_be_made_again(desk: Desk) -> None:
    changed(desk, "First")
    desk.undo()
    assert desk.can_redo
    changed(desk, "Other")
    assert not desk.can_redo
    desk.redo()
    assert titles(desk) == ["Other", "Two"]
    desk.undo()
    assert titles(desk) == ["One", "Two"]


def test_what_is_typed_back_to_what_was_saved_is_not_unsaved(desk: Desk) -> None:
    changed(desk, "First")
    assert desk.unsaved
    changed(desk, "One")
    assert not desk.unsaved


def test_a_deleted_row_comes_back_at_its_place_and_a_row_at_the_end_moves_no_further(desk: Desk) -> None:
    desk.select(desk.page.rows[0].key)
    desk.delete()
    assert titles(desk) == ["Two"]
    desk.undo()
    assert titles(desk) == ["One", "Two"]
    desk.move(-1)
    assert not desk.can_undo
    assert titles(desk) == ["One", "Two"]


def test_nothing_that_changes_nothing_is_a_step(desk: Desk) -> None:
    changed(desk, "One")
    assert not desk.can_undo
