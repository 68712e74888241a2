"""A point of the curve is measured, withheld, set by hand, or a gap that says why; only like is drawn beside like."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cjm_research.people.emotion import emotion, step_emotion
from cjm_research.study import Study

Make = Callable[..., Study]


def study_of(make: Make, *, ana: int = 6, high: int = 5) -> Study:
    answers = "".join(f"{n},a,5,1\n" for n in range(ana)) + "".join(f"{n},b,{1 + n % 5},3\n" for n in range(40))
    return make(
        study_yaml="format: 1\ntitle: S\nas_of: 2026-11-01",
        personas_yaml="""
            personas:
              - {id: ana, name: Ana, segment: [{source: survey, column: kind, any_of: [a]}]}
              - {id: ben, name: Ben, segment: [{source: survey, column: kind, any_of: [b]}]}
        """,
        evidence__sources_yaml="sources: [{id: survey, title: Survey, kind: survey, file: survey.csv}]",
        evidence__survey_csv="id,kind,shop,app\n" + answers,
        metrics_yaml=f"""
            metrics:
              - {{id: shop, title: Shop, kind: rating, source: survey, column: shop, low: 1, high: {high}}}
              - {{id: app, title: App, kind: rating, source: survey, column: app, low: 1, high: 5}}
        """,
        phases_yaml="phases: [{id: look, title: Look}, {id: buy, title: Buy}, {id: use, title: Use}]",
        touchpoints_yaml="""
            touchpoints:
              - {id: shop, title: Shop, phases: [look], rating: shop}
              - {id: app, title: App, phases: [look], rating: app}
        """,
        journeys__ana_yaml="""
            persona: ana
            steps:
              - {id: one, phase: look, title: Looks, contacts: [{touchpoint: shop}], feeling: {valence: 1}}
              - {id: two, phase: look, title: Tries, contacts: [{touchpoint: app}], feeling: {valence: -2}}
              - {id: three, phase: buy, title: Buys, feeling: {valence: 1.5}}
        """,
    )


def test_measured_comes_before_set_by_hand_and_a_gap_is_told(make: Make) -> None:
    look, buy, use = emotion(study_of(make), "ana")
    assert (look.basis, look.value, look.n, look.by_hand) == ("measured", 0.0, 6, -0.5)
    assert (buy.basis, buy.value, buy.by_hand) == ("hand-set", 1.5, 1.5)
    assert (use.basis, use.value, use.reason) == ("none", None, "not rated")


def test_a_step_is_felt_by_what_is_met_in_it(make: Make) -> None:
    points = step_emotion(study_of(make), "ana")
    assert [(point.step, point.basis, point.value) for point in points] == [
        ("Looks", "measured", 2.0),
        ("Tries", "measured", -2.0),
        ("Buys", "hand-set", 1.5),
    ]


def test_few_people_leave_a_gap_and_never_the_hand_set_value_in_its_place(make: Make) -> None:
    look = emotion(study_of(make, ana=3), "ana")[0]
    assert (look.basis, look.value, look.by_hand) == ("withheld", None, -0.5)


@pytest.mark.parametrize("persona", ["ana", "ben", ""])
def test_ratings_on_another_scale_are_not_drawn_on_this_one(make: Make, persona: str) -> None:
    look = emotion(study_of(make, high=7), persona)[0]
    assert look.basis != "measured"
    assert look.basis == "hand-set" or look.reason == "rated on another scale than the study's"
