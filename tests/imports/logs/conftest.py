import gzip
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from cjm_research.errors import EvidenceError
from cjm_research.imports.logs import read_log
from cjm_research.imports.reading import Options, Reading


@pytest.fixture
def log(tmp_path: Path) -> Callable[..., Reading]:
    """Read a log from its text or bytes, under a name, with what a person tells about it."""

    def read(content: str | bytes, name: str = "log.csv", **told: Any) -> Reading:
        data = content.encode() if isinstance(content, str) else content
        path = tmp_path / name
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return read_log(path, Options.model_validate(told))

    return read


@pytest.fixture
def refused(log: Callable[..., Reading]) -> Callable[..., EvidenceError]:
    """Return the refusal of a log, as `log` would read it."""

    def read(content: str | bytes, name: str = "log.csv", **told: Any) -> EvidenceError:
        with pytest.raises(EvidenceError) as error:
            log(content, name, **told)
        return error.value

    return read


def lines(events: Iterable[Any]) -> str:
    return "\n".join(json.dumps(event) for event in events)


@pytest.fixture
def as_lines() -> Callable[[Iterable[Any]], str]:
    return lines
