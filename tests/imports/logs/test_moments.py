from contextlib import suppress

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research.errors import EvidenceError
from cjm_research.imports.logs.moments import Clock
from cjm_research.imports.logs.tally import Tally


def read(*texts, **told):
    tally = Tally()
    clock = Clock("log.csv", "when", tally, **told)
    found = clock.read(pa.array(texts, pa.string()), np.arange(2, 2 + len(texts))).to_pylist()
    clock.finish()
    return [moment and moment.isoformat() for moment in found], clock, tally


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-05-01T12:30:00Z", "2026-05-01T12:30:00+00:00"),
        ("2026-05-01 12:30:00 UTC", "2026-05-01T12:30:00+00:00"),
        ("2026-05-01T12:30:00.25+02:00", "2026-05-01T10:30:00.250000+00:00"),
        ("2026-05-01T12:30:00,250+0200", "2026-05-01T10:30:00.250000+00:00"),
        ("2026-05-01 12:30:00 -05", "2026-05-01T17:30:00+00:00"),
        ("2026-05-01T12:30z", "2026-05-01T12:30:00+00:00"),
        ("1602611311", "2020-10-13T17:48:31+00:00"),
        ("1602611311000", "2020-10-13T17:48:31+00:00"),
        ("1602611311000250", "2020-10-13T17:48:31.000250+00:00"),
        ("1602611311000250999", "2020-10-13T17:48:31.000250+00:00"),
        ("1602611311.5", "2020-10-13T17:48:31.500000+00:00"),
        ("", None),
        ("   ", None),
    ],
)
def test_one_moment(text, moment):
    assert read(text)[0] == [moment]


def test_numbers_say_by_which_size_they_were_read():
    _, clock, tally = read("1602611311", "1602611311000", "1602611312")
    assert [(note.what, note.count, note.where) for note in tally.coerced] == [
        ("number read as seconds since 1970, by its size", 2, "rows 2, 4"),
        ("number read as milliseconds since 1970, by its size", 1, "row 3"),
    ]
    assert clock.described == "UTC, as numbers since 1970 (3 times)"


def test_a_naive_time_is_refused_until_somebody_says_the_zone():
    with pytest.raises(
        EvidenceError, match=r"row 3, column 'when': holds '2026-05-01 12:30', a time without a zone. Say"
    ):
        read("2026-05-01T12:30:00Z", "2026-05-01 12:30")
    assert read("2026-05-01 12:30", zone="America/New_York")[0] == ["2026-05-01T16:30:00+00:00"]


def test_a_zone_nobody_knows_is_refused():
    for zone in ("Berlin", "../etc/passwd", "Europe/Berlin\0"):
        with pytest.raises(EvidenceError, match="Name one like Europe/Berlin"):
            read("2026-05-01 12:30", zone=zone)


def test_hours_the_clock_skips_or_repeats_are_dropped_and_listed():
    # Berlin: 02:00-03:00 does not exist on 2026-03-29 and happens twice on 2026-10-25.
    texts = ["2026-03-29 01:59:59", *(f"2026-03-29 02:{m:02}" for m in range(6)), "2026-03-29 03:00"]
    found, _, tally = read(*texts, "2026-10-25 02:30", "2026-10-25 03:00", zone="Europe/Berlin")
    assert found == [
        "2026-03-29T00:59:59+00:00",
        *[None] * 6,
        "2026-03-29T01:00:00+00:00",
        None,
        "2026-10-25T02:00:00+00:00",
    ]
    assert [(note.what, note.count, note.where) for note in tally.dropped] == [
        ("time that does not exist in Europe/Berlin, where the clock was put forward", 6, "rows 3, 4, 5, 6, 7, …"),
        ("time that stands for two moments in Europe/Berlin, where the clock was put back", 1, "row 10"),
    ]


def test_times_with_an_offset_know_no_such_hours():
    found, clock, _ = read("2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00", zone="Europe/Berlin")
    assert found == ["2026-10-25T00:30:00+00:00", "2026-10-25T01:30:00+00:00"]
    assert clock.described == "+01:00, in the time itself (1 time); +02:00, in the time itself (1 time)"


