"""The table for issue trackers: usual columns, parents, and no cell a spreadsheet would compute."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research.reports.tracker import COLUMNS, safe, tracker
from cjm_research.store import open_study
from cjm_research.study import About, Opportunity, Solution, Study

DEMO = Path(__file__).parents[2] / "data" / "demo"


def issues(study, persona=""):
    return list(csv.DictReader(io.StringIO(tracker(study, persona), newline="")))


@pytest.fixture(scope="module")
def demo():
    return open_study(DEMO)


def test_every_opportunity_and_solution_is_an_issue_and_solutions_know_their_parent(demo):
    found = issues(demo)
    assert tuple(found[0]) == COLUMNS
    assert len({issue["Issue id"] for issue in found}) == len(found) == len(demo.opportunities) + len(demo.solutions)
    summary = {issue["Issue id"]: issue["Summary"] for issue in found}
    titles = {o.id: o.title for o in demo.opportunities}
    for issue, solution in zip(found[len(demo.opportunities) :], demo.solutions, strict=True):
        assert issue["Issue Type"] == "Sub-task"
        assert summary[issue["Parent id"]] == titles[solution.opportunity]


def test_owner_function_due_date_and_chance_arrive_under_the_usual_names(demo):
    first = issues(demo)[0]
    assert (first["Assignee"], first["Component/s"], first["Priority"]) == ("Online team", "sales", "High")
    assert first["Due date"] == "2026-12-31"
    assert "synthetic" in first["Labels"].split()
    assert "RICE = reach × impact × confidence / effort: " in first["Description"]


def test_a_persona_gets_only_what_concerns_it(demo):
    assert 0 < len(issues(demo, "helen")) < len(issues(demo))


def test_no_text_of_the_study_becomes_a_formula():
    study = Study(
        about=About(title="t"),
        opportunities=(Opportunity(id="x", title="=HYPERLINK(1)", owner="@me"),),
        solutions=(Solution(id="y", title="+1", opportunity="x"), Solution(id="z", title="-2")),
    )
    found = issues(study)
    assert [issue["Summary"] for issue in found] == ["'=HYPERLINK(1)", "'+1", "'-2"]
    assert found[0]["Assignee"] == "'@me"
    assert [issue["Issue Type"] for issue in found] == ["Story", "Sub-task", "Task"]


@given(st.text())
def test_no_cell_begins_like_a_formula(text):
    assert not safe(text).lstrip(" \n").startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_study_without_opportunities_gives_only_the_heading():
    assert issues(Study(about=About(title="t"))) == []
