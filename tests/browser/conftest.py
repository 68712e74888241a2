"""A real JupyterLab in fresh folders."""

from __future__ import annotations

import os
import secrets
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

HERE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: where it answers, and the project it shows, with its notebooks and studies."""

    address: str
    token: str
    project: Path

    @property
    def studies(self) -> Path:
        """The folder of the studies that the kernels open."""
        return self.project / "data"

    def url(self, notebook: str = "") -> str:
        """Return the first address to open, for a notebook or for the project; the token becomes a cookie."""
        place = f"/tree/notebooks/{notebook}" if notebook else ""
        return f"{self.address}/lab{place}?reset&token={self.token}"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab as ``make lab`` starts it, in a project of its own with copies of the notebooks and the demo."""
    tmp_path = tmp_path_factory.mktemp("lab")
    running = Lab(f"http://127.0.0.1:{_free_port()}", secrets.token_hex(16), tmp_path / "project")
    for name in ("notebooks", "data/demo", ".jupyter"):
        shutil.copytree(HERE / name, running.project / name)
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(HERE / name, running.project)
    log = tmp_path / "lab.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            ["/bin/sh", "-c", f"exec env {_command(running)}"],
            env=_environment(running, tmp_path),
            cwd=running.project,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(running, process, log)
            yield running
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _command(lab: Lab) -> str:
    """Return what ``make lab`` would run, with what a test needs on top."""
    if not shutil.which("make"):
        pytest.skip("no make on PATH")
    recipe = subprocess.run(["make", "-n", "lab"], cwd=lab.project, capture_output=True, check=True, text=True).stdout
    (line,) = [one for one in recipe.replace("\\\n", " ").splitlines() if "/jupyter lab" in one]
    on_top = [
        "--no-browser",
        "--ip=127.0.0.1",
        f"--port={urlsplit(lab.address).port}",
        "--ServerApp.port_retries=0",
        "--ServerApp.terminals_enabled=False",
        "--LabApp.expose_app_in_browser=True",
        *(["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
    ]
    here = shlex.quote(str(Path(sys.executable).with_name("jupyter")))
    return f"{line.replace('.venv/bin/jupyter', here)} {' '.join(on_top)}"


def _environment(lab: Lab, tmp_path: Path) -> dict[str, str]:
    others = ("PYTEST_", "CJM_", "JPY_", "JUPYTER_C", "JUPYTERLAB_")
    mine = {name: value for name, value in os.environ.items() if not name.startswith(others)}
    folders = (
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_RUNTIME_DIR",
        "JUPYTERLAB_SETTINGS_DIR",
        "JUPYTERLAB_WORKSPACES_DIR",
        "IPYTHONDIR",
    )
    return {
        **mine,
        **{name: str(tmp_path / name.lower()) for name in folders},
        "JUPYTER_TOKEN": lab.token,
        "PYTHONPATH": os.pathsep.join(filter(None, [str(HERE), os.environ.get("PYTHONPATH", "")])),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(lab: Lab, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urlopen(f"{lab.address}/api/status?token={lab.token}", timeout=5) as answer:  # noqa: S310 ours
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(errors='replace')[-3000:]}")
