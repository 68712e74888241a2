"""Differences of two groups: Newcombe's published rows, a plain-Python oracle, and what must be withheld or refused."""

import random
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cjm_research.analysis.journeys import (
    Group,
    against_the_rest,
    between,
    converted,
    difference,
    differences,
    entered_by,
)
from cjm_research.errors import CjmError
from cjm_research.study import Thresholds
from tests.analysis.journeys.conftest import crowd

LOOSE = Thresholds().model_copy(update={"min_group": 1})


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_the_intervals_are_those_of_newcombe_1998(counts, low, high):
    found = difference(*counts)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_fisher_stands_in_where_few_would_be_expected():
    from cjm_research.analysis.journeys.differences import p_value

    assert p_value(3, 4, 1, 4) == pytest.approx(0.4857, abs=5e-5)
    assert p_value(81, 263, 15, 148) == pytest.approx(1.9e-6, rel=0.2)
    assert p_value(9, 9, 9, 9) == 1.0


def reach(path, letters="ABCD"):
    return {("reach", "", letter.lower()) for letter in path if letter in letters}


def phases(path):
    told = [letter.lower() for letter in path if letter in "ABCD"]
    return [one for place, one in enumerate(told) if place == 0 or told[place - 1] != one]


def reached(path):
    count = 0
    for phase in phases(path):
        count += phase == "abcd"[count : count + 1]
    return count


def shares(path, looked_at):
    """Return what a customer does and what he could have done, of all comparisons."""
    order, steps = phases(path), reached(path)
    could = {("reach", "", letter) for letter in "abcd"}
    could |= {("onward", "abcd"[k - 1], "abcd"[k]) for k in range(1, 4) if steps >= k}
    could |= {("way", start, end) for start in order for end in "abcd"}
    does = reach(looked_at) | {("way", *pair) for pair in pairwise(order)}
    does |= {("onward", "abcd"[k - 1], "abcd"[k]) for k in range(1, 4) if steps > k}
    return does, could


def expected(a, b):
    """Return for each comparison the counts of the two groups; a group is a list of (path, looked at)."""
    found = {}
    for side, group in enumerate((a, b)):
        for path, looked_at in group:
            does, could = shares(path, looked_at)
            for what in could:
                counts = found.setdefault(what, [0, 0, 0, 0])
                counts[2 * side] += what in does
                counts[2 * side + 1] += 1
    return {what: c for what, c in found.items() if c[0] + c[2] and c[1] and c[3]}


def check(found, counts, least):
    assert {(row.kind, row.source, row.target) for row in found} == set(counts)
    for row in found:
        a, n_a, b, n_b = counts[row.kind, row.source, row.target]
        if any(0 < n < least for n in (a, n_a, b, n_b)):
            assert row.difference.value is row.a.value is row.b.value is None
            assert row.q is None
        else:
            assert (row.a.value, row.b.value) == (pytest.approx(a / n_a), pytest.approx(b / n_b))
            assert row.difference.value == pytest.approx(a / n_a - b / n_b)
            assert row.difference.low <= row.difference.value <= row.difference.high


CUSTOMERS = st.lists(
    st.tuples(st.text("ABCDX", min_size=1, max_size=7), st.sampled_from("pq"), st.sampled_from("wy")),
    min_size=2,
    max_size=14,
)


