"""The chain from quote to metric, and the models that carry it."""

import pytest
from pydantic import ValidationError

from cjm_research.errors import UnknownIdError
from cjm_research.study import (
    About,
    Insight,
    KanoPair,
    Metric,
    Objective,
    Obstacle,
    Opportunity,
    Phase,
    Range,
    Solution,
    Study,
)
from cjm_research.study.chain import chain


@pytest.fixture
def study():
    return Study(
        about=About(title="t"),
        phases=(Phase(id="buy", title="Buy"),),
        metrics=(Metric(id="rate", title="Rate", kind="rating"),),
        objectives=(Objective(id="gladder", title="Gladder", metric="rate"),),
        obstacles=(Obstacle(id="queue", title="Queue", phase="buy", evidence=("talks#q2", "survey")),),
        insights=(Insight(id="hurry", statement="They hurry", evidence=("talks#q1",)),),
        opportunities=(
            Opportunity(id="quick", title="Quick?", insights=("hurry",), obstacles=("queue",), metric="rate"),
        ),
        solutions=(Solution(id="lane", title="Fast lane", opportunity="quick", evidence=("talks#q1",)),),
    )


def sides(study, id):
    return {(link.side, link.depth, link.id) for link in chain(study, id)}


def test_a_quote_leads_to_everything_that_rests_on_it(study):
    assert sides(study, "talks#q2") == {
        ("", 0, "talks#q2"),
        ("to", 1, "queue"),
        ("to", 2, "quick"),
        ("to", 3, "lane"),
        ("to", 3, "rate"),
        ("to", 4, "gladder"),
    }


def test_an_objective_leads_back_to_the_quotes(study):
    assert {id for side, _, id in sides(study, "gladder") if side == "from"} == {
        "rate",
        "quick",
        "hurry",
        "queue",
        "talks#q1",
        "talks#q2",
        "survey",
    }


def test_an_unknown_id_is_refused_with_a_close_match(study):
    with pytest.raises(UnknownIdError, match="Did you mean 'quick'"):
        chain(study, "quik")


@pytest.mark.parametrize(
    "said",
    [
        {"ranges": [{"of": "effort", "at_least": 4, "at_most": 2}]},
        {"ranges": [{"of": "effort", "at_least": 1, "at_most": 6}]},
        {"ranges": [{"of": "impact", "at_least": 1, "at_most": 2}], "impact": 3},
        {"ranges": [{"of": "ease", "at_least": 1, "at_most": 2}, {"of": "ease", "at_least": 1, "at_most": 3}]},
        {"impact": 11},
        {"confidence": 101},
    ],
)
def test_numbers_outside_their_scale_or_range_are_refused(said):
    with pytest.raises(ValidationError):
        Opportunity(id="x", title="X", **said)


def test_a_range_tells_how_low_and_how_high():
    said = Opportunity(id="x", title="X", ranges=(Range(of="ease", at_least=2, at_most=4),))
    assert (said.range_of("ease"), said.range_of("impact")) == ((2, 4), None)


def test_kano_needs_five_different_answers():
    with pytest.raises(ValidationError, match="needs five"):
        KanoPair(answers=("a", "b", "c", "d"))
