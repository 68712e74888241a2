"""Priorities, wants, work by function: what they say, what they withhold, and where they refuse."""

import pytest

from cjm_research.sections import functions, kano, priorities, ulwick

OUTCOMES = (
    "outcome: Wait less, importance: i-wait, satisfaction: s-wait",
    "outcome: Pay less, importance: i-pay, satisfaction: s-pay",
)


def survey():
    lines = [f"few,{a},{b},4,4,like,dislike" for a, b in ((5, 1), (5, 2), (4, 1))]
    lines += [
        f"many,{5 if n % 10 else 2},{1 if n % 4 else 5},{5 if n % 5 == 0 else 2},{4 if n % 5 else 1},"
        f"{'like' if n % 3 else 'neutral'},{'neutral' if n % 3 else 'dislike'}"
        for n in range(60)
    ]
    return "group,iw,sw,ip,sp,with,without\n" + "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def study(make):
    return make(
        study_yaml="format: 1\ntitle: Wants\nas_of: 2026-11-01",
        evidence__survey_csv=survey(),
        evidence__sources_yaml="sources: [{id: survey, title: Survey, kind: survey, file: survey.csv}]",
        personas_yaml="""
            personas:
              - {id: few, name: Few, segment: [{source: survey, column: group, any_of: [few]}]}
              - {id: many, name: Many, segment: [{source: survey, column: group, any_of: [many]}]}
        """,
        metrics_yaml="metrics:\n"
        + "".join(
            f"  - {{id: {id}, title: {id}, kind: csat, source: survey, column: {column}, low: 1, high: 5, top: 4}}\n"
            for id, column in (("i-wait", "iw"), ("s-wait", "sw"), ("i-pay", "ip"), ("s-pay", "sp"))
        )
        + "  - {id: mean, title: A mean, kind: mean, source: survey, column: iw, low: 1, high: 5}\n",
        phases_yaml="phases: [{id: look, title: Look}, {id: buy, title: Buy}]",
        touchpoints_yaml="""
            touchpoints:
              - {id: page, title: Page, phases: [look], function: marketing, owner: Ann, content: education,
                  rating: i-wait}
              - {id: desk, title: Desk, phases: [buy], function: service, owner: Bob, content: support}
        """,
        obstacles_yaml="""
            obstacles:
              - {id: slow, title: Slow, phase: look, touchpoint: page}
              - {id: dear, title: Dear, phase: buy, touchpoint: desk}
        """,
        opportunities_yaml=f"""
            opportunities:
              - {{id: wait, title: Shorter?, obstacles: [slow], insights: [hurry], customer_value: 80,
                  business_value: 60, effort: 2, impact: 5, confidence: 80, ease: 6, reach: 40, {OUTCOMES[0]}}}
              - {{id: pay, title: Cheaper?, obstacles: [dear], customer_value: 50, business_value: 40, effort: 3,
                  impact: 4, confidence: 50, ease: 3, reach: 20, {OUTCOMES[1]}}}
              - {{id: bad, title: Wrongly asked?, obstacles: [dear], importance: mean, satisfaction: s-pay}}
            solutions:
              - {{id: lane, title: Fast lane, opportunity: wait, kano: {{source: survey, functional: with,
                  dysfunctional: without}}}}
        """,
        insights_yaml="""
            insights:
              - {id: hurry, statement: People hurry, evidence: [survey]}
              - {id: spare, statement: Nobody asked yet}
        """,
    )


def cells(section, column, row=0):
    return section.table.rows[row][section.table.columns.index(column)]


def test_scores_by_hand_stand_beside_their_formulas(study):
    found = priorities.priorities(study)
    assert (cells(found, "value / effort"), cells(found, "RICE"), cells(found, "ICE")) == ("35.0", "80.0", "24.0")
    assert cells(found, "RICE", 2) == "–"
    assert "No RICE for 1 of 3: needs reach, impact, confidence, effort." in found.lead
    assert "RICE = reach × impact × confidence / effort" in found.method


def test_reach_from_ratings_is_marked_as_computed(study):
    asked = study.replaced(
        opportunities=tuple(o.model_copy(update={"reach": None}) for o in study.opportunities),
        metrics=tuple(study.metrics),
    )
    assert cells(priorities.priorities(asked, "many"), "reach").startswith("10 computed: rated 2 or less, 10 % [")
    assert cells(priorities.priorities(asked, "few"), "reach") == "none: withheld: fewer than 5 people"
    assert cells(priorities.priorities(asked, "few"), "RICE") == "–"


