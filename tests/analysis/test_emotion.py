import pandas as pd
import pytest

from cjm_research.analysis import phase_emotion
from cjm_research.study import Metric, Scale, Thresholds

SITE = Metric(id="site", title="Site", kind="rating", column="a", low=1, high=5)
SHOP = Metric(id="shop", title="Shop", kind="rating", column="b", low=1, high=5)


def felt(metrics, a, b, **limits):
    rows = pd.DataFrame({"a": a, "b": b}, dtype="str")
    return phase_emotion(metrics, rows, Scale(), Thresholds(**limits))


def test_ratings_are_averaged_per_person_before_persons_are():
    # per person 5, 1, 3, 3, 3 -> valence +2 -2 0 0 0; over all nine ratings the mean would be another
    found = felt([SITE, SHOP], ["5", "1", "5", "5", "3"], ["5", "1", "1", "1", ""])
    assert (found.value, found.n, found.missing) == (0.0, 5, 0)
    assert felt([SITE, SHOP], ["5"] * 4 + ["1"], ["", "", "", "", "1"]).value == pytest.approx((4 * 2 - 2) / 5)


def test_people_who_rated_nothing_are_missing():
    found = felt([SITE, SHOP], ["5", "", "4", "2", "3", "1"], ["", "", "4", "", "", ""])
    assert (found.n, found.missing) == (5, 1)


def test_a_phase_rated_by_few_is_withheld():
    found = felt([SITE], ["5", "4", "3", "", ""], [""] * 5)
    assert (found.value, str(found)) == (None, "withheld: fewer than 5 people")


def test_a_phase_nobody_rated_says_so():
    assert str(felt([SITE], [""] * 6, [""] * 6)) == "no answers"
    assert str(felt([], ["1"] * 6, [""] * 6)) == "no answers"


def test_the_interval_stays_on_the_axis():
    found = felt([SITE], ["5", "5", "5", "5", "4"], [""] * 5)
    assert found.high == 2


def test_equal_feelings_have_no_interval():
    assert felt([SITE], ["4"] * 6, [""] * 6).low is None
