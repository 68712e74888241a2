"""A real JupyterLab in fresh folders."""

from __future__ import annotations

import json
import os
import secrets
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
CALM = {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: where it answers, the notebooks it serves, the studies its kernels open."""

    address: str
    token: str
    notebooks: Path
    studies: Path

    def url(self, notebook: str) -> str:
        """Return the first address to open for a notebook; the token becomes a cookie."""
        return f"{self.address}/lab/tree/{notebook}?reset&token={self.token}"


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    """A JupyterLab of its own, with copies of the notebooks and of the demo study."""
    running = Lab(f"http://127.0.0.1:{_free_port()}", secrets.token_hex(16), tmp_path / "notebooks", tmp_path / "data")
    shutil.copytree(HERE / "notebooks", running.notebooks)
    shutil.copytree(HERE / "data" / "demo", running.studies / "demo")
    log = tmp_path / "lab.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            _command(running), env=_environment(running, tmp_path), cwd=tmp_path, stdout=out, stderr=subprocess.STDOUT
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


def _command(lab: Lab) -> list[str]:
    as_root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--ip=127.0.0.1",
        f"--port={urlsplit(lab.address).port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={lab.notebooks}",
        "--LabApp.expose_app_in_browser=True",
        "--LabApp.extension_manager=readonly",
        "--ServerApp.terminals_enabled=False",
        *as_root,
    ]


def _environment(lab: Lab, tmp_path: Path) -> dict[str, str]:
    settings = tmp_path / "settings"
    calm = settings / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    calm.parent.mkdir(parents=True)
    calm.write_text(json.dumps(CALM), encoding="utf-8")
    mine = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "CJM_", "JPY_"))}
    folders = {
        name: str(tmp_path / name.lower())
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR")
    }
    return (
        mine
        | folders
        | {
            "JUPYTERLAB_SETTINGS_DIR": str(settings),
            "JUPYTER_TOKEN": lab.token,
            "CJM_DATA": str(lab.studies),
            "PYTHONPATH": os.pathsep.join(filter(None, [str(HERE), os.environ.get("PYTHONPATH", "")])),
        }
    )


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
            with urlopen(f"{lab.address}/api/status?token={lab.token}", timeout=5) as answer:  # noqa: S310  our own server
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(errors='replace')[-3000:]}")
