"""The format of a study: which shape its files have, written as a number above everything else in ``study.yaml``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cjm_research.errors import StudyFileError

FORMAT = 1
"""The format this version reads and writes; the last step of `upgrades` makes it."""

FIELD = "format"
"""Where it stands in ``study.yaml``. A study from before formats were counted has none, and counts as 0."""


def format_of(about: Mapping[str, Any]) -> int:
    """Return the format that the content of ``study.yaml`` names.

    Raises
    ------
    StudyFileError
        It is no number, or one this version does not know yet.
    """
    named = about.get(FIELD, "0")
    if not (isinstance(named, str) and named.isascii() and named.isdecimal() and len(named) < 10):
        line = about.lc.key(FIELD)[0] + 1  # type: ignore[attr-defined]
        raise StudyFileError("study.yaml", f"must be a whole number, such as {FORMAT}.", field=FIELD, line=line)
    if int(named) > FORMAT:
        raise StudyFileError(
            "study.yaml",
            f"this study has format {int(named)}, newer than this program, which reads format {FORMAT}. "
            "Install the version of cjm_research that wrote it.",
        )
    return int(named)


def refuse_older(about: Mapping[str, Any], folder: Path) -> None:
    """Refuse a study of an older format, in a sentence that names the command which brings it to today's."""
    found = format_of(about)
    if found < FORMAT:
        raise StudyFileError(
            "study.yaml",
            f"this study has format {found}; this version reads format {FORMAT}. "
            f"Run cjm upgrade {_from_here(folder)} to see and make the change.",
        )


def _from_here(folder: Path) -> str:
    """Return the folder as somebody would type it who stands here."""
    try:
        name = os.path.relpath(folder)
    except ValueError:  # another drive
        name = str(folder)
    return f'"{name}"' if " " in name else name
