"""``cjm report`` at the keyboard: what it hands on, and that a failure is told to whoever called it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cjm_research import batch
from cjm_research.batch.pages import PageStatus
from cjm_research.cli import app


def reported(monkeypatch: pytest.MonkeyPatch, *words: str, pages: dict[str, PageStatus]) -> tuple[int, dict[str, Any]]:
    """Return the exit code of a report whose pages ended like this, and what the batch was asked for."""
    asked: dict[str, Any] = {}

    def report(study: str, **options: Any) -> batch.Outcome:
        asked.update({"study": study, **options})
        return batch.Outcome(study=study, results=(), pages=pages, index=Path("index.html"), seconds=1.0)

    monkeypatch.setattr(batch, "report", report)
    return CliRunner().invoke(app, ["report", *words]).exit_code, asked


@pytest.mark.parametrize(
    ("pages", "code"),
    [
        ({"ana": "written", "": "written"}, 0),
        ({"ana": "unchanged", "": "unchanged"}, 0),
        ({"ana": "kept", "": "written"}, 1),
        ({"ana": "missing", "": "written"}, 1),
    ],
)
def test_a_page_that_is_not_of_today_is_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, pages: dict[str, PageStatus], code: int
) -> None:
    assert reported(monkeypatch, "mine", pages=pages)[0] == code


def test_every_option_reaches_the_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [
        "mine",
        "--persona",
        "ana",
        "--persona",
        "ben",
        "--jobs",
        "2",
        "--out",
        "there",
        "--fresh",
        "-p",
        "top=3",
        "--notebooks",
        "own",
    ]
    assert reported(monkeypatch, *words, pages={})[1] == {
        "study": "mine",
        "personas": ["ana", "ben"],
        "jobs": 2,
        "out": Path("there"),
        "fresh": True,
        "parameters": {"top": "3"},
        "notebooks": Path("own"),
    }