def test_an_order_nobody_gave_ranges_for_is_not_called_safe(study):
    more = tuple(
        study.opportunities[0].model_copy(update={"id": f"o{place}", "impact": float(place)}) for place in range(1, 6)
    )
    plain = priorities.ranks(study.replaced(opportunities=more))
    assert {row[4] for row in plain.table.rows} == {"–"}
    assert {row[3] for row in plain.table.rows} == {row[5] for row in plain.table.rows} == {"–"}
    assert "how safe that is cannot be said" in plain.lead
    assert "ranges" in plain.warnings[0]


def test_a_mean_is_refused_with_a_sentence_and_the_others_are_scored(study):
    found = ulwick.ulwick(study, "many")
    assert "'A mean' is a mean" in found.warnings[0]
    assert [row[1] for row in found.table.rows] == ["Wait less", "Pay less"]


def test_scores_are_right_and_the_over_served_outcome_is_named(study):
    found = ulwick.ulwick(study, "many")
    assert cells(found, "score 0–20").startswith("15.50 [")  # 9 + (9 − 2.5)
    assert cells(found, "score 0–20", 1).startswith("2.00")  # 2 + max(2 − 8, 0)
    assert cells(found, "band", 1) == "unattractive"
    assert "1 outcome is over-served" in found.lead


def test_what_is_served_well_is_not_called_most_wanted(study):
    pay_only = study.replaced(opportunities=study.opportunities[1:2])
    assert ulwick.ulwick(pay_only, "many").lead.startswith("Nothing here is under-served; highest is “Pay less”")


def test_one_opportunity_has_no_order(study):
    alone = study.replaced(opportunities=study.opportunities[:1])
    assert "Open for Many: 1." in priorities.ranks(alone, "many").reason


def test_three_people_get_no_score_no_kind_and_no_figure(study):
    for found in (ulwick.ulwick(study, "few"), kano.kano(study, "few")):
        assert found.figure == ""
        assert all("withheld" in " ".join(row) for row in found.table.rows)
        assert not any("%" in cell for row in found.table.rows for cell in row)


def test_nobody_can_take_the_few_out_of_everybody(study):
    for say in (ulwick.ulwick, kano.kano):
        rows = say(study).table.rows
        assert not any("63" in cell for row in rows for cell in row)


def test_the_kind_is_the_most_frequent_one(study):
    found = kano.kano(study, "many")
    assert cells(found, "kind") == "attractive"
    assert cells(found, "better").startswith("0.67 [")
    assert "“Fast lane” is attractive for Many." in found.lead


def test_without_a_segment_no_score_is_taken(study):
    alone = study.replaced(personas=())
    for say in (ulwick.ulwick, kano.kano):
        assert say(alone).reason == ulwick.ONE_SEGMENT


def test_a_gap_is_an_empty_cell_and_belongs_to_those_who_are_there(study):
    found = functions.content_gaps(study)
    assert found.lead.startswith("6 of 8 cells are empty: Look has no comparison, testimonial or support; ")
    rows = functions.by_function(study).table.rows
    assert ("marketing", "content gap", "no comparison, testimonial or support", "Look", "Ann") in rows
    assert ("service", "obstacle", "Dear", "Buy", "Bob") in rows
    assert ("service", "opportunity, open", "Cheaper?", "Buy", "Bob") in rows


def test_gaps_of_a_persona_are_those_of_its_map(study):
    assert "The map of Many has no touchpoints yet." in functions.content_gaps(study, "many").reason


def test_without_any_type_of_content_no_gap_is_claimed(study):
    untyped = study.replaced(touchpoints=tuple(t.model_copy(update={"content": ""}) for t in study.touchpoints))
    assert "cannot be told" in functions.content_gaps(untyped).reason
    assert not any(row[1] == "content gap" for row in functions.by_function(untyped).table.rows)


def test_an_insight_nobody_uses_is_named(study):
    found = functions.insight_use(study)
    assert [row[3] for row in found.table.rows] == ["Shorter?", "none yet"]
    assert found.lead.startswith("1 of 2 insights lead to an opportunity. 1 lead to none yet")
