"""The one command: a study in, its pages out."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from cjm_research.batch.key import PACKAGE
from cjm_research.batch.manifest import opened
from cjm_research.batch.outcome import Outcome, progress
from cjm_research.batch.pages import INDEX, write_pages
from cjm_research.batch.plan import plan
from cjm_research.batch.run import run_all
from cjm_research.errors import CjmError
from cjm_research.store import open_study


def report(
    study: str | Path,
    *,
    personas: Sequence[str] = (),
    jobs: int = 4,
    out: Path | None = None,
    fresh: bool = False,
    parameters: Mapping[str, str] | None = None,
    notebooks: Path | None = None,
    timeout: int = 300,
) -> Outcome:
    """Run every notebook for every persona and write one page per persona and an index.

    Parameters
    ----------
    study
        A study's name or folder.
    personas
        Ids; without any, the primary and secondary personas.
    jobs
        Notebooks run at the same time.
    out
        The folder reports go to; without one, ``reports`` beside the folder the study lies in.
    fresh
        Run also what is unchanged.
    parameters
        Further parameters of the notebooks, as typed.
    notebooks
        The folder of notebooks; without one, that of this project. Your own notebooks may lie there too: those that do
        not take ``study`` and ``persona`` are left out, and a note names them.
    timeout
        Seconds one cell may take.

    Returns
    -------
    Outcome
        What was run, skipped, failed and written; ``exit_code`` is 0 or 1.

    Raises
    ------
    CjmError
        The command asks for something that cannot work. Nothing was run.
    """
    started = time.monotonic()
    opened_study = open_study(study)
    planned = plan(
        opened_study,
        notebooks or _notebooks(),
        out or opened_study.folder.parent.parent / "reports",
        personas=personas,
        parameters=parameters,
    )
    with opened(planned.folder) as manifest:
        with progress(len(planned.runs)) as done:
            results = run_all(planned, manifest, jobs=jobs, fresh=fresh, timeout=timeout, done=done)
        pages, notes = write_pages(planned, results, manifest)
    return Outcome(
        study=planned.folder.name,
        results=results,
        pages=pages,
        index=planned.folder / INDEX,
        seconds=round(time.monotonic() - started, 1),
        notes=(*([manifest.problem] if manifest.problem else []), *planned.left_out, *notes),
    )


def _notebooks() -> Path:
    here = Path.cwd()
    for folder in (PACKAGE.parent, here, *here.parents):
        if any((folder / "notebooks").glob("*.ipynb")):
            return folder / "notebooks"
    raise CjmError("There is no folder notebooks/ here or above. Name it with --notebooks.")
