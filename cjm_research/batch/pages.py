"""From executed notebooks to pages: each written only when all its runs are good and something in it changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from cjm_research import reports
from cjm_research.batch.manifest import Manifest, Page, has_sha256
from cjm_research.batch.outcome import PageStatus
from cjm_research.batch.plan import Plan
from cjm_research.batch.run import Result
from cjm_research.errors import CjmError
from cjm_research.store import sha256

INDEX = "index.html"


def write_pages(
    plan: Plan, results: Sequence[Result], manifest: Manifest
) -> tuple[dict[str, PageStatus], tuple[str, ...]]:
    """Write the page of every persona and the index; return what became of each and sentences about problems.

    A page with a failed run behind it keeps its last good state.
    """
    pages: dict[str, PageStatus] = {}
    notes: list[str] = []
    for persona in (*plan.personas, ""):
        own = [result for result in results if result.run.persona == persona]
        try:
            pages[persona] = _page(plan, persona, own, manifest)
        except CjmError as error:
            notes.append(f"No new page for {persona or 'the whole study'}: {error}")
            pages[persona] = _left(plan, persona)
    return pages, tuple(notes)


def _page(plan: Plan, persona: str, own: Sequence[Result], manifest: Manifest) -> PageStatus:
    if any(result.status == "failed" for result in own):
        return _left(plan, persona)
    target = plan.folder / persona / INDEX
    shown = [] if persona else [id for id in _order(plan) if (plan.folder / id / INDEX).is_file()]
    key = _key(own, shown, manifest)
    last = manifest.pages.get(persona)
    if last and last.key == key and has_sha256(target, last.sha256):
        return "unchanged"
    notebooks = [result.run.target for result in own]
    if persona:
        reports.write_persona(plan.study, persona, notebooks, target)
    else:
        reports.write_index(plan.study, shown, notebooks, target)
    manifest.record_page(persona, Page(key=key, sha256=sha256(target)))
    return "written"


def _left(plan: Plan, persona: str) -> PageStatus:
    return "kept" if (plan.folder / persona / INDEX).is_file() else "missing"


def _order(plan: Plan) -> list[str]:
    return [
        persona.id
        for persona in plan.study.personas
        if persona.role in ("primary", "secondary") or persona.id in plan.personas
    ]


def _key(own: Sequence[Result], shown: Sequence[str], manifest: Manifest) -> str:
    known = manifest.pages
    runs = [f"{result.run.key} {result.entry.sha256}" for result in own]
    pages = [f"{id} {known[id].sha256 if id in known else ''}" for id in shown]
    return hashlib.sha256(json.dumps([runs, pages]).encode()).hexdigest()
