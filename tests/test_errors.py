"""Errors are sentences for the person at the keyboard, and facts for the program."""

from __future__ import annotations

import pickle

import pytest

from cjm_research.errors import (
    CjmError,
    ConflictError,
    EvidenceError,
    NotebookFailedError,
    ParameterError,
    StudyFileError,
    UnknownIdError,
)

ALL = [
    StudyFileError("phases.yaml", "has no id.", field="phases[2]", line=7),
    UnknownIdError("phase", "bye", ["consider", "buy"]),
    EvidenceError("survey.csv", "is no number.", row=7, column="age"),
    ParameterError("03_personas.ipynb", "persnoa", ["study", "persona"]),
    NotebookFailedError("03_personas.ipynb", "stopped.", cell=4),
    ConflictError("phases.yaml", ["phases.buy.title: on disk 'a', here 'b'"]),
]


@pytest.mark.parametrize("error", ALL)
def test_one_name_catches_them_all_and_each_is_one_sentence_or_more(error: CjmError) -> None:
    assert isinstance(error, CjmError)
    assert str(error).endswith((".", "?"))
    assert "\n" not in str(error)


def test_a_study_file_error_says_file_line_and_field() -> None:
    error = ALL[0]
    assert str(error) == "phases.yaml, line 7: phases[2] has no id."
    assert isinstance(error, StudyFileError)
    assert isinstance(error, ValueError)
    assert (error.path, error.field, error.line, error.problem) == ("phases.yaml", "phases[2]", 7, "has no id.")


def test_an_unknown_id_lists_what_there_is_and_the_nearest() -> None:
    error = ALL[1]
    assert isinstance(error, UnknownIdError)
    assert isinstance(error, LookupError)
    assert str(error) == "There is no phase 'bye'. This study has: buy, consider. Did you mean 'buy'?"
    assert (error.kind, error.id, error.known) == ("phase", "bye", ["buy", "consider"])


def test_an_unknown_id_far_from_all_offers_none() -> None:
    assert str(UnknownIdError("phase", "xyz", ["buy"])) == "There is no phase 'xyz'. This study has: buy."
    assert str(UnknownIdError("phase", "xyz", [])) == "There is no phase 'xyz'. This study has none yet."


def test_studies_are_not_listed_as_parts_of_a_study() -> None:
    assert (
        str(UnknownIdError("study", "dmo", ["demo"])) == "There is no study 'dmo'. There is: demo. Did you mean 'demo'?"
    )
    assert str(UnknownIdError("study", "dmo", [])) == "There is no study 'dmo'. There is none yet."


def test_an_evidence_error_says_row_and_column() -> None:
    assert str(ALL[2]) == "survey.csv, row 7, column 'age': is no number."


def test_a_parameter_error_says_what_the_notebook_takes() -> None:
    assert str(ALL[3]).endswith("It takes: persona, study. Did you mean 'persona'?")
    assert str(ParameterError("a.ipynb", "x", [])).endswith("It has no cell tagged 'parameters'.")


def test_a_failed_notebook_says_the_cell() -> None:
    assert str(ALL[4]) == "03_personas.ipynb, cell 4: stopped."
    assert str(NotebookFailedError("a.ipynb", "was killed.", cell=0)) == "a.ipynb, cell 0: was killed."


def test_a_conflict_shows_five_differences_and_keeps_all() -> None:
    error = ConflictError("phases.yaml", [f"difference {number}" for number in range(9)])
    assert "difference 4. Nothing was saved" in str(error)
    assert "difference 5" not in str(error)
    assert len(error.differences) == 9


@pytest.mark.parametrize("error", ALL)
def test_an_error_comes_whole_out_of_another_process(error: CjmError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 our own
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)
