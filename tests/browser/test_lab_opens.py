"""JupyterLab as ``make lab`` starts it: it asks nothing, and shows notebooks and studies side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Lab

pytestmark = pytest.mark.browser

SETTLED = "async () => { await window.jupyterapp.restored; }"
SHOWN = ".jp-DirListing-item .jp-DirListing-itemText"


def test_lab_shows_notebooks_and_studies_and_asks_about_no_news(page: Page, lab: Lab, outside: list[str]) -> None:
    page.goto(lab.url())
    page.locator("#jupyterlab-splash").wait_for(state="detached", timeout=60_000)
    page.evaluate(SETTLED)
    page.locator(SHOWN).first.wait_for()
    assert {"notebooks", "data"} <= set(page.locator(SHOWN).all_inner_texts())
    page.wait_for_timeout(5_000)  # the question comes late
    assert page.locator(".jp-toastContainer .Toastify__toast, .jp-Dialog").all_inner_texts() == []

    for folder in ("data", "demo", "inbox"):
        page.locator(SHOWN, has_text=folder).dblclick()
    page.locator(SHOWN, has_text="README.md").wait_for()
    assert outside == []
