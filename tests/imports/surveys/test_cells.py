"""What stands in a cell is kept, and whatever is done to it is told."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cjm_research.errors import EvidenceError
from cjm_research.imports.reading import Reading

Survey = Callable[..., Reading]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_line_ends_do_not_matter(survey: Survey, end: str, last: bool) -> None:
    text = end.join(["who,why", 'a,"one', 'two"', "b,three"]) + (end if last else "")
    assert list(survey(text).table["why"]) == [f"one{end}two", "three"]


def test_blank_rows_are_left_out_and_counted(survey: Survey) -> None:
    report = survey("who,why\na,so\n,\n , \nb,thus\n").report
    assert (report.rows_in, report.rows_kept) == (4, 2)
    assert [(note.what, note.count, note.where) for note in report.dropped] == [("blank row", 2, "row 3")]


def test_repeated_rows_are_counted_and_kept(survey: Survey) -> None:
    reading = survey("who,why\na,so\na,so\na,so\nb,so\n")
    assert (reading.report.duplicates, reading.n) == (2, 4)


def test_a_repeated_id_is_told_and_kept(survey: Survey) -> None:
    reading = survey("#,Why?,Network ID\na,So,n\na,Thus,n\n,No,n\n")
    assert reading.n == 3
    assert reading.unit == "responses"
    assert "1 responses repeat the id of an earlier one; all are kept." in reading.report.warnings
    assert "1 responses have no id of a respondent." in reading.report.warnings


def test_blanks_around_answers_are_removed_with_a_note(survey: Survey) -> None:
    reading = survey("who,why\na, so \nb,thus\u00a0\n")
    assert list(reading.table["why"]) == ["so", "thus"]
    assert [(n.what, n.count, n.where) for n in reading.report.coerced] == [
        ("blanks around an answer removed", 2, "row 2, column 2")
    ]


def test_text_encoded_twice_is_left_with_a_warning(survey: Survey) -> None:
    reading = survey("who,why\na,mÃ¡s rÃ¡pido\nb,más\n")
    assert list(reading.table["why"]) == ["mÃ¡s rÃ¡pido", "más"]
    assert [w for w in reading.report.warnings if "1 cell(s) look encoded twice, first row 2, column 2: 'mÃ¡s'" in w]


def test_a_warning_never_quotes_a_column_that_is_left_out(survey: Survey) -> None:
    reading = survey("First Name,why\nJosÃ©,so\n")
    assert "Jos" not in reading.report.model_dump_json()


def test_another_encoding_has_to_be_said(survey: Survey) -> None:
    data = "RespondentID,Fan?\x8cæ\n,Response\n118000000001,Yes\n".encode("latin-1")
    with pytest.raises(EvidenceError, match="is not UTF-8 text"):
        survey(data)
    reading = survey(data, encoding="latin-1")
    assert reading.questions[0].wording == "Fan?\ufffdæ"
    told = "1 cell with unreadable characters, shown as '\ufffd', first in row 1, column 2."
    assert told in reading.report.warnings


def test_options_that_may_mean_the_same_are_named(survey: Survey) -> None:
    reading = survey("q\n" + "\n".join(["Very good", "very  good", "Bad"] * 3))
    assert "Column 'q' holds 'Very good' and 'very  good', which may mean the same." in reading.report.warnings


def test_a_date_that_does_not_fit_is_named_with_its_row(survey: Survey) -> None:
    with pytest.raises(
        EvidenceError, match=r"^answers\.csv, row 3, column 'Timestamp': holds '13/25/2026 08:00', which does not fit"
    ):
        survey("Timestamp,q\n01/05/2026 08:00,1\n13/25/2026 08:00,2\n", date_format="%d/%m/%Y %H:%M")


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ({"participant": "nobody"}, r"has no column 'nobody' for participant\. There is: who, q\.$"),
        ({"persona": "segment"}, r"has no column 'segment' for persona"),
        (
            {"participant": "IP Address"},
            r"column 'IP Address': is to be participant, but this column is left out: IP address",
        ),
    ],
)
def test_a_role_for_a_column_that_is_not_there_is_refused(
    survey: Survey, columns: dict[str, str], problem: str
) -> None:
    with pytest.raises(EvidenceError, match=problem):
        survey("who,IP Address,q\na,192.0.2.1,1\n", columns=columns)


def test_a_response_nobody_finished_leaves_nothing(survey: Survey) -> None:
    with pytest.raises(EvidenceError, match="has no finished response"):
        survey("#,Why?,Response Type,Network ID\na,So,partial,n\n", only_finished=True)


def test_it_is_said_where_no_column_tells_who_finished(survey: Survey) -> None:
    reading = survey("who,q\na,1\n", only_finished=True)
    assert any("no column says who finished" in warning for warning in reading.report.warnings)


def test_a_file_without_a_question_is_refused(survey: Survey) -> None:
    with pytest.raises(EvidenceError, match="has no question, read as generic"):
        survey("IP Address,First Name\n192.0.2.1,Ann\n")


def test_a_workbook_is_read_like_a_table(survey: Survey) -> None:
    book = openpyxl.Workbook()
    for row in (["who", "q"], ["a", "Yes"], ["b", "No"]):
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    assert survey(data.getvalue(), file="answers.xlsx").table.to_numpy().tolist() == [["a", "Yes"], ["b", "No"]]


def test_the_file_is_named_without_its_folder(survey: Survey, tmp_path: Path) -> None:
    assert str(tmp_path) not in survey("who,q\na,1\n").report.model_dump_json()


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='"'), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=2, max_size=6))
def test_any_table_is_read_whole_or_refused_in_a_sentence(survey: Survey, rows: list[list[str]]) -> None:
    text = "\n".join(",".join(f'"{value}"' for value in row) for row in rows)
    told = ""
    try:
        survey(text, vendor="generic", delimiter="comma")
    except EvidenceError as refused:
        told = str(refused)
    assert not told or told.endswith((".", "?", "'"))
