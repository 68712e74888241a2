"""What all tests share: the hypothesis profile, the written demo, a real browser, and where the marked tests can run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from filelock import FileLock
from hypothesis import settings
from playwright.sync_api import Browser, Page, Route, sync_playwright

if TYPE_CHECKING:
    from cjm_research.study import Study

settings.register_profile("house", deadline=None)  # a loaded machine is no wrong answer
settings.load_profile("house")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NO_BROWSER = f"no browser on PATH; install one of: {', '.join(BROWSERS)}"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not any(map(shutil.which, BROWSERS)):
        pytest.skip(NO_BROWSER)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what one run makes once: all processes of this run see the same one."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def written_demo(shared_folder: Path) -> Path:
    """The demo study as it is written today. Whoever changes something in it copies it first."""
    from cjm_research.starters import write_demo

    written = shared_folder / "written" / "demo"
    with FileLock(shared_folder / "written.lock"):
        if not written.exists():
            made = write_demo(shared_folder / "being_written" / "demo")
            written.parent.mkdir()
            made.rename(written)
    return written


@pytest.fixture(scope="session")
def opened_demo(written_demo: Path) -> Study:
    """The written demo, opened once per process."""
    from cjm_research.store import open_study

    return open_study(written_demo)


def is_here(url: str) -> bool:
    """Say whether a request stays on this machine."""
    parts = urlsplit(url)
    return parts.scheme in ("file", "data", "blob", "about") or parts.hostname in ("127.0.0.1", "localhost")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests: the one on the PATH, nothing is downloaded."""
    chromium = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not chromium:
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, headless=True, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture
def outside() -> list[str]:
    """Addresses beyond this machine that the page asked for; each request was refused."""
    return []


@pytest.fixture
def page(browser: Browser, outside: list[str]) -> Iterator[Page]:
    """A fresh page, 1280 px wide, that can reach files and this machine only."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, service_workers="block")

    def refuse(route: Route) -> None:
        outside.append(route.request.url)
        route.abort()

    context.route(lambda url: not is_here(url), refuse)
    yield context.new_page()
    context.close()
