"""What each field of a form takes, offers and says."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cjm_research import forms, open_study

if TYPE_CHECKING:
    from tests.forms.conftest import Person


def test_every_field_of_a_record_goes_to_disk_and_back(objectives: Person, folder: Path) -> None:
    objectives.choose(1)
    for name, state in {
        "kind": "conversion",
        "metric": "trial-share",
        "baseline": "−2",
        "target": "7",
        "direction": "down",
        "due": "2027-12-01",
        "audience": "Families",
        "decision": "Which offer\nwe keep",
        "touchpoints": ("hotline",),
    }.items():
        objectives.fill(name, state)
    objectives.press("cjm-save")

    saved = open_study(folder).objective("repeat")
    assert (saved.kind, saved.metric, saved.baseline, saved.target, saved.direction) == (
        "conversion",
        "trial-share",
        -2.0,
        7.0,
        "down",
    )
    assert (saved.due, saved.audience, saved.decision) == (date(2027, 12, 1), "Families", "Which offer\nwe keep")
    assert saved.touchpoints == ("hotline",)


def test_a_cleared_field_is_not_given(objectives: Person, folder: Path) -> None:
    for name in ("metric", "baseline", "due", "decision"):
        objectives.fill(name, "")
    objectives.press("cjm-save")
    saved = open_study(folder).objective("trials")
    assert (saved.metric, saved.baseline, saved.due, saved.decision) == (None, None, None, "")


def test_numbers_have_bounds_and_are_whole_where_they_must_be(folder: Path, at: type[Person]) -> None:
    person = at(forms.form(open_study(folder), "personas"))
    for typed, says in {"7": "Must be 5 or less.", "2.5": "Enter a whole number, such as 12."}.items():
        person.fill("fit", typed)
        assert says in person.beside("fit")


def test_only_what_the_study_has_can_be_chosen(objectives: Person, folder: Path) -> None:
    metric = objectives.form.record.fields["metric"]
    assert [title for title, _ in metric._control.options] == ["None", "Share of visitors who try"]
    ticks = objectives.form.record.fields["touchpoints"]._grid.children
    assert [tick.description for tick in ticks] == ["Online shop", "Hotline"]


def test_a_link_that_dangles_already_is_shown_and_kept_until_replaced(folder: Path, at: type[Person]) -> None:
    file = folder / "objectives.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("metric: trial-share", "metric: gone"), encoding="utf-8")
    person = at(forms.form(open_study(folder), "objectives"))
    assert "gone (not in this study)" in [title for title, _ in person.form.record.fields["metric"]._control.options]
    person.fill("audience", "Families")
    person.press("cjm-save")
    assert open_study(folder).objective("trials").metric == "gone"


def test_evidence_must_name_a_source_of_the_study(folder: Path, at: type[Person]) -> None:
    person = at(forms.form(open_study(folder), "touchpoints"))
    person.fill("evidence", "survey, poll#3")
    assert "There is no source &#39;poll&#39; in this study. It has: interviews, survey." in person.beside("evidence")
    person.fill("evidence", "survey, interviews#q07")
    person.press("cjm-save")
    assert open_study(folder).touchpoint("shop").evidence == ("survey", "interviews#q07")


def test_what_the_checks_say_stands_beside_the_field_until_it_is_changed(objectives: Person) -> None:
    objectives.choose(1)
    assert "has no baseline" in objectives.beside("baseline")
    objectives.fill("baseline", "4")
    assert "has no baseline" not in objectives.beside("baseline")
    objectives.press("cjm-save")
    assert "has no target" in objectives.beside("target")


def test_waves_can_be_edited_and_must_follow_one_another(folder: Path, at: type[Person]) -> None:
    person = at(forms.form(open_study(folder), "about"))
    winter = ("Winter", "2026-01-01", "2026-03-31", "winter")
    person.fill_head("waves", (winter, ("Spring", "2026-03-31", "2026-06-30", "spring")))
    person.press("cjm-save")
    assert "1 problem" in person.status
    person.fill_head("waves", (winter, ("Spring", "2026-04-01", "2026-06-30", "spring")))
    person.press("cjm-save")
    waves = open_study(folder).about.waves
    assert [(wave.id, wave.title, wave.last) for wave in waves] == [
        ("winter", "Winter", date(2026, 3, 31)),
        ("spring", "Spring", date(2026, 6, 30)),
    ]
