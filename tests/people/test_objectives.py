"""Met, missed or not decided: only the whole interval decides."""

import pytest

from cjm_research.analysis import Estimate
from cjm_research.people.objectives import in_unit, verdict
from cjm_research.study import About, Metric, Objective, Study

RATE = Metric(id="rate", title="Rate", kind="rating", low=1, high=5)
STAY = Metric(id="stay", title="Stay", kind="share")
LIKELY = Metric(id="likely", title="Likely", kind="nps")
STUDY = Study(about=About(title="x"), metrics=(RATE, STAY, LIKELY))


def between(low, high):
    return Estimate(value=(low + high) / 2, low=low, high=high, n=50)


@pytest.mark.parametrize(
    ("low", "high", "up", "down"),
    [
        (3.6, 3.9, "met", "missed"),
        (3.5, 3.9, "met", "not decided"),
        (3.1, 3.4, "missed", "met"),
        (3.1, 3.5, "not decided", "met"),
        (3.1, 3.9, "not decided", "not decided"),
    ],
)
def test_a_target_is_met_or_missed_only_by_the_whole_interval(low, high, up, down):
    for direction, expected in (("up", up), ("down", down)):
        objective = Objective(id="o", title="O", metric="rate", target=3.5, direction=direction)
        assert verdict(STUDY, objective, between(low, high)).partition(":")[0] == expected


@pytest.mark.parametrize(("metric", "target"), [("stay", 60), ("likely", 60)])
def test_targets_of_shares_and_scores_are_in_percent(metric, target):
    objective = Objective(id="o", title="O", metric=metric, target=target)
    assert verdict(STUDY, objective, between(0.61, 0.7)) == "met"
    assert verdict(STUDY, objective, between(0.5, 0.59)) == "missed"


@pytest.mark.parametrize(
    ("metric", "value", "printed"),
    [("rate", 3.5, "3.5"), ("stay", 60.0, "60 %"), ("likely", 30.0, "+30"), ("likely", -6.0, "−6"), (None, 2.0, "2")],
)
def test_a_target_is_printed_in_the_unit_of_its_metric(metric, value, printed):
    objective = Objective(id="o", title="O", metric=metric)
    assert in_unit(STUDY, objective, value) == printed
    assert in_unit(STUDY, objective, None) == "none"


@pytest.mark.parametrize(
    "latest",
    [Estimate(reason="withheld"), Estimate(value=5, n=9, reason="all answers equal, no interval")],
    ids=["withheld", "no interval"],
)
def test_nothing_is_said_without_an_interval(latest):
    assert verdict(STUDY, Objective(id="o", title="O", metric="rate", target=3), latest) == "cannot be told"


def test_nothing_is_said_without_a_target():
    assert verdict(STUDY, Objective(id="o", title="O", metric="rate"), between(1, 2)) == "cannot be told"
