import numpy as np
import pandas as pd
import pytest

from cjm_research.analysis.personas import Effort, propose, reasons, refits, stability
from cjm_research.study import ModelColumn, Trial

QUICK = Effort(most=4, bootstraps=12, shuffles=10)


def people(groups: int, each: int = 60, seed: int = 3) -> pd.DataFrame:
    """Return people of planted types: six statements and a city, each type with its own."""
    rng = np.random.default_rng(seed)
    middles = rng.normal(scale=3, size=(groups, 6))
    answers = np.vstack([middles[g] + rng.normal(size=(each, 6)) for g in range(groups)]).round(3)
    rows = pd.DataFrame(answers, columns=list("abcdef")).astype(str)
    rows["city"] = [f"city {g}" if rng.random() < 0.8 else "elsewhere" for g in range(groups) for _ in range(each)]
    return rows


COLUMNS = [*(ModelColumn(column=name, kind="number") for name in "abcdef"), ModelColumn(column="city")]


def test_planted_groups_are_found_with_their_number_and_sizes():
    found = propose(people(3), COLUMNS, effort=QUICK)
    assert found.best is not None
    assert [group.share for group in found.best.groups] == pytest.approx([1 / 3] * 3, abs=0.02)
    assert all(group.low < group.share < group.high for group in found.best.groups)
    assert min(group.jaccard for group in found.best.groups) > 0.95
    assert found.best.ward == pytest.approx(1.0, abs=0.05)
    assert found.runner_up is None or len(found.runner_up.centres) < 3


def test_the_same_people_shuffled_hold_no_groups():
    rows, rng = people(3), np.random.default_rng(1)
    mixed = pd.DataFrame({name: rng.permutation(rows[name].to_numpy(dtype=object)) for name in rows})
    found = propose(mixed, COLUMNS, effort=QUICK)
    assert (found.best, found.runner_up) == (None, None)
    assert len(found.trials) == 3


def test_one_seed_gives_one_answer():
    rows = people(2, each=40)
    assert propose(rows, COLUMNS, effort=QUICK).trials == propose(rows, COLUMNS, effort=QUICK).trials


def test_more_people_than_the_sample_are_tested_on_a_sample():
    found = propose(people(3), COLUMNS, effort=Effort(most=2, bootstraps=5, shuffles=5, sample=90))
    assert (found.used, len(found.found.index)) == (90, 180)


@pytest.mark.parametrize("n", [0, 1, 59])
def test_too_few_people_are_not_tried(n):
    found = propose(people(1).iloc[:n], COLUMNS, effort=QUICK)
    assert (found.trials, found.best) == ((), None)


def test_people_who_all_say_the_same_are_no_groups():
    rows = pd.DataFrame({name: ["1"] * 100 for name in [*"abcdef", "city"]})
    assert propose(rows, COLUMNS, effort=QUICK).best is None


def test_progress_is_told():
    heard: list[str] = []
    propose(people(2, each=40), COLUMNS, effort=Effort(most=2, bootstraps=2, shuffles=2), say=heard.append)
    assert heard == ["2 groups …"]


SOUND = Trial(k=2, agreement=0.9, agreement_low=0.8, shuffled=0.1, shuffled_high=0.3, jaccard=0.8, smallest=50)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, []),
        ({"agreement_low": 0.3}, [stability.NOT_BEYOND_CHANCE]),
        ({"jaccard": 0.749}, [stability.DOES_NOT_RETURN]),
        ({"jaccard": 0.75}, []),
        ({"smallest": 39}, [stability.TOO_SMALL]),
        ({"smallest": 40}, []),
    ],
)
def test_each_rule_can_refuse_on_its_own(change, said):
    assert reasons(SOUND.model_copy(update=change), least=40) == said


def test_answers_of_one_category_are_shuffled_together():
    matrix = np.array([[1, 0, 5], [0, 1, 6], [0, 1, 7]], dtype=float)
    mixed = refits.shuffled(matrix, (2, 1), np.random.default_rng(0))
    assert sorted(map(tuple, mixed[:, :2])) == [(0, 1), (0, 1), (1, 0)]
    assert sorted(mixed[:, 2]) == [5, 6, 7]
