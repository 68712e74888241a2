"""The event rules: what each name in the log stands for, how much that covers; only what was changed is written."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research import open_study
from cjm_research.forms.event_counts import LogCount, counted
from cjm_research.forms.event_rules import EventTable, in_order, logs, read_only_rules

STUDIES = Path(__file__).parents[1] / "studies"
LOG = """customer,at,event
ana,2026-01-01T10:00:00Z,see_ad
ana,2026-01-01T10:01:00Z,banner
ana,2026-01-02T10:00:00Z,buy
ben,2026-01-01T10:00:00Z,banner
ben,2026-01-01T10:00:01Z,banner
eva,2026-01-01T10:00:00Z,<b>odd</b>
"""
SOURCES = """sources:
  - id: log
    title: The log
    kind: events
    file: log.csv
    n: 3
    columns: {participant: customer, at: at, event: event}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small study with a log of six events."""
    made = Path(shutil.copytree(STUDIES / "sound", tmp_path / "sound"))
    (made / "evidence").mkdir(exist_ok=True)
    (made / "evidence" / "log.csv").write_text(LOG, encoding="utf-8")
    (made / "evidence" / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    (made / "phases.yaml").write_text(
        "phases:\n  - id: aware\n    title: Aware\n    events: [see_ad, gone]\n"
        "  - id: decide\n    title: Decide\n    events: [buy]\n",
        encoding="utf-8",
    )
    (made / "touchpoints.yaml").write_text(
        "touchpoints:\n  - id: shop  # the one in town\n    title: Shop\n    phases: [decide]\n", encoding="utf-8"
    )
    for name in (
        "journeys",
        "metrics.yaml",
        "objectives.yaml",
        "personas.yaml",
        "obstacles.yaml",
        "opportunities.yaml",
        "insights.yaml",
        "expectations.yaml",
        "reviews",
    ):
        gone = made / name
        shutil.rmtree(gone) if gone.is_dir() else gone.unlink(missing_ok=True)
    return made


@pytest.fixture
def table(folder: Path) -> EventTable:
    """The form over that log."""
    return EventTable(open_study(folder), "log")


def names(table: EventTable) -> list[str]:
    return [str(row.states["id"]) for row in table.desk.page.rows]


def choose(table: EventTable, event: str, field: str, value: str) -> None:
    table.panels[names(table).index(event)][1].fields[field].show(value)


def test_what_no_phase_lists_stands_on_top_the_most_frequent_first(table: EventTable) -> None:
    assert names(table) == ["banner", "<b>odd</b>", "buy", "see_ad", "gone"]


def test_coverage_counts_events_and_customers_and_moves_with_each_choice(table: EventTable) -> None:
    assert "In a phase: 33 % of 6 events; 33 % of 3 customers" in table.above.value
    choose(table, "banner", "phase", "aware")
    assert "In a phase: 83 % of 6 events; 67 % of 3 customers" in table.above.value
    assert "In a touchpoint: 0 % of 6 events" in table.above.value


def test_a_choice_is_saved_into_phases_and_touchpoints_and_the_rest_stays(table: EventTable, folder: Path) -> None:
    choose(table, "buy", "phase", "aware")
    choose(table, "buy", "touchpoint", "shop")
    table.bar.save.click()
    assert "Saved phases.yaml and touchpoints.yaml" in table.bar.text
    saved = open_study(folder)
    assert saved.phase("aware").events == ("see_ad", "gone", "buy")
    assert saved.phase("decide").events == ()
    assert saved.touchpoint("shop").events == ("buy",)
    assert "# the one in town" in (folder / "touchpoints.yaml").read_text(encoding="utf-8")


def test_nothing_changed_writes_nothing(table: EventTable, folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    table.bar.save.click()
    assert "Nothing to save" in table.bar.text
    assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before


def test_undo_takes_a_choice_back(table: EventTable) -> None:
    choose(table, "banner", "phase", "aware")
    table.bar.undo.click()
    assert table.panels[0][1].fields["phase"].state() == ""
    assert not table.desk.unsaved


def test_a_change_on_disk_meanwhile_is_a_question_not_a_loss(table: EventTable, folder: Path) -> None:
    choose(table, "banner", "phase", "aware")
    phases = folder / "phases.yaml"
    phases.write_text(phases.read_text(encoding="utf-8").replace("Decide", "Buying"), encoding="utf-8")
    table.bar.save.click()
    assert "changed on disk" in table.bar.text
    table.conflict.keep.click()
    saved = open_study(folder)
    assert saved.phase("decide").title == "Buying"
    assert "banner" in saved.phase("aware").events


def test_small_groups_are_not_counted_out_loud_and_names_are_no_markup(table: EventTable) -> None:
    leads = [lead.value for lead, _ in table.panels]
    assert all("fewer than 5 customers" in lead for lead in leads[:4])
    assert "not in this log" in leads[4]
    assert "&lt;b&gt;odd" in leads[1]
    shown = read_only_rules(table.study)
    assert "<b>odd" not in shown
    assert "33 % of 6 events" in shown


def test_a_parquet_log_counts_the_same(folder: Path) -> None:
    study = open_study(folder)
    by_csv = counted(study, "log")
    rows = pd.read_csv(folder / "evidence" / "log.csv", dtype=str).assign(blob="x" * 100)
    pq.write_table(pa.Table.from_pandas(rows), folder / "evidence" / "log.parquet", row_group_size=2)
    file = folder / "evidence" / "sources.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("log.csv", "log.parquet"), encoding="utf-8")
    by_parquet = counted(open_study(folder), "log")
    assert by_parquet.names == by_csv.names
    assert by_parquet.events.tolist() == by_csv.events.tolist()
    assert by_parquet.customers.tolist() == by_csv.customers.tolist()
    assert in_order(study, by_parquet) == in_order(study, by_csv)


@given(
    st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("uvwxyz")), max_size=40),
    st.sets(st.sampled_from("uvwxyz")),
)
def test_coverage_is_what_plain_counting_gives(rows: list[tuple[str, str]], chosen: set[str]) -> None:
    log = LogCount.of(pd.Series([who for who, _ in rows], dtype=str), pd.Series([what for _, what in rows], dtype=str))
    assert log.covered(chosen) == (
        sum(what in chosen for _, what in rows),
        len({who for who, what in rows if what in chosen}),
    )
    assert dict(zip(log.names, log.customers.tolist(), strict=True)) == {
        name: len({who for who, what in rows if what == name}) for name in {what for _, what in rows}
    }
    assert np.all(np.diff(log.events) <= 0)


def test_only_logs_whose_file_is_there_are_offered(folder: Path) -> None:
    (folder / "evidence" / "log.csv").unlink()
    assert logs(open_study(folder)) == []
    assert "There is no event log yet" in read_only_rules(open_study(folder))
