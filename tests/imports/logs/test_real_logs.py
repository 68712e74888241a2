"""The event logs outside this repository, counted as their description counts them."""

import os
from pathlib import Path

import pandas as pd
import pytest

from cjm_research.errors import EvidenceError
from cjm_research.imports.logs import read_log

DATA = Path(os.environ.get("CJM_SHARED_DATA") or Path(__file__).resolve().parents[4] / "shared" / "data")
GA4 = {
    "custom_event_id_input": 1,
    "event_id_input": 2,
    "events_with_where": 2,
    "form_events_input": 4,
    "item_params_input": 1,
    "purchase_input": 1,
    "source_medium_input": 3,
    "url_extended_preset_input": 1,
    "url_gclid_input": 1,
}

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not there; the real logs cannot be read"),
]


@pytest.mark.parametrize(("name", "events"), GA4.items())
def test_ga4_events_are_as_counted(name, events):
    found = read_log(DATA / "ga4" / f"{name}.json")
    assert (found.report.vendor, found.report.rows_in, found.report.rows_kept) == ("ga4", events, events)
    assert found.report.dropped == ()
    assert found.report.duplicates == 0


def test_ga4_forms_in_the_order_of_time():
    found = read_log(DATA / "ga4" / "form_events_input.json").table.sort_values("at", kind="stable")
    assert found["event"].tolist() == ["session_start", "form_start", "generate_lead", "form_submit"]


@pytest.fixture(scope="module")
def xes():
    return read_log(DATA / "helpdesk" / "helpdesk.xes.gz")


def test_helpdesk_is_as_counted(xes):
    assert (xes.n, len(xes.table), xes.table["event"].nunique()) == (4580, 21348, 14)
    assert (xes.table["org:resource"].nunique(), xes.table["customer_in_file"].nunique()) == (22, 397)
    assert xes.report.duplicates == 127
    assert xes.report.zone == "+00:00, in the time itself (21,348 times)"
    assert (str(xes.table["at"].min().date()), str(xes.table["at"].max().date())) == ("2010-01-13", "2014-01-03")
    variants = xes.table.groupby("customer", sort=False)["event"].agg(tuple).nunique()
    assert variants == 226


def test_helpdesk_as_csv_gives_the_same_events_in_the_same_order(xes):
    csv = read_log(DATA / "helpdesk" / "helpdesk.csv.gz")
    roles = ["customer", "at", "event", "channel"]
    pd.testing.assert_frame_equal(csv.table[roles], xes.table[roles])
    assert csv.table["resource"].tolist() == xes.table["org:resource"].tolist()
    assert (csv.n, csv.report.duplicates) == (4580, 127)


def test_the_fixed_width_purchases_are_refused_in_a_sentence():
    with pytest.raises(EvidenceError, match="columns stand at fixed positions, and it has no row of headings"):
        read_log(DATA / "retail" / "cdnow_sample.txt")


def test_visits_without_customer_and_time_are_refused_in_a_sentence():
    with pytest.raises(EvidenceError, match="no heading that stands for the customer and the time and the event"):
        read_log(DATA / "sessions" / "online_shoppers.csv")
