"""OPP-006, 007 and 008: each is found where it is planted, and nowhere else."""

import pytest

from cjm_research.checks.priorities import priorities
from cjm_research.study import About, KanoPair, Metric, Opportunity, Solution, Study


def asked(id, **said):
    return Metric.model_validate(
        {"id": id, "title": id, "kind": "csat", "source": "survey", "column": id, "low": 1, "high": 5, "top": 4, **said}
    )


def found(*, metrics=(), solutions=(), **said):
    wanted = Opportunity(id="x", title="X", **said)
    study = Study(about=About(title="t"), metrics=metrics, opportunities=(wanted,), solutions=solutions)
    return [(finding.rule, finding.where, finding.message) for finding in priorities(study)]


def test_two_shares_of_four_and_five_are_fine():
    assert found(metrics=(asked("i"), asked("s")), importance="i", satisfaction="s") == []
    assert found() == []


@pytest.mark.parametrize("kind", ["rating", "mean"])
def test_a_mean_is_refused_with_a_sentence(kind):
    (rule, where, message) = found(metrics=(asked("i", kind=kind), asked("s")), importance="i", satisfaction="s")[0]
    assert (rule, where) == ("OPP-006", "opportunities/x.importance")
    assert message == "'i' is a mean, which hides how many people care. Make it of kind csat on 1–5 with top 4."


@pytest.mark.parametrize("said", [{"high": 7}, {"top": 3}, {"low": 0}, {"kind": "nps"}, {"low": None}])
def test_another_scale_or_box_is_refused(said):
    problems = found(metrics=(asked("i"), asked("s", **said)), importance="i", satisfaction="s")
    assert [(rule, where) for rule, where, _ in problems] == [("OPP-006", "opportunities/x.satisfaction")]


def test_one_question_without_the_other_and_two_sources_are_refused():
    assert [rule for rule, *_ in found(metrics=(asked("i"),), importance="i")] == ["OPP-006"]
    two = (asked("i"), asked("s", source="poll"))
    assert "two sources" in found(metrics=two, importance="i", satisfaction="s")[0][2]


def test_an_effort_of_0_cannot_be_divided_by():
    problems = found(customer_value=50, business_value=50, effort=0)
    assert [(rule, where) for rule, where, _ in problems] == [("OPP-007", "opportunities/x.effort")]
    assert found(effort=0) == []


def test_half_a_kano_pair_is_found():
    half = Solution(id="s", title="S", opportunity="x", kano=KanoPair(source="survey", functional="with"))
    assert [(rule, message) for rule, _, message in found(solutions=(half,))] == [
        ("OPP-008", "The Kano questions of 'S' have no dysfunctional. Name the survey and both columns.")
    ]
