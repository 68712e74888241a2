"""What all tests share: the hypothesis profile, and where the marked ones can run."""

import shutil

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None)  # a loaded machine is no wrong answer
settings.load_profile("house")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not any(map(shutil.which, BROWSERS)):
        pytest.skip(f"no browser on PATH; install one of: {', '.join(BROWSERS)}")
