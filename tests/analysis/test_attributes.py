"""Attributes as distributions, of which nobody can be singled out."""

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research.analysis import describe, how_often
from cjm_research.analysis.attributes import _joined
from cjm_research.analysis.journeys import Occurrence
from cjm_research.errors import EvidenceError
from cjm_research.study import Attribute, Thresholds

HOUSE = Thresholds()


def attribute(kind, **fields):
    given_ = {"id": "x", "title": "X", "group": "behaviour", "kind": kind, "source": "s", "column": "q"}
    return Attribute.model_validate(given_ | fields)


def rows(*cells):
    return pd.DataFrame({"q": list(cells)}, dtype="str")


def shares(*cells):
    return [
        (name, round(found.value * found.n))
        for name, found in describe(attribute("category"), rows(*cells), HOUSE).shares
    ]


def test_a_number_is_its_median_and_middle_half():
    found = describe(
        attribute("number", unit="years", missing=("99",)), rows("10", "20", "30", "40", "50", "", "99"), HOUSE
    )
    assert (found.summary, found.n) == ("median 30 years, middle half 20–40", 5)


def test_a_number_that_is_none_is_refused_and_not_dropped():
    with pytest.raises(EvidenceError, match=r"source 's', row 3, column 'q': holds 'forty'"):
        describe(attribute("number"), rows("10", "forty", "20", "30", "40", "50"), HOUSE)


@pytest.mark.parametrize("kind", ["number", "category", "agreement"])
def test_few_people_are_withheld_and_nobody_is_said(kind):
    few = describe(attribute(kind), rows("1", "2", "1"), HOUSE)
    assert (few.summary, [share.value for _, share in few.shares]) in [
        ("withheld: fewer than 5 people", []),
        ("withheld: fewer than 5 people", [None]),
    ]
    assert describe(attribute(kind), rows("", ""), HOUSE).summary == "no answers"


def test_agreement_is_the_share_at_the_top_box():
    cells = rows(*"54321" * 5)
    assert describe(attribute("agreement"), cells, HOUSE).summary.startswith("40 % [")
    assert describe(attribute("agreement", top=3), cells, HOUSE).summary.startswith("60 % [")
    assert describe(attribute("agreement", top=0), cells, HOUSE).summary.startswith("100 % [")


def test_small_categories_are_joined():
    assert shares(*"aaaaaaa", *"bbb", *"cc") == [("a", 7), ("other", 5)]


def test_a_single_small_category_takes_the_next_one_along():
    # a 7, b 6, c 1: "other 1" could be read off as 14 - 7 - 6
    assert shares(*"aaaaaaa", *"bbbbbb", "c") == [("a", 7), ("other", 7)]


def test_an_answer_that_says_other_is_joined_with_the_rest_and_never_printed_twice():
    assert shares(*["a"] * 9, *["other"] * 6, "x") == [("a", 9), ("other", 7)]
    assert shares(*["a"] * 9, *["other"] * 6) == [("a", 9), ("other", 6)]


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 12), min_size=1), st.integers(2, 8))
def test_no_category_of_few_people_can_be_recovered_by_subtraction(counts, least):
    total = sum(counts.values())
    if total < least:
        return
    shown = dict(_joined(pd.Series(list(Counter(counts).elements())), least))
    assert sum(shown.values()) == total
    assert min(shown.values()) >= least
    hidden = [count for name, count in counts.items() if name not in shown]
    assert len(hidden) != 1  # one hidden category would be the total less the others
    assert all(name in shown or name in counts for name in shown if name != "other")


def often(**customers):
    """Return how often: ``t3=5`` means that five customers had the event three times."""
    times = [(int(name.removeprefix("t")), count) for name, count in customers.items()]
    return how_often(attribute("events", events=["r"]), [Occurrence(*count) for count in times], HOUSE)


def test_occurrences_are_counted_per_customer():
    found = often(t0=6, t1=6, t2=6, t3=6, t4=6, t5=6)
    assert found.summary == "83 % [68, 92] at least once; of these median 3, middle half 2–4"
    assert found.n == 36


def test_a_withheld_share_of_customers_is_not_given_away_by_the_rest_of_the_sentence():
    assert often(t0=1, t1=2).summary == "withheld: fewer than 5 people"
    assert often(t0=9, t1=2).summary == "withheld: fewer than 5 of 11"


def test_an_event_nobody_did_is_nought_percent():
    assert often(t0=5).summary == "0 % [0, 43] at least once"
    assert often().summary == "no answers"


def test_an_unknown_column_is_refused():
    with pytest.raises(EvidenceError, match="no column 'q'"):
        describe(attribute("number"), pd.DataFrame({"p": ["1"]}), HOUSE)
