"""The inbox of a study: where files wait until they are imported."""

from __future__ import annotations

from pathlib import Path

from cjm_research.store.files import atomic_write

INBOX = "inbox"
_GUIDE = "README.md"
_FILES = {
    _GUIDE: """# Inbox

Put files here that you want to import, with the file browser of JupyterLab or of your computer. Then choose them in the
form at the top of notebook 02, or type `cjm import`.

An import reads a file and never changes it. Reports and git leave this folder out. Take a file away after its import
when it holds personal data.
""",
    ".gitignore": "*\n!.gitignore\n!README.md\n",
}


def make_inbox(study: Path) -> Path:
    """Make the inbox of a study folder, with a word on what it is for, and return it.

    Raises
    ------
    StudyFileError
        The disk refuses.
    """
    for name, text in _FILES.items():
        atomic_write(study / INBOX / name, text.encode())
    return study / INBOX


def waiting(study: Path) -> list[Path] | None:
    """Return what waits in the inbox of a study folder, by name; None where there is no inbox."""
    inbox = study / INBOX
    return sorted(path for path in inbox.glob("[!.]*") if path.name != _GUIDE) if inbox.is_dir() else None
