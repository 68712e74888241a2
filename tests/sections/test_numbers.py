"""Ratings asked differently are not drawn together; hand-set points stand beside measured ones; rounds and weights."""

import pytest

from cjm_research.people.emotion import emotion
from cjm_research.people.numbers import measured
from cjm_research.sections import comparable, compare, emotion_curve, metric_register, peak_end, touchpoints, trends

PEOPLE = 60


def study_of(make, *, scale="{low: 1, high: 5}", metric="", about="", columns="", few=9):
    groups = ["few"] * few + ["many"] * PEOPLE + ["other"] * 30
    lines = [
        f"p{n},{group},{1 + n % 5},{1 + n % 4},{1 + n % 3},{1 + (n // 2) % 5},"
        f"{'early' if n % 2 else 'late'},{1 + n % 2}"
        for n, group in enumerate(groups)
    ]
    personas = "\n".join(
        f"              - {{id: {name}, name: {name.title()}, segment: [{{source: survey, column: group, any_of: "
        f"[{name}]}}]}}"
        for name in ("few", "many", "other")
    )
    rate = "kind: rating, source: survey, low: 1, high: 5"
    return make(
        study_yaml=f"format: 1\ntitle: S\nas_of: 2026-11-01\nrating_scale: {scale}\n{about}",
        evidence__survey_csv="id,group,a,b,c,all,round,w\n" + "\n".join(lines) + "\n",
        evidence__sources_yaml=f"""
            sources:
              - {{id: survey, title: Survey, kind: survey, file: survey.csv, columns: {{participant: id,
                  wave: round{columns}}}}}
        """,
        personas_yaml=f"""
            personas:
{personas}
        """,
        metrics_yaml=f"""
            metrics:
              - {{id: a, title: A, column: a, {rate}}}
              - {{id: b, title: B, column: b, {metric or rate}}}
              - {{id: c, title: C, column: c, {rate}}}
              - {{id: all, title: All, column: all, kind: csat, source: survey, low: 1, high: 5}}
        """,
        phases_yaml="phases: [{id: look, title: Look}, {id: buy, title: Buy}, {id: use, title: Use}]",
        touchpoints_yaml="""
            touchpoints:
              - {id: ta, title: TA, phases: [look], rating: a}
              - {id: tb, title: TB, phases: [buy], rating: b}
              - {id: tc, title: TC, phases: [use], rating: c}
        """,
        objectives_yaml="objectives: [{id: o, title: Happier, metric: all, baseline: 30, target: 50}]",
        journeys__many_yaml="""
            persona: many
            steps:
              - {id: one, phase: look, title: Looks, contacts: [{touchpoint: ta}], feeling: {valence: 1.5}}
              - {id: two, phase: buy, title: Buys, feeling: {valence: -1}}
        """,
    )


def test_ratings_on_one_scale_are_drawn(make):
    study = study_of(make)
    assert comparable.against(study) == ()
    assert compare.ratings(study).figure
    assert compare.curves(study).figure


def test_a_rating_on_another_scale_keeps_all_ratings_from_being_drawn_together(make):
    study = study_of(make, metric="kind: rating, source: survey, low: 1, high: 10")
    (why,) = comparable.against(study)
    assert "'B' has 1–10; touchpoints of this study are rated 1–5" in why
    for said in (compare.ratings(study), compare.curves(study), touchpoints.ratings(study), trends.touchpoints(study)):
        assert (said.figure, said.warnings[0]) == ("", why), said.id
    assert emotion(study, "other")[1].reason == "rated on another scale than the study's"


def test_a_hand_set_point_stands_beside_the_measured_one_with_its_difference(make):
    study = study_of(make)
    look, buy, use = emotion_curve.curve(study, "many").table.rows
    assert look[2] == "+1.50"
    assert look[3].startswith("+1.50 [")
    assert buy[2] == "−1.00"
    assert use[2:] == ("–", "–")
    looks, buys = emotion_curve.steps(study, "many").table.rows
    assert looks[1].endswith("n = 60")
    assert buys[1:] == ("not rated", "−1.00", "–")


def test_the_curve_is_the_median_where_the_study_says_so(make):
    study = study_of(make, about="emotion: median")
    look = emotion(study, "many")[0]
    assert (look.value, look.low, look.high) == (0.0, -1.0, 1.0)
    assert "order" in emotion_curve.curve(study, "many").method


def test_the_overall_rating_is_held_against_peak_and_end_only_where_it_is_named(make):
    assert "does not say which metric" in peak_end.peak_end(study_of(make), "many").reason
    said = peak_end.peak_end(study_of(make, about="overall: all"), "many")
    assert said.figure
    assert len(said.table.rows) == 7
    assert "n = 60" in said.table.rows[-1][2]


def test_rounds_have_value_interval_n_change_target_and_verdict(make):
    said = trends.objectives(study_of(make), "many")
    assert said.table.columns == ("number", "late", "early", "last change", "q", "target", "verdict")
    (line,) = said.table.rows
    assert "points [" in line[3]
    assert line[5] == "50 %"
    assert trends.touchpoints(study_of(make), "many").figure


def test_weighted_numbers_say_their_effective_n_and_the_formula(make):
    study = study_of(make, columns=", weight: w")
    assert str(measured(study, study.metric("a"), "many")).endswith("n = 60, effective 54")
    assert "(Kish 1965)" in metric_register.register(study, "many").method


@pytest.mark.parametrize(("few", "shown"), [(9, True), (3, False)])
def test_the_next_smallest_persona_is_withheld_where_it_would_give_a_smaller_one_away(make, few, shown):
    study = study_of(make, few=few)
    a = study.metric("a")
    assert (measured(study, a, "few").value is not None) == shown
    assert (measured(study, a, "other").value is not None) == shown
    assert measured(study, a, "many").value is not None
    assert (emotion(study, "other")[0].value is not None) == shown
    if not shown:
        assert str(measured(study, a, "other")) == "withheld: with it, the number of a smaller group could be computed"
