"""From executed notebooks to pages: each written only when all its runs are good and something in it changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from cjm_research import reports
from cjm_research.batch.manifest import Manifest, Page, has_sha256
from cjm_research.batch.plan import Plan
from cjm_research.batch.run import Result
from cjm_research.errors import CjmError
from cjm_research.store import sha256

INDEX = "index.html"
PageStatus = Literal["written", "unchanged", "kept", "missing"]


def write_pages(
    plan: Plan, results: Sequence[Result], manifest: Manifest
) -> tuple[dict[str, PageStatus], tuple[str, ...]]:
    """Write the page of every persona and the index; return what became of each and sentences about problems.

    A page with a failed run behind it keeps its last good state, and the index says so.
    """
    pages: dict[str, PageStatus] = {}
    failed: dict[str, str] = {}
    unreadable: dict[str, str] = {}
    for persona in plan.personas:
        own = [result for result in results if result.run.persona == persona]
        pages[persona] = _left(plan, persona)
        broken = next((result for result in own if result.status == "failed"), None)
        if broken:
            failed[persona] = broken.entry.error
            continue
        try:
            pages[persona] = _write_persona(plan, persona, own, manifest)
        except CjmError as error:
            unreadable[persona] = str(error)
    shown = {id: paths for id, paths in _notebooks(plan).items() if id not in unreadable}
    whole = [result for result in results if not result.run.persona]
    problems = [f"No new page for {persona}: {sentence}" for persona, sentence in unreadable.items()]
    pages[""] = _left(plan, "")
    try:
        pages[""] = _write_index(plan, shown, whole, {**failed, **unreadable}, manifest)
    except CjmError as error:
        problems.append(f"No new index: {error}")
    return pages, tuple(problems)


def _write_persona(plan: Plan, persona: str, own: Sequence[Result], manifest: Manifest) -> PageStatus:
    target = plan.folder / persona / INDEX
    key = _key([(result.run.key, result.entry.sha256) for result in own])
    notebooks = [result.run.target for result in own]
    return _renewed(
        persona, target, key, manifest, lambda: reports.write_persona(plan.study, persona, notebooks, target)
    )


def _write_index(
    plan: Plan,
    shown: Mapping[str, Sequence[Path]],
    whole: Sequence[Result],
    failed: Mapping[str, str],
    manifest: Manifest,
) -> PageStatus:
    target = plan.folder / INDEX
    compare = next((result.run.target for result in whole if result.status != "failed"), None)
    if any(result.status == "failed" for result in whole) and target.is_file():
        return "kept"
    files = [path for paths in (*shown.values(), [compare] if compare else []) for path in paths]
    key = _key([plan.key, [(path.relative_to(plan.folder).as_posix(), sha256(path)) for path in files], dict(failed)])
    return _renewed(
        "",
        target,
        key,
        manifest,
        lambda: reports.write_index(plan.study, shown, target, compare=compare, failed=failed),
    )


def _renewed(persona: str, target: Path, key: str, manifest: Manifest, write: Callable[[], None]) -> PageStatus:
    last = manifest.pages.get(persona)
    if last and last.key == key and has_sha256(target, last.sha256):
        return "unchanged"
    write()
    manifest.record_page(persona, Page(key=key, sha256=sha256(target)))
    return "written"


def _left(plan: Plan, persona: str) -> PageStatus:
    return "kept" if (plan.folder / persona / INDEX).is_file() else "missing"


def _notebooks(plan: Plan) -> dict[str, list[Path]]:
    """Return the last good notebooks of every persona that has a page, also of those left out this time."""
    names = [run.notebook.name for run in plan.of(plan.personas[0])]
    found = {}
    for persona in plan.study.personas:
        paths = [plan.folder / persona.id / "notebooks" / name for name in names]
        is_shown = persona.role != "negative" or persona.id in plan.personas
        if is_shown and all(path.is_file() for path in (plan.folder / persona.id / INDEX, *paths)):
            found[persona.id] = paths
    return found


def _key(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
