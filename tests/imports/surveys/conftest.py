from collections.abc import Callable
from pathlib import Path

import pytest

from cjm_research.imports.reading import Options, Reading
from cjm_research.imports.surveys import LEFT_OUT, read_survey


def adds_up(reading: Reading) -> None:
    """Hold a report to its promise: every row and column of the file is kept or named."""
    report, table = reading.report, reading.table
    named = [note for note in report.coerced if note.what.startswith(LEFT_OUT)]
    assert report.rows_in == report.rows_kept + sum(note.count for note in report.dropped)
    assert report.columns_in == report.columns_kept + len(report.personal) + len(named)
    assert report.rows_kept == reading.n == len(table)
    headings = [str(heading) for heading in table.columns]
    assert len({heading.strip().casefold() for heading in headings}) == len(headings)
    assert len({question.id for question in reading.questions}) == len(reading.questions)
    assert {question.column for question in reading.questions} <= set(headings)
    assert all(isinstance(value, str) for heading in headings for value in table[heading])
    assert set(reading.columns.model_dump(exclude_defaults=True).values()) <= set(headings)


@pytest.fixture
def survey(tmp_path: Path) -> Callable[..., Reading]:
    """Read a survey from its text; the report is held to its promise."""

    def made(text: str | bytes, *, file: str = "answers.csv", **options: object) -> Reading:
        path = tmp_path / file
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        reading = read_survey(path, Options.model_validate(options))
        adds_up(reading)
        return reading

    return made
