"""Numbers round by round: which are told, and whether the same people answered twice."""

import pytest

from cjm_research.people.trends import family, of_objectives, of_touchpoints
from cjm_research.store import open_study

STUDY = {
    "study.yaml": "format: 1\ntitle: S\n",
    "metrics.yaml": "metrics: [{id: a, title: A, kind: rating, source: survey, column: a, low: 1, high: 5}]\n",
    "objectives.yaml": "objectives: [{id: up, title: Up, metric: a, target: 4}, {id: none, title: None, metric: "
    "gone}]\n",
    "touchpoints.yaml": "touchpoints: [{id: shop, title: Shop, rating: a}, {id: site, title: Site}]\n",
    "evidence/sources.yaml": "sources: [{id: survey, title: Survey, kind: survey, file: s.csv, "
    "columns: {participant: who, wave: wave}}]\n",
}


def asked(folder, people):
    """Return a study in which these people answered in each round."""
    rows = [f"{who},{wave},{1 + n % 5}" for wave, names in people.items() for n, who in enumerate(names)]
    (folder / "evidence").mkdir()
    for name, text in (STUDY | {"evidence/s.csv": "\n".join(["who,wave,a", *rows, ""])}).items():
        (folder / name).write_text(text)
    return open_study(folder)


def names(first, last):
    return [f"p{n}" for n in range(first, last)]


@pytest.mark.parametrize(("second", "same"), [(names(10, 20), False), (names(9, 19), True)])
def test_people_who_answer_twice_are_noted(tmp_path, second, same):
    (trend,) = of_objectives(asked(tmp_path, {"1": names(0, 10), "2": second}), "")
    assert trend.same_people is same
    assert list(trend.rounds) == ["1", "2"]
    assert [number.n for number in trend.rounds.values()] == [10, 10]


def test_only_the_last_two_rounds_are_compared(tmp_path):
    (trend,) = of_objectives(asked(tmp_path, {"1": names(0, 9), "2": names(9, 19), "3": names(19, 29)}), "")
    assert trend.change.n == 20
    assert not trend.same_people


def test_one_round_has_no_trend_and_an_objective_without_a_metric_none(tmp_path):
    study = asked(tmp_path, {"1": names(0, 10)})
    assert of_objectives(study, "") == of_touchpoints(study, "") == []
    assert family(study) == {}


def test_a_number_told_of_an_objective_and_a_touchpoint_is_tested_once(tmp_path):
    study = asked(tmp_path, {"1": names(0, 10), "2": names(10, 20)})
    assert [len(of(study, "")) for of in (of_objectives, of_touchpoints)] == [1, 1]
    assert list(family(study)) == [("", "a")]
