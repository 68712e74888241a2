import csv
import io
import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research.errors import EvidenceError
from cjm_research.imports.csv_text import records
from cjm_research.imports.tables import text_table
from cjm_research.study.alphabet import legible

CELLS = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=12)
HEADINGS = st.lists(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=8), min_size=1, max_size=4
)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    heading = draw(HEADINGS)
    row = st.lists(CELLS, min_size=len(heading), max_size=len(heading))
    return [heading, *draw(st.lists(row, max_size=5))]


def written(rows: list[list[str]], delimiter: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return out.getvalue()


@given(rows=tables(), delimiter=st.sampled_from(",;\t|"), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_a_tool_wrote_comes_back_cell_for_cell(rows: list[list[str]], delimiter: str, encoding: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        text = written(rows, delimiter)
        if encoding == "utf-8":
            text = text.removeprefix("\ufeff")
        path.write_bytes(text.encode(encoding))
        table = text_table(path, encoding="" if encoding != "utf-16" else encoding, delimiter=delimiter)
    assert table.rows == [[legible(unicodedata.normalize("NFC", cell)) for cell in row] for row in rows]


@given(data=st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused_in_a_sentence(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(data)
        try:
            table = text_table(path)
        except EvidenceError as error:
            assert str(error).startswith("t.csv")  # noqa: PT017 it may also be read
        else:
            assert {len(row) for row in table.rows} == {len(table.rows[0])}


@given(data=st.binary(max_size=400))
def test_any_bytes_are_a_workbook_or_refused_in_a_sentence(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.xlsx"
        path.write_bytes(b"PK\x03\x04" + data)
        with pytest.raises(EvidenceError, match=r"^t\.xlsx: "):
            text_table(path)


def test_rows_of_a_large_file_come_one_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n" + "1,2\n" * 10)
    rows = records(path)
    assert next(rows) == (1, ["a", "b"])
    assert next(rows) == (2, ["1", "2"])


def test_the_row_named_counts_records_not_lines(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('a,b\n1,"two\nlines"\n3\n')
    with pytest.raises(EvidenceError) as refused:
        text_table(path)
    assert refused.value.row == 3
