"""The main job on the demo study, from the command line to what a reader sees."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.looking import CUT, LEAVING, OVERLAPS, barriers, leaving, opened, pictures

PERSONAS = ("mira", "jonas", "aylin", "helen")
ROOT = Path(__file__).parents[1]


def cjm(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cjm_research", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build all reports of the demo study once."""
    out = tmp_path_factory.mktemp("reports")
    done = cjm("report", "data/demo", "--out", str(out))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "index.html" in done.stdout.splitlines()[-1]
    return out / "demo"


def pages(built: Path) -> list[Path]:
    return [built / "index.html", *(built / persona / "index.html" for persona in PERSONAS)]


def test_every_persona_has_its_page_its_notebooks_and_its_entry_in_the_manifest(built: Path) -> None:
    for persona in PERSONAS:
        assert len(list((built / persona / "notebooks").glob("0?_*.ipynb"))) == 7
    assert all(page.is_file() for page in pages(built))
    assert "failed" not in json.dumps(json.loads((built / "manifest.json").read_text("utf-8")))


def test_all_pages_have_the_same_sections_in_the_same_order_and_the_same_hash(built: Path) -> None:
    texts = [(built / persona / "index.html").read_text("utf-8") for persona in PERSONAS]
    assert len({tuple(re.findall(r"<h[23][^>]*>(.*?)</h[23]>", text)) for text in texts}) == 1
    index = (built / "index.html").read_text("utf-8")
    assert f"All {len(PERSONAS)} pages agree" in index


def test_every_figure_has_words_and_a_table(built: Path) -> None:
    for page in pages(built):
        text = page.read_text("utf-8")
        assert text.count("<figure") == text.count("<summary>Data table</summary>") > 0
        assert not re.search(r'<img(?![^>]* alt="[^"]+")', text)


@pytest.mark.browser
def test_a_reader_meets_no_request_no_error_no_barrier_and_nothing_cut_off(built: Path, page: Page) -> None:
    page.context.set_offline(True)
    for path in pages(built):
        assert opened(page, path) == []
        width, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert width <= room
        assert page.evaluate(OVERLAPS) == []
        assert page.evaluate(CUT) == []
        assert barriers(page) == []


@pytest.mark.browser
def test_no_letter_leaves_its_drawing_whatever_fonts_there_are(built: Path, page_with_one_font: Page) -> None:
    for path in pages(built):
        assert opened(page_with_one_font, path) == []
        assert page_with_one_font.evaluate(LEAVING) == []
        assert page_with_one_font.evaluate(OVERLAPS) == []
        assert page_with_one_font.evaluate(CUT) == []
        drawn = pictures(path)
        assert drawn
        assert leaving(page_with_one_font, drawn) == []


@pytest.mark.browser
def test_each_map_prints_on_one_a3_page(built: Path, page: Page) -> None:
    for persona in PERSONAS:
        page.goto((built / persona / "index.html").as_uri())
        printed = page.pdf(prefer_css_page_size=True, print_background=True)
        sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
        assert [float(width) > float(height) for width, height in sizes].count(True) == 1


def test_a_second_run_runs_nothing_and_a_fresh_one_gives_the_same_bytes(built: Path) -> None:
    before = {page: page.read_bytes() for page in pages(built)}
    again = cjm("report", "data/demo", "--out", str(built.parent))
    assert again.returncode == 0
    assert "ok  " not in again.stdout
    fresh = cjm("report", "data/demo", "--out", str(built.parent), "--persona", "jonas", "--fresh")
    assert fresh.returncode == 0
    assert {page: page.read_bytes() for page in pages(built)} == before


def test_a_single_notebook_runs_by_itself_through_papermill(tmp_path: Path) -> None:
    out = tmp_path / "out.ipynb"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "papermill",
            "notebooks/03_personas.ipynb",
            str(out),
            "-p",
            "study",
            "demo",
            "-p",
            "persona",
            "mira",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**os.environ, "CJM_FORMS": "off"},
    )
    assert done.returncode == 0, done.stderr
    assert "Mira" in out.read_text("utf-8")


def test_a_mistyped_parameter_is_refused_before_anything_runs(tmp_path: Path) -> None:
    done = cjm("report", "data/demo", "--out", str(tmp_path / "out"), "-p", "persnoa=mira")
    assert done.returncode == 2
    assert "persnoa" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.rglob("*.ipynb"))
