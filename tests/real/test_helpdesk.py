"""The helpdesk study: its log comes in by the import, its claims are counted again, its reports are built."""

from pathlib import Path

import pandas as pd
import pytest

from cjm_research import batch, checks, evidence, store
from cjm_research.imports import importing
from cjm_research.people.emotion import emotion
from cjm_research.people.numbers import measured
from cjm_research.study import Study
from tests.real import build

PERSONAS = ("level-2", "level-3", "level-1")


needs_data = pytest.mark.skipif(
    not build.TICKETS.is_dir(), reason="../shared/data/helpdesk is not there; the helpdesk study cannot be built"
)


def test_without_the_log_it_refuses_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "TICKETS", tmp_path / "nowhere")
    with pytest.raises(
        build.CjmError, match=r"lacks helpdesk\.xes\.gz\. The helpdesk study cannot be built without its"
    ):
        build.assemble_helpdesk(tmp_path / "study")
    assert not (tmp_path / "study").exists()


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return store.open_study(build.assemble_helpdesk(tmp_path_factory.mktemp("data")))


@pytest.fixture(scope="module")
def log(study: Study) -> pd.DataFrame:
    return evidence.event_log(study, "helpdesk")


@pytest.mark.real
@needs_data
class TestStudy:
    def test_the_checks_find_no_error_but_the_expectations_that_real_people_broke(self, study: Study) -> None:
        errors = [found for found in checks.run(study) if found.severity == "error"]
        assert {found.rule for found in errors} == {"EXP-001"}
        assert {found.where for found in errors} == {"expectations/few-on-hold"}
        assert study.present == {"helpdesk"}

    def test_the_register_says_what_was_imported(self, study: Study) -> None:
        source = study.source("helpdesk")
        assert (source.n, source.unit, source.file) == (4580, "cases", "helpdesk.parquet")
        assert (str(source.collected_from), str(source.collected_to)) == ("2010-01-13", "2014-01-03")
        assert source.reader.startswith("XES event log")
        assert source.limits.startswith("A case is a ticket")
        assert store.sha256(study.folder / "evidence" / source.original) == source.original_sha256
        assert source.original_sha256 == store.sha256(build.TICKETS / "helpdesk.xes.gz")

    def test_importing_again_changes_nothing(self, study: Study) -> None:
        before = {path: path.read_bytes() for path in study.folder.rglob("*") if path.is_file()}
        again = importing.preview(study, "events", build.TICKETS / "helpdesk.xes.gz", id="helpdesk")
        assert again.is_known
        importing.write(study, again)
        assert {path: path.read_bytes() for path in study.folder.rglob("*") if path.is_file()} == before

    def test_every_activity_belongs_to_one_phase_and_one_touchpoint(self, study: Study, log: pd.DataFrame) -> None:
        for parts in (study.phases, study.touchpoints):
            named = [event for part in parts for event in part.events]
            assert sorted(named) == sorted(set(log["event"]))

    def test_nobody_rated_anything(self, study: Study) -> None:
        for persona in PERSONAS:
            assert {point.basis for point in emotion(study, persona)} == {"none"}

    @pytest.mark.parametrize(
        ("metric", "persona", "percent", "n"),
        [
            ("triage-to-work", "", 93.6, 4495),
            ("work-to-wait", "", 27.5, 4285),
            ("back-to-work", "", 3.3, 4569),
            ("wait-to-resolution", "", 99.3, 1236),
            ("work-to-wait", "level-1", None, 109),  # 42.2; beside other numbers it would tell of a few
            ("work-to-wait", "level-2", 26.8, 3308),
            ("work-to-wait", "level-3", 28.2, 882),
        ],
    )
    def test_shares_are_as_counted(
        self, study: Study, metric: str, persona: str, percent: float | None, n: int
    ) -> None:
        found = measured(study, study.metric(metric), persona)
        assert (None if found.value is None else round(100 * found.value, 1), found.n) == (percent, n)
        if not persona:
            asked = [objective for objective in study.objectives if objective.metric == metric]
            assert all(objective.baseline == percent for objective in asked)


