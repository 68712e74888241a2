"""One rule about few people: a number beside its base, parts of a total, sets inside each other all over a page."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from cjm_research.analysis import estimate
from cjm_research.privacy.disclosure import gives_away, is_few, kept_back, printed, tellable
from cjm_research.study import Thresholds

LEAST = 5
CHAINS = st.lists(st.integers(0, 30), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("people", "hidden"),
    [(0, False), (1, True), (4, True), (5, False), (95, False), (96, True), (99, True), (100, False)],
)
def test_a_number_beside_its_base_tells_neither_of_a_few_nor_of_all_but_a_few(people, hidden):
    assert gives_away(people, 100, LEAST) == hidden
    assert (printed(people, 100, LEAST) != str(people)) == hidden
    share = estimate.share(people, 100, Thresholds())
    assert (share.value is None) == hidden
    assert share.n == 100


def test_a_share_that_measures_a_model_is_no_number_of_people():
    assert estimate.share(98, 100, Thresholds(), of_people=False).value == 0.98


def test_what_is_withheld_is_said_without_the_number():
    said = [str(estimate.share(count, n, Thresholds())) for count, n in [(2, 3), (2, 40), (38, 40), (3, 6)]]
    assert said == [
        "withheld: fewer than 5 people",
        "withheld: fewer than 5 of 40",
        "withheld: all but fewer than 5 of 40",
        "withheld: fewer than 5 of 6",
    ]


@pytest.mark.parametrize(
    ("people", "rest", "hidden"),
    [
        ({"a": 40, "b": 3, "c": 12}, 0, {"b", "c"}),
        ({"a": 40, "b": 3, "c": 12}, 2, {"b"}),
        ({"a": 40, "b": 3, "c": 12}, 1, {"b", "c"}),
        ({"a": 40, "b": 3, "c": 2}, 0, {"b", "c"}),
        ({"a": 40, "b": 1, "c": 2}, 0, {"a", "b", "c"}),
        ({"a": 40, "b": 4, "c": 4}, 0, {"a", "b", "c"}),  # two of at most 4 make 8 in one way only
        ({"a": 40, "b": 1, "c": 5}, 0, {"a", "b", "c"}),  # so do one of at least 1 and one of at least 5 make 6
        ({"a": 40, "c": 12}, 3, {"c"}),
        ({"a": 40, "c": 12}, 9, set()),
        ({"a": 40, "b": 0, "c": 12}, 0, set()),
        ({"b": 3}, 0, {"b"}),
        ({}, 0, set()),
    ],
)
def test_who_is_left_when_the_shown_groups_are_taken_off_is_never_a_few(people, rest, hidden):
    assert kept_back(people, rest, 5) == hidden


@given(st.lists(st.integers(0, 20), min_size=1, max_size=7), st.integers(0, 12))
@settings(max_examples=200, deadline=None)
def test_no_small_part_of_a_total_can_be_computed(parts, rest):
    hidden = kept_back(dict(enumerate(parts)), rest, LEAST)
    assert {place for place, n in enumerate(parts) if is_few(n, LEAST)} <= hidden
    left = rest + sum(parts[place] for place in hidden)
    if len(hidden) < sum(n > 0 for n in parts):  # all together are few, or alone: then only their total is known
        assert not is_few(left, LEAST)
        assert not known([parts[place] for place in sorted(hidden)], rest)


def known(parts, rest):
    """Return the small parts whose number follows from the sum, for one who knows which of them are small."""
    bounds = [(1, LEAST - 1) if n < LEAST else (LEAST, None) for n in parts] + [(0, None if rest else 0)]
    ends = []
    for place, n in enumerate(parts):
        if n < LEAST:
            sign = np.eye(len(bounds))[place]
            sums = {"A_eq": np.ones((1, len(bounds))), "b_eq": [sum(parts) + rest], "bounds": bounds}
            ends.append(linprog(-sign, **sums).fun + linprog(sign, **sums).fun)
    return [end for end in ends if abs(end) < 0.5]


@given(CHAINS, st.data())
@settings(max_examples=200, deadline=None)
def test_no_two_numbers_told_of_one_set_inside_another_leave_a_few(steps, data):
    """The sets grow out of each other: each holds one or more of those before it, and some people more."""
    sizes, inside = {}, []
    for name, more in enumerate(steps):
        parts = data.draw(st.sets(st.integers(0, name - 1), max_size=2)) if name else set()
        sizes[name] = more + max((sizes[part] for part in parts), default=0)
        inside += [(part, name) for part in parts]
    order = data.draw(st.permutations(sorted(sizes)))
    told = tellable({name: sizes[name] for name in order}, inside, LEAST)
    for part, whole in around(sizes, inside):
        if {part, whole} <= told:
            assert not is_few(sizes[whole] - sizes[part], LEAST)
    assert all(not is_few(sizes[name], LEAST) for name in told)


def around(names, inside):
    """Return every pair of a set and one that holds it, through any number of others."""
    pairs = set(inside)
    while more := {(a, d) for a, b in pairs for c, d in pairs if b == c} - pairs:
        pairs |= more
    return pairs


def test_the_more_important_number_stays():
    inside = [("bought", "came"), ("wrote", "bought")]
    assert tellable({"came": 60, "bought": 57, "wrote": 50}, inside, 5) == {"came", "wrote"}
    assert tellable({"bought": 57, "came": 60, "wrote": 50}, inside, 5) == {"bought", "wrote"}
