"""A kernel per run: its own folder to stand in, its own variables, gone with the run or with the batch."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager
from traitlets import Dict, Unicode
from traitlets.config import Config

from cjm_research.batch.executed import SCRATCH
from cjm_research.batch.key import PACKAGE

LONGEST_SOCKET_FOLDER = 80


class BatchKernel(AsyncKernelManager):
    """Starts a kernel where and with what its settings say; papermill passes neither on.

    A kernel watches for its parent and ends within seconds when a batch is killed.
    """

    environment = Dict().tag(config=True)
    folder = Unicode().tag(config=True)

    async def start_kernel(self, *, extra_arguments: list[str]) -> None:  # type: ignore[override]
        """Start the kernel."""
        await super().start_kernel(
            extra_arguments=extra_arguments,
            env={**os.environ, **self.environment},
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@contextmanager
def scratch() -> Iterator[Path]:
    """Make a folder for one run and remove it afterwards."""
    prefix = f"{SCRATCH}{os.getpid()}-"
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as folder:
        (Path(folder) / "here").mkdir()
        yield Path(folder)


def sweep_scratch() -> None:
    """Remove the folders of runs whose batch was killed."""
    if os.name != "posix":
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{SCRATCH}*-*"):
        process = folder.name.removeprefix(SCRATCH).partition("-")[0]
        if process.isdigit() and not folder.is_symlink() and not _is_alive(int(process)):
            shutil.rmtree(folder, ignore_errors=True)


def settings(data: Path, folder: Path) -> Config:
    """Return the settings of a `BatchKernel` that finds its study in ``data`` and works in ``folder``.

    Sockets are files in that folder, which only this user can open; TCP where the system has no such sockets.
    """
    before = os.environ.get("PYTHONPATH")
    found = Config()
    found.BatchKernel.folder = str(folder / "here")
    found.BatchKernel.environment = {
        "CJM_DATA": str(data),
        "CJM_FORMS": "off",
        "IPYTHONDIR": str(folder / "ipython"),
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": os.pathsep.join([str(PACKAGE.parent), *([before] if before else [])]),
        **{name: os.environ.get(name, "1") for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")},
    }
    found.BatchKernel.connection_file = str(folder / "kernel.json")
    if os.name == "posix" and len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
        found.BatchKernel.transport = "ipc"
    return found


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