@pytest.mark.real
@needs_data
class TestWhatTheStudyClaims:
    """The numbers written into insights, personas and journeys, counted again."""

    def _of(self, log: pd.DataFrame, level: str) -> pd.DataFrame:
        return log[log["service_level"] == level]

    def _cases(self, rows: pd.DataFrame, *events: str) -> int:
        return int(rows.loc[rows["event"].isin(events), "customer"].nunique())

    def _often(self, rows: pd.DataFrame, event: str) -> int:
        return int((rows.loc[rows["event"] == event, "customer"].value_counts() > 1).sum())

    def _days(self, rows: pd.DataFrame) -> pd.Series:
        first = rows.groupby("customer")["at"].min()
        resolved = rows[rows["event"] == "Resolve ticket"].groupby("customer")["at"].min()
        return (resolved - first).dropna().dt.total_seconds() / 86_400

    def test_days_until_the_first_resolution(self, log: pd.DataFrame) -> None:
        days = self._days(log)
        assert (len(days), round(days.median(), 1), round(days.quantile(0.9), 1)) == (4569, 6.0, 29.9)
        levels = [self._days(self._of(log, f"Value {level}")) for level in (1, 2, 3)]
        assert [round(level.median(), 1) for level in levels] == [14.8, 5.8, 6.6]
        assert [round(level.quantile(0.9), 1) for level in levels] == [34.4, 28.9, 33.0]

    def test_tickets_on_hold_and_resolved_more_than_once(self, log: pd.DataFrame) -> None:
        assert (self._cases(log, "Wait"), self._often(log, "Resolve ticket")) == (1236, 386)

    def test_closing_is_clockwork(self, log: pd.DataFrame) -> None:
        last = [log[log["event"] == event].groupby("customer")["at"].max() for event in ("Resolve ticket", "Closed")]
        apart = (last[1] - last[0] - pd.Timedelta(days=15)).abs() < pd.Timedelta(minutes=1)
        assert (int(apart.sum()), self._cases(log, "Closed")) == (1292, 4559)

    @pytest.mark.parametrize(
        ("level", "counts"),
        [
            ("Value 1", (118, 0, 117, 107, 10, 49, 7, 115, 14)),
            ("Value 2", (3541, 78, 3468, 3306, 492, 934, 99, 3529, 284)),
            ("Value 3", (935, 22, 908, 874, 116, 252, 40, 924, 86)),
        ],
    )
    def test_what_the_maps_count(self, log: pd.DataFrame, level: str, counts: tuple[int, ...]) -> None:
        rows = self._of(log, level)
        found = (
            rows["customer"].nunique(),
            self._cases(rows, "Insert ticket"),
            self._cases(rows, "Assign seriousness"),
            self._cases(rows, "Take in charge ticket", "Schedule intervention"),
            self._often(rows, "Take in charge ticket"),
            self._cases(rows, "Wait"),
            self._cases(rows, "Require upgrade", "Create SW anomaly", "Resolve SW anomaly"),
            self._cases(rows, "Resolve ticket"),
            self._often(rows, "Resolve ticket"),
        )
        assert found == counts

    def test_tickets_that_changed_their_level(self, log: pd.DataFrame) -> None:
        levels = log.groupby("customer")["service_level"].nunique()
        assert (int((levels > 1).sum()), self._of(log, "Value 4")["customer"].nunique()) == (43, 29)


@pytest.mark.real
@needs_data
def test_three_reports_are_built_and_say_that_nobody_rated(study: Study, tmp_path: Path) -> None:
    outcome = batch.report(study.folder, jobs=2, out=tmp_path / "reports")
    assert outcome.exit_code == 0, [f"{r.run.name}: {r}" for r in outcome.failed]
    assert set(outcome.pages) == {*PERSONAS, ""}
    for id in PERSONAS:
        page = (tmp_path / "reports/helpdesk" / id / "index.html").read_text(encoding="utf-8")
        assert page.count('class="cjm-map ') == 1
        assert page.count("not rated") >= len(study.phases)
