"""The journey form: steps with contacts, a feeling and lanes of claims."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cjm_research import forms, open_study
from cjm_research.study import Claim, Contact, Feeling

if TYPE_CHECKING:
    from tests.forms.conftest import Person


def lanes(person: Person) -> dict[str, str]:
    return dict(person.form.record.fields["lanes"].state())  # type: ignore[arg-type]


def test_a_step_shows_its_lanes_with_evidence_in_brackets(journey: Person) -> None:
    assert journey.titles == ["Consider · Compares offers"]
    assert lanes(journey) == {
        "actions": "Opens three tabs [survey, interviews#q07]\nReads the small print",
        "thoughts": "",
        "questions": "Is delivery included?",
        "pains": "",
    }


def test_a_changed_lane_goes_to_disk_with_its_evidence_and_comments_stay(journey: Person, folder: Path) -> None:
    cells = lanes(journey) | {"thoughts": "It will be cheaper in May [interviews#q11]"}
    journey.fill("lanes", tuple(cells.items()))
    journey.press("cjm-save")
    step = open_study(folder).journey("ana").steps[0]
    assert step.lanes["thoughts"] == (Claim(text="It will be cheaper in May", evidence=("interviews#q11",)),)
    assert step.lanes["actions"][0].evidence == ("survey", "interviews#q07")
    assert "# seen in seven of nine talks" in (folder / "journeys" / "ana.yaml").read_text(encoding="utf-8")


def test_a_line_with_an_unknown_source_is_named_by_lane_and_number(journey: Person, folder: Path) -> None:
    journey.fill("lanes", tuple((lanes(journey) | {"actions": "One\nTwo [surveys]"}).items()))
    journey.press("cjm-save")
    assert "Actions, Line 2: There is no source &#39;surveys&#39;" in journey.beside("lanes")
    assert len(open_study(folder).journey("ana").steps[0].lanes["actions"]) == 2


def test_a_new_step_with_contact_and_feeling(journey: Person, folder: Path) -> None:
    journey.press("cjm-add")
    journey.fill("title", "Orders by phone")
    journey.press("cjm-save")
    assert "Fill this in" in journey.beside("phase")
    journey.fill("phase", "buy")
    journey.fill("contacts", (("hotline", "phone", "survey"), ("", "", "")))
    journey.fill("feeling", ("1.5", ""))
    journey.press("cjm-save")
    step = open_study(folder).journey("ana").steps[1]
    assert (step.id, step.phase) == ("orders-by-phone", "buy")
    assert step.contacts == (Contact(touchpoint="hotline", channel="phone", evidence=("survey",)),)
    assert step.feeling == Feeling(valence=1.5)


def test_rows_are_added_and_removed_by_button(journey: Person, folder: Path) -> None:
    contacts = journey.form.record.fields["contacts"]
    contacts.box.children[0].children[2].click()
    assert contacts.state() == (("shop", "web", "survey"), ("", "", ""))
    contacts._rows.children[0].children[1].click()
    assert contacts.state() == (("", "", ""),)
    journey.press("cjm-save")
    assert open_study(folder).journey("ana").steps[0].contacts == ()


def test_a_feeling_beyond_the_scale_is_refused(journey: Person) -> None:
    journey.fill("feeling", ("3", ""))
    assert "Valence: Must be 2 or less." in journey.beside("feeling")


def test_the_situation_is_edited_at_the_head(journey: Person, folder: Path) -> None:
    journey.fill_head("scenario", ("The old fridge died", "A new one by Friday", "", ""))
    journey.press("cjm-save")
    saved = open_study(folder).journey("ana")
    assert (saved.scenario.trigger, saved.scenario.goal, len(saved.steps)) == (
        "The old fridge died",
        "A new one by Friday",
        1,
    )


def test_a_persona_without_a_journey_gets_its_first_step(folder: Path, at: type[Person]) -> None:
    (folder / "journeys" / "ana.yaml").unlink()
    person = at(forms.form(open_study(folder), "journeys", "ana"))
    person.press("cjm-save")
    assert not (folder / "journeys" / "ana.yaml").exists()
    person.press("cjm-add")
    person.fill("title", "Hears of it")
    person.fill("phase", "consider")
    person.press("cjm-save")
    assert [step.title for step in open_study(folder).journey("ana").steps] == ["Hears of it"]