def rows_of(customers):
    return [
        (f"u{who}", place, letter, channel, persona)
        for who, (path, persona, channel) in enumerate(customers)
        for place, letter in enumerate(path)
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(customers=CUSTOMERS)
def test_the_counts_are_those_of_plain_python(opened, customers):
    journeys = opened(rows_of(customers))
    whole = {"p": [], "q": []}
    for path, persona, _ in customers:
        whole[persona].append((path, path))
    found = differences(crowd(journeys, thresholds=LOOSE), [against_the_rest(crowd(journeys), "p", Group("p"))])
    check(found, expected(whole["p"], whole["q"]), 1)
    if "w" in journeys.channels:
        entered = [[(path, path[1:]) for path, _, way in customers if (way == "w") == side] for side in (True, False)]
        ways = {what: c for what, c in expected(*entered).items() if what[0] != "way"}
        check(differences(crowd(journeys, thresholds=LOOSE), [entered_by(crowd(journeys), "w")]), ways, 1)
    goal = [
        [(path, path.partition("C")[0]) for path, *_ in customers if ("C" in path) == side] for side in (True, False)
    ]
    only = {what: c for what, c in expected(*goal).items() if what[0] == "reach"}
    check(differences(crowd(journeys, thresholds=LOOSE), [converted(crowd(journeys), "c")]), only, 1)


def test_all_rows_of_all_pairs_are_one_family(opened):
    drawn = random.Random(1)
    customers = [("".join(drawn.choices("ABCDX", k=5)), drawn.choice("pq"), "w") for _ in range(400)]
    journeys = opened(rows_of([*customers, *[("D", "p", "w")] * 300]))
    pair = against_the_rest(crowd(journeys), "p", Group("p"))
    one = differences(crowd(journeys), [pair])
    more = differences(crowd(journeys), [pair, between(crowd(journeys), "pq", Group("p"), Group("q"))])
    assert len(more) == 2 * len(one)
    assert min(row.q for row in more if row.q is not None) <= 2 * min(row.q for row in one if row.q is not None)
    assert any(row.different for row in one if row.target == "d")
    assert all(row.q >= row.p for row in more if row.p is not None)


def test_who_is_in_both_groups_is_refused(opened):
    journeys = opened([("u", 0, "A", "", "p"), ("u", 1, "B", "", "q"), ("v", 0, "A", "", "p")])
    with pytest.raises(CjmError, match="'pq': 1 customer is in both groups"):
        differences(crowd(journeys), [between(crowd(journeys), "pq", Group("p"), Group("q"))])


def test_a_group_of_few_has_no_number_and_nothing_to_compute_it_from(opened):
    customers = [("AB", "p", "w")] * 4 + [("A", "p", "w")] * 30 + [("AB", "q", "w")] * 20 + [("A", "q", "w")] * 20
    journeys = opened(rows_of(customers))
    pairs = [against_the_rest(crowd(journeys), id, Group(id)) for id in "pq"]
    found = differences(crowd(journeys), pairs).frame().set_index(["pair", "kind", "target"])
    for pair in "pq":
        assert found.loc[(pair, "reach", "b"), "difference"].value is None
        assert found.loc[(pair, "reach", "a"), "difference"].value == 0


def test_with_three_groups_the_next_smallest_is_withheld_too(opened):
    rules = tuple((id, log_rule(id)) for id in "pqr")
    customers = [
        *[("AB", "p", "")] * 3,
        *[("A", "p", "")] * 30,
        *[("AB", "q", "")] * 10,
        *[("A", "q", "")] * 30,
        *[("AB", "r", "")] * 20,
        *[("A", "r", "")] * 30,
    ]
    journeys = opened(rows_of(customers), personas=rules)
    pairs = [against_the_rest(crowd(journeys), id, Group(id)) for id in "pqr"]
    found = differences(crowd(journeys), pairs).frame().set_index(["pair", "kind", "target"])
    withheld = [found.loc[(pair, "reach", "b"), "difference"].value is None for pair in "pqr"]
    assert withheld == [True, True, False]


def log_rule(id):
    from cjm_research.study import Condition

    return (Condition(source="log", column="persona", any_of=(id,)),)


@pytest.mark.parametrize("rows", [[], rows_of([("A", "p", "w")]), rows_of([("X", "p", "w")] * 9)])
def test_nobody_one_customer_and_nothing_done_have_no_difference(opened, rows):
    journeys = opened(rows)
    found = differences(
        crowd(journeys), [against_the_rest(crowd(journeys), "p", Group("p")), converted(crowd(journeys), "d")]
    )
    assert not found
    assert not differences(crowd(journeys), [])


def test_equal_groups_show_no_evidence_of_difference(opened):
    journeys = opened(rows_of([("ABCD", one, "w") for one in "pq" for _ in range(50)]))
    found = differences(crowd(journeys), [against_the_rest(crowd(journeys), "p", Group("p"))])
    assert not any(row.different for row in found)
    assert {row.p for row in found} == {1.0}


def test_spark_agrees(both):
    drawn = random.Random(8)
    rows = [
        (f"u{who}", drawn.randrange(20), drawn.choice("ABCDX"), drawn.choice("wxy"), persona)
        for who in range(250)
        for persona in [drawn.choice("pq")]
        for _ in range(drawn.randint(1, 8))
    ]
    duckdb, spark = both(rows)

    def ask(journeys):
        pairs = [
            against_the_rest(crowd(journeys), "p", Group("p")),
            converted(crowd(journeys, Group("q")), "d"),
            entered_by(crowd(journeys), "w"),
        ]
        return differences(crowd(journeys), pairs)

    assert ask(duckdb) == ask(spark)
