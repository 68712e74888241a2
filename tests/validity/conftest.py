"""Simulations that take minutes: left out unless asked for with ``-m validity``, as `make validity` does."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "validity" in config.option.markexpr:
        return
    left = [item for item in items if item.get_closest_marker("validity")]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]
