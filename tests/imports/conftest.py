from pathlib import Path

import pytest

from cjm_research import starters, store
from cjm_research.study import Study

SURVEY = "participant,submitted,How satisfied are you?,Anything else?\n" + "".join(
    f"P{n},2026-05-{n:02},{n % 5 + 1},text {n}\n" for n in range(1, 21)
)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return store.open_study(starters.write_empty(tmp_path / "home" / "mine", title="Mine"))


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    path = tmp_path / "spring survey.csv"
    path.write_text(SURVEY)
    return path
