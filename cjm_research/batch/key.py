"""When a run may be skipped: one key over everything its result depends on."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import cjm_research
from cjm_research.batch.source import Value
from cjm_research.store import INBOX, sha256

SCHEME = 1
PACKAGE = Path(cjm_research.__file__).parent
LIBRARIES = ("ipython", *(re.split(r"[^\w.-]", wanted)[0] for wanted in requires("cjm_research") or ()))
"""Everything this package asks for: any of it may change what a notebook says or how it is drawn."""


@dataclass(frozen=True)
class Surroundings:
    """What every run of a batch has in common: our own code, the interpreter, its libraries, the day."""

    code: str
    python: str
    libraries: Mapping[str, str]
    today: str


def surroundings(today: str) -> Surroundings:
    """Return the surroundings of a batch started now."""
    code = _digest({name: sha for name, sha in files_of(PACKAGE).items() if "__pycache__" not in name})
    return Surroundings(code, platform.python_version(), {name: _version(name) for name in LIBRARIES}, today)


def files_of(folder: Path) -> dict[str, str]:
    """Return ``relative path -> sha256`` of the files in a folder, without hidden ones and those in the inbox."""
    found = {}
    for place, folders, names in os.walk(folder):
        folders[:] = [
            name
            for name in folders
            if not name.startswith((".", "__pycache__")) and (name != INBOX or Path(place) != folder)
        ]
        for path in (Path(place, name) for name in names if not name.startswith(".")):
            if path.is_file():
                found[path.relative_to(folder).as_posix()] = sha256(path)
    return dict(sorted(found.items()))


def inputs_of(persona: str, files: Mapping[str, str]) -> dict[str, str]:
    """Return the files a run reads: the whole study, for a persona without the journeys of the others.

    Examples
    --------
    >>> files = {"phases.yaml": "1", "journeys/ana.yaml": "2", "journeys/ben.yaml": "3"}
    >>> list(inputs_of("ana", files)), len(inputs_of("", files))
    (['phases.yaml', 'journeys/ana.yaml'], 3)
    """
    own = f"journeys/{persona}.yaml"
    return {name: sha for name, sha in files.items() if not persona or name == own or not name.startswith("journeys/")}


def key_of(
    notebook_sha256: str, parameters: Mapping[str, Value], inputs: Mapping[str, str], around: Surroundings
) -> str:
    """Return the key of a run: equal keys, equal results."""
    return _digest([SCHEME, notebook_sha256, dict(parameters), dict(inputs), asdict(around)])


def _digest(content: object) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
