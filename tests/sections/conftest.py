from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable, Iterable
from importlib import import_module
from inspect import isfunction, signature
from pathlib import Path
from pkgutil import iter_modules
from types import SimpleNamespace

import pandas as pd
import pytest
from filelock import FileLock

from cjm_research import charts, sections
from cjm_research.sections import Section, found
from cjm_research.sections.found import PARTS
from cjm_research.starters import write_empty
from cjm_research.store import open_study
from cjm_research.study import Study

CHARTS = (
    "differences",
    "conformance",
    "bars",
    "bullet",
    "counts",
    "curves",
    "emotion_curve",
    "heatmap",
    "intervals",
    "severity",
    "stability",
    "agreement",
    "calibration",
    "saturation",
    "kano",
    "opportunity_landscape",
    "ranks",
    "value_effort",
    "trends",
    "contribution",
    "transitions",
    "variants",
    "flow",
    "path_tree",
    "dwell",
    "funnel",
    "survival",
)


def _sections(*parameters: str) -> dict[str, Callable[..., Section]]:
    """Return every declared section that takes just these."""
    rooms = [import_module(f"cjm_research.sections.{room.name}") for room in iter_modules(sections.__path__)]
    return {
        f"{room.__name__.rpartition('.')[2]}.{name}": say
        for room in rooms
        for name, say in vars(room).items()
        if isfunction(say) and say.__module__ == room.__name__ and not name.startswith("_")
        if _asked(say) == parameters and signature(say).return_annotation in ("Section", "Content")
    }


def _asked(say: Callable) -> tuple[str, ...]:
    """Return what a function asks for besides choices that have a default."""
    found = signature(say).parameters.items()
    return tuple(name for name, about in found if name == "persona" or about.default is about.empty)


OF_A_PERSONA = _sections("study", "persona") | {
    f"found.{step}": lambda study, persona, step=step: found(study, step, persona) for step in PARTS
}
OF_ALL = _sections("study")


def _everything(
    study: Study, *, whom: Iterable[str] | None = None, only: Iterable[str] = (), draw: bool = True
) -> dict[tuple[str, str], SimpleNamespace]:
    """Say every section, or some: for everybody (''), for each persona, and the comparison ('*'), with its frames."""
    jobs = {
        (name, who): (say, (study,) if who == "*" else (study, who))
        for who in (_whom(study) if whom is None else whom)
        for name, say in (OF_ALL if who == "*" else OF_A_PERSONA).items()
        if not only or name in only
    }
    said = {}
    with pytest.MonkeyPatch.context() as patch:
        for chart in CHARTS:
            patch.setattr(charts, chart, _noting(getattr(charts, chart)))
        if not draw:
            patch.setattr(charts, "svg", lambda chart: f"<svg><!-- {type(chart).__name__} --></svg>")
        for key, (say, arguments) in jobs.items():
            section = say(*arguments)
            said[key] = SimpleNamespace(section=section, frames=list(FRAMES), json=_json(section))
            FRAMES.clear()
    return said


def _whom(study: Study) -> list[str]:
    return ["", *(persona.id for persona in study.personas), "*"]


FRAMES: list[tuple[str, pd.DataFrame]] = []


def _noting(draw: Callable) -> Callable:
    def drawn(frame: pd.DataFrame, **options: object) -> object:
        FRAMES.append((draw.__name__, frame))
        return draw(frame, **options)

    return drawn


def _json(section: Section) -> str:
    return json.dumps(section.model_dump(mode="json"), ensure_ascii=False)


@pytest.fixture(scope="session")
def everything() -> Callable[..., dict[tuple[str, str], SimpleNamespace]]:
    return _everything


@pytest.fixture(scope="session")
def demo(opened_demo: Study) -> Study:
    return opened_demo


@pytest.fixture(scope="session")
def said(demo: Study, shared_folder: Path) -> dict[tuple[str, str], SimpleNamespace]:
    """Every section of the demo, said once per run: two processes begin at either end and share what they said."""
    order = _whom(demo)[:: -1 if os.environ.get("PYTEST_XDIST_WORKER", "gw0")[-1] in "13579" else 1]
    parts = {who: _said_once(demo, who, shared_folder / f"said_{_whom(demo).index(who)}.pickle") for who in order}
    return {key: found for who in _whom(demo) for key, found in parts[who].items()}


def _said_once(study: Study, who: str, file: Path) -> dict[tuple[str, str], SimpleNamespace]:
    with FileLock(f"{file}.lock"):
        if not file.exists():
            file.write_bytes(pickle.dumps(_everything(study, whom=(who,))))
    found: dict[tuple[str, str], SimpleNamespace] = pickle.loads(file.read_bytes())  # noqa: S301 our own
    return found


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return open_study(write_empty(tmp_path_factory.mktemp("empty") / "new", title="A new study"))
