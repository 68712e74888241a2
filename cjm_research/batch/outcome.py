"""How a batch ended, and how that is told at the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from cjm_research.batch.pages import PageStatus
from cjm_research.batch.run import Result

WHOLE = "(whole study)"
_SAYS = {"written": "written", "unchanged": "unchanged", "kept": "last good one kept", "missing": "none yet"}


@dataclass(frozen=True)
class Outcome:
    """Everything one batch did. ``pages`` maps a persona to what became of its page; ``""`` is the index."""

    study: str
    results: tuple[Result, ...]
    pages: dict[str, PageStatus]
    index: Path
    seconds: float
    notes: tuple[str, ...] = ()

    @property
    def failed(self) -> tuple[Result, ...]:
        """The runs that failed."""
        return tuple(result for result in self.results if result.status == "failed")

    @property
    def exit_code(self) -> int:
        """0 when everything is good, 1 when something failed."""
        return int(bool(self.failed) or any(status in ("kept", "missing") for status in self.pages.values()))


@contextmanager
def progress(total: int, console: Console | None = None) -> Iterator[Callable[[Result], None]]:
    """Show one bar for the whole batch, or one plain line per run where nobody watches a terminal.

    Yields the function to call after each run.
    """
    console = console or Console(stderr=True)
    if not console.is_terminal:
        yield lambda result: console.print(_line(result), markup=False, highlight=False, soft_wrap=True)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("notebooks", total=total)

        def advance(result: Result) -> None:
            if result.status == "failed":
                bar.console.print(_line(result), markup=False, highlight=False, soft_wrap=True)
            bar.update(task, advance=1, description=escape(result.run.name))

        yield advance


def print_outcome(outcome: Outcome, console: Console | None = None) -> None:
    """Print the table persona × status, every failure with its cell, and the page to open."""
    console = console or Console()
    table = Table(
        "persona", "run", "unchanged", "failed", "seconds", "page", title=f"Reports of {escape(outcome.study)}"
    )
    for persona in dict.fromkeys(result.run.persona for result in outcome.results):
        table.add_row(*_row(outcome, persona))
    console.print(table)
    for result in outcome.failed:
        kept = result.run.failed_target
        tries = f" Tried {result.entry.attempts} times." if result.entry.attempts > 1 else ""
        where = f" Kept as {kept.relative_to(outcome.index.parent).as_posix()}." if kept.is_file() else ""
        console.print(f"FAILED {result.entry.error}{tries}{where}", markup=False, highlight=False, soft_wrap=True)
    for note in outcome.notes:
        console.print(note, markup=False, highlight=False, soft_wrap=True)
    if outcome.index.is_file():
        here = outcome.index.is_relative_to(Path.cwd())
        page = outcome.index.relative_to(Path.cwd()) if here else outcome.index
        console.print(f"Open {page}", markup=False, highlight=False, soft_wrap=True)


def _line(result: Result) -> str:
    if result.status == "failed":
        return f"FAILED {result.entry.error}"
    return f"{result.status:<9} {result.run.name}" + (
        f"  {result.entry.seconds:.1f} s" if result.status == "ok" else ""
    )


def _row(outcome: Outcome, persona: str) -> tuple[str, ...]:
    own = [result for result in outcome.results if result.run.persona == persona]
    counts = [sum(result.status == status for result in own) for status in ("ok", "unchanged", "failed")]
    seconds = sum(result.entry.seconds for result in own if result.status != "unchanged")
    page = _SAYS[outcome.pages[persona]] if persona in outcome.pages else ""
    return (escape(persona or WHOLE), *(str(count) for count in counts), f"{seconds:.1f}", page)
