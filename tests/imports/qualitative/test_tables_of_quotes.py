"""Coded quotes as tables: Taguette, Dovetail, QualCoder, and any table whose columns a person names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cjm_research.errors import EvidenceError
from cjm_research.imports.qualitative import COLUMNS, read_interviews
from cjm_research.imports.reading import Options
from cjm_research.study import Columns

Written = Callable[[str], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Write a table."""

    def write(text: str) -> Path:
        path = tmp_path / "quotes.csv"
        path.write_bytes(text.encode())
        return path

    return write


TAGUETTE = (
    'id,document,tag,content\n12,P01,price,"Too dear, she\nsaid"\n12,P01,price.fee,"Too dear, '
    'she\nsaid"\n13,P02,,Nice\n14,P02,price,\n'
)


def test_taguette_has_a_row_per_highlight_and_tag(written: Written) -> None:
    reading = read_interviews(written(TAGUETTE))
    assert reading.report.vendor == "Taguette"
    assert tuple(reading.table.columns) == COLUMNS
    assert reading.table[["quote", "participant", "note", "code", "text"]].to_numpy().tolist() == [
        ["12", "P01", "P01", "price", "Too dear, she\nsaid"],
        ["12.2", "P01", "P01", "price-fee", "Too dear, she\nsaid"],
        ["13", "P02", "P02", "", "Nice"],
    ]
    assert [(code.id, code.name) for code in reading.codes] == [("price", "price"), ("price-fee", "price.fee")]
    report = reading.report
    assert (report.rows_in, report.rows_kept, report.dropped[0].count, report.dropped[0].where) == (4, 3, 1, "row 5")
    assert reading.n == 2
    assert "cannot be verified" in report.warnings[-1]


def test_dovetail_old_and_new(written: Written) -> None:
    old = read_interviews(
        written(
            "Created,Title,Color,Group,Type,Note group,Note,Text,URL\n2026-01-02,Price,red,Pains,tag,Round "
            "1,P01,Too dear,https://x\n"
        )
    )
    assert (old.report.vendor, *old.table[["note", "code", "text"]].iloc[0]) == (
        "Dovetail (annotations)",
        "P01",
        "price",
        "Too dear",
    )
    new = read_interviews(written('Highlight,Tags,Note title,Created by\nToo dear,"Price, Fee",P01,Kim\n'))
    assert new.table[["quote", "code", "coder"]].to_numpy().tolist() == [
        ["row-2", "price", "Kim"],
        ["row-2.2", "fee", "Kim"],
    ]
    assert new.report.rows_kept == 1
    assert new.report.coerced[0].what.startswith("cells with several codes, split")


def test_qualcoder_codings_keep_coders_and_places(written: Written) -> None:
    reading = read_interviews(
        written(
            "codename,filename,seltext,pos0,pos1,owner\nPrice,P01.txt,Too dear,4,12,Kim\nPrice,P01.txt,Too "
            "dear,4,12,Lou\n"
        )
    )
    assert reading.report.vendor == "QualCoder"
    assert reading.table[["start", "end", "coder", "note"]].to_numpy().tolist() == [
        ["4", "12", "Kim", "note-01"],
        ["4", "12", "Lou", "note-01"],
    ]


def test_a_qualcoder_survey_gives_a_note_per_open_answer_and_attributes(written: Written) -> None:
    reading = read_interviews(
        written(
            "Case,Age,E-mail,Interest,freetext\nP01,34,a@x.org,low,Too "
            "dear\nP02,40,b@x.org,high,\n,1,c@x.org,low,Who?\n"
        )
    )
    assert set(reading.extra) == {"P01.txt", "participants.csv"}
    assert reading.extra["P01.txt"] == b"Too dear"
    assert reading.extra["participants.csv"].decode() == "participant,Age,Interest\nP01,34,low\nP02,40,high\n"
    assert [note.what for note in reading.report.personal] == ["column 'E-mail' removed"]
    assert (reading.report.rows_in, reading.report.rows_kept, reading.report.dropped[0].where) == (3, 2, "row 4")


def test_any_table_by_the_columns_a_person_names(written: Written) -> None:
    columns = Columns(text="Zitat", code="Thema", persona="Gruppe", polarity="Ton")
    reading = read_interviews(written("Zitat;Thema;Gruppe;Ton\nZu teuer;Preis;mira;pain\n"), Options(columns=columns))
    assert reading.table[["text", "code", "persona", "polarity"]].to_numpy().tolist() == [
        ["Zu teuer", "preis", "mira", "pain"]
    ]


@pytest.mark.parametrize(
    ("text", "options", "says"),
    [
        ("a,b\n1,2\n", Options(), "has the headings of no tool that is known here. There is: a, b."),
        ("a,b\n1,2\n", Options(vendor="taguette"), "has not the headings of taguette"),
        ("a,b\n1,2\n", Options(vendor="atlas"), "cannot be read as 'atlas'. There is: refi-qda, taguette"),
        (TAGUETTE, Options(columns=Columns(text="words")), "has no column 'words' for text. There is: id, document"),
        ("id,document,tag,content,Content\n1,a,b,c,d\n", Options(), "has 2 columns of this name"),
    ],
)
def test_what_is_no_table_of_quotes_is_said(written: Written, text: str, options: Options, says: str) -> None:
    with pytest.raises(EvidenceError) as refused:
        read_interviews(written(text), options)
    assert says in str(refused.value)


def test_the_same_row_twice_is_counted_and_kept(written: Written) -> None:
    reading = read_interviews(written("id,document,tag,content\n1,P01,a,Yes\n1,P01,a,Yes\n"))
    assert reading.report.duplicates == 1
    assert list(reading.table["quote"]) == ["1", "1.2"]
