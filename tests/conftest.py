"""What all tests share: hypothesis, a study from a few lines, the written demo, a real browser, where tests run."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
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
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Study]:
    """Make a study from the texts of its files; a file's name ends in its suffix, ``__`` stands for a folder."""

    def made(**files: str) -> Study:
        folder: Path = tmp_path_factory.mktemp("study")
        for name, text in ({"study_yaml": "format: 1\ntitle: A study"} | files).items():
            stem, _, suffix = name.replace("__", "/").rpartition("_")
            path = folder / f"{stem}.{suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text).lstrip("\n"))
        from cjm_research.store import open_study

        return open_study(folder)

    return made


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
def launched() -> Iterator[Callable[..., Browser]]:
    """Start the Chromium on the PATH, with more in its environment if you like; nothing is downloaded."""
    chromium = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not chromium:
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        running: list[Browser] = []

        def launch(**more: str) -> Browser:
            running.append(
                playwright.chromium.launch(
                    executable_path=chromium, headless=True, args=list(FLAGS), env={**os.environ, **more}
                )
            )
            return running[-1]

        yield launch
        for each in running:
            each.close()


@pytest.fixture(scope="session")
def browser(launched: Callable[..., Browser]) -> Browser:
    """One Chromium for all tests."""
    return launched()


@pytest.fixture(scope="session", params=["DejaVu Sans", "Liberation Sans"])
def page_with_one_font(
    request: pytest.FixtureRequest, launched: Callable[..., Browser], tmp_path_factory: pytest.TempPathFactory
) -> Page:
    """A page in a Chromium that knows a single family of fonts."""
    listed = subprocess.run(["fc-list", request.param, "file"], capture_output=True, text=True, check=False).stdout
    if not listed.strip():
        pytest.skip(f"the font {request.param} is not installed")
    folder = tmp_path_factory.mktemp("fonts")
    for line in listed.splitlines():
        shutil.copy(line.strip().removesuffix(":").strip(), folder)
    known = folder / "fonts.conf"
    known.write_text(
        f"<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>", encoding="utf-8"
    )
    return launched(FONTCONFIG_FILE=str(known)).new_page()


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
