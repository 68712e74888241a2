"""A study folder made of the files a test writes down."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cjm_research.study import Study

Make = Callable[..., Path]

PHASES = """\
# The phases, as agreed in March.
phases:
  # The first one.
  - id: consider
    title:  Consider   # not "compare"
    goal: "Find out"
  - {id: buy, title: 'Buy', goal: Pay}
"""


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write files and return their folder; the keys are paths in it."""

    def write(files: dict[str, str | bytes] | None = None) -> Path:
        for name, content in {"study.yaml": "format: 1\ntitle: Tiny\n", **(files or {})}.items():
            path = tmp_path / "tiny" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / "tiny"

    return write


@pytest.fixture
def folder(make: Make) -> Path:
    """A study with two phases and comments."""
    return make({"phases.yaml": PHASES})


def with_phase(study: Study, id: str, **change: object) -> Study:
    """Return the study with fields of one phase changed."""
    phases = [phase.model_dump() | change if phase.id == id else phase for phase in study.phases]
    return study.replaced(phases=phases)


@pytest.fixture
def change() -> Callable[..., Study]:
    """Change a phase of a study: ``change(study, "buy", title="Purchase")``."""
    return with_phase
