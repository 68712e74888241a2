"""What is not said: too few people, nobody, no spread."""

import pytest

from cjm_research.analysis import mean, net, share, unavailable
from cjm_research.study import Thresholds

HOUSE = Thresholds()

ESTIMATES = {
    "share": lambda n: share(n // 2, n, HOUSE),
    "net": lambda n: net(n // 2, n - n // 2, n, HOUSE),
    "mean": lambda n: mean(list(range(n)), HOUSE),
}


@pytest.mark.parametrize("kind", ESTIMATES)
@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_fewer_than_five_people_give_a_reason_and_no_number(kind, n):
    found = ESTIMATES[kind](n)
    assert (found.value, found.low, found.high, found.n) == (None, None, None, n)
    assert str(found) == "withheld: fewer than 5 people"


@pytest.mark.parametrize("kind", ESTIMATES)
def test_nobody_at_all_is_said_in_words(kind):
    found = ESTIMATES[kind](0)
    assert (found.value, str(found)) == (None, "no answers")


@pytest.mark.parametrize("kind", ESTIMATES)
def test_fewer_than_thirty_people_are_called_indicative(kind):
    assert (ESTIMATES[kind](29).indicative, ESTIMATES[kind](30).indicative) == (True, False)
    assert str(ESTIMATES[kind](29)).endswith("n = 29, indicative")
    assert str(ESTIMATES[kind](30)).endswith("n = 30")


def test_the_thresholds_of_the_study_count():
    strict = Thresholds(min_group=10, indicative_below=100)
    assert share(4, 9, strict).value is None
    assert share(10, 20, strict).indicative
    assert mean(list(range(99)), strict).indicative


def test_equal_answers_have_a_mean_but_no_interval():
    found = mean([4] * 12, HOUSE, bounds=(1, 5))
    assert (found.value, found.low, found.high) == (4, None, None)
    assert str(found) == "4.00 (all answers equal, no interval), n = 12, indicative"


def test_equal_shares_keep_their_interval():
    assert str(share(12, 12, HOUSE)) == "100 % [76, 100], n = 12, indicative"
    assert str(share(0, 40, HOUSE)) == "0 % [0, 9], n = 40"


def test_what_rounds_to_zero_has_no_minus():
    assert str(mean([-0.002, 0.001] * 15, HOUSE)).startswith("0.00 [0.00, ")
    assert "-0.00" not in str(mean([-0.002, 0.001] * 15, HOUSE))
    assert str(net(100, 101, 400, HOUSE)).startswith("+0 [")


def test_an_estimate_that_cannot_be_made_is_its_reason():
    assert str(unavailable("no event log")) == unavailable("no event log").short == "no event log"
