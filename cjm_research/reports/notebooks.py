"""Reading the sections that an executed notebook has shown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import nbformat
from pydantic import ValidationError

from cjm_research.errors import NotebookFailedError
from cjm_research.sections.section import MIME, Section


def sections_of(notebook: Path) -> tuple[Section, ...]:
    """Return every section a notebook has shown, in the order of its cells.

    Nothing else of the notebook is read: no source, no other output, no metadata.

    Raises
    ------
    NotebookFailedError
        An output says it is a section and is not one.
    """
    book = nbformat.read(notebook, as_version=4)
    return tuple(
        _section(notebook.name, number, output["data"][MIME])
        for number, cell in enumerate(book.cells, start=1)
        for output in cell.get("outputs", ())
        if MIME in output.get("data", {})
    )


def sections_of_all(notebooks: Sequence[Path]) -> tuple[Section, ...]:
    """Return the sections of several notebooks, one after the other."""
    return tuple(_each(notebooks))


def _each(notebooks: Sequence[Path]) -> Iterator[Section]:
    for notebook in notebooks:
        yield from sections_of(notebook)


def _section(notebook: str, cell: int, data: object) -> Section:
    try:
        return Section.model_validate(json.loads(data) if isinstance(data, str) else data)
    except (ValidationError, json.JSONDecodeError) as problem:
        first = str(problem).splitlines()[0]
        raise NotebookFailedError(
            notebook, f"holds a section that cannot be read ({first}). Run the notebook again.", cell=cell
        ) from problem
