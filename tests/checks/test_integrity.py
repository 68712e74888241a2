"""Each integrity rule speaks for its own trap in a tiny study, and is silent beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cjm_research import checks, open_study
from cjm_research.study import Study

SOUND = Path(__file__).parents[1] / "studies" / "sound"


@pytest.fixture(scope="module")
def sound() -> Study:
    return open_study(SOUND)


def told(study: Study, rule: str) -> list[str]:
    return [f"{one.severity} {one.where}: {one.message}" for one in checks.run(study) if one.rule == rule]


def with_source(study: Study, id: str, **fields: object) -> Study:
    return study.replaced(sources=tuple(s.model_copy(update=fields) if s.id == id else s for s in study.sources))


def with_card(study: Study, evidence: tuple[str, ...], title: str = "Looks") -> Study:
    journeys = [journey.model_dump(mode="json") for journey in study.journeys]
    journeys[0]["steps"][0]["title"] = title
    journeys[0]["steps"][0]["lanes"]["actions"][0]["evidence"] = list(evidence)
    return study.replaced(journeys=journeys[:1])


def test_a_claim_on_people_who_stayed_alone_is_found_before_the_phase_they_reached(sound: Study) -> None:
    study = with_source(with_card(sound, ("talks#q1",)), "talks", reached="buy")
    (sentence,) = told(study, "INT-003")
    assert sentence.startswith("warning sources/talks.reached: 'Talks' heard only people who had reached 'Buy', and ")
    assert "in Consider on it alone" in sentence
    assert told(with_card(sound, ("talks#q1",)), "INT-003") == []
    assert told(with_source(study, "talks", reached="consider"), "INT-003") == []


def test_beside_evidence_from_others_survivors_are_no_finding(sound: Study) -> None:
    study = with_source(with_card(sound, ("talks#q1", "survey")), "talks", reached="buy")
    assert all("'Compares'" not in sentence for sentence in told(study, "INT-003"))


def test_a_phase_that_is_not_there_is_a_dangling_link(sound: Study) -> None:
    assert told(with_source(sound, "talks", reached="bye"), "LNK-001")[0].startswith("error sources/talks.reached")


def test_a_touchpoint_seen_by_one_method_is_a_note(sound: Study) -> None:
    found = told(sound, "INT-007")
    assert all(one.startswith("note touchpoints/") for one in found)
    two = sound.replaced(
        touchpoints=tuple(t.model_copy(update={"evidence": ("survey", "talks")}) for t in sound.touchpoints)
    )
    assert told(two, "INT-007") == []
    one = sound.replaced(
        touchpoints=tuple(t.model_copy(update={"evidence": ("survey",)}) for t in sound.touchpoints), journeys=()
    )
    assert told(one, "INT-007") == [
        "note touchpoints/shop.evidence: What is said of 'Shop' rests on one kind of source, survey. Look at it by a second method."
    ]


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("Onboarding of the customer", "begins with the internal word 'Onboarding'"),
        ("onboarding", "begins with the internal word 'Onboarding'"),
        ("Is called by Brand team", "names 'Brand team', who is not the customer"),
        ("Waits for marketing", "names 'marketing', who is not the customer"),
    ],
)
def test_a_step_in_the_words_of_the_organisation_is_a_note(sound: Study, title: str, says: str) -> None:
    inside = {"owner": "Brand team", "function": "marketing"}
    study = with_card(sound, ("survey",), title).replaced(
        about=sound.about.model_copy(update={"internal_words": ("Onboarding",)}),
        touchpoints=tuple(t.model_copy(update=inside) for t in sound.touchpoints),
    )
    (sentence,) = told(study, "LANG-001")
    assert sentence.startswith("note journeys/ana.steps.looks.title")
    assert says in sentence


@pytest.mark.parametrize("title", ["Looks", "Is done with onboarding", "Boards a train", "Buys supermarketing"])
def test_a_step_in_words_of_customers_is_none(sound: Study, title: str) -> None:
    study = with_card(sound, ("survey",), title).replaced(
        about=sound.about.model_copy(update={"internal_words": ("Onboarding",)}),
        touchpoints=tuple(t.model_copy(update={"function": "marketing"}) for t in sound.touchpoints),
    )
    assert told(study, "LANG-001") == []
