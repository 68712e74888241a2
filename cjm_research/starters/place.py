"""Where a new study may be written."""

from __future__ import annotations

from pathlib import Path

from cjm_research.errors import CjmError


def free_place(folder: Path) -> Path:
    """Return the folder when it is absent or empty, so that nobody's work is written over.

    Raises
    ------
    CjmError
        Something is there.
    """
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CjmError(
            f"{folder.name}: is not empty, and a new study would write over it. Name a folder that is not there yet."
        )
    return folder