def test_mixed_orders_of_day_and_month_are_refused_with_the_two_rows_that_prove_it():
    with pytest.raises(EvidenceError) as error:
        read("01/02/2026 10:00", "30/12/2025 00:00", "12/31/2025 00:00", zone="UTC")
    assert (
        "row 3, column 'when': holds '30/12/2025 00:00', where the day stands first, and row 4 '12/31/2025 00:00'"
        in str(error.value)
    )


@pytest.mark.parametrize(
    ("texts", "hint"),
    [
        (
            ["01/02/2026", "30-12-2025"],
            r"row 3.*the day stands first. Say so with a date format, such as --date-format '%d/%m/%Y",
        ),
        (["01/02/2026", "12/30/2025"], r"row 3.*the month stands first. .*'%m/%d/%Y"),
        (["01/02/2026", "03/04/25 8:46"], r"row 2.*Nothing shows whether day or month stands first"),
    ],
)
def test_an_order_is_never_guessed(texts, hint):
    with pytest.raises(EvidenceError, match=hint):
        read(*texts, zone="UTC")


def test_a_date_format_decides_and_what_does_not_follow_it_is_refused():
    told = {"date_format": "%d/%m/%Y %H:%M", "zone": "Europe/Rome"}
    assert read("01/02/2026 10:00", "", **told)[0] == ["2026-02-01T09:00:00+00:00", None]
    with pytest.raises(
        EvidenceError, match=r"row 3.*'12/31/2025 00:00', which does not follow the date format %d/%m/%Y"
    ):
        read("01/02/2026 10:00", "12/31/2025 00:00", **told)
    with pytest.raises(EvidenceError, match="Write a date format such as"):
        read("01/02/2026", date_format="mixed")
    with pytest.raises(EvidenceError, match="a time without a zone"):
        read("01/02/2026 10:00", date_format="%d/%m/%Y %H:%M")
    assert read("01/02/2026 +0200", date_format="%d/%m/%Y %z")[0] == ["2026-01-31T22:00:00+00:00"]


@pytest.mark.parametrize("text", ["2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-05-01T25:00:00Z"])
def test_a_day_the_calendar_does_not_have_is_refused(text):
    with pytest.raises(
        EvidenceError, match=rf"row 4, column 'when': holds '{text}', which is no day and time of the calendar"
    ):
        read(*["2026-05-01T12:30:00Z"] * 2, text)


@pytest.mark.parametrize(
    "text", ["yesterday", "12345", "20260501", "2026", "-1", "1e9", "2026-05-01T12:30:00ZZ", "10:00"]
)
def test_what_is_no_time_is_refused_with_its_row(text):
    with pytest.raises(EvidenceError, match="row 3, column 'when': holds"):
        read("2026-05-01T12:30:00Z", text)


def test_finer_than_microseconds_is_cut_and_said():
    found, _, tally = read("2026-05-01T12:30:00.1234569Z")
    assert found == ["2026-05-01T12:30:00.123456+00:00"]
    assert tally.coerced[0].what == "time cut to microseconds"


def test_a_date_alone_is_midnight_and_said():
    found, _, tally = read("2026-05-01", zone="UTC")
    assert found == ["2026-05-01T00:00:00+00:00"]
    assert tally.coerced[0].what == "date without a time of day read as midnight"


def test_wall_clock_seconds_follow_the_zone_that_was_told():
    assert read("1602611311", wall=True, zone="Europe/Berlin")[0] == ["2020-10-13T15:48:31+00:00"]
    assert read("1602611311", wall=True)[0] == ["2020-10-13T17:48:31+00:00"]


@given(st.datetimes(min_value=pd.Timestamp("1990-01-01"), max_value=pd.Timestamp("2100-01-01")))
def test_every_moment_comes_back(moment):
    utc = moment.isoformat() + "+00:00"
    assert read(utc)[0] == [pd.Timestamp(utc).isoformat()]


@given(st.text(max_size=30))
def test_any_text_is_a_moment_nothing_or_a_sentence(text):
    with suppress(EvidenceError):
        read(text, zone="UTC")
