import pandas as pd
import pytest

from cjm_research.analysis import members
from cjm_research.analysis.personas import assign, coverage, features, propose
from cjm_research.analysis.personas.refits import Effort, nearest
from cjm_research.errors import EvidenceError, UnknownIdError
from cjm_research.study import Condition, Encoding, Fit, ModelColumn, Persona, PersonaModel, Source, Thresholds

AGE = Encoding(column="age", kind="number", middle=50, spread=10)
CITY = Encoding(column="city", answers=("Bonn", "Ulm"))
FIT = Fit(encodings=(AGE, CITY), centres=((-1.0, 0.71, 0.0), (2.0, 0.0, 0.71)))
ROWS = pd.DataFrame({"age": ["40", "70", "", "57", "40"], "city": ["Bonn", "Ulm", "Bonn", "Bonn", "Rome"]}, dtype="str")
SURVEY = Source(id="survey", title="Survey", kind="survey", file="survey.csv")
MODEL = PersonaModel(id="types", title="Types", source="survey", fit=FIT)


def in_group(*numbers: str) -> Persona:
    rule = Condition(source="survey", model="types", any_of=numbers)
    return Persona(id="ana", name="Ana", segment=(rule,))


def test_everybody_belongs_to_the_nearest_centre_and_gaps_to_none():
    found = assign(FIT, ROWS)
    assert found["group"].astype("string").fillna("none").tolist() == ["1", "2", "none", "2", "none"]
    assert found["clear"].tolist() == [True, True, False, False, False]


def test_coverage_counts_each_group_the_clear_ones_and_nobodys():
    rows = pd.concat([ROWS] * 10, ignore_index=True)
    found = coverage(FIT, rows, Thresholds())
    assert found["group"].tolist() == ["1", "2", "none"]
    assert found["people"].tolist() == [10, 20, 20]
    assert [one.value for one in found["share"]] == [0.2, 0.4, 0.4]
    assert [one.value for one in found["clear"]] == [1.0, 0.5, None]


def test_a_persona_may_be_a_group():
    kept = members(ROWS, SURVEY, in_group("2"), (MODEL,))
    assert kept is not None
    assert kept.index.tolist() == [1, 3]


def test_a_group_and_an_answer_must_both_hold():
    rule = Condition(source="survey", column="age", at_least=60)
    both = in_group("2").model_copy(update={"segment": (*in_group("2").segment, rule)})
    kept = members(ROWS, SURVEY, both, (MODEL,))
    assert kept is not None
    assert kept.index.tolist() == [1]


def test_a_model_that_is_not_there_or_keeps_no_groups_is_refused_in_a_sentence():
    with pytest.raises(UnknownIdError, match="'types'"):
        members(ROWS, SURVEY, in_group("2"))
    with pytest.raises(EvidenceError, match="keeps no groups yet"):
        members(ROWS, SURVEY, in_group("2"), (MODEL.model_copy(update={"fit": None}),))


@pytest.mark.parametrize("said", [{}, {"column": "age", "model": "types"}])
def test_a_condition_names_a_column_or_a_model(said):
    with pytest.raises(ValueError, match="needs a column or a model, and not both"):
        Condition(source="survey", **said)


def test_kept_groups_sort_the_same_people_as_when_they_were_found():
    rows = pd.DataFrame(
        {name: [str(n % 2 * 10 + (n * place) % 7) for n in range(200)] for place, name in enumerate("abcdef")}
    )
    asked = [ModelColumn(column=name, kind="number") for name in rows]
    best = propose(rows, asked, effort=Effort(most=2, bootstraps=5, shuffles=5)).best
    assert best is not None
    again = Fit.model_validate_json(best.model_dump_json())
    told = nearest(features(rows, asked).matrix, pd.DataFrame(best.centres).to_numpy()) + 1
    assert assign(again, rows)["group"].tolist() == told.tolist()
