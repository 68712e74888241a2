"""A notebook after its run: did it really run to its end, and what of it may be kept."""

from __future__ import annotations

import copy
import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat

from cjm_research.batch.key import PACKAGE
from cjm_research.batch.source import tags
from cjm_research.errors import NotebookFailedError

ADDED = {"injected-parameters", "papermill-error-cell-tag"}
SCRATCH = "cjm-run-"


def unfinished(node: nbformat.NotebookNode, name: str) -> NotebookFailedError | None:
    """Return why a notebook cannot count as run, or nothing when every code cell ran without an error.

    What papermill noted is not asked: it calls a notebook completed after ``SystemExit``, a timeout or a dead kernel.
    """
    for place, cell in enumerate(node.cells):
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        error = next((output for output in cell.outputs if output.output_type == "error"), None)
        if error:
            return NotebookFailedError(name, said(error.ename, error.evalue), cell=position(node, place))
        if cell.execution_count is None:
            return NotebookFailedError(name, "was never run.", cell=position(node, place))
    return None


def unrun(node: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a copy without the outputs it was stored with."""
    node = copy.deepcopy(node)
    for cell in node.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return node


def said(ename: str, evalue: str) -> str:
    """Return an exception as one line.

    Examples
    --------
    >>> said("KeyError", "'price'"), said("SystemExit", "0")
    ("KeyError: 'price'", 'the notebook left before its end (SystemExit: 0).')
    """
    first = (evalue.strip().splitlines() or [""])[0][:300]
    line = f"{ename}: {first}" if first else ename
    return f"the notebook left before its end ({line})." if ename == "SystemExit" else line


def position(node: nbformat.NotebookNode, place: int) -> int:
    """Return which cell of the notebook as it was written this is, counted from 1."""
    return sum(not ADDED & set(tags(cell)) for cell in node.cells[: place + 1])


def last_started(node: nbformat.NotebookNode) -> int | None:
    """Return the cell that was running when the run broke off, counted as in `position`."""
    started = [
        place
        for place, cell in enumerate(node.cells)
        if cell.cell_type == "code" and cell.metadata.get("papermill", {}).get("start_time")
    ]
    return position(node, started[-1]) if started else None


def without_places(text: str, hidden: Iterable[Path]) -> str:
    """Return a text in which the folders of this machine became ``…``."""
    return _places(hidden).sub("…", text)


def kept(node: nbformat.NotebookNode, hidden: Iterable[Path]) -> bytes:
    """Return the notebook as a file that names neither this machine nor this moment.

    Parameters
    ----------
    hidden
        Folders whose place on this machine nobody needs to know; each becomes ``…`` in outputs.
    """
    node = copy.deepcopy(node)
    node.cells = [cell for cell in node.cells if "papermill-error-cell-tag" not in tags(cell)]
    places = _places(hidden)
    parameters = node.metadata.get("papermill", {}).get("parameters", {})
    names = {name: node.metadata[name] for name in ("kernelspec", "language_info") if name in node.metadata}
    node.metadata = nbformat.from_dict({**names, "papermill": {"parameters": _without(parameters, places)}})
    for cell in node.cells:
        cell.metadata = nbformat.from_dict({name: cell.metadata[name] for name in ("tags",) if tags(cell)})
        if "injected-parameters" in tags(cell):
            cell.id = "injected-parameters"
            cell.source = _without(cell.source, places)
        if cell.cell_type == "code":
            cell.outputs = nbformat.from_dict(_without(cell.outputs, places))
    text: str = nbformat.writes(node)
    return (text.rstrip("\n") + "\n").encode("utf-8", "replace")


def _places(hidden: Iterable[Path]) -> re.Pattern[str]:
    known = [*hidden, PACKAGE.parent, Path(sys.prefix), Path(sys.base_prefix), Path.home()]
    forms = {str(form) for place in known for form in (place, place.resolve()) if len(place.parts) > 1}
    roots = {re.escape(str(root)) for root in (Path(tempfile.gettempdir()), Path(tempfile.gettempdir()).resolve())}
    temporary = rf"(?:{'|'.join(roots)})[/\\](?:ipykernel_\d+[/\\]\d+\.py|{SCRATCH}[\w-]+)"
    folders = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?<![\w.])(?:{temporary}|(?:{folders})(?![\w-]))")


def _without(value: Any, places: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return places.sub("…", value)
    if isinstance(value, list):
        return [_without(item, places) for item in value]
    if isinstance(value, dict):
        return {name: _without(item, places) for name, item in value.items()}
    return value
