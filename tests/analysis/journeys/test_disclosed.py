"""Which numbers of customers stand on one page: none of them, taken from another, leaves a few."""

import gc
from weakref import ref

from cjm_research.analysis.estimate import Estimate
from cjm_research.analysis.journeys import Journeys
from cjm_research.analysis.journeys.disclosed import ALL, beside, disclosed
from cjm_research.analysis.journeys.on_duckdb import OnDuckDB
from cjm_research.study import Thresholds
from tests.analysis.journeys.conftest import crowd, events, log_at

THREE = Thresholds(min_group=3)


def people(path, many):
    return {f"{path}{number}": path for number in range(many)}


def test_a_number_that_leaves_a_few_of_all_is_kept_back(opened):
    told = disclosed(crowd(opened(events(**people("AB", 8), **people("A", 2))), thresholds=THREE))
    assert told[ALL] == 10
    assert told["phase", "a"] == 10
    assert ("phase", "b") not in told  # 10 less 8 would tell of two
    assert ("departs", "a") not in told  # and so would those who went on


def test_a_number_that_leaves_enough_stands_beside_all(opened):
    told = disclosed(crowd(opened(events(**people("AB", 7), **people("A", 3))), thresholds=THREE))
    assert (told[ALL], told["phase", "b"], told["departs", "a"]) == (10, 7, 7)
    assert told["phase", "c"] == 0  # nobody is a number that tells of nobody


def test_few_are_told_of_nowhere(opened):
    told = disclosed(crowd(opened(events(**people("AB", 8), **people("CB", 2))), thresholds=THREE))
    assert all(size == 0 or size >= THREE.min_group for size in told.values())
    assert ("phase", "c") not in told


def test_a_number_that_is_kept_back_says_why():
    found = Estimate(value=0.8, n=10, unit="share")
    assert beside(found, THREE, told=True) is found
    kept = beside(found, THREE, told=False)
    assert (kept.value, kept.n, kept.reason) == (
        None,
        10,
        "withheld: beside other numbers it would tell of fewer than 3",
    )


def test_a_plan_is_made_once_per_group_and_keeps_no_log_open(opened, tmp_path):
    opened(events(**people("AB", 8)))
    journeys = Journeys(log_at(tmp_path / "log0.parquet"), OnDuckDB())
    assert disclosed(crowd(journeys)) is disclosed(crowd(journeys))
    held = ref(journeys)
    journeys.close()
    del journeys
    gc.collect()
    assert held() is None
