"""What was planted comes back out: each true value lies inside its own 99.9 % interval."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from cjm_research.starters.journeys import PHASES
from cjm_research.starters.truth import Truth

SURE = 0.999


def holds_share(planted: float, hits: int, base: int) -> bool:
    low, high = proportion_confint(hits, base, alpha=1 - SURE, method="wilson")
    return bool(low <= planted <= high)


def holds_mean(planted: float, values: pd.Series) -> bool:
    values = values.dropna().astype(float)
    reach = stats.t.ppf((1 + SURE) / 2, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))
    return bool(abs(values.mean() - planted) <= reach)


def of(persona: str, table: pd.DataFrame, truth: Truth) -> pd.DataFrame:
    return table[table["rider_type"] == truth.rider_types[persona]]


@pytest.fixture(scope="module")
def reached(log: pd.DataFrame, study) -> pd.DataFrame:
    """First and last moment of each customer in each phase."""
    phase_of = {event: phase.id for phase in study.phases for event in phase.events}
    known = log.assign(phase=log["event"].map(phase_of)).dropna(subset="phase")
    moments = known.pivot_table(index="customer", columns="phase", values="at", aggfunc=["min", "max"])
    return moments.join(log.groupby("customer")["rider_type"].first().to_frame(("rider_type", "")))


def test_the_persona_mix_is_the_planted_one_among_respondents_and_among_customers(truth, answers, log):
    customers = log.drop_duplicates("customer")
    for table in (answers, customers):
        for persona, planted in truth.mix.items():
            assert holds_share(planted, len(of(persona, table, truth)), len(table)), persona


def test_the_mean_rating_of_every_touchpoint_is_the_planted_one_for_every_persona(truth, answers):
    missed = [
        (touchpoint, persona)
        for touchpoint, means in truth.survey.rating.items()
        for persona, planted in means.items()
        if not holds_mean(planted, of(persona, answers, truth)[f"rate_{touchpoint}"])
    ]
    assert not missed


def test_as_many_people_rate_a_touchpoint_as_were_planted_to_use_it(truth, answers):
    for touchpoint, shares in truth.survey.used.items():
        for persona, planted in shares.items():
            rated = of(persona, answers, truth)[f"rate_{touchpoint}"].notna()
            assert holds_share(planted, rated.sum(), len(rated)), (touchpoint, persona)


def test_the_mean_agreement_with_every_statement_is_the_planted_one(truth, answers):
    for statement, means in truth.survey.statements.items():
        for persona, planted in means.items():
            assert holds_mean(planted, of(persona, answers, truth)[statement]), (statement, persona)


def test_promoters_passives_and_detractors_are_the_planted_shares(truth, answers):
    bounds = {"promoters": (9, 10), "passives": (7, 8), "detractors": (0, 6)}
    for persona, planted in truth.survey.recommend.items():
        likely = of(persona, answers, truth)["recommend"].dropna()
        for group, (low, high) in bounds.items():
            assert holds_share(getattr(planted, group), likely.between(low, high).sum(), len(likely)), (persona, group)


def test_the_recommendation_score_is_the_planted_one(truth, answers):
    for persona, planted in truth.survey.recommend.items():
        likely = of(persona, answers, truth)["recommend"].dropna()
        side = (likely >= 9).astype(int) - (likely <= 6).astype(int)
        assert holds_mean(planted.promoters - planted.detractors, side), persona


def test_satisfaction_and_the_will_to_stay_are_the_planted_ones(truth, answers):
    for persona in truth.mix:
        own = of(persona, answers, truth)
        staying = own["plans_to_stay"].dropna()
        assert holds_mean(truth.survey.satisfaction[persona], own["satisfaction"]), persona
        assert holds_share(truth.survey.staying[persona], (staying == "yes").sum(), len(staying)), persona


def test_demographic_shares_are_the_planted_ones(truth, answers):
    for column, personas in truth.survey.categories.items():
        for persona, shares in personas.items():
            given = of(persona, answers, truth)[column].dropna()
            for category, planted in shares.items():
                assert holds_share(planted, (given == category).sum(), len(given)), (column, persona, category)


@pytest.mark.parametrize(("phase", "following"), list(pairwise(PHASES)))
def test_as_many_customers_go_on_to_the_next_phase_as_were_planted(truth, reached, phase, following):
    for persona, planted in truth.events.goes_on[phase].items():
        own = of(persona, reached, truth)
        there = own[own["min", phase].notna()]
        later = there["max", following] > there["min", phase]
        assert holds_share(planted, later.sum(), len(later)), persona


def test_nobody_reaches_a_phase_without_the_one_before(reached):
    for phase, following in pairwise(PHASES[1:]):
        there = reached[reached["min", following].notna()]
        assert (there["min", phase] < there["min", following]).all(), following


def test_as_many_customers_enter_late_as_were_planted(truth, reached):
    for persona, planted in truth.events.enters_later.items():
        own = of(persona, reached, truth)
        assert holds_share(planted, own["min", "awareness"].isna().sum(), len(own)), persona


def test_subscribers_ride_and_call_as_often_as_planted(truth, log):
    for event, means in truth.events.subscriber.items():
        for persona, planted in means.items():
            own = of(persona, log, truth)
            riders = own.loc[own["event"] == "app_ride", "customer"].unique()
            times = own[own["event"] == event].groupby("customer").size().reindex(riders, fill_value=0)
            assert holds_mean(planted + (event == "app_ride"), times), (event, persona)


def test_poll_votes_follow_the_planted_shares(truth, demo):
    votes = pd.read_csv(demo / "evidence" / "poll.csv", index_col="option")["count"]
    assert votes.sum() == truth.poll.votes
    for option, planted in truth.poll.shares.items():
        assert holds_share(planted, votes[option], votes.sum()), option


def test_themes_come_up_in_exactly_as_many_talks_as_the_truth_lists(truth, quotes):
    counted = quotes.groupby(["code", "persona"])["participant"].nunique()
    for theme, talks in truth.interviews.themes.items():
        for persona, planted in talks.items():
            assert counted.get((theme, persona), 0) == planted, (theme, persona)
    assert set(quotes["code"]) == set(truth.interviews.themes)
    assert quotes.groupby("persona")["participant"].nunique().to_dict() == truth.interviews.participants
