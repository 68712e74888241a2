"""The same golden events through JSON lines, with nulls given or left out, and through Parquet with nested lists."""

import json

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cjm_research.imports.logs import read_log

VALUE = pa.struct(
    [
        ("string_value", pa.string()),
        ("int_value", pa.int64()),
        ("float_value", pa.float64()),
        ("double_value", pa.float64()),
    ]
)
SCHEMA = pa.schema(
    [
        ("event_date", pa.string()),
        ("event_timestamp", pa.int64()),
        ("event_name", pa.string()),
        ("event_params", pa.list_(pa.struct([("key", pa.string()), ("value", VALUE)]))),
        ("user_pseudo_id", pa.string()),
        ("device", pa.struct([("category", pa.string()), ("browser", pa.string())])),
        ("collected_traffic_source", pa.struct([("manual_medium", pa.string())])),
        ("is_active_user", pa.bool_()),
        ("items", pa.list_(pa.struct([("item_id", pa.string()), ("price", pa.float64()), ("coupon", pa.string())]))),
        ("batch_page_id", pa.int64()),
        ("batch_ordering_id", pa.int64()),
        ("batch_event_index", pa.int64()),
    ]
)


def event(name, at, user, *, ordering=None, index=None, medium=None, params=(), items=None):
    blank = {"string_value": None, "int_value": None, "float_value": None, "double_value": None}
    return {
        "event_date": "20231005",
        "event_timestamp": at,
        "event_name": name,
        "event_params": [{"key": key, "value": blank | {kind: value}} for key, kind, value in params],
        "user_pseudo_id": user,
        "device": {"category": "mobile", "browser": None},
        "collected_traffic_source": {"manual_medium": medium} if medium else None,
        "is_active_user": True,
        "items": items,
        "batch_page_id": ordering and 1700,
        "batch_ordering_id": ordering,
        "batch_event_index": index,
    }


GOLDEN = [
    event("page_view", 1696470452486467, "u.1", params=[("ga_session_id", "int_value", 123526748)]),
    # one moment, sent in one batch and exported in the wrong order
    event("scroll", 1696470452486466, "u.1", ordering=2, index=1, params=[("depth", "double_value", 90.0)]),
    event("session_start", 1696470452486466, "u.1", ordering=1, index=1, medium="cpc"),
    event("first_visit", 1696470452486466, "u.1", ordering=1, index=0),
    event("purchase", 1696470453000000, "u.2", items=[{"item_id": "7", "price": 5.5, "coupon": None}]),
    event("page_view", 1696470454000000, None),
    event("page_view", 1696470454000001, None),
]


def as_text(value):
    """Return whole numbers as text, as BigQuery writes them into JSON."""
    if isinstance(value, dict):
        return {key: as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_text(inner) for inner in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def without_nulls(value):
    if isinstance(value, dict):
        return {key: without_nulls(inner) for key, inner in value.items() if inner is not None}
    return [without_nulls(inner) for inner in value] if isinstance(value, list) else value


def written(tmp_path, form):
    path = tmp_path / f"events_20231005.{form}"
    if form == "parquet":
        pq.write_table(pa.Table.from_pylist(GOLDEN, SCHEMA), path)
    else:
        events = [as_text(given) if form == "json" else without_nulls(as_text(given)) for given in GOLDEN]
        path.write_text("\n".join(json.dumps(given) for given in events))
    return path


@pytest.fixture(params=["json", "jsonl", "parquet"])
def found(request, tmp_path):
    return read_log(written(tmp_path, request.param))


def test_events_stand_in_time_and_within_one_moment_in_the_order_of_their_batch(found):
    assert found.table["event"].tolist() == ["first_visit", "session_start", "scroll", "page_view", "purchase"]
    assert found.table["at"].iloc[0] == pd.Timestamp("2023-10-05T01:47:32.486466Z")
    (moved,) = [note for note in found.report.coerced if "batch_ordering_id" in note.what]
    assert moved.count == 4  # page_view, scroll, session_start and first_visit stood in the opposite order


def test_users_without_an_id_are_dropped_and_counted(found):
    assert [(note.what, note.count) for note in found.report.dropped] == [("event without a customer", 2)]
    assert (found.report.rows_in, found.report.rows_kept, found.n) == (7, 5, 2)


def test_parameters_become_columns_of_text(found):
    table = found.table.set_index("event")
    assert table.loc["page_view", "event_params.ga_session_id"] == "123526748"
    assert table.loc["scroll", "event_params.depth"] == "90"
    assert table.loc["purchase", "items"] == '[{"item_id": "7", "price": "5.5"}]'
    assert set(table["device.category"]) == {"mobile"}
    assert set(table["is_active_user"]) == {"true"}
    assert table["channel"].to_dict()["session_start"] == "cpc"
    assert table["channel"].to_dict()["purchase"] == ""


def test_the_vendor_and_the_zone_are_named(found):
    assert (found.report.vendor, found.report.zone) == ("ga4", "UTC, by the format (5 times)")
    assert found.report.reader.startswith("GA4 BigQuery export")


def test_json_and_parquet_give_the_same_table(tmp_path):
    tables = [read_log(written(tmp_path, form)).table for form in ("json", "jsonl", "parquet")]
    ours = [frame[sorted(frame.columns)] for frame in tables]
    pd.testing.assert_frame_equal(ours[0], ours[1])
    pd.testing.assert_frame_equal(ours[0], ours[2])


def test_without_batches_the_order_is_that_of_the_file(log, as_lines):
    events = [without_nulls(as_text(given)) for given in (GOLDEN[0], GOLDEN[4])]
    assert log(as_lines(reversed(events)), "x.json").table["event"].tolist() == ["purchase", "page_view"]


def test_another_customer_and_channel_can_be_told(log, as_lines):
    events = [as_text(GOLDEN[0]) | {"user_id": "crm-7", "platform": "WEB"}]
    found = log(as_lines(events), "x.json", columns={"participant": "user_id", "channel": "platform"})
    assert found.table[["customer", "channel"]].to_numpy().tolist() == [["crm-7", "WEB"]]
    assert found.table["user_pseudo_id"].tolist() == ["u.1"]


def test_a_day_that_is_far_from_the_time_is_pointed_out(log, as_lines):
    found = log(as_lines([as_text(GOLDEN[0]) | {"event_date": "20231101"}]), "x.json")
    assert any("In 1 event 'event_date' is more than a day" in warning for warning in found.report.warnings)


def test_a_row_that_is_no_event_is_refused(refused, as_lines):
    events = [as_text(GOLDEN[0]), {"event_name": "x"}]
    assert str(refused(as_lines(events), "x.json")).startswith(
        "x.json, row 2: has no 'event_name' or no 'event_timestamp'"
    )
    wrong = as_text(GOLDEN[0]) | {"event_timestamp": "2023-10-05"}
    assert "row 1, column 'event_timestamp': holds '2023-10-05', which is not a number" in str(
        refused(as_lines([wrong]), "x.json")
    )
    broken = as_text(GOLDEN[0]) | {"event_params": "depth=90"}
    assert "row 1, column 'event_params': is no list of keys and values" in str(refused(as_lines([broken]), "x.json"))
