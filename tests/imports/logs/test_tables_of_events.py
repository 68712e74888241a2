import gzip
import re
from datetime import UTC, date, datetime

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cjm_research.evidence import event_log
from cjm_research.imports.logs import COLUMNS, read_log, span, write_log
from cjm_research.imports.reading import Options
from cjm_research.study import About, Source, Study

THREE = (
    "user_id,event,timestamp\nb,buy,2026-05-02T10:00:00Z\na,see,2026-05-01T10:00:00+02:00\nb,see,2026-05-02T10:00:00Z\n"
)


def adds_up(report):
    return report.rows_in == report.rows_kept + sum(note.count for note in report.dropped)


def test_the_roles_are_found_by_their_headings_and_named(log):
    found = log(THREE)
    assert found.table["customer"].tolist() == ["b", "a", "b"]
    assert found.table["at"].tolist() == [
        pd.Timestamp("2026-05-02T10:00Z"),
        pd.Timestamp("2026-05-01T08:00Z"),
        pd.Timestamp("2026-05-02T10:00Z"),
    ]
    assert found.table["event"].tolist() == ["buy", "see", "see"]
    assert found.table["channel"].tolist() == ["", "", ""]
    assert found.columns == COLUMNS
    assert (found.n, found.unit) == (2, "customers")
    assert "'user_id' is the customer, 'timestamp' the time, 'event' the event; there is no channel" in " ".join(
        found.report.warnings
    )


def test_the_order_is_that_of_the_file(log):
    assert log(THREE).table["event"].tolist() == ["buy", "see", "see"]


def test_roles_that_were_told_win_and_other_columns_stay_as_text(log):
    text = "who,when,what,where,id,score\nu,2026-05-01T10:00:00Z,buy,web,007,1.10\n"
    found = log(text, columns={"participant": "who", "at": "when", "event": "what", "channel": "where"})
    assert found.table[["channel", "id", "score"]].to_numpy().tolist() == [["web", "007", "1.10"]]
    assert (found.report.columns_in, found.report.columns_kept) == (6, 6)


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [
        (
            "who,event,timestamp",
            "no heading that stands for the customer. .*--column participant=NAME. There is: who, event",
        ),
        ("user_id,customer_id,event,time", "2 columns that could be the customer: user_id, customer_id. Say which"),
        ("user_id,event,event,time", "column 'event': has two columns of this name"),
        ("user_id,,event,time", "no heading over column 2"),
        ("user_id", "single column"),
    ],
)
def test_what_nobody_can_tell_is_asked_for(refused, heading, sentence):
    values = ",".join("x" * len(heading.split(",")))
    assert re.search(sentence, str(refused(f"{heading}\n{values}\n")))


def test_a_role_on_a_column_that_is_not_there_is_refused_with_those_there_are(refused):
    error = refused(THREE, columns={"participant": "gone"})
    assert "has no column 'gone' for the customer. There is: user_id, event, timestamp" in str(error)


def test_one_column_cannot_play_two_roles(refused):
    assert "one column for two roles" in str(refused(THREE, columns={"participant": "event"}))


def test_events_of_nobody_without_name_or_time_are_dropped_and_counted_never_merged(log):
    found = log(
        "user_id,event,timestamp\n,see,2026-05-01T10:00:00Z\n ,see,2026-05-01T10:00:00Z\nu,,2026-05-01T10:00:00Z\n"
        "u,see,\nu,see,2026-05-01T10:00:00Z\n"
    )
    assert [(note.what, note.count, note.where) for note in found.report.dropped] == [
        ("event without a customer", 2, "rows 2, 3"),
        ("event without a name", 1, "row 4"),
        ("event without a time", 1, "row 5"),
    ]
    assert (found.report.rows_in, found.report.rows_kept, found.n) == (5, 1, 1)
    assert adds_up(found.report)


def test_a_log_without_any_event_that_can_be_placed_is_refused_with_the_reasons(refused):
    assert "Of 1 rows: 1 × event without a customer" in str(
        refused("user_id,event,timestamp\n,a,2026-05-01T10:00:00Z\n")
    )
    assert "has no rows" in str(refused("user_id,event,timestamp\n"))


