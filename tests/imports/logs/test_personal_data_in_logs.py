import pandas as pd
import pytest

from cjm_research.imports.logs import read_log, write_log
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


def test_ids_that_are_only_numbers_stay(tmp_path):
    file = tmp_path / "log.csv"
    file.write_text("user_id,event,timestamp,order\n4111111111111111,a,2026-05-01T10:00:00Z,4111111111111111\n")
    _, table = written(file, tmp_path)
    assert table[["customer", "order"]].to_numpy().tolist() == [["4111111111111111"] * 2]


def test_a_log_that_is_only_read_is_not_reduced(path):
    assert read_log(path).table["customer"].tolist()[0] == "ada@example.org"
