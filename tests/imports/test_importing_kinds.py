"""Each kind of source is imported as what it is."""

import os
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from cjm_research.errors import CjmError
from cjm_research.evidence import quotes, table
from cjm_research.imports import importing
from cjm_research.imports.reading import ImportReport, Note, Options
from cjm_research.imports.report_text import report_text
from cjm_research.study import Columns, Source, Study


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
