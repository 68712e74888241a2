"""What all tests share: the hypothesis profile, a study from a few lines, a real browser, and where tests can run."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from urllib.parse import urlsplit

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, Route, sync_playwright

from cjm_research.store import open_study
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
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Study]:
    """Make a study from the texts of its files; a file's name ends in its suffix, ``__`` stands for a folder."""

    def made(**files: str) -> Study:
        folder: Path = tmp_path_factory.mktemp("study")
        for name, text in ({"study_yaml": "format: 1\ntitle: A study"} | files).items():
            stem, _, suffix = name.replace("__", "/").rpartition("_")
            path = folder / f"{stem}.{suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text).lstrip("\n"))
        return open_study(folder)

    return made


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
