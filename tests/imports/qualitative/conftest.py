"""REFI-QDA projects, packed."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

Packed = Callable[..., Path]


@pytest.fixture
def packed(tmp_path: Path) -> Packed:
    """Pack a project and its texts into a .qdpx file."""

    def pack(qde: str | bytes, texts: dict[str, bytes] | None = None, *, name: str = "project.qde") -> Path:
        path = tmp_path / "talks.qdpx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, qde)
            for member, data in (texts or {}).items():
                archive.writestr(member, data)
        return path

    return pack
