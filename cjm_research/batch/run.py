"""Running planned notebooks through papermill: a few at a time, each judged by us, each kept whole or not at all."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

import nbformat
import papermill
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from cjm_research.batch.executed import kept, last_started, said, unfinished, unrun, without_places
from cjm_research.batch.kernels import BatchKernel, scratch, settings, sweep_scratch
from cjm_research.batch.manifest import Entry, Manifest
from cjm_research.batch.plan import Plan, Run
from cjm_research.errors import NotebookFailedError
from cjm_research.store import atomic_write

ATTEMPTS = 2


@dataclass(frozen=True)
class Result:
    """How one planned run ended; ``unchanged`` means an earlier result still holds."""

    run: Run
    status: Literal["ok", "failed", "unchanged"]
    entry: Entry


def _silent(_: Result) -> None:
    pass


def run_all(
    plan: Plan,
    manifest: Manifest,
    *,
    jobs: int = 4,
    fresh: bool = False,
    timeout: int = 300,
    done: Callable[[Result], None] = _silent,
) -> tuple[Result, ...]:
    """Run what is not done yet and return how every planned run ended, in the order of the plan.

    Parameters
    ----------
    jobs
        Notebooks run at the same time; a run waits a lot, so twice the cores is a good number.
    fresh
        Run also what is unchanged.
    timeout
        Seconds one cell may take.
    done
        Called after each run, in the calling thread.
    """
    sweep_scratch()
    results: dict[str, Result] = {}
    waiting = []
    for run in plan.runs:
        if not fresh and manifest.is_done(run.name, run.key, run.target):
            results[run.name] = Result(run, "unchanged", manifest.runs[run.name])
            done(results[run.name])
        else:
            waiting.append(run)
    for run, entry in _entries(waiting, plan, jobs, timeout):
        manifest.record(run.name, entry)
        results[run.name] = Result(run, entry.status, entry)
        done(results[run.name])
    return tuple(results[run.name] for run in plan.runs)


def _entries(waiting: list[Run], plan: Plan, jobs: int, timeout: int) -> Iterator[tuple[Run, Entry]]:
    pool = ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="cjm-report")
    try:
        futures = {pool.submit(_perform, run, plan, timeout): run for run in waiting}
        for future in as_completed(futures):
            yield futures[future], future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _perform(run: Run, plan: Plan, timeout: int) -> Entry:
    started = time.monotonic()
    node, failure, attempts = *_attempt(run, plan, timeout), 1
    while failure and failure.kind != "cell" and attempts < ATTEMPTS:
        node, failure, attempts = *_attempt(run, plan, timeout), attempts + 1
    digest = ""
    try:
        digest = _keep(node, run, plan, failed=failure is not None)
    except (OSError, ValueError) as error:
        failure = failure or _failure(error, run.name, node)
    return Entry(
        status="failed" if failure else "ok",
        key=run.key,
        inputs=dict(run.inputs),
        seconds=round(time.monotonic() - started, 2),
        attempts=attempts,
        sha256="" if failure else digest,
        kind=failure.kind if failure else "",
        error=without_places(str(failure), _hidden(plan)) if failure else "",
        cell=failure.cell if failure else None,
    )


def _hidden(plan: Plan) -> tuple[Path, ...]:
    return (plan.study.folder.parent, plan.study.folder, plan.folder.parent)


def _keep(node: nbformat.NotebookNode, run: Run, plan: Plan, *, failed: bool) -> str:
    """Put the notebook into its place and return its sha256; a failed one never replaces a good one."""
    content = kept(node, _hidden(plan))
    atomic_write(run.failed_target if failed else run.target, content)
    if not failed:
        run.failed_target.unlink(missing_ok=True)
    return sha256(content).hexdigest()


def _attempt(run: Run, plan: Plan, timeout: int) -> tuple[nbformat.NotebookNode, NotebookFailedError | None]:
    """Return the notebook as far as it came, and what stopped it."""
    reached = [unrun(run.notebook.node)]
    try:
        with scratch() as folder:
            node = papermill.execute_notebook(
                run.notebook.node,
                None,
                dict(run.parameters),
                kernel_name="python3",
                language="python",
                progress_bar=False,
                log_output=False,
                request_save_on_cell_execute=False,
                start_timeout=120,
                execution_timeout=timeout,
                iopub_timeout=30,
                shutdown_kernel="immediate",
                record_timing=False,
                store_widget_state=False,
                kernel_manager_class=BatchKernel,
                config=settings(plan.study.folder.parent, folder),
                on_notebook_start=lambda notebook: reached.append(notebook),  # noqa: PLW0108 it is passed by name
            )
        return node, unfinished(node, run.name)
    except Exception as error:  # noqa: BLE001 whatever stops one run must not stop the others
        return reached[-1], _failure(error, run.name, reached[-1])
    finally:
        ensure_event_loop().close()


def _failure(error: Exception, name: str, node: nbformat.NotebookNode) -> NotebookFailedError:
    cell = last_started(node)
    if isinstance(error, PapermillExecutionError):
        return unfinished(node, name) or NotebookFailedError(name, said(error.ename, error.evalue), cell=cell)
    if isinstance(error, CellTimeoutError):
        return NotebookFailedError(name, "took longer than a cell may take.", cell=cell, kind="timeout")
    if isinstance(error, DeadKernelError):
        return NotebookFailedError(name, "the kernel died.", cell=cell, kind="kernel-died")
    problem = f"could not be run ({said(type(error).__name__, str(error))})."
    return NotebookFailedError(name, problem, cell=cell, kind="runner")
