"""Outside files: what they say stays exactly that, or they are refused in a sentence with the row."""

import unicodedata

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cjm_research.errors import EvidenceError, UnknownIdError
from cjm_research.evidence import table


def cells(study, data):
    found = table(study(data), "s")
    return [list(found.columns), *found.to_numpy().tolist()]


@pytest.mark.parametrize(
    "value", ["007", "01234", "NA", "None", "null", "nan", "1.10", "1e3", "yes", "NO", "3,5", "12:30", " x "]
)
def test_text_stays_the_text_it_is(study, value):
    assert cells(study, f'a,b\n"{value}",1\n'.encode()) == [["a", "b"], [value, "1"]]


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\n1,2\n3,\n",
        b"a,b\r\n1,2\r\n3,\r\n",
        b"a,b\r1,2\r3,\r",
        b"\xef\xbb\xbfa,b\n1,2\n3,\n",
        b"a,b\n1,2\n3,",
        b'"a","b"\n"1","2"\n"3",""\n',
        b"a,b\n1,2\n3,\n\n\n",
    ],
    ids=["LF", "CRLF", "CR", "BOM", "no last line break", "all quoted", "blank lines at the end"],
)
def test_the_same_table_in_other_clothes_is_the_same_table(study, data):
    assert cells(study, data) == [["a", "b"], ["1", "2"], ["3", ""]]


def test_a_quoted_cell_may_hold_breaks_quotes_and_commas(study):
    assert cells(study, b'a,b\n"one\r\ntwo, ""three""",2\n') == [["a", "b"], ['one\r\ntwo, "three"', "2"]]


def test_composed_and_decomposed_letters_are_the_same(study):
    decomposed = unicodedata.normalize("NFD", "Zoë")
    assert cells(study, f"{decomposed}\n{decomposed}\nZoë\n".encode()) == [["Zoë"], ["Zoë"], ["Zoë"]]


def test_headings_alone_are_a_table_without_rows(study):
    found = table(study(b"a,b\n"), "s")
    assert (list(found.columns), len(found)) == (["a", "b"], 0)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"a,b\n1,x\0y\n", "evidence/data.csv: holds NUL characters"),
        ("a,b\n1,2\n".encode("utf-16"), "evidence/data.csv"),
        ("a,b\n1,2\n3,Zoë\n".encode("cp1252"), "evidence/data.csv, row 3: is not UTF-8 text. Save it as UTF-8."),
        (b"a,b\n1,2\n1,2,3\n", "evidence/data.csv, row 3: has 3 values under 2 headings."),
        (b"a,b\n1,2\n1\n", "evidence/data.csv, row 3: has 1 values under 2 headings."),
        (b"a,b\n\n1,2\n", "evidence/data.csv, row 2: has 0 values under 2 headings."),
        (b'a,b\n1,"2\n', "evidence/data.csv, row 2: cannot be read: unexpected end of data."),
        (b'a,b\n1,"2" 3\n', "evidence/data.csv, row 2: cannot be read"),
        (b"Score,b,score\n1,2,3\n", "evidence/data.csv, row 1, column 'score': has two columns of this name."),
        ("straße,STRASSE\n1,2\n".encode(), "evidence/data.csv, row 1, column 'STRASSE': has two columns of this name."),
        (b"a, a\n1,2\n", "has two columns of this name"),
        (b"a,,c\n1,2,3\n", "evidence/data.csv, row 1: has no heading over column 2. Name it."),
        (b"", "evidence/data.csv: is empty. It needs a row of headings."),
        (b"a\n" + b"x" * 1_000_001, "cannot be read: field larger than field limit"),
    ],
)
def test_a_broken_file_is_refused_with_its_row(study, data, sentence):
    with pytest.raises(EvidenceError) as refused:
        table(study(data), "s")
    assert sentence in str(refused.value)


def test_the_row_of_a_ragged_line_counts_records_and_not_line_breaks_in_cells(study):
    with pytest.raises(EvidenceError) as refused:
        table(study(b'a,b\n"1\n1\n1",2\n3\n'), "s")
    assert refused.value.row == 3


def test_what_is_missing_or_of_another_kind_is_said(study):
    study(b"", file="talks/other.txt")
    folder_without_quotes = study(file="talks")
    with pytest.raises(EvidenceError, match=r"evidence/data\.csv: is missing\. Put the file back"):
        table(study(), "s")
    with pytest.raises(EvidenceError, match=r"evidence/data\.xlsx: is not a \.csv or \.parquet file"):
        table(study(b"PK", file="data.xlsx"), "s")
    with pytest.raises(EvidenceError, match=r"evidence/talks/quotes\.csv: is missing"):
        table(folder_without_quotes, "s")
    with pytest.raises(EvidenceError, match=r"source 's': has no file to read"):
        table(study(b"").replaced(sources=({"id": "s", "title": "S", "kind": "survey"},)), "s")
    with pytest.raises(UnknownIdError, match="no source 'x'"):
        table(study(b"a\n"), "x")


def test_a_folder_of_notes_is_read_from_its_quotes(study):
    made = study(b"text,code\nhello,greeting\n", file="talks/quotes.csv").replaced(
        sources=({"id": "s", "title": "S", "kind": "interview", "file": "talks"},)
    )
    assert table(made, "s").to_numpy().tolist() == [["hello", "greeting"]]


def test_the_ending_may_be_written_large(study):
    assert len(table(study(b"a\n1\n", file="DATA.CSV"), "s")) == 1


def test_parquet_keeps_its_types(study):
    made = study(file="log.parquet")
    frame = pd.DataFrame({"n": [1, 2], "name": ["a", None], "at": pd.to_datetime(["2026-01-01", "2026-01-02"])})
    frame.to_parquet(made.folder / "evidence" / "log.parquet")
    found = table(made, "s")
    assert (found["n"].tolist(), found["at"].dtype.kind) == ([1, 2], "M")


def test_a_broken_parquet_file_is_refused_in_a_sentence_without_our_folders(study):
    made = study(b"PAR1 not really", file="log.parquet")
    with pytest.raises(EvidenceError, match=r"evidence/log\.parquet: cannot be read as Parquet") as refused:
        table(made, "s")
    assert str(made.folder) not in str(refused.value)


def test_a_changed_file_is_read_anew_and_a_change_of_the_table_stays_with_its_maker(study):
    made = study(b"a\n1\n")
    mine = table(made, "s")
    mine.loc[0, "a"] = "9"
    assert table(made, "s")["a"].tolist() == ["1"]
    (made.folder / "evidence" / "data.csv").write_bytes(b"a\n1\n2\n")
    assert table(made, "s")["a"].tolist() == ["1", "2"]


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8).map(
    lambda t: unicodedata.normalize("NFC", t)
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(TEXT, TEXT), max_size=5))
def test_any_text_comes_back_as_it_went_in(study, rows):
    quoted = [
        "".join(f'"{cell.replace(chr(34), chr(34) * 2)}"{end}' for cell, end in zip(row, ",\n", strict=True))
        for row in rows
    ]
    data = ("a,b\n" + "".join(quoted)).encode()
    made = study(None)
    path = made.folder / "evidence" / f"t{abs(hash(data))}.csv"
    path.write_bytes(data)
    source = made.sources[0].model_copy(update={"file": path.name})
    assert table(made.model_copy(update={"sources": (source,)}), "s").to_numpy().tolist() == [list(row) for row in rows]
