"""What every peer does alike: time its stages and hand its numbers over. Standard library only: it runs in any venv."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from heapq import nsmallest
from importlib.metadata import version
from pathlib import Path

TOP = 50
FUNNEL = ("touchpoint_24", "touchpoint_28", "touchpoint_11", "touchpoint_04", "touchpoint_08")
"""Five touchpoints, asked for in this order; other events may lie between."""


class Work:
    """One peer at work on one log; what it costs is told in seconds of processor time, its own and its children's."""

    def __init__(self, packages: Iterable[str]) -> None:
        self.log = Path(sys.argv[1])
        self.found: dict[str, object] = {
            "versions": {name: version(name) for name in packages},
            "start": {"cpu": _cpu(), "wall": time.time() - float(sys.argv[3])},
        }
        self.stages: dict[str, dict[str, float]] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure one stage of the work."""
        cpu, wall = _cpu(), time.perf_counter()
        yield
        self.stages[name] = {"cpu": _cpu() - cpu, "wall": time.perf_counter() - wall}

    def tell(self, **numbers: list[object] | None) -> None:
        """Write what was found, and at what cost, to the file the run asked for."""
        told = self.found | {"stages": self.stages, "peak_mb": _peak_mb()} | numbers
        Path(sys.argv[2]).write_text(json.dumps(told), encoding="utf-8")


def top(counts: dict[str, int]) -> list[object]:
    """Return the most frequent paths, equals in alphabetical order, as ``[path, n]``."""
    first = nsmallest(TOP, counts.items(), key=lambda item: (-item[1], item[0]))
    return [[path, int(n)] for path, n in first]


def edge(before: str, after: str, n: object, seconds: object) -> list[object]:
    """Return one edge: how often it is gone, and the median of its times in seconds."""
    return [before, after, int(n), float(seconds)]  # type: ignore[call-overload]


def _cpu() -> float:
    """Return the seconds of this process, of children that ended, and of descendants that still run (such as a JVM)."""
    own = os.times()
    ticks = os.sysconf("SC_CLK_TCK")
    living = sum(sum(map(int, _stat(one)[11:15])) for one in _descendants()) / ticks
    return time.process_time() + own.children_user + own.children_system + living


def _peak_mb() -> float:
    """Return the most memory this process and each descendant that still runs ever held."""
    kilobytes = 0
    for one in (os.getpid(), *_descendants()):
        lines = Path(f"/proc/{one}/status").read_text(encoding="utf-8").splitlines()
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    return kilobytes / 1024


def _descendants() -> list[int]:
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int(_stat(int(folder.name))[1])
        except OSError:  # it ended while we looked
            continue
    found, waiting = [], [os.getpid()]
    while waiting:
        one = waiting.pop()
        children = [child for child, parent in parents.items() if parent == one]
        found += children
        waiting += children
    return found


def _stat(process: int) -> list[str]:
    """Return the fields after the name of the command, which may hold spaces."""
    return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
