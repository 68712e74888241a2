"""Broken and hostile logs: each is refused in a sentence with its row, and leaves nothing behind."""

import gzip
import time

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cjm_research.errors import EvidenceError
from cjm_research.imports.logs import read_log, write_log
from cjm_research.imports.reading import Options
from cjm_research.study.alphabet import legible

HEAD = "user_id,event,timestamp\n"
GOOD = "u,see,2026-05-01T10:00:00Z\n"


@pytest.mark.parametrize(
    ("content", "row", "sentence"),
    [
        (HEAD + GOOD + "u,see,2026-05-01T10:00:00Z,more\n", 3, "has 4 values under 3 headings"),
        (HEAD + GOOD + "u,see\n", 3, "has 2 values under 3 headings"),
        (HEAD + GOOD + "u,see,2026-05-01T10:00:00Z,\n" + GOOD * 3, 3, "has 4 values under 3 headings"),
        (HEAD + GOOD + "u,s\0ee,2026-05-01T10:00:00Z\n", 3, "NUL character"),
        (HEAD + GOOD + 'u,"see,2026-05-01T10:00:00Z\n' + GOOD, 3, "quotation mark that is never closed"),
        (HEAD + GOOD + 'u,see,"2026-05-01T10:00:00Z\n', 3, "quotation mark that is never closed"),
        (HEAD + GOOD + 'u,"see"ing,2026-05-01T10:00:00Z\n', 3, "text after a closing quotation mark"),
        (HEAD.encode() + b"u,s\xffee,2026-05-01T10:00:00Z\n", 2, "is not UTF-8 text"),
        (HEAD + f"u,{'x' * 1_100_000},2026-05-01T10:00:00Z\n", 2, "more than 1 MB"),
        (HEAD + f"u,{'x' * 9_000_000},2026-05-01T10:00:00Z\n", 2, "more than 1 MB"),
    ],
)
def test_tables_that_are_broken_are_refused_with_their_row(refused, content, row, sentence):
    error = refused(content)
    assert sentence in str(error)
    assert error.row == row


def test_a_quotation_mark_inside_a_plain_cell_is_text(log):
    assert log(HEAD + 'u,5"8 tall,2026-05-01T10:00:00Z\n').table["event"].tolist() == ['5"8 tall']


def test_a_cell_that_looks_like_our_own_end_mark_ends_nothing(log):
    text = HEAD + "u,\x02end of the log\x03,2026-05-01T10:00:00Z\n" + GOOD
    assert len(log(text).table) == 2


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "log.csv", "is empty"),
        (b"PAR1 nothing", "log.parquet", "cannot be read as Parquet"),
        (b"%PDF-1.7", "log.csv", "is a PDF, no event log"),
        (b"PK\x03\x04rubbish", "log.zip", "is not a ZIP archive"),
        (b"\x1f\x8brubbish", "log.csv.gz.txt", "is not a gzip file that can be read"),
        (b'[{"event_name": "a"}]', "log.json", "is a JSON list. Export it as JSON lines"),
        (b'{"a": 1}', "log.json", "is JSON with the fields a, which is no event of GA4"),
        (b'{"a":\n1}', "log.json", "its first line is no object"),
        (
            b'{"event": "a", "properties": {"time": 1602611311, "distinct_id": "u\\u0000"}}',
            "log.json",
            "row 1, column 'distinct_id': holds a NUL",
        ),
        (
            b'{"event": "a", "properties": {"time": 1602611311, "distinct_id": "\\ud800"}}',
            "log.json",
            "half a character",
        ),
        (b'{"event": "a", "properties": {"time": NaN, "distinct_id": "u"}}', "log.json", "is JSON with the fields|NaN"),
        (b'{"event": "a", "properties": {"time": 1602611311, "time": 1}}', "log.json", "gives the key 'time' twice"),
        (
            b'{"event": "a", "properties": {"x": ' + b"[" * 5000 + b"]" * 5000 + b"}}",
            "log.json",
            "nested more than|first line is no object",
        ),
    ],
)
def test_files_of_another_kind_are_refused(refused, content, name, sentence):
    error = str(refused(content, name))
    assert any(part in error for part in sentence.split("|")), error


def test_a_gzip_bomb_is_refused_quickly(tmp_path):
    path = tmp_path / "log.csv.gz"
    path.write_bytes(gzip.compress(HEAD.encode() + b"u,see,2026-05-01T10:00:00Z\n" * 3_000_000))
    started = time.monotonic()
    with pytest.raises(EvidenceError, match="unpacks to more than 100 times its size"):
        read_log(path)
    assert time.monotonic() - started < 5


def test_too_many_columns_are_refused(refused, as_lines):
    heading = ",".join(["user_id", "event", "timestamp", *(f"c{n}" for n in range(2_000))])
    assert "2,003 columns" in str(refused(heading + "\n"))
    event = {"event": "a", "properties": {"time": 1602611311, "distinct_id": "u", **{f"p{n}": n for n in range(2_100)}}}
    assert "more than 2,000 different attributes" in str(refused(as_lines([event]), "log.json"))


def test_fixed_width_without_headings_is_refused_in_a_sentence(refused):
    assert "columns stand at fixed positions, and it has no row of headings" in str(
        refused(" 00004  1 19970101  2   29.33\r\n 00004  1 19970118  2   29.73\r\n", "sample.txt")
    )


def test_parquet_whose_values_are_no_text_is_refused(tmp_path):
    path = tmp_path / "log.parquet"
    pq.write_table(pa.table({"user_id": ["u"], "event": [b"\xff\xfe"], "timestamp": ["2026-05-01T10:00:00Z"]}), path)
    with pytest.raises(EvidenceError, match="column 'event': holds values of the type binary, which are no text"):
        read_log(path)


def test_a_vendor_that_does_not_fit_is_refused(refused):
    assert "cannot be read as 'piwik'. There is: ga4, amplitude" in str(refused(HEAD + GOOD, vendor="piwik"))
    assert refused(HEAD + GOOD, vendor="ga4").row == 1
    assert "is not valid XML" in str(refused(HEAD + GOOD, vendor="xes"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes_are_a_log_or_a_sentence_and_leave_nothing(tmp_path, data):
    path = tmp_path / "any.csv"
    path.write_bytes(data)
    folder = tmp_path / "evidence"
    folder.mkdir(exist_ok=True)
    with pytest.raises(EvidenceError):
        write_log(path, Options(), folder / "log.parquet")
    assert list(folder.iterdir()) == []


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12).filter(str.strip)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8))
def test_every_cell_comes_back_as_it_stands_but_for_unreadable_characters(tmp_path, rows):
    quoted = [[cell.replace('"', '""') for cell in row] for row in rows]
    path = tmp_path / "log.csv"
    text = "user_id,event,timestamp,note\n" + "".join(f'u,e,2026-05-01T10:00:00Z,"{a}{b}"\n' for a, b in quoted)
    path.write_bytes(text.encode())
    assert read_log(path).table["note"].tolist() == [legible(a + b) for a, b in rows]
