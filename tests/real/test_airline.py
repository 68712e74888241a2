"""The airline study over real answers: it opens, counts right, and its four reports are built."""

import re
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from cjm_research import analysis, batch, checks, evidence, store
from cjm_research.people.numbers import measured, ratings_in
from cjm_research.people.rows import rows
from cjm_research.study import Study
from tests.real import build

HERE = Path(__file__).resolve().parent
PERSONAS = ("loyal-business", "loyal-personal", "new-business", "new-personal")

# n, percent satisfied and the phase means, as counted in the description of the data.
COUNTED: dict[str, tuple[int, float, list[float]]] = {
    "loyal-business": (19805, 70.6, [3.02, 3.06, 3.32, 3.38, 3.60, 3.42, 3.64]),
    "loyal-personal": (11879, 10.0, [3.75, 2.63, 3.37, 2.91, 3.14, 3.12, 3.59]),
    "new-business": (7101, 23.9, [2.88, 2.83, 3.22, 2.91, 3.09, 3.18, 3.72]),
    "new-personal": (62, 24.2, []),
}


needs_data = pytest.mark.skipif(
    not build.DATA.is_dir(), reason="../shared/data/airline is not there; the airline study cannot be built"
)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return store.open_study(build.assemble(tmp_path_factory.mktemp("data")))


@pytest.fixture(scope="module")
def answers(study: Study) -> pd.DataFrame:
    return evidence.table(study, "satisfaction")


def test_only_descriptions_are_committed() -> None:
    listed = subprocess.run(["git", "ls-files", "."], cwd=HERE, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    kept = {Path(name).suffix for name in listed.stdout.split("\n") if name}
    assert kept <= {".yaml", ".py"}


def test_without_the_data_it_refuses_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "DATA", tmp_path / "nowhere")
    with pytest.raises(build.CjmError, match=r"lacks satisfaction\.csv, .*cannot be built without its data"):
        build.assemble(tmp_path / "study")
    assert not (tmp_path / "study").exists()


@pytest.mark.real
@needs_data
class TestStudy:
    def test_the_checks_find_no_error_but_the_expectations_that_real_people_broke(self, study: Study) -> None:
        errors = [found for found in checks.run(study) if found.severity == "error"]
        assert {found.rule for found in errors} == {"EXP-001"}
        assert {found.where for found in errors} == {
            "expectations/loyal-personal-booking",
            "expectations/loyal-personal-satisfied",
            "expectations/wifi-acceptable",
        }
        assert study.present == {"satisfaction", "seat_reviews", "lounge_reviews"}

    @pytest.mark.parametrize("persona", PERSONAS)
    def test_people_and_satisfied_are_as_counted(self, study: Study, persona: str) -> None:
        n, percent, _ = COUNTED[persona]
        found = measured(study, study.metric("satisfied"), persona)
        assert found.n == n
        assert found.value is not None
        assert round(100 * found.value, 1) == percent

    def test_every_answer_belongs_to_one_persona(self, answers: pd.DataFrame) -> None:
        assert sum(n for n, _, _ in COUNTED.values()) == len(answers)

    @pytest.mark.parametrize("persona", PERSONAS[:3])
    def test_phase_means_are_as_counted_zeros_left_out(self, study: Study, persona: str) -> None:
        pooled = []
        for phase in study.phases:
            found = [measured(study, metric, persona) for metric in ratings_in(study, phase)]
            total = sum((e.value or 0) * e.n for e in found)
            pooled.append(round(total / sum(e.n for e in found), 2))
        assert pooled == COUNTED[persona][2]

    def test_zeros_are_counted_as_not_answered(self, study: Study) -> None:
        missing = {name: measured(study, study.metric(f"rate-{name}"), "").missing for name in ("wifi", "check-in")}
        assert missing == {"wifi": 1158, "check-in": 0}

    def test_a_small_group_is_marked_as_indicative(self, study: Study) -> None:
        assert measured(study, study.metric("satisfied"), "new-personal").indicative

    def test_reviews_speak_of_phases_and_of_no_persona(self, study: Study) -> None:
        said = evidence.quotes(study)
        assert set(said["source"]) == {"seat_reviews", "lounge_reviews"}
        assert set(said["persona"]) == {""}
        assert set(said.loc[said["source"] == "lounge_reviews", "polarity"]) == {""}
        assert {"pain", "delight"} <= set(said.loc[said["source"] == "seat_reviews", "polarity"])


