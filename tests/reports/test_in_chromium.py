"""What a reader's browser makes of the pages: nothing runs, nothing is fetched, nothing is cut off or unreadable."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from cjm_research.reports import write_index, write_persona
from cjm_research.sections.html import html
from cjm_research.sections.section import Section
from cjm_research.study import Study
from tests.looking import CUT, OVERLAPS, barriers, opened

pytestmark = pytest.mark.browser

Write = Callable[[str, tuple[Section, ...]], Path]
Make = Callable[..., tuple[Section, ...]]

HOSTILE = (
    "<script>window.__p=1</script>",
    "</style><script>window.__p=1</script>",
    "</title><script>window.__p=1</script>",
    "--><img src=x onerror=window.__p=1>",
    '"><img src=x onerror=window.__p=1>',
    "' onmouseover='window.__p=1' autofocus onfocus='window.__p=1",
    '" onload="window.__p=1" style="background:url(https://beacon.invalid/a)',
    "<svg onload=window.__p=1>",
    "</text></svg><script>window.__p=1</script>",
    "<iframe srcdoc='<script>parent.__p=1</script>'>",
    "<a href=javascript:window.__p=1 id=cjm>x</a>",
    "{{ 7 * 7 }}{% raw %}<b>",
    "<meta http-equiv=refresh content='0;url=https://beacon.invalid'>",
    "<base href=https://beacon.invalid/><link rel=stylesheet href=/x.css>",
    "\u202egnp.exe\u2066 =cmd|' /C calc'!A0 &lt;script&gt;window.__p=1&lt;/script&gt;",
    "]]><details open ontoggle=window.__p=1>",
)


@pytest.fixture
def report(tmp_path: Path, sections: Make, write_notebook: Write) -> Callable[..., tuple[Path, Path]]:
    """Write the page of Ana and the index of a study; return both."""

    def write(study: Study, mark: str = "") -> tuple[Path, Path]:
        book = write_notebook("ana", sections(study, "ana", mark))
        own, index = tmp_path / "ana" / "index.html", tmp_path / "index.html"
        write_persona(study, "ana", [book], own)
        write_index(study, {"ana": [book]}, index, compare=book, failed={"bo": "Stopped." + mark})
        return own, index

    return write


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_text_in_every_field_neither_runs_nor_calls_home(
    payload: str, studies: Callable[..., Study], report: Callable[..., tuple[Path, Path]], page: Page
) -> None:
    for path in report(studies(payload), payload):
        assert opened(page, path) == []
        assert page.evaluate("window.__p") is None
        assert page.evaluate("document.scripts.length") == 0
        assert page.evaluate("document.querySelectorAll('iframe, base, [onload], [onerror], [onfocus]').length") == 0


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_text_is_harmless_in_a_notebook_that_has_no_policy(
    payload: str, studies: Callable[..., Study], sections: Make, page: Page, tmp_path: Path
) -> None:
    shown = "".join(html(section, styled=True) for section in sections(studies(payload), "ana", payload))
    path = tmp_path / "cell.html"
    path.write_text(f'<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">{shown}', encoding="utf-8")
    assert opened(page, path) == []
    assert page.evaluate("window.__p") is None
    assert page.evaluate("document.scripts.length") == 0


def test_the_pages_have_no_serious_barrier(study: Study, report: Callable[..., tuple[Path, Path]], page: Page) -> None:
    for path in report(study):
        assert opened(page, path) == []
        assert barriers(page) == []


@pytest.mark.parametrize("long", [False, True], ids=["five phases", "seven phases"])
def test_nothing_overlaps_and_nothing_is_cut_at_1280_pixels(
    long: bool,
    studies: Callable[..., Study],
    many_phases: tuple[str, ...],
    report: Callable[..., tuple[Path, Path]],
    page: Page,
) -> None:
    for path in report(studies(names=many_phases) if long else studies()):
        opened(page, path)
        width, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert width <= room
        assert page.evaluate(OVERLAPS) == []
        assert page.evaluate(CUT) == []
    page.goto(report(studies(names=many_phases) if long else studies())[0].as_uri())
    inner = "[...document.querySelectorAll('.map-page .cjm-scroll')].map(each => each.scrollWidth - each.clientWidth)"
    assert page.evaluate(inner) == [0]


def test_a_narrow_window_scrolls_the_map_and_not_the_page(
    study: Study, report: Callable[..., tuple[Path, Path]], page: Page
) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    for path in report(study):
        opened(page, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("long", [False, True], ids=["five phases", "seven phases"])
def test_the_map_prints_on_one_a3_page_and_the_text_on_a4(
    long: bool,
    studies: Callable[..., Study],
    many_phases: tuple[str, ...],
    report: Callable[..., tuple[Path, Path]],
    page: Page,
) -> None:
    page.goto(report(studies(names=many_phases) if long else studies())[0].as_uri())
    printed = io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)).read()
    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    wide = [float(width) > float(height) for width, height in sizes]
    assert wide.count(True) == 1
    assert len(wide) > 3


DARK_LAB = """
  body { background: #111; color: #ddd; }
  .jp-RenderedHTMLCommon { color: #ddd; font-size: 14px; }
  .jp-RenderedHTMLCommon table { margin: 0 auto 1em; color: #ddd; font-size: 12px; table-layout: fixed; }
  .jp-RenderedHTMLCommon td, .jp-RenderedHTMLCommon th { padding: .5em; text-align: right; vertical-align: middle; }
  .jp-RenderedHTMLCommon tbody tr:nth-child(odd) { background: #222; }
  .jp-RenderedHTMLCommon h3, .jp-RenderedHTMLCommon h4, .jp-RenderedHTMLCommon dt { color: #fff; }
  .jp-RenderedHTMLCommon ul:not(.list-inline) { padding-left: 2em; }
  .jp-RenderedHTMLCommon dl dt { float: left; width: 20%; }
  .jp-RenderedHTMLCommon img, .jp-RenderedHTMLCommon svg { max-width: 100%; height: auto; }
"""


def test_a_dark_notebook_does_not_shine_through(study: Study, sections: Make, page: Page, tmp_path: Path) -> None:
    shown = "".join(html(section, styled=True) for section in sections(study, "ana"))
    path = tmp_path / "lab.html"
    start = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><style>{DARK_LAB}</style>'
    )
    path.write_text(f'{start}<div class="jp-RenderedHTMLCommon">{shown}</div>', encoding="utf-8")
    assert opened(page, path) == []
    assert [barrier for barrier in barriers(page) if barrier[0] == "color-contrast"] == []
    assert page.evaluate(OVERLAPS) == []
