import pandas as pd
import pytest

from cjm_research.analysis import members
from cjm_research.errors import EvidenceError
from cjm_research.study import Condition, Persona, Source

ROWS = pd.DataFrame(
    {"age": ["17", "18", "65", "", "old"], "city": ["Bonn", "Ulm", " Bonn ", "Bonn", "Köln"]}, dtype="str"
)
SURVEY = Source(id="survey", title="Survey", kind="survey", file="survey.csv")


def found(*conditions, source=SURVEY, rows=ROWS):
    rules = tuple(Condition.model_validate({"source": "survey"} | condition) for condition in conditions)
    kept = members(rows, source, Persona(id="ana", name="Ana", segment=rules))
    return None if kept is None else kept.index.tolist()


def test_the_whole_study_is_every_row():
    assert members(ROWS, SURVEY, None).index.tolist() == [0, 1, 2, 3, 4]


def test_one_of_the_named_answers_belongs_blanks_around_it_or_not():
    assert found({"column": "city", "any_of": ["Bonn"]}) == [0, 2, 3]
    assert found({"column": "city", "any_of": ["Ulm", "Köln"]}) == [1, 4]
    assert found({"column": "city", "any_of": ["bonn"]}) == []


def test_bounds_belong_to_the_group_and_text_and_blanks_do_not():
    assert found({"column": "age", "at_least": 18}) == [1, 2]
    assert found({"column": "age", "at_most": 18}) == [0, 1]
    assert found({"column": "age", "at_least": 18, "at_most": 18}) == [1]


def test_all_conditions_on_a_source_must_hold():
    assert found({"column": "city", "any_of": ["Bonn"]}, {"column": "age", "at_least": 18}) == [2]


def test_conditions_on_another_source_say_nothing_about_this_one():
    assert found({"column": "plan", "any_of": ["x"], "source": "log"}) is None
    assert found() is None


def test_an_unknown_column_is_refused_by_name():
    with pytest.raises(EvidenceError, match=r"evidence/survey\.csv: has no column 'town'"):
        found({"column": "town", "any_of": ["Bonn"]})


def test_a_source_on_one_persona_is_all_theirs_unless_a_rule_tells():
    theirs = SURVEY.model_copy(update={"personas": ("ana",)})
    assert found(source=theirs) == [0, 1, 2, 3, 4]
    assert found({"column": "city", "any_of": ["Ulm"]}, source=theirs) == [1]
    assert found(source=SURVEY.model_copy(update={"personas": ("ana", "bo")})) is None


def test_numbers_of_a_parquet_file_match_the_answer_as_written():
    typed = pd.DataFrame({"plan": [1.0, 2.0, None]})
    assert found({"column": "plan", "any_of": ["1"]}, rows=typed) == [0]
