"""The verdict on personas from data, in the words a layperson reads."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import indent

import numpy as np
import pandas as pd
import pytest

from cjm_research import checks
from cjm_research.sections import distinctness, groups, targets
from cjm_research.study import Study

SOURCES = "sources:\n  - {id: survey, title: Survey, kind: survey, file: survey.csv}\n"


def answers(n: int, types: int) -> pd.DataFrame:
    rng = np.random.default_rng(5)
    middles = rng.normal(scale=3, size=(types, 6))
    return pd.DataFrame(np.vstack([m + rng.normal(size=(n, 6)) for m in middles]).round(2), columns=list("abcdef"))


def study_of(make: Callable[..., Study], rows: pd.DataFrame, personas: str = "") -> Study:
    attributes = "\n".join(
        f"- {{id: {name}, title: About {name}, group: behaviour, kind: number, source: survey, column: {name}}}"
        for name in "abcdef"
    )
    return make(
        evidence__survey_csv=rows.to_csv(index=False),
        evidence__sources_yaml=SOURCES,
        personas_yaml=f"attributes:\n{indent(attributes, '  ')}\n{personas}",
    )


def test_the_demos_types_are_found_as_far_as_its_answers_tell_them(demo: Study) -> None:
    said, drawn = groups.proposal(demo), groups.proposed_groups(demo)
    assert said.lead.startswith("The answers hold 3 stable groups")  # parents answer too much like commuters
    assert "842 of 1,200 respondents" in said.base
    assert drawn.table is not None
    assert [row[0] for row in drawn.table.rows] == ["1", "2", "3"]


def test_no_stable_personas_is_said_plainly_and_a_rule_is_offered(make: Callable[..., Study]) -> None:
    study = study_of(make, answers(120, 1))
    said = groups.proposal(study)
    assert said.lead.startswith("There are no stable personas in this data.")
    assert "give each persona a segment rule" in said.lead
    assert said.figure
    assert groups.proposed_groups(study).reason == "There is nothing to describe, because no stable groups were found."


@pytest.mark.parametrize("n", [0, 1, 59])
def test_too_few_people_is_said_without_a_figure(make: Callable[..., Study], n: int) -> None:
    said = groups.proposal(study_of(make, answers(60, 1).iloc[:n]))
    assert said.lead == f"Too few people to look for groups: {n} answered everything, 60 are needed."
    assert said.figure == ""


def test_a_study_without_a_survey_says_what_is_missing(empty: Study) -> None:
    assert "Import one and bind attributes to it" in groups.proposal(empty).reason


PAIR = """personas:
  - {id: ana, name: Ana, segment: [{source: survey, column: a, at_least: LIMIT}]}
  - {id: ben, name: Ben, segment: [{source: survey, column: a, at_least: -999}]}
"""


def test_two_personas_of_the_same_people_are_one_story(make: Callable[..., Study]) -> None:
    alike = study_of(make, answers(60, 1), PAIR.replace("LIMIT", "-999"))
    (found,) = [one for one in checks.run(alike) if one.rule == "PER-014"]
    assert (found.rule, found.severity, found.where) == ("PER-014", "warning", "personas/ana.segment")
    assert found.message.startswith("'Ana' and 'Ben' are 0.00 apart in 6 attributes")
    assert "They share: About a, About b, About c, About d, About e, About f." in found.message


def test_personas_of_different_people_are_told_apart(make: Callable[..., Study]) -> None:
    rows = answers(60, 2)
    between = float(rows["a"].groupby(np.arange(120) // 60).mean().mean())
    apart = study_of(make, rows, PAIR.replace("LIMIT", str(between)))
    assert distinctness.distinctness(apart).figure
    low = apart.replaced(
        about=apart.about.model_copy(
            update={"thresholds": apart.about.thresholds.model_copy(update={"alike_below": 0.01})}
        )
    )
    assert "PER-014" not in {one.rule for one in checks.run(low)}


def test_targets_leave_out_a_factor_that_is_not_given_for_everybody(demo: Study) -> None:
    people = [one.model_dump() | {"value": 3} for one in demo.personas]
    full = demo.replaced(personas=people)
    assert targets.targets(full).lead.startswith("By share × worth × strategic fit, Mira")
    people[0]["value"] = None
    assert "The worth is not given for everybody and left out." in targets.targets(demo.replaced(personas=people)).lead
