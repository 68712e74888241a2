"""Our own estimators on the demo: their 95 % intervals hold the planted values about as often as they claim to."""

from itertools import pairwise

from scipy import stats

from cjm_research import analysis, evidence
from cjm_research.people.crowd import crowd_of

OFTEN = 0.95


def rows_of(study, source, persona, rows):
    return analysis.members(rows, study.source(source), study.persona(persona))


def holds(planted, found):
    return found.low <= planted <= found.high


def test_intervals_of_ratings_shares_and_scores_miss_no_more_than_chance_allows(study, truth):
    survey, planted = evidence.table(study, "survey"), truth.survey
    held = []
    for persona in truth.mix:
        own = rows_of(study, "survey", persona, survey)
        groups = planted.recommend[persona]
        truths = {f"rate-{item.replace('_', '-')}": means[persona] for item, means in planted.rating.items()}
        truths |= {"recommendation": groups.promoters - groups.detractors, "staying": planted.staying[persona]}
        for metric, value in truths.items():
            held.append(holds(value, analysis.measure(study.metric(metric), own, study.about.thresholds)))
    assert len(held) == 64
    assert sum(held) >= stats.binom.ppf(0.001, len(held), OFTEN)


def test_the_funnel_of_every_persona_shows_the_planted_drop_off(study, truth):
    held = []
    for persona in truth.mix:
        steps = {stage.phase: stage.step for stage in analysis.journeys.funnel(crowd_of(study, persona))}
        phases = [phase.id for phase in study.phases]
        for phase, following in pairwise(phases):
            held.append(holds(truth.events.goes_on[phase][persona], steps[following]))
    assert len(held) == 16
    assert sum(held) >= stats.binom.ppf(0.001, len(held), OFTEN)


def test_objectives_end_in_all_three_ways(study):
    everybody = crowd_of(study, "")
    verdicts = set()
    for objective in study.objectives:
        metric = study.metric(objective.metric)
        if metric.kind == "conversion":
            ends = metric.from_phase, metric.to_phase
            found = analysis.journeys.conversion(everybody, *ends)
        else:
            found = analysis.measure(metric, evidence.table(study, metric.source), study.about.thresholds)
        target = objective.target / 100
        verdicts.add("met" if found.low >= target else "missed" if found.high < target else "not decided")
    assert verdicts == {"met", "missed", "not decided"}


def test_quotes_of_the_talks_are_found_by_our_reader(study, quotes):
    assert len(evidence.quotes(study)) == len(quotes)
