"""How long stays last, against a plain walk."""

import numpy as np
import pytest
from hypothesis import given, settings

from cjm_research.analysis.journeys import Group, dwell
from cjm_research.study import Thresholds
from tests.analysis.journeys.conftest import crowd, events
from tests.analysis.journeys.walks import WALKS, many, told, walked

ALL = Thresholds().model_copy(update={"min_group": 1})


def by_hand(rows, phase, persona):
    """Return the seconds of all stays, how many are open, and how many customers there are."""
    stays, final, customers = [], 0, 0
    for journey in told(rows, persona):
        inside = [(minutes, event.lower()) for minutes, event, _ in journey if event in "ABCD"]
        starts = [k for k, (_, where) in enumerate(inside) if k == 0 or inside[k - 1][1] != where]
        ends = [*starts[1:], len(inside) - 1]
        own = [60 * (inside[z][0] - inside[a][0]) for a, z in zip(starts, ends, strict=False) if inside[a][1] == phase]
        stays += own
        final += bool(inside) and inside[-1][1] == phase
        customers += bool(own)
    return stays, final, customers


@settings(max_examples=40, deadline=None)
@given(WALKS)
def test_any_log_lasts_as_the_plain_walk_through_it(rows):
    with walked(rows) as journeys:
        for persona in ("", "q"):
            for row in dwell(crowd(journeys, Group(persona), ALL)):
                stays, final, customers = by_hand(rows, row.phase, persona)
                if customers < 1:
                    assert {row.stays, row.customers, row.low, row.median, row.high, row.p90} == {None}
                    assert row.open.n == customers
                    continue
                assert (row.stays, row.customers, round(row.open.value * row.stays)) == (len(stays), customers, final)
                expected = np.quantile(stays, [0.25, 0.5, 0.75, 0.9])
                assert [row.low, row.median, row.high, row.p90] == pytest.approx(expected)


def test_the_last_stay_is_counted_to_its_last_event_and_told_as_open(opened):
    found = dwell(crowd(opened(events(**{f"u{n}": "AABXB" for n in range(5)})))).frame().set_index("phase")
    assert found.loc["a", ["stays", "median"]].tolist() == [5, 7200]
    assert (found.loc["a", "open"].value, found.loc["b", "open"].value) == (0, 1)
    assert found.loc["b", "median"] == 7200
    assert found.loc["c", "open"].reason == "no answers"


def test_a_log_without_events_has_no_stays(opened):
    assert all(row.median is None for row in dwell(crowd(opened([]))))
    assert not dwell(crowd(opened(events(u="A"), phases=())))


def test_spark_measures_the_same(both):
    duckdb, spark = both(many())
    for group in (Group(), Group("q")):
        assert dwell(crowd(duckdb, group)) == dwell(crowd(spark, group))
