import hashlib
import os
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from cjm_research import checks, starters, store
from cjm_research.errors import CjmError, ConflictError, EvidenceError, StudyFileError
from cjm_research.evidence import quotes, table
from cjm_research.imports import forgetting, importing
from cjm_research.imports.reading import ImportReport, Note, Options
from cjm_research.imports.report_text import report_text
from cjm_research.store import files
from cjm_research.study import Columns, Source, Study

SURVEY = "participant,submitted,How satisfied are you?,Anything else?\n" + "".join(
    f"P{n},2026-05-{n:02},{n % 5 + 1},text {n}\n" for n in range(1, 21)
)
ROLES = Options(columns=Columns(participant="participant", at="submitted"))


def everything(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".cjm.lock"
    }


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return store.open_study(starters.write_empty(tmp_path / "home" / "mine", title="Mine"))


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    path = tmp_path / "spring survey.csv"
    path.write_text(SURVEY)
    return path


def imported(study: Study, path: Path, options: Options = ROLES, **how: object) -> Study:
    shown = importing.preview(study, "survey", path, options, **how)  # type: ignore[arg-type]
    return importing.write(study, shown, title="S", consent="asked")


def test_a_preview_writes_nothing(study: Study, survey: Path) -> None:
    before = everything(study.folder.parent)
    shown = importing.preview(study, "survey", survey, ROLES)
    assert shown.id == "spring-survey"
    assert shown.report.rows_in == 20
    assert everything(study.folder.parent) == before


def test_an_import_keeps_the_original_and_registers_what_it_made(study: Study, survey: Path) -> None:
    after = imported(study, survey)
    source = after.source("spring-survey")
    home = study.folder / "evidence"
    assert (home / source.original).read_bytes() == survey.read_bytes()
    assert source.original_sha256 == store.sha256(survey)
    assert source.sha256 == store.sha256(home / str(source.file))
    assert (source.n, source.title, source.consent) == (20, "S", "asked")
    assert (source.collected_from, source.collected_to) == (date(2026, 5, 1), date(2026, 5, 20))
    assert source.reader
    assert len(table(after, source.id)) == 20
    assert not [finding for finding in checks.run(after) if finding.rule in ("EVD-010", "EVD-011")]


def test_the_same_file_again_changes_nothing(study: Study, survey: Path) -> None:
    after = imported(study, survey)
    before = everything(study.folder)
    again = importing.preview(after, "survey", survey, ROLES)
    assert again.is_known
    assert importing.write(after, again) is after
    assert everything(study.folder) == before


def test_the_same_file_under_another_id_is_refused(study: Study, survey: Path) -> None:
    after = imported(study, survey)
    with pytest.raises(CjmError, match="already imported as 'spring-survey'"):
        importing.preview(after, "survey", survey, ROLES, id="other")


def test_another_file_under_the_same_id_is_refused_unless_it_shall_replace(study: Study, survey: Path) -> None:
    after = imported(study, survey)
    survey.write_text(SURVEY + "P21,2026-05-21,5,more\n")
    before = everything(study.folder)
    with pytest.raises(CjmError, match=r"already has a source 'spring-survey', made from originals/spring survey\.csv"):
        importing.preview(after, "survey", survey, ROLES)
    assert everything(study.folder) == before
    replaced = imported(after, survey, replace_source=True)
    assert replaced.source("spring-survey").n == 21
    assert len(list((study.folder / "evidence" / "originals").iterdir())) == 1


def test_what_people_wrote_about_a_source_outlives_its_replacement(study: Study, survey: Path) -> None:
    after = imported(study, survey)
    source = after.source("spring-survey")
    bound = source.questions[0].model_copy(update={"wording": "How happy are you?"})
    edited = source.model_copy(update={"limits": "Few answers", "questions": (bound, *source.questions[1:])})
    after = store.save(after.replaced(sources=(edited,)))
    survey.write_text(SURVEY + "P21,2026-05-21,5,more\n")
    replaced = imported(after, survey, replace_source=True).source("spring-survey")
    assert replaced.limits == "Few answers"
    assert replaced.questions[0].wording == "How happy are you?"


