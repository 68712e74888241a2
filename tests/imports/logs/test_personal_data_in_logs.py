import pandas as pd
import pyarrow as pa
import pytest

from cjm_research.imports.logs import read_log, write_log
from cjm_research.imports.logs.deidentify import Shield
from cjm_research.imports.reading import Options

TEXT = (
    "user_id,event,timestamp,page,ip_address,user.email,product.name\n"
    "ada@example.org,see,2026-05-01T10:00:00Z,/thanks?to=ada%40example.org,10.1.2.3,ada@example.org,Bike\n"
    "u7,see,2026-05-01T10:00:00Z,/,10.1.2.4,,Bike\n"
    "ada@example.org,buy,2026-05-01T10:00:01Z,/,,,Bike\n"
)


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "log.csv"
    file.write_text(TEXT)
    return file


def written(path, tmp_path, **told):
    options = told.pop("options", Options())
    found = write_log(path, options, tmp_path / "log.parquet", **told)
    return found, pd.read_parquet(tmp_path / "log.parquet")


def test_personal_columns_leave_and_addresses_are_masked_with_a_log_of_it(path, tmp_path):
    found, table = written(path, tmp_path)
    assert table.columns.tolist() == ["customer", "at", "event", "channel", "page", "product.name"]
    assert table["page"].tolist() == ["/thanks?to=[e-mail address]", "/", "/"]
    assert table["customer"].tolist()[0] == table["customer"].tolist()[2] != table["customer"].tolist()[1]
    assert b"example" not in (tmp_path / "log.parquet").read_bytes()
    assert [(note.what, note.count) for note in found.report.personal][:2] == [
        ("column 'ip_address' dropped: IP address", 2),
        ("column 'user.email' dropped: e-mail address", 1),
    ]
    assert "e-mail address in 'page' replaced by [e-mail address]" in [note.what for note in found.report.personal]
    assert any(note.what.startswith("people in 'user_id' numbered") for note in found.report.personal)
    assert (found.report.columns_in, found.report.columns_kept) == (7, 5)


def test_a_study_gives_its_own_pseudonyms(path, tmp_path):
    _, table = written(path, tmp_path, pseudonym=lambda text: f"p-{len(text)}")
    assert table["customer"].tolist() == ["p-15", "p-2", "p-15"]


def test_a_person_may_decide_to_keep_a_column(path, tmp_path):
    _, table = written(path, tmp_path, options=Options(keep_personal=("ip_address",)))
    assert table["ip_address"].tolist() == ["10.1.2.3", "10.1.2.4", ""]


def test_names_on_the_studys_list_are_masked(path, tmp_path):
    _, table = written(path, tmp_path, names=("Bike",))
    assert table["product.name"].tolist() == ["[name]"] * 3


def log(tmp_path, heading, rows):
    """Write a log with a customer, an event and a time in each row, and what else each row has."""
    lines = [f"u{place % 9},see,2026-05-01T10:{place % 60:02d}:00Z,{cells}" for place, cells in enumerate(rows)]
    file = tmp_path / "log.csv"
    file.write_text("\n".join([f"user_id,event,timestamp,{heading}", *lines]) + "\n")
    return file


@pytest.mark.parametrize("heading", ["ip", "client_ip", "user_ipaddress", "browser_ip_list", "origin"])
def test_bare_ip_addresses_leave_whatever_their_column_is_called(tmp_path, heading):
    rows = [f"198.51.{place}.{place + 1}" for place in range(20)] + ["2001:db8::1", "::ffff:192.0.2.7", "10.0.12.5"]
    found, table = written(log(tmp_path, heading, rows), tmp_path)
    assert heading not in table or set(table[heading]) == {"[IP address]"}
    assert sum(note.count for note in found.report.personal) == 23


def test_versions_prices_and_moments_with_dots_stay(tmp_path):
    rows = ["4.2.0.1,1700000000.123,19.99", "4.2.0.2,1700000001.5,1.200.50"]
    found, table = written(log(tmp_path, "app_version,at_server,price", rows), tmp_path)
    assert table[["app_version", "at_server", "price"]].agg(",".join, axis=1).tolist() == rows
    assert not found.report.personal


def test_order_numbers_stay_though_one_in_ten_passes_the_check_of_a_card(tmp_path):
    orders = [str(4539148803436000 + place) for place in range(60)]
    found, table = written(log(tmp_path, "order_id", orders), tmp_path)
    assert table["order_id"].tolist() == orders
    assert not found.report.personal


def test_a_column_of_cards_leaves_though_only_the_last_batch_shows_that_it_is_one(tmp_path, monkeypatch):
    monkeypatch.setattr("cjm_research.imports.logs.delimited._BLOCK", 400)
    cards = ["4111111111111111", "5555555555554444"] * 30
    found, table = written(log(tmp_path, "paid_with,why", [f"{card},so" for card in cards]), tmp_path)
    assert set(table["paid_with"]) == {"[card number]"}
    assert table["why"].tolist() == ["so"] * 60
    assert table["customer"].tolist() == [f"u{place % 9}" for place in range(60)]
    assert ("card number in 'paid_with' replaced by [card number]", 60) in [
        (note.what, note.count) for note in found.report.personal
    ]


def test_customers_may_be_plain_numbers_or_ids_on_the_list_of_names(tmp_path):
    file = tmp_path / "log.csv"
    file.write_text("user_id,event,timestamp\n4111111111111111,a,2026-05-01T10:00:00Z\nida,b,2026-05-01T10:00:00Z\n")
    assert written(file, tmp_path)[1]["customer"].tolist() == ["4111111111111111", "ida"]
    assert written(file, tmp_path, names=("Ida",))[1]["customer"].tolist() == ["person-1", "person-2"]


def test_only_suspects_change_and_what_is_missing_stays_missing() -> None:
    shield = Shield()
    values = pa.array(["/a", None, "ada@example.org", "", "ada@example.org"])
    assert shield.masked("page", values).to_pylist() == ["/a", None, "[e-mail address]", "", "[e-mail address]"]
    assert [(note.what, note.count) for note in shield.notes] == [
        ("e-mail address in 'page' replaced by [e-mail address]", 2)
    ]


def test_a_log_that_is_only_read_is_not_reduced(path):
    assert read_log(path).table["customer"].tolist()[0] == "ada@example.org"