def test_repeated_rows_are_counted_and_kept(log):
    row = "u,see,2026-05-01T10:00:00Z\n"
    found = log("user_id,event,timestamp\n" + row * 3 + "u,see,2026-05-01T10:00:01Z\n")
    assert (found.report.duplicates, len(found.table)) == (2, 4)


def test_spaces_and_accents_in_two_characters_are_one_name_and_said(log):
    found = log("user_id,event,timestamp\nZoe\u0308 ,see,2026-05-01T10:00:00Z\nZoë,see,2026-05-01T10:00:00Z\n")
    assert found.n == 1
    told = {note.what: note.count for note in found.report.coerced}
    assert told == {
        "spaces around a value of 'user_id' removed": 1,
        "accents of a value of 'user_id' brought to one form (NFC)": 1,
    }


def test_names_that_look_alike_are_pointed_out(log):
    found = log("user_id,event,timestamp\nu,Buy,2026-05-01T10:00:00Z\nu,buy,2026-05-01T10:00:00Z\n")
    assert any("'Buy' / 'buy'" in warning for warning in found.report.warnings)


def test_columns_with_our_names_get_others(log):
    found = log(
        "user_id,event,timestamp,customer_name_in_full,at,row\nu,a,2026-05-01T10:00:00Z,x,y,z\n",
        columns={"participant": "user_id", "at": "timestamp"},
    )
    assert found.table.columns.tolist()[4:] == ["customer_name_in_full", "at_in_file", "row_in_file"]
    assert [note.what for note in found.report.coerced] == [
        "column 'at' renamed to 'at_in_file', since its name is taken",
        "column 'row' renamed to 'row_in_file', since its name is taken",
    ]


def test_days_without_events_are_gaps(log):
    found = log(
        "user_id,event,timestamp\nu,a,2026-05-01T10:00:00Z\nu,a,2026-05-02T10:00:00Z\nu,a,2026-05-06T10:00:00Z\n"
    )
    (gap,) = found.report.gaps
    assert (gap.count, gap.where) == (3, "the longest from 2026-05-03 to 2026-05-05")


def test_times_from_before_1990_and_from_the_future_are_pointed_out(log):
    found = log("user_id,event,timestamp\nu,a,1970-01-01T00:00:00Z\nu,a,2970-01-01T00:00:00Z\n")
    assert sum("before 1990" in told or "in the future" in told for told in found.report.warnings) == 2


def test_line_breaks_and_separators_inside_quotes_are_text(log):
    found = log('user_id,event,timestamp,note\nu,"buy, or\nnot",2026-05-01T10:00:00Z,"say ""hi"""\n')
    assert found.table[["event", "note"]].to_numpy().tolist() == [["buy, or\nnot", 'say "hi"']]


def test_another_separator_is_found_and_said_and_another_encoding_must_be_told(log, refused):
    text = "user_id;event;timestamp\nu;Café;2026-05-01T10:00:00Z\n"
    found = log(text)
    assert found.table["event"].tolist() == ["Café"]
    assert any("semicolon" in warning for warning in found.report.warnings)
    error = refused(text.encode("cp1252"))
    assert error.row == 2
    assert "is not UTF-8 text" in str(error)
    assert log(text.encode("cp1252"), encoding="cp1252").table["event"].tolist() == ["Café"]
    assert log(text.encode("utf-16"), encoding="utf-16").table["event"].tolist() == ["Café"]


def test_a_byte_order_mark_and_windows_line_ends_are_no_content(log):
    found = log("\ufeff" + THREE.replace("\n", "\r\n"))
    assert found.table["customer"].tolist() == ["b", "a", "b"]


def test_a_file_without_a_last_line_end_keeps_its_last_row(log):
    assert len(log(THREE.rstrip("\n")).table) == 3


