import pandas as pd
import pytest

from cjm_research.errors import EvidenceError
from cjm_research.evidence import event_log

ROLES = {"participant": "who", "at": "when", "event": "what", "channel": "where"}


@pytest.fixture
def log(study):
    def made(text, columns=ROLES):
        return event_log(study(text.encode(), kind="events", columns=columns), "s")

    return made


def test_the_roles_get_our_names_and_other_columns_keep_theirs(log):
    found = log("who,when,what,where,plan\nu1,2026-05-01T12:30:00Z,buy,web,gold\n")
    assert found.loc[0, ["customer", "event", "channel", "plan", "row"]].tolist() == ["u1", "buy", "web", "gold", 0]
    assert found.loc[0, "at"] == pd.Timestamp("2026-05-01T12:30", tz="UTC")


def test_the_order_is_that_of_the_log_and_not_of_time(log):
    found = log("who,when,what,where\nu,2026-05-02,b,\nu,2026-05-01,a,\n")
    assert (found["event"].tolist(), found["row"].tolist()) == (["b", "a"], [0, 1])


def test_without_a_channel_it_is_blank(log):
    columns = {"participant": "who", "at": "when", "event": "what"}
    assert log("who,when,what\nu,2026-05-01,a\n", columns)["channel"].tolist() == [""]


@pytest.mark.parametrize("role", ["participant", "at", "event", "channel"])
def test_a_role_on_a_column_that_is_not_there_is_refused_by_name(log, role):
    with pytest.raises(EvidenceError, match=f"has no column 'gone' for {role}.*There is: who, when, what, where"):
        log("who,when,what,where\nu,2026-05-01,a,\n", ROLES | {role: "gone"})


@pytest.mark.parametrize("role", ["participant", "at", "event"])
def test_a_role_nobody_gave_is_asked_for(log, role):
    with pytest.raises(EvidenceError, match=f"has no column for {role}. Name it under 'columns:'"):
        log("who,when,what,where\nu,2026-05-01,a,\n", {k: v for k, v in ROLES.items() if k != role})


@pytest.mark.parametrize("moment", ["", "yesterday", "01/05/2026", "2026-13-01", "1700000000", "2026-05-01 25:00"])
def test_what_is_no_moment_is_refused_with_its_row(log, moment):
    with pytest.raises(EvidenceError) as refused:
        log(f"who,when,what,where\nu,2026-05-01,a,\nu,{moment},b,\n")
    assert (refused.value.row, refused.value.column) == (3, "when")
    assert "like 2026-05-01T12:30:00Z" in str(refused.value)


def test_a_moment_without_a_zone_counts_as_utc_and_one_with_a_zone_is_put_into_it(log):
    found = log(
        "who,when,what,where\nu,2026-05-01 12:30,a,\nu,2026-05-01T12:30:00.250Z,b,\nu,2026-05-01T12:30+02:00,c,\n"
    )
    assert found["at"].dt.hour.tolist() == [12, 12, 10]
    assert str(found["at"].dt.tz) == "UTC"


def test_an_event_of_nobody_and_an_event_without_a_name_are_refused(log):
    with pytest.raises(EvidenceError, match=r"row 3, column 'who': is blank"):
        log("who,when,what,where\nu,2026-05-01,a,\n ,2026-05-01,a,\n")
    with pytest.raises(EvidenceError, match=r"row 2, column 'what': is blank"):
        log("who,when,what,where\nu,2026-05-01,,\n")


@pytest.mark.parametrize("name", ["customer", "at", "event", "channel", "row"])
def test_a_column_that_would_be_hidden_by_our_names_is_refused(log, name):
    with pytest.raises(EvidenceError, match=f"column '{name}': has a name that this log needs"):
        log(f"who,when,what,where,{name}\nu,2026-05-01,a,web,z\n")


def test_a_log_without_events_is_a_table_without_rows(log):
    assert log("who,when,what,where\n").empty


def test_parquet_times_naive_or_not_are_utc_and_ids_are_text(study):
    made = study(kind="events", file="log.parquet", columns=ROLES)
    frame = pd.DataFrame(
        {
            "who": [7, 8],
            "when": pd.to_datetime(["2026-05-01 12:30", "2026-05-01 13:30"]),
            "what": pd.Categorical(["a", "b"]),
            "where": ["web", None],
        }
    )
    frame.to_parquet(made.folder / "evidence" / "log.parquet")
    found = event_log(made, "s")
    assert (found["customer"].tolist(), found["channel"].tolist()) == (["7", "8"], ["web", ""])
    assert (str(found["at"].dt.tz), found["at"].dt.hour.tolist()) == ("UTC", [12, 13])


def test_numbers_are_no_moments(study):
    made = study(kind="events", file="log.parquet", columns=ROLES | {"channel": ""})
    pd.DataFrame({"who": ["u"], "when": [1_700_000_000], "what": ["a"]}).to_parquet(
        made.folder / "evidence" / "log.parquet"
    )
    with pytest.raises(EvidenceError, match="holds '1700000000', which is no date"):
        event_log(made, "s")
