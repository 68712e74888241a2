"""One method, reversals, personas of a few, words of the organisation: each speaks for its own trap in a tiny study."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cjm_research import checks
from cjm_research.checks import Finding
from cjm_research.study import Study

PEOPLE = """
personas:
  - {id: ana, name: Ana, segment: [{source: survey, column: plan, any_of: [small]}]}
  - {id: ben, name: Ben, segment: [{source: survey, column: plan, any_of: [large]}]}
"""


def found(study: Study, rule: str) -> list[Finding]:
    return [one for one in checks.run(study) if one.rule == rule]


def told(study: Study, rule: str) -> list[str]:
    return [f"{one.severity} {one.where}: {one.message}" for one in found(study, rule)]


def with_card(study: Study, evidence: tuple[str, ...], title: str = "Looks") -> Study:
    journeys = [journey.model_dump(mode="json") for journey in study.journeys]
    journeys[0]["steps"][0]["title"] = title
    journeys[0]["steps"][0]["lanes"]["actions"][0]["evidence"] = list(evidence)
    return study.replaced(journeys=journeys[:1])


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
        "note touchpoints/shop.evidence: What is said of 'Shop' rests on one kind of source, survey. Look at it by a "
        "second method."
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


def rated(make: Callable[..., Study], counts: dict[tuple[str, str], tuple[int, int]]) -> Study:
    """Return a survey in two rounds: per plan and round, how many gave 5 and how many 1."""
    lines = ["id,plan,round,at,score"]
    for (plan, round_), (high, low) in counts.items():
        day = {"first": "2026-01-10", "second": "2026-06-10"}[round_]
        lines += [f"r{len(lines) + n},{plan},{round_},{day},{5 if n < high else 1}" for n in range(high + low)]
    return make(
        personas_yaml=PEOPLE,
        metrics_yaml="metrics: [{id: score, title: Score, kind: rating, source: survey, column: score, low: 1, high: "
        "5}]",
        evidence__sources_yaml="""
            sources:
              - {id: survey, title: Survey, kind: survey, file: survey.csv,
                 columns: {participant: id, at: at, wave: round}}
            """,
        evidence__survey_csv="\n".join(lines) + "\n",
    )


STONES = {
    ("small", "first"): (81, 6),
    ("small", "second"): (234, 36),
    ("large", "first"): (192, 71),
    ("large", "second"): (55, 25),
}


def test_the_kidney_stones_as_two_rounds_of_a_survey_are_found(make: Callable[..., Study]) -> None:
    (one,) = found(rated(make, STONES), "INT-004")
    assert (
        "'Score' differs by +0.18 between first and second over all, but the other way in each persona" in one.message
    )
    assert "Adjusted: -0.22." in one.message


def test_where_one_persona_goes_with_the_whole_there_is_no_reversal(make: Callable[..., Study]) -> None:
    assert found(rated(make, STONES | {("small", "second"): (264, 6)}), "INT-004") == []


def test_a_persona_of_four_is_found_and_one_of_five_is_not(make: Callable[..., Study]) -> None:
    def of(people: int) -> list[str]:
        study = rated(make, {("small", "first"): (people, 0), ("large", "first"): (9, 0)})
        return [one.where for one in found(study, "INT-008")]

    assert of(4) == ["personas/ana.segment"]
    assert of(5) == []
