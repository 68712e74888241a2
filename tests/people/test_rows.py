"""Whose rows are asked, and how many people they are about."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from cjm_research.errors import EvidenceError
from cjm_research.people.rows import head_count, rows
from cjm_research.study import Source, Study

SOURCES = """
    sources:
      - {id: survey, title: Survey, kind: survey, file: survey.csv}
      - {id: lost, title: Lost, kind: survey, file: lost.csv}
      - {id: report, title: Report, kind: secondary}
"""


@pytest.fixture(scope="module")
def study(make: Callable[..., Study]) -> Study:
    return make(
        personas_yaml="""
            personas:
              - {id: ana, name: Ana, segment: [{source: survey, column: kind, any_of: [a]}]}
              - {id: cy, name: Cy}
        """,
        evidence__sources_yaml=SOURCES,
        evidence__survey_csv="id,kind\n1,a\n2,b\n3,a\n",
    )


def test_a_persona_has_the_rows_of_its_rule_and_everybody_has_all(study: Study) -> None:
    of_ana, of_all = rows(study, "survey", "ana"), rows(study, "survey", "")
    assert of_ana is not None
    assert of_all is not None
    assert (of_ana["id"].tolist(), of_all["id"].tolist()) == (["1", "3"], ["1", "2", "3"])


@pytest.mark.parametrize(
    ("source", "persona"),
    [("lost", ""), ("report", ""), ("survey", "cy")],
    ids=["its file is gone", "it has no file", "it cannot tell this persona"],
)
def test_where_nothing_can_be_told_there_are_no_rows(study: Study, source: str, persona: str) -> None:
    assert rows(study, source, persona) is None


TWICE = pd.DataFrame({"who": ["1", "1", "2"], "votes": ["10", "5", "7"]})


@pytest.mark.parametrize(
    ("columns", "people"),
    [({}, 3), ({"participant": "who"}, 2), ({"participant": "who", "count": "votes"}, 22)],
    ids=["a row each", "a person once", "votes"],
)
def test_people_are_counted_not_rows(columns: dict[str, str], people: int) -> None:
    source = Source.model_validate({"id": "s", "title": "S", "kind": "poll", "file": "s.csv", "columns": columns})
    assert head_count(TWICE, source) == people


def test_a_count_that_is_none_is_refused_with_its_row() -> None:
    source = Source.model_validate(
        {"id": "s", "title": "S", "kind": "poll", "file": "s.csv", "columns": {"count": "votes"}}
    )
    with pytest.raises(EvidenceError, match=r"s\.csv.*row 3.*'many', which is no count"):
        head_count(pd.DataFrame({"votes": ["10", "many"]}), source)
