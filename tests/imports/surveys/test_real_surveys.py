"""Survey files nobody here wrote: the counts are those in the description of the data. Skipped without it."""

import os
from pathlib import Path

import pytest

from cjm_research import analysis
from cjm_research.errors import EvidenceError
from cjm_research.imports.reading import Options, Reading
from cjm_research.imports.surveys import LEFT_OUT, read_survey
from cjm_research.study import Metric, Thresholds

DATA = Path(os.environ.get("CJM_SHARED_DATA") or Path(__file__).parents[3] / "../shared/data")
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not (DATA / "surveys").is_dir(), reason="../shared/data/surveys is not there; set CJM_SHARED_DATA"
    ),
]


def read(name: str, **options: object) -> Reading:
    reading = read_survey(DATA / name, Options.model_validate(options))
    report = reading.report
    named = [note for note in report.coerced if note.what.startswith(LEFT_OUT)]
    assert report.rows_in == report.rows_kept == reading.n == len(reading.table)
    assert report.columns_in == report.columns_kept + len(report.personal) + len(named)
    return reading


def count(reading: Reading, kind: str) -> int:
    return sum(question.kind == kind for question in reading.questions)


def net(reading: Reading) -> tuple[float, tuple[int, int, int]]:
    asked = next(question for question in reading.questions if question.kind == "nps")
    metric = Metric(id="nps", title="NPS", kind="nps", column=asked.column, low=0, high=10)
    found = analysis.measure(metric, reading.table, Thresholds())
    scores = [int(score) for score in reading.table[asked.column] if score]
    groups = (sum(s >= 9 for s in scores), sum(7 <= s <= 8 for s in scores), sum(s <= 6 for s in scores))
    return round(100 * (found.value or 0), 1), groups


@pytest.mark.parametrize(
    ("name", "vendor", "rows", "columns", "options"),
    [
        ("surveys/surveymonkey_two_header.csv", "surveymonkey", 1186, 38, {"encoding": "latin-1"}),
        ("surveys/flying_etiquette.csv", "surveymonkey", 1040, 27, {}),
        ("surveys/carpentrycon_2020_nps.csv", "generic", 124, 17, {}),
        ("surveys/carpentries_learner_2017.csv", "generic", 476, 75, {}),
        ("surveys/qualtrics_three_header.csv", "qualtrics", 1, 17, {}),
        ("airline/satisfaction.csv", "generic", 38847, 23, {}),
    ],
)
def test_rows_and_columns_are_as_counted(
    name: str, vendor: str, rows: int, columns: int, options: dict[str, str]
) -> None:
    report = read(name, **options).report
    assert (report.vendor, report.rows_in, report.columns_in) == (vendor, rows, columns)


def test_two_header_rows_of_surveymonkey() -> None:
    with pytest.raises(EvidenceError, match="is not UTF-8 text"):
        read("surveys/surveymonkey_two_header.csv")
    reading = read("surveys/surveymonkey_two_header.csv", encoding="latin-1")
    assert [count(reading, kind) for kind in ("multiple", "ranking", "grid", "single")] == [6, 6, 14, 11]
    assert reading.columns.participant == "RespondentID"
    assert {question.high for question in reading.questions if question.kind == "ranking"} == {6}
    assert {len(question.options) for question in reading.questions if question.kind == "grid"} == {6}


def test_flying_etiquette_keeps_every_blank() -> None:
    reading = read("surveys/flying_etiquette.csv")
    asked = [question.column for question in reading.questions]
    assert reading.unit == "respondents"
    only = reading.table[asked].ne("").sum(axis=1) == 1
    assert int(only.sum()) == 18
    assert 166 in set(reading.table[asked[0]].value_counts())
    flights = reading.table[asked[1:]].drop(columns=[*asked[-5:], asked[2], asked[3]])
    assert int(flights.eq("").all(axis=1).sum()) == 182


def test_nps_of_a_conference() -> None:
    reading = read("surveys/carpentrycon_2020_nps.csv")
    assert net(reading) == (62.1, (84, 33, 7))
    assert reading.table["session"].nunique() == 35
    assert any("look encoded twice" in warning for warning in reading.report.warnings)


def test_nps_of_learners_and_six_questions_of_several_choices() -> None:
    reading = read("surveys/carpentries_learner_2017.csv")
    assert net(reading) == (36.3, (215, 118, 69))
    assert reading.report.duplicates == 1
    assert int((reading.table["Likely-To-Recommend"] == "").sum()) == 74
    assert (count(reading, "multiple"), count(reading, "other")) == (51, 7)
    assert sum("read as one question of several choices" in w for w in reading.report.warnings) == 6
    assert [q.wording for q in reading.questions if q.column == "Column13"] == ["Field [other]"]


def test_three_header_rows_of_qualtrics() -> None:
    reading = read("surveys/qualtrics_three_header.csv")
    assert [question.id for question in reading.questions] == ["q1", "q2"]
    assert len(reading.report.personal) == 4
    assert reading.columns.model_dump(exclude_defaults=True) == {"participant": "ResponseId", "at": "RecordedDate"}
    assert [note.where for note in reading.report.coerced] == ["column 'Q2 - Topics'"]


def test_a_public_benchmark_keeps_its_zeros() -> None:
    reading = read("airline/satisfaction.csv")
    assert (reading.report.duplicates, count(reading, "scale")) == (0, 14)
    ratings = [question for question in reading.questions if question.kind == "scale"]
    assert all(question.low is None for question in ratings)
    assert int((reading.table["Inflight_wifi_service"] == "0").sum()) == 1158
    assert int(reading.table[[question.column for question in ratings]].eq("0").any(axis=1).sum()) == 3087
