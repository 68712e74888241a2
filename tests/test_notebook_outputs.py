"""What is stored in a notebook is what it says today: nbval compares every section, field by field."""

from __future__ import annotations

import copy
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbval.plugin import get_sanitize_patterns

from cjm_research.sections.section import MIME
from tests.nbval_sections import SectionCell, SectionFile

ROOT = Path(__file__).parents[1]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8").replace("\\\n", " ")
OPTIONS = dict(re.findall(r"^(\w+) +[:?]?= (.*)$", MAKEFILE, re.MULTILINE))["NBVAL"].split()
SANITIZE = get_sanitize_patterns((ROOT / "tests/nbval_sanitize.cfg").read_text("utf-8"))
SHOWS = f"from IPython.display import display\ndisplay({{'{MIME}': {{'lead': '61 %', 'figure': '<svg/>'}}}}, raw=True)"
Data = dict[str, Any]

each_notebook = pytest.mark.parametrize(
    "path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem
)


def sections(session: pytest.Session, path: Path) -> list[tuple[SectionCell, Data]]:
    """Return each stored section with its cell, which compares as under nbval; no kernel is started."""
    file = SectionFile.from_parent(session, path=path)
    file.sanitize_patterns.update(SANITIZE)
    shown = [(cell, output.get("data", {})) for cell in file.collect() for output in cell.cell.outputs]
    return [(cell, data) for cell, data in shown if MIME in data]


def same(cell: SectionCell, data: Data, stored: Data) -> bool:
    one, other = (nbformat.v4.new_output("display_data", data=shown) for shown in (data, stored))
    return cell.compare_outputs([one], [other])


def with_another_digit(text: str) -> str:
    """Return a text with its last digit changed."""
    return re.sub(r"\d(?=\D*$)", lambda digit: str((int(digit[0]) + 1) % 10), text)


def changed_once(value: Any, field: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each field that holds a digit, and a copy of the section in which that digit is another."""
    if isinstance(value, dict | list):
        for key, part in list(value.items() if isinstance(value, dict) else enumerate(value)):
            for name, changed in changed_once(part, f"{field}.{key}"):
                copied = copy.copy(value)
                copied[key] = changed
                yield name, copied
    elif isinstance(value, str) and with_another_digit(value) != value:
        yield field, with_another_digit(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield field, value + 1


@each_notebook
def test_another_digit_in_any_field_of_any_section_is_a_difference(request: pytest.FixtureRequest, path: Path) -> None:
    overlooked = []
    for cell, stored in sections(request.session, path):
        data = {MIME: stored[MIME]}
        assert same(cell, copy.deepcopy(data), data)
        overlooked += [
            f"{stored[MIME]['id']}{field}"
            for field, changed in changed_once(stored[MIME])
            if field != ".figure" and same(cell, {MIME: changed}, data)
        ]
    assert overlooked == []


@each_notebook
def test_another_digit_in_what_is_seen_of_a_section_is_a_difference(request: pytest.FixtureRequest, path: Path) -> None:
    for cell, stored in sections(request.session, path):
        text, html = stored["text/plain"], stored["text/html"]
        last = re.findall(r">([^<]*\d[^<]*)<", html)[-1]
        before, _, after = html.rpartition(last)
        assert not same(cell, {"text/html": before + with_another_digit(last) + after}, {"text/html": html})
        assert with_another_digit(text) == text or not same(
            cell, {"text/plain": with_another_digit(text)}, {"text/plain": text}
        )


@each_notebook
def test_of_a_drawing_only_its_absence_is_a_difference(request: pytest.FixtureRequest, path: Path) -> None:
    for cell, stored in sections(request.session, path):
        section = stored[MIME]
        drawn_elsewhere = {MIME: {**section, "figure": "<svg>1</svg>"}}
        not_drawn = {MIME: {**section, "figure": ""}}
        assert same(cell, drawn_elsewhere, {MIME: section}) is bool(section.get("figure"))
        assert same(cell, not_drawn, {MIME: section}) is not bool(section.get("figure"))


def test_make_test_fails_over_one_digit_of_a_stored_section(tmp_path: Path) -> None:
    notebook = nbformat.v4.new_notebook()
    for lead in ("61 %", "88 %"):
        output = nbformat.v4.new_output("display_data", data={MIME: {"lead": lead, "figure": "<svg>drawn</svg>"}})
        notebook.cells.append(nbformat.v4.new_code_cell(SHOWS, execution_count=1, outputs=[output]))
    nbformat.write(notebook, tmp_path / "two_sections.ipynb")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "0", *OPTIONS, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert re.findall(r"^FAILED .*(Cell \d)", ran.stdout, re.MULTILINE) == ["Cell 1"], ran.stdout
