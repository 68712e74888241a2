"""What people wrote beside the evidence for the search: names to look for, and hits that are nobody's."""

from __future__ import annotations

from pathlib import Path

from cjm_research.errors import EvidenceError

NAMES = "names.txt"
REVIEWED = "reviewed.txt"


def listed(study: Path, file: str) -> tuple[str, ...]:
    """Return the lines of ``evidence/<file>``, none where it is not there; what follows a ``#`` is a remark.

    Parameters
    ----------
    study
        The folder of the study.
    file
        `NAMES`, one name per line, or `REVIEWED`, one code per line.

    Raises
    ------
    EvidenceError
        The file is no UTF-8 text.
    """
    path = study / "evidence" / file
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines() if path.is_file() else []
    except UnicodeDecodeError:
        raise EvidenceError(file, "is not UTF-8 text. Save it as UTF-8, one entry per line.") from None
    return tuple(entry for line in lines if (entry := line.partition("#")[0].strip()))
