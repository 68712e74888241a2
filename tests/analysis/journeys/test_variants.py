"""Variants: the most frequent paths, all others together, and nothing about too few."""

from collections import Counter
from itertools import groupby

import pytest
from hypothesis import given, settings

from cjm_research.analysis.journeys import EVERYBODY, Group, variants
from cjm_research.study import Thresholds
from tests.analysis.journeys.conftest import crowd, events
from tests.analysis.journeys.walks import WALKS, many, on, told, walked

ALL = Thresholds().model_copy(update={"min_group": 1})
LEVELS = ("event", "touchpoint", "channel", "phase")


def by_hand(rows, level):
    """Return how many customers go each path, repeats told once."""
    return Counter(
        tuple(place for place, _ in groupby(place for _, place in on(level, journey))) for journey in told(rows)
    )


@settings(max_examples=40, deadline=None)
@given(WALKS)
def test_the_same_as_in_plain_python(rows):
    with walked(rows) as journeys:
        for level in LEVELS:
            counts = by_hand(rows, level)
            best = sorted(
                counts.items(), key=lambda pair: (-pair[1], [journeys.places(level).index(p) for p in pair[0]])
            )
            found = variants(crowd(journeys, thresholds=ALL), level, k=3)
            assert [(row.path, row.n) for row in found if row.rank] == best[:3]
            assert sum(row.n for row in found) == sum(counts.values())
            assert sum(row.paths for row in found) == len(counts)


@settings(max_examples=40, deadline=None)
@given(WALKS)
def test_nothing_about_too_few_is_told_or_left_over(rows):
    with walked(rows) as journeys:
        found = variants(crowd(journeys, thresholds=Thresholds(min_group=3)), "phase")
    if sum(row.n for row in found) >= 3:
        assert all(row.n >= 3 for row in found)


def test_shares_are_of_everybody_in_the_log_and_add_up(opened):
    rows = events(
        **{f"a{n}": "AAB" for n in range(12)}, **{f"b{n}": "AB" for n in range(6)}, **{f"x{n}": "X" for n in range(6)}
    )
    found = variants(crowd(opened(rows)), "touchpoint")
    assert [row.path for row in found] == [("a", "b"), ()]
    assert [row.n for row in found] == [18, 6]
    assert str(found[0].share) == "75 % [55, 88], n = 24, indicative"
    assert [row.covered for row in found] == [0.75, 1.0]


def test_the_rarest_listed_path_joins_others_that_are_too_few(opened):
    rows = events(**{f"a{n}": "A" for n in range(9)}, **{f"b{n}": "B" for n in range(5)}, c="C", d="D")
    found = variants(crowd(opened(rows)), "touchpoint")
    assert [(row.rank, row.path, row.paths, row.n) for row in found] == [
        (1, ("a",), 1, 9),
        (0, None, 3, 7),
    ]


@pytest.mark.parametrize(
    ("rows", "ranks"), [([], []), (events(u="A"), [0]), (events(u="X"), [0])], ids=["none", "one", "placeless"]
)
def test_too_few_customers_have_no_path_of_their_own(opened, rows, ranks):
    found = variants(crowd(opened(rows)), "touchpoint")
    assert [row.rank for row in found] == ranks
    assert all(row.share.value is None for row in found)


def test_spark_says_the_same(both):
    duckdb, spark = both(many())
    for level in LEVELS:
        for group in (EVERYBODY, Group("p", channel="web")):
            one, other = (variants(crowd(journeys, group), level) for journeys in (duckdb, spark))
            assert len(one)
            assert one == other
