from collections.abc import Callable
from pathlib import Path

import pytest

from cjm_research.study import About, Source, Study


@pytest.fixture
def study(tmp_path: Path) -> Callable[..., Study]:
    """Make a study of one source from the bytes of its file, or of no file at all."""

    def made(data: bytes | None = None, *, file: str = "data.csv", **fields: object) -> Study:
        path = tmp_path / "evidence" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if data is not None:
            path.write_bytes(data)
        source = Source.model_validate({"id": "s", "title": "S", "kind": "survey", "file": file} | fields)
        return Study(about=About(title="x"), sources=(source,), folder=tmp_path, present=frozenset({"s"}))

    return made
