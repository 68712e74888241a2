"""A venv for each peer that needs one, made once, with uv if it is there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from roster import Peer

ENVS = Path(__file__).parent / ".envs"


class CannotInstallError(Exception):
    """A peer could not be installed; the message is the installer's last line."""


def python_of(peer: Peer) -> Path:
    """Return the Python that runs a peer; make its venv first where there is none or its pins have changed."""
    if peer.requirements is None:
        return Path(sys.executable)
    folder = ENVS / peer.requirements.stem
    python, made = folder / "bin" / "python", folder / "made-from.txt"
    wanted = peer.requirements.read_text(encoding="utf-8")
    if not made.exists() or made.read_text(encoding="utf-8") != wanted:
        for command in _commands(folder, python, peer.requirements):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise CannotInstallError((done.stderr.strip().splitlines() or ["no reason given"])[-1])
        made.write_text(wanted, encoding="utf-8")
    return python


def _commands(folder: Path, python: Path, requirements: Path) -> list[list[str]]:
    uv = shutil.which("uv")
    if uv:
        made = [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)]
        return [made, [uv, "pip", "install", "--quiet", "--python", str(python), "--requirement", str(requirements)]]
    made = [sys.executable, "-m", "venv", "--clear", str(folder)]
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(requirements)]
    return [made, install]