@pytest.mark.real
@needs_data
class TestWhatTheStudyClaims:
    """The numbers written into insights and journeys, counted again."""

    def _satisfied(self, study: Study, rows: pd.DataFrame) -> float:
        found = analysis.measure(study.metric("satisfied"), rows, study.about.thresholds)
        return round(100 * (found.value or 0))

    def _of(self, study: Study, persona: str) -> pd.DataFrame:
        found = rows(study, "satisfaction", persona)
        assert found is not None
        return found

    def test_the_gap_stays_within_a_class(self, study: Study) -> None:
        found = {
            (persona, seat): self._satisfied(study, answers[answers["Class"] == seat])
            for persona in PERSONAS[:2]
            for answers in [self._of(study, persona)]
            for seat in ("Eco", "Business")
        }
        assert list(found.values()) == [48, 78, 10, 11]

    def test_wifi_is_a_threshold_for_loyal_private_travellers(self, study: Study) -> None:
        rows = self._of(study, "loyal-personal")
        low, top = (rows[rows["Inflight_wifi_service"].isin(answers)] for answers in (["1", "2", "3"], ["5"]))
        assert (len(low), self._satisfied(study, low), len(top), self._satisfied(study, top)) == (9278, 0, 476, 100)

    def test_who_left_wifi_unrated_is_satisfied(self, answers: pd.DataFrame) -> None:
        unrated = answers[answers["Inflight_wifi_service"] == "0"]
        assert (len(unrated), int((unrated["satisfaction"] == "satisfied").sum())) == (1158, 1153)

    def test_late_passengers_are_less_satisfied(self, study: Study, answers: pd.DataFrame) -> None:
        late = answers["Arrival_Delay_in_Minutes"].astype(int) > 15
        assert (self._satisfied(study, answers[late]), self._satisfied(study, answers[~late])) == (36, 46)

    @pytest.mark.parametrize(
        ("persona", "name", "points"),
        [
            ("loyal-business", "entertainment", 1.7),
            ("loyal-business", "online-boarding", 1.4),
            ("loyal-business", "schedule", 0.0),
            ("loyal-personal", "wifi", 2.1),
            ("loyal-personal", "online-booking", 1.9),
            ("loyal-personal", "seat-comfort", 0.0),
            ("new-business", "wifi", 2.0),
            ("new-business", "schedule", 1.4),
            ("new-business", "seat-comfort", 0.0),
        ],
    )
    def test_points_between_the_satisfied_and_the_others(
        self, study: Study, persona: str, name: str, points: float
    ) -> None:
        rows, metric = self._of(study, persona), study.metric(f"rate-{name}")
        yes = rows["satisfaction"] == "satisfied"
        happy, other = (analysis.measure(metric, rows[kept], study.about.thresholds).value or 0 for kept in (yes, ~yes))
        assert round(happy - other, 1) == points

    def test_what_reviews_speak_of(self, study: Study) -> None:
        said = evidence.quotes(study)
        people = said.groupby(["source", "code"])["participant"].nunique()
        assert round(100 * people["seat_reviews", "leg room"] / 1258) == 46
        assert round(100 * people["lounge_reviews", "lounge: staff"] / 2264) == 44
        assert round(100 * people["lounge_reviews", "lounge: crowding"] / 2264) == 17


@pytest.mark.real
@needs_data
def test_four_reports_are_built_and_can_be_compared(study: Study, tmp_path: Path) -> None:
    outcome = batch.report(study.folder, jobs=2, out=tmp_path / "reports")
    assert outcome.exit_code == 0, [f"{r.run.name}: {r}" for r in outcome.failed]
    assert set(outcome.pages) == {*PERSONAS, ""}
    pages = [(tmp_path / "reports/airline" / id / "index.html").read_text(encoding="utf-8") for id in PERSONAS]
    assert all(page.count('class="cjm-map ') == 1 for page in pages)
    assert len({re.findall(r"Consistency <code>(\w+)</code>", page)[0] for page in pages}) == 1
