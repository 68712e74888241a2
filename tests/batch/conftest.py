"""A tiny study, folders of chosen tiny notebooks, and planning with them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cjm_research.batch.manifest import Manifest, opened
from cjm_research.batch.plan import Plan, plan
from cjm_research.batch.run import Result, run_all
from cjm_research.store import open_study

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
PERSONAS = """\
personas:
  - {id: ana, name: Ana, role: primary}
  - {id: ben, name: Ben, role: secondary}
  - {id: zed, name: Zed, role: negative}
"""


def make_study(folder: Path) -> Path:
    (folder / "journeys").mkdir(parents=True)
    (folder / "study.yaml").write_text("format: 1\ntitle: A tiny study\nas_of: 2026-03-01\n", encoding="utf-8")
    (folder / "personas.yaml").write_text(PERSONAS, encoding="utf-8")
    for persona in ("ana", "ben"):
        (folder / f"journeys/{persona}.yaml").write_text(f"persona: {persona}\n", encoding="utf-8")
    return folder


def copy_notebooks(folder: Path, names: tuple[str, ...]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copy(NOTEBOOKS / f"{name}.ipynb", folder)
    return folder


class Workplace:
    """A project in a temporary folder: ``data/tiny``, ``notebooks/`` and ``reports/``."""

    def __init__(self, root: Path, *notebooks: str) -> None:
        self.root = root
        self.study = make_study(root / "data" / "tiny")
        self.notebooks = copy_notebooks(root / "notebooks", notebooks)
        self.out = root / "reports"
        self.reports = self.out / "tiny"

    def plan(self, *personas: str, **parameters: str) -> Plan:
        return plan(open_study(self.study), self.notebooks, self.out, personas=personas, parameters=parameters)

    def run(
        self, *personas: str, fresh: bool = False, timeout: int = 60, done: Callable[[Result], None] | None = None
    ) -> dict[str, Result]:
        planned = self.plan(*personas)
        with opened(planned.folder) as manifest:
            results = run_all(planned, manifest, fresh=fresh, timeout=timeout, done=done or print)
        return {result.run.name: result for result in results}

    def manifest(self) -> Manifest:
        with opened(self.reports) as manifest:
            return manifest

    def written(self) -> set[str]:
        files = (path for path in self.reports.rglob("*") if path.is_file())
        return {path.relative_to(self.reports).as_posix() for path in files if path.name != ".cjm-report.lock"}


@pytest.fixture(scope="session")
def new_workplace() -> Callable[..., Workplace]:
    return Workplace


@pytest.fixture
def workplace(tmp_path: Path) -> Callable[..., Workplace]:
    return lambda *notebooks: Workplace(tmp_path / "project", *notebooks)