def test_a_gzipped_table_is_the_same_table(log):
    plain, packed = log(THREE), log(THREE, "log.csv.gz")
    pd.testing.assert_frame_equal(plain.table, packed.table)
    assert any("gzipped" in warning for warning in packed.report.warnings)


def _parquet(tmp_path, columns, **told):
    path = tmp_path / "log.parquet"
    pq.write_table(pa.table(columns), path)
    return read_log(path, Options.model_validate(told))


def test_parquet_with_types_becomes_text_and_moments(tmp_path):
    when = [datetime(2026, 5, 1, 10, tzinfo=UTC), datetime(2026, 5, 2, 10, tzinfo=UTC), None]
    found = _parquet(
        tmp_path,
        {
            "user_id": pa.array([7, 8, 9]),
            "timestamp": pa.array(when, pa.timestamp("ns", "Europe/Berlin")),
            "event": pa.array(["a", "b", "b"]).dictionary_encode(),
            "price": [5.0, 2.5, None],
            "tags": [["x"], [], None],
        },
    )
    assert found.table["customer"].tolist() == ["7", "8"]
    assert found.table["at"].tolist() == [pd.Timestamp("2026-05-01T10:00Z"), pd.Timestamp("2026-05-02T10:00Z")]
    assert found.table["price"].tolist() == ["5", "2.5"]
    assert found.table["tags"].tolist() == ['["x"]', "[]"]
    assert [(note.what, note.count) for note in found.report.dropped] == [("event without a time", 1)]


def test_naive_parquet_times_need_a_zone(tmp_path):
    when = pa.array([datetime(2026, 5, 1, 10)], pa.timestamp("us"))  # noqa: DTZ001
    columns = {"user_id": ["u"], "timestamp": when, "event": ["a"]}
    with pytest.raises(Exception, match="a time without a zone"):
        _parquet(tmp_path, columns)
    found = _parquet(tmp_path, columns, zone="Europe/Berlin")
    assert found.table["at"].tolist() == [pd.Timestamp("2026-05-01T08:00Z")]


def test_the_written_file_is_what_the_study_reads(tmp_path):
    (tmp_path / "evidence").mkdir()
    (tmp_path / "log.csv.gz").write_bytes(gzip.compress(THREE.encode()))
    target = tmp_path / "evidence" / "log.parquet"
    read = []
    found = write_log(tmp_path / "log.csv.gz", Options(), target, read.append)
    source = Source(id="log", title="Log", kind="events", file="log.parquet", columns=found.columns)
    events = event_log(Study(about=About(title="x"), sources=(source,), folder=tmp_path), "log")
    assert events["row"].tolist() == [0, 1, 2]
    assert events["at"].iloc[1] == pd.Timestamp("2026-05-01T08:00Z")
    assert read[-1] == len(THREE)
    assert span(target) == (date(2026, 5, 1), date(2026, 5, 2))
    assert sorted(path.name for path in target.parent.iterdir()) == ["log.parquet"]


def test_nothing_is_left_where_a_log_is_refused(tmp_path):
    target = tmp_path / "evidence" / "log.parquet"
    target.parent.mkdir()
    target.write_bytes(b"as it was")
    bad = tmp_path / "log.csv"
    bad.write_text(THREE + "u,see,yesterday\n")
    with pytest.raises(Exception, match="row 5, column 'timestamp': holds 'yesterday'"):
        write_log(bad, Options(), target)
    assert [path.name for path in target.parent.iterdir()] == ["log.parquet"]
    assert target.read_bytes() == b"as it was"


def test_a_reading_of_a_long_log_shows_its_begin_and_its_ends(tmp_path):
    at = pd.date_range("2026-05-01", periods=1_000, freq="h", tz="UTC")
    path = tmp_path / "log.csv"
    path.write_text(
        "user_id,event,timestamp\n" + "".join(f"u,e{n},{moment.isoformat()}\n" for n, moment in enumerate(at))
    )
    found = write_log(path, Options(), tmp_path / "log.parquet")
    assert found.table["event"].tolist() == [*(f"e{n}" for n in range(200)), "e999"]
    assert found.report.rows_kept == 1_000