def test_an_original_with_personal_data_is_not_kept_and_only_its_name_and_sha256_are(
    study: Study, tmp_path: Path
) -> None:
    path = tmp_path / "s.csv"
    path.write_text("participant,Email,score\nP1,ida@example.org,5\nP2,jo@example.org,4\n")
    after = imported(study, path, Options(columns=Columns(participant="participant")))
    assert after.source("s").original == "s.csv"
    assert after.source("s").original_sha256 == store.sha256(path)
    text = b"".join(file.read_bytes() for file in study.folder.rglob("*") if file.is_file())
    assert b"example.org" not in text
    assert not list(checks.privacy(after))


def test_an_original_with_personal_data_is_kept_where_somebody_insists_and_found_by_the_check(
    study: Study, tmp_path: Path
) -> None:
    path = tmp_path / "s.csv"
    path.write_text("participant,Email,score\nP1,ida@example.org,5\nP2,jo@example.org,4\n")
    shown = importing.preview(study, "survey", path, Options(columns=Columns(participant="participant")))
    after = importing.write(study, shown, title="S", keep_original=True)
    assert (study.folder / "evidence" / after.source("s").original).is_file()
    assert [finding.rule for finding in checks.privacy(after)] == ["PRV-002"]


def test_people_get_pseudonyms_and_the_key_stays_outside(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("participant,score\nida@example.org,5\njo@example.org,4\n")
    after = imported(study, path, Options(columns=Columns(participant="participant")))
    assert table(after, "s")["participant"].str.fullmatch("p-[0-9a-f]{12}").all()
    assert (study.folder.parent / ".cjm-keys" / "mine.key").is_file()
    again = importing.preview(after, "survey", path, Options(columns=Columns(participant="participant")))
    assert again.is_known


def test_a_file_that_changed_after_the_preview_is_refused(study: Study, survey: Path) -> None:
    shown = importing.preview(study, "survey", survey, ROLES)
    survey.write_text(SURVEY + "P21,2026-05-21,5,more\n")
    before = everything(study.folder.parent)
    with pytest.raises(EvidenceError, match="has changed since"):
        importing.write(study, shown)
    assert everything(study.folder.parent) == before


def test_a_study_that_changed_on_disk_meanwhile_is_left_alone(study: Study, survey: Path) -> None:
    shown = importing.preview(study, "survey", survey, ROLES)
    register = study.folder / "evidence" / "sources.yaml"
    register.write_text("sources:\n  - {id: mine, title: Mine, kind: survey}\n")
    before = everything(study.folder)
    with pytest.raises(ConflictError):
        importing.write(study, shown)
    assert everything(study.folder) == before


@pytest.mark.parametrize("stop_at", range(1, 12))
def test_an_import_that_the_disk_interrupts_leaves_the_study_as_it_was(
    study: Study, survey: Path, stop_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = importing.preview(study, "survey", survey, ROLES)
    before = everything(study.folder)
    calls = 0

    def failing(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls == stop_at:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", failing)
    try:
        importing.write(study, shown, title="S")
    except StudyFileError as error:
        assert "no space left" in str(error)  # noqa: PT017 it may also be done before
        assert everything(study.folder) == before
    else:
        assert "spring-survey" in store.open_study(study.folder).present


def test_a_stray_file_in_the_way_is_not_overwritten(study: Study, survey: Path) -> None:
    (study.folder / "evidence" / "spring-survey.csv").write_text("mine\n")
    with pytest.raises(CjmError, match=r"evidence/spring-survey.csv is there, but no source"):
        importing.preview(study, "survey", survey, ROLES)


@pytest.mark.parametrize("id", ["../x", "A", "con", "x/y", "sources.yaml", "sources", "originals"])
def test_an_id_that_is_none_is_refused(study: Study, survey: Path, id: str) -> None:
    with pytest.raises(CjmError):
        importing.preview(study, "survey", survey, ROLES, id=id)


@pytest.mark.parametrize(
    "name", ["..", "-rf.csv", "a\u202eb.csv", "Umfrage Mai.csv", "con.csv", ".hidden.csv", "x:y.csv"]
)
def test_any_name_of_a_file_is_a_safe_name_inside(study: Study, tmp_path: Path, name: str) -> None:
    if name == "..":
        name = "...csv"
    path = tmp_path / name
    path.write_text(SURVEY)
    after = imported(study, path, id="s")
    kept = study.folder / "evidence" / after.source("s").original
    assert kept.is_file()
    assert kept.resolve().is_relative_to(study.folder / "evidence" / "originals")


def test_events_become_parquet(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("user_id,event,timestamp\nu1,open,2026-05-01T10:00:00Z\nu2,buy,2026-05-02T10:00:00Z\n")
    after = importing.write(study, importing.preview(study, "events", path), title="Log")
    source = after.source("log")
    assert source.file == "log.parquet"
    assert len(pd.read_parquet(study.folder / "evidence" / "log.parquet")) == 2
    assert importing.preview(after, "events", path).is_known


def test_a_poll_is_registered(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "poll.csv"
    path.write_text("option,count\nprice,30\ntime,12\n")
    source = importing.write(study, importing.preview(study, "poll", path), title="Poll").source("poll")
    assert (source.kind, source.n, source.unit) == ("poll", 42, "votes")


def test_reviews_become_quotes_by_keyword(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "reviews.csv"
    path.write_text("said,stars\nToo slow. Never again,1\n")
    options = Options(columns=Columns(text="said", rating="stars"))
    after = importing.write(study, importing.preview(study, "reviews", path, options), title="Reviews")
    assert (after.source("reviews").kind, after.source("reviews").n) == ("reviews", 1)
    assert quotes(after).empty


def test_a_secondary_source_needs_no_file_and_comes_once(study: Study) -> None:
    said = {"id": "trend", "title": "T", "publisher": "P", "collected_to": date(2026, 1, 2), "claim": "Half rent."}
    after = importing.secondary(study, **said)  # type: ignore[arg-type]
    assert after.source("trend").kind == "secondary"
    assert importing.secondary(after, **said) is after  # type: ignore[arg-type]
    with pytest.raises(CjmError, match="already has a source 'trend'"):
        importing.secondary(after, **{**said, "claim": "All rent."})  # type: ignore[arg-type]


def test_a_secondary_source_may_bring_its_report(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"%PDF-1.7")
    shown = importing.preview(study, "secondary", path)
    source = importing.write(study, shown, title="R", publisher="P", claim="C", collected_to=date(2026, 1, 2)).source(
        "report"
    )
    assert (source.file, source.original, source.n) == (None, "originals/report.pdf", None)


def test_numbers_of_a_report_add_up_or_it_says_that_they_do_not() -> None:
    report = ImportReport(file="a.csv", reader="r", rows_in=5, rows_kept=3, dropped=(Note(what="blank", count=2),))
    assert "5 in, 3 kept, 2 dropped" in report_text(report)
    assert "not accounted for" not in report_text(report)
    assert "1  rows are not accounted for" in report_text(report.model_copy(update={"rows_in": 6}))


def test_a_person_who_is_forgotten_leaves_and_nobody_else_changes(study: Study, survey: Path) -> None:
    after = imported(study, survey)
    lines = (study.folder / "evidence" / "spring-survey.csv").read_bytes().splitlines(keepends=True)
    saved, left = forgetting.forget(after, "P7")
    home = study.folder / "evidence"
    assert (home / "spring-survey.csv").read_bytes() == b"".join(line for line in lines if not line.startswith(b"P7,"))
    source = saved.source("spring-survey")
    assert source.n == 19
    assert source.sha256 == store.sha256(home / "spring-survey.csv")
    assert left.rows == {"spring-survey": 1}
    assert not (home / "originals").exists()
    assert source.original == "spring survey.csv"
    assert b"text 7" not in b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


def test_a_person_can_be_forgotten_by_the_address_behind_the_pseudonym(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("participant,score\nida@example.org,5\njo@example.org,4\n")
    after = imported(study, path, Options(columns=Columns(participant="participant")))
    saved, _ = forgetting.forget(after, "Ida@example.org")
    assert len(table(saved, "s")) == 1


def test_nobody_of_that_id_changes_nothing(study: Study, survey: Path) -> None:
    after = imported(study, survey)
    before = everything(study.folder)
    with pytest.raises(CjmError, match="Nobody in this study has the id 'P99'"):
        forgetting.forget(after, "P99")
    assert everything(study.folder) == before


def test_a_person_leaves_the_demo_log_and_its_interviews(tmp_path: Path) -> None:
    demo = store.open_study(starters.write_demo(tmp_path / "demo", customers=200))
    log = pd.read_parquet(demo.folder / "evidence" / "events.parquet")
    who = str(log["customer"].iloc[0])
    saved, left = forgetting.forget(demo, who)
    kept = pd.read_parquet(demo.folder / "evidence" / "events.parquet")
    assert left.rows["events"] == int((log["customer"] == who).sum())
    pd.testing.assert_frame_equal(kept, log[log["customer"] != who].reset_index(drop=True))
    assert saved.source("events").n == (demo.source("events").n or 0) - 1
    said = quotes(demo)
    saved, left = forgetting.forget(saved, "P01")
    assert len(quotes(saved)) == len(said) - (said["participant"] == "P01").sum()
    assert "EVD-011" not in {finding.rule for finding in checks.run(saved)}
    assert left.personas == tuple(persona.id for persona in demo.personas)


def test_files_come_into_the_evidence_only(study: Study) -> None:
    for name in ("../x", "sources.yaml", "/etc/x", "a/../../x"):
        with pytest.raises(StudyFileError, match="no place for a file"):
            store.save(study, files_in={name: b"x"})
    assert not (study.folder / "x").exists()


@pytest.mark.real
@pytest.mark.parametrize(
    ("kind", "name", "options", "rows", "n"),
    [
        ("survey", "airline/satisfaction.csv", Options(), 38_847, 38_847),
        ("survey", "surveys/surveymonkey_two_header.csv", Options(encoding="latin-1"), 1_186, 1_186),
        ("survey", "surveys/flying_etiquette.csv", Options(), 1_040, 1_040),
        ("survey", "surveys/qualtrics_three_header.csv", Options(), 1, 1),
        ("survey", "surveys/carpentrycon_2020_nps.csv", Options(), 124, 124),
        ("survey", "surveys/carpentries_learner_2017.csv", Options(), 476, 476),
        ("survey", "sessions/online_shoppers.csv", Options(), 12_330, 12_330),
        ("events", "helpdesk/helpdesk.xes.gz", Options(), 21_348, 4_580),
        ("reviews", "airline/seat_reviews.csv", Options(columns=Columns(text="content")), 1_258, 1_258),
        ("reviews", "airline/lounge_reviews.csv", Options(columns=Columns(text="content")), 2_264, 2_264),
    ],
)
def test_real_files_are_imported_with_the_counts_of_their_readme(
    study: Study, kind: str, name: str, options: Options, rows: int, n: int
) -> None:
    beside = Path(__file__).parents[2].parent / "shared" / "data"
    path = Path(os.environ.get("CJM_SHARED_DATA", beside)) / name
    if not path.is_file():
        pytest.skip(f"../shared/data/{name} is not there")
    after = importing.write(study, importing.preview(study, kind, path, options), title="Real")
    source = next(source for source in after.sources)
    assert isinstance(source, Source)
    assert source.n == n
    assert len(table(after, source.id)) == rows
    assert importing.preview(after, kind, path, options).is_known
