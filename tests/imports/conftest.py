import hashlib
from pathlib import Path

import pytest

from cjm_research import starters, store
from cjm_research.imports import importing
from cjm_research.imports.reading import Options
from cjm_research.study import Columns, Study

SURVEY = "participant,submitted,How satisfied are you?,Anything else?\n" + "".join(
    f"P{n},2026-05-{n:02},{n % 5 + 1},text {n}\n" for n in range(1, 21)
)
ROLES = Options(columns=Columns(participant="participant", at="submitted"))


def everything(folder: Path) -> dict[str, str]:
    """Return the fingerprint of every file below a folder, the lock left out."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".cjm.lock"
    }


def imported(study: Study, path: Path, options: Options = ROLES, **how: object) -> Study:
    """Return the study after the import of a survey."""
    shown = importing.preview(study, "survey", path, options, **how)  # type: ignore[arg-type]
    return importing.write(study, shown, title="S", consent="asked")


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return store.open_study(starters.write_empty(tmp_path / "home" / "mine", title="Mine"))


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    path = tmp_path / "spring survey.csv"
    path.write_text(SURVEY)
    return path
