"""``cjm import``, from what was typed to what is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date as day
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cjm_research import store
from cjm_research.errors import CjmError
from cjm_research.imports import importing, registering
from cjm_research.imports.previews import Preview, with_original_note
from cjm_research.imports.reading import Options
from cjm_research.imports.report_text import report_text
from cjm_research.study import Columns

_LONG = 20_000_000


@dataclass(frozen=True)
class Request:
    """What a person typed behind ``cjm import``."""

    kind: str
    study: str
    options: Options
    file: Path | None = None
    id: str = ""
    title: str = ""
    consent: str = ""
    publisher: str = ""
    date: str = ""
    claim: str = ""
    address: str = ""
    only_preview: bool = False
    yes: bool = False
    replace: bool = False
    pseudonyms: bool = False
    keep_original: bool = False


def options(columns: Sequence[str] = (), **said: Any) -> Options:
    """Return the options of an import; ``columns`` are lines such as ``at=Submitted``.

    Examples
    --------
    >>> options(["at=Submitted"], zone="Europe/Berlin").columns.at
    'Submitted'
    """
    roles: dict[str, str] = {}
    for line in columns:
        role, sign, name = line.partition("=")
        if not sign or role.strip() not in Columns.model_fields:
            raise CjmError(f"--column {line}: write ROLE=NAME. Roles are: {', '.join(Columns.model_fields)}.")
        roles[role.strip()] = name
    try:
        return Options(columns=Columns(**roles), **said)
    except ValidationError as error:
        raise CjmError(f"The options cannot be used: {store.sentence(error.errors()[0])}") from None


def run(request: Request, *, say: Callable[[str], object], agree: Callable[[str], bool]) -> int:
    """Import what was asked for and return the exit code: 0 done, 1 not agreed to.

    Parameters
    ----------
    request
        What was typed.
    say
        Prints a text.
    agree
        Asks a question that is answered by yes or no.
    """
    study = store.open_study(request.study)
    if request.file is None:
        return _registered(study, request, say)
    with _progress(request) as progress:
        shown = importing.preview(
            study,
            request.kind,
            request.file,
            request.options,
            id=request.id,
            replace_source=request.replace,
            pseudonyms=request.pseudonyms,
            progress=progress,
        )
    told = with_original_note(shown, keep_original=request.keep_original)
    say(report_text(told.report))
    if shown.is_known:
        say(f"{shown.known} Nothing was changed.")
        return 0
    if request.only_preview:
        say("Nothing is written. Without --preview it would be.")
        return 0
    if not request.yes and not agree(_question(shown)):
        say("Nothing was written.")
        return 1
    importing.write(
        study,
        shown,
        title=request.title,
        consent=request.consent,
        publisher=request.publisher,
        claim=request.claim,
        address=request.address,
        collected_to=_day(request.date),
        keep_original=request.keep_original,
    )
    say(_done(shown))
    if not request.consent and not shown.is_codebook:
        say("No basis of consent is given. Write it into evidence/sources.yaml, under 'consent'.")
    return 0


def _question(shown: Preview) -> str:
    return "Add these codes to codes.yaml?" if shown.is_codebook else f"Import this as '{shown.id}'?"


def _done(shown: Preview) -> str:
    if shown.is_codebook:
        return f"Added to codes.yaml: {shown.reading.n:,} {shown.reading.unit}."
    return f"Imported as '{shown.id}'" + (f": evidence/{shown.file}." if shown.file else ".")


def _registered(study: Any, request: Request, say: Callable[[str], object]) -> int:
    if request.kind != "secondary":
        raise CjmError(f"cjm import {request.kind} needs a file. Name it after the kind.")
    asked = {
        "--title": request.title,
        "--publisher": request.publisher,
        "--date": request.date,
        "--claim": request.claim,
    }
    if missing := [name for name, value in asked.items() if not value.strip()]:
        raise CjmError(f"A secondary source needs {', '.join(missing)}: who says what, and when.")
    id = request.id or registering.slug(Path(f"{request.publisher} {request.title}"))
    published = _day(request.date)
    assert published is not None  # noqa: S101 asked for above
    if request.only_preview:
        say(f"Would register '{id}'. Nothing is written.")
        return 0
    saved = importing.secondary(
        study,
        id=id,
        title=request.title,
        publisher=request.publisher,
        collected_to=published,
        claim=request.claim,
        address=request.address,
    )
    say(f"'{id}' is in the register already. Nothing was changed." if saved is study else f"Registered as '{id}'.")
    return 0


def _day(text: str) -> day | None:
    try:
        return day.fromisoformat(text) if text else None
    except ValueError:
        raise CjmError(f"--date {text}: enter a date as YYYY-MM-DD.") from None


@contextmanager
def _progress(request: Request) -> Iterator[Callable[[int], None]]:
    """Show how far the reading of a large file is; say nothing about a small one."""
    file = request.file
    if file is None or not file.is_file() or file.stat().st_size < _LONG:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    shape = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*shape, console=Console(stderr=True), transient=True) as bar:
        packed = file.suffix in (".gz", ".zip")
        task = bar.add_task(f"Reading {file.name}", total=None if packed else file.stat().st_size)
        yield lambda got: bar.update(task, completed=got)
