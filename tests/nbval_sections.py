"""How nbval compares a section: by its data, its drawing left out. `make test` loads this with -p."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from nbval.plugin import IPyNbCell, IPyNbFile


class SectionCell(IPyNbCell):
    """A cell whose sections are compared field by field. Of a drawing only that there is one: its text has the fonts
    of the machine in it, its numbers stand in the table of the section."""

    def sanitize(self, output: Any) -> Any:
        if isinstance(output, dict):
            return {**output, "figure": bool(output.get("figure"))}
        return super().sanitize(output)


class SectionFile(IPyNbFile):
    def collect(self) -> Iterator[SectionCell]:
        for cell in super().collect():
            yield SectionCell.from_parent(
                self, name=cell.name, cell_num=cell.cell_num, cell=cell.cell, options=cell.options
            )


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Put ours in the place of what nbval collects."""
    collected = yield
    return [
        SectionFile.from_parent(parent, path=file_path) if isinstance(each, IPyNbFile) else each for each in collected
    ]
