"""What people were planted to want comes back out: importance, satisfaction, kinds of features."""

import pytest
from scipy import stats

from cjm_research import analysis, evidence
from cjm_research.analysis.priorities import KINDS, classify, kano, kinds, outcome_score, top_boxes, ulwick

OFTEN = 0.95


def people(study, persona):
    return analysis.members(evidence.table(study, "survey"), study.source("survey"), study.persona(persona))


def outcomes(study):
    return {o.importance.removeprefix("important-").replace("-", "_"): o for o in study.opportunities if o.importance}


def test_every_planted_outcome_and_feature_is_bound_to_its_questions(study, truth):
    assert set(outcomes(study)) == set(truth.wishes.outcomes)
    features = {s.kano.functional.removeprefix("with_") for s in study.solutions if s.kano.source}
    assert features == set(truth.wishes.features)


def test_scores_of_outcomes_hold_the_planted_ones_as_often_as_they_claim_to(study, truth):
    held = []
    for persona in truth.mix:
        own = people(study, persona)
        for name, planted in truth.wishes.outcomes.items():
            bound = outcomes(study)[name]
            sides = [top_boxes(study.metric(id), own).to_frame("x") for id in (bound.importance, bound.satisfaction)]
            found = ulwick(*sides, study.about.thresholds)[0].score
            true = outcome_score(10 * planted.important[persona], 10 * planted.satisfied[persona])
            held.append(found.low <= true <= found.high)
    assert len(held) == 16
    assert sum(held) >= stats.binom.ppf(0.001, len(held), OFTEN)


def test_shares_of_kinds_hold_the_planted_ones_as_often_as_they_claim_to(study, truth):
    order = ("like", "must-be", "neutral", "live with", "dislike")
    held = []
    for solution in study.solutions:
        if not solution.kano.source:
            continue
        for persona, pairs in truth.wishes.features[solution.kano.functional.removeprefix("with_")].items():
            assert sum(pairs.values()) == pytest.approx(1)
            own = people(study, persona)
            row = kano("f", kinds(solution.kano, own), len(own), study.about.thresholds)
            for kind in KINDS:
                places = {pair: [order.index(side) for side in pair.split("/")] for pair in pairs}
                true = sum(share for pair, share in pairs.items() if classify(*places[pair]) == kind)
                found = row.shares[kind]
                if true and found.value is not None:  # a share of few people is withheld
                    held.append(found.low <= true <= found.high)
    assert len(held) > 20
    assert sum(held) >= stats.binom.ppf(0.001, len(held), OFTEN)


def test_the_demo_has_an_extreme_an_over_served_and_a_doubtful_case(study, truth):
    planted = truth.wishes.outcomes
    scores = [outcome_score(10 * o.important[p], 10 * o.satisfied[p]) for o in planted.values() for p in truth.mix]
    assert max(scores) > 15
    assert min(scores) < 10
    assert any(o.satisfied[p] > o.important[p] for o in planted.values() for p in truth.mix)
    own = people(study, "aylin")
    solution = next(s for s in study.solutions if s.id == "counter-check")
    assert kano("f", kinds(solution.kano, own), len(own), study.about.thresholds).questionable
