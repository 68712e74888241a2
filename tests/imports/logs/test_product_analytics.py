"""Amplitude and Mixpanel, from tiny exports made by hand."""

import gzip
import io
import json
import zipfile

import pandas as pd
import pytest

from cjm_research.errors import EvidenceError
from cjm_research.imports.logs import read_log


def amplitude(name, at, **fields):
    return {
        "event_type": name,
        "event_time": at,
        "amplitude_id": 11,
        "user_id": None,
        "device_id": "d1",
        "platform": "Web",
        "session_id": 1700000000000,
        "event_properties": {"plan": "gold"},
        "user_properties": {},
        "$insert_id": "i",
    } | fields


def archive(tmp_path, members):
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name, events in members.items():
            text = "\n".join(json.dumps(event) for event in events)
            file.writestr(name, gzip.compress(text.encode()) if name.endswith(".gz") else text)
    return path


def test_amplitude_hours_are_read_in_the_order_of_their_numbers(tmp_path):
    path = archive(
        tmp_path,
        {
            "7/7_2026-05-01_10#0.json.gz": [amplitude("buy", "2026-05-01 10:00:00.000000")],
            "7/7_2026-05-01_9#0.json.gz": [
                amplitude("see", "2026-05-01 09:00:00.000001"),
                amplitude("look", "2026-05-01 09:00:00"),
            ],
        },
    )
    found = read_log(path)
    assert found.table["event"].tolist() == ["see", "look", "buy"]
    assert found.table["at"].iloc[0] == pd.Timestamp("2026-05-01T09:00:00.000001Z")
    assert set(found.table["customer"]) == {"11"}
    assert set(found.table["channel"]) == {"Web"}
    assert set(found.table["event_properties.plan"]) == {"gold"}
    assert (found.report.vendor, found.report.zone) == ("amplitude", "UTC, by the format (3 times)")


def test_amplitude_as_json_lines_names_the_id_it_takes(log, as_lines):
    events = [amplitude("a", "2026-05-01 10:00:00"), amplitude("b", "2026-05-01 10:00:01", amplitude_id=None)]
    found = log(as_lines(events), "x.json")
    assert found.table["customer"].tolist() == ["11"]
    assert [(note.what, note.count, note.where) for note in found.report.dropped] == [
        ("event without a customer", 1, "row 2")
    ]
    assert any("A customer is a value of 'amplitude_id'" in warning for warning in found.report.warnings)
    assert log(as_lines(events), "x.json", columns={"participant": "device_id"}).n == 1


def test_archives_of_others_are_refused(tmp_path):
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(EvidenceError, match="save a workbook as CSV"):
        read_log(path)


def test_a_bomb_inside_an_archive_is_refused(tmp_path):
    path = tmp_path / "export.zip"
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as file:
        for _ in range(50):
            file.write(b" " * 1_000_000)
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a.json.gz", packed.getvalue())
    with pytest.raises(EvidenceError, match="unpacks to far more than a log would"):
        read_log(path)


def mixpanel(name, time, who, insert=None, **properties):
    given = {"time": time, "distinct_id": who, **properties} | ({"$insert_id": insert} if insert else {})
    return {"event": name, "properties": given}


def test_mixpanel_copies_are_dropped_by_what_mixpanel_documents(log, as_lines):
    events = [
        mixpanel("Signed up", 1602611311, "u1", "a"),
        mixpanel("Signed up", 1602611311, "u1", "a", mp_processing_time_ms=9),
        mixpanel("Signed up", 1602611311, "u2", "a"),  # another person's event is no copy
        mixpanel("Signed up", 1602611311, "u3"),
        mixpanel("Signed up", 1602611311, "u3"),  # without an insert id nobody can say; counted as a repeated row
    ]
    found = log(as_lines(events), "x.json")
    assert found.table["customer"].tolist() == ["u1", "u2", "u3", "u3"]
    (copies,) = found.report.dropped
    assert (copies.count, copies.where) == (1, "row 2")
    assert "copy of an event that stands there already, by $insert_id" in copies.what
    assert found.report.duplicates == 1
    assert found.report.rows_in == found.report.rows_kept + 1


def test_mixpanel_seconds_and_milliseconds_are_told_apart_by_size(log, as_lines):
    found = log(as_lines([mixpanel("a", 1602611311, "u"), mixpanel("b", 1602611311250, "u")]), "x.json")
    assert found.table["at"].tolist() == [
        pd.Timestamp("2020-10-13T17:48:31Z"),
        pd.Timestamp("2020-10-13T17:48:31.25Z"),
    ]
    assert [note.what for note in found.report.coerced] == [
        "number read as seconds since 1970, by its size",
        "number read as milliseconds since 1970, by its size",
    ]


def test_mixpanel_in_the_time_of_the_project(log, as_lines):
    found = log(as_lines([mixpanel("a", 1602611311, "u")]), "x.json", zone="America/New_York")
    assert found.table["at"].tolist() == [pd.Timestamp("2020-10-13T21:48:31Z")]
    assert found.report.zone == "America/New_York, as told (1 time)"


def test_a_line_of_another_kind_is_refused_with_its_row(refused, as_lines):
    assert "row 2: has no 'event' with 'properties'" in str(
        refused(as_lines([mixpanel("a", 1602611311, "u"), {"event": "b"}]), "x.json")
    )
    assert "row 2: has no 'event_type'" in str(
        refused(as_lines([amplitude("a", "2026-05-01 10:00:00"), {"x": 1}]), "x.json")
    )
