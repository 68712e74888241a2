"""The table of a run, and ``RESULTS.md``, which keeps the latest one of each size."""

from __future__ import annotations

import os
import platform
import re
from datetime import date
from pathlib import Path

import compare
from measured import Measured
from roster import Peer

HEAD = (
    "# Results of `make bench`\n\nWritten by `benchmarks/run.py`; the latest run of each size stands here. How it is "
    "measured, and what equal means: README.md beside this file.\n"
)
VARIANTS, FUNNEL = ("top 50 variants",), ("funnel",)


def section(size: str, runs: int, measured: list[Measured], floor: Peer) -> str:
    """Return the table of one size with the machine, the notes and the stages of ours."""
    ours = measured[0]
    lines = [f"## {size} events", "", _machine(runs), "", _versions(measured), ""]
    lines += [
        "| tool | CPU s | wall s | peak MB | start CPU s | times ours, same work | numbers |",
        "|---|--:|--:|--:|--:|--:|---|",
    ]
    lines += [_row(one, ours, is_floor=one.peer == floor) for one in measured]
    lines += ["", *_notes(measured), ""]
    if ours.runs:
        lines += [
            _first_number(ours),
            "",
            "Stages of ours (CPU seconds, median; indented: part of others):",
            "",
            *_stages(ours),
        ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def write(path: Path, size: str, text: str) -> None:
    """Put the table of a size in the place of the one before."""
    kept = path.read_text(encoding="utf-8") if path.exists() else HEAD
    parts = {found.split()[1]: found for found in re.split(r"(?m)^(?=## )", kept)[1:]} | {size: text}
    order = sorted(parts, key=lambda one: float(one[:-1]) * {"K": 1, "M": 1000}[one[-1]])
    path.write_text("\n".join([HEAD, *(parts[one].strip() + "\n" for one in order)]), encoding="utf-8")


def _row(one: Measured, ours: Measured, *, is_floor: bool) -> str:
    if one.failed:
        return f"| {one.peer.title} | – | – | – | – | – | {one.failed} |"
    start = sorted(run["start"]["cpu"] for run in one.runs)[len(one.runs) // 2]
    cells = [one.peer.title, f"{one.cpu():.2f}", f"{one.wall():.2f}", f"{one.peak():.0f}", f"{start:.2f}"]
    return f"| {' | '.join([*cells, _ratio(one, ours, is_floor=is_floor), _numbers(one, ours, is_floor=is_floor)])} |"


def _ratio(one: Measured, ours: Measured, *, is_floor: bool) -> str:
    if one is ours or not ours.runs:
        return "1"
    if is_floor:
        return f"{one.cpu() / ours.cpu():.2f} (ours is {ours.cpu() / one.cpu():.1f} times the floor)"
    without = (() if one.peer.has_variants else VARIANTS) + (() if one.peer.has_funnel else FUNNEL)
    return f"{one.cpu(without) / ours.cpu(without):.1f}"


def _numbers(one: Measured, ours: Measured, *, is_floor: bool) -> str:
    if is_floor or one is ours:
        return "–" if is_floor else "reference"
    if one.wrong:
        return f"**{len(one.wrong)} differ**, the first: {one.wrong[0]}"
    missing = [noun for noun, has in (("variants", one.peer.has_variants), ("funnel", one.peer.has_funnel)) if not has]
    said = f"equal; has no {' and no '.join(missing)}" if missing else "equal"
    gap = compare.largest_gap(one.runs[0], ours.runs[0])
    return f"{said}; medians up to {gap:.2f} s off" if gap > 0.001 else said


def _notes(measured: list[Measured]) -> list[str]:
    return [f"- {one.peer.title}: {one.peer.why}." for one in measured if one.peer.why]


def _stages(ours: Measured) -> list[str]:
    names = list(ours.runs[0]["stages"])
    middle = {name: sorted(run["stages"][name]["cpu"] for run in ours.runs)[len(ours.runs) // 2] for name in names}
    return [f"{'  ' if name.startswith('  ') else ''}- {name.strip()}: {middle[name]:.2f}" for name in names]


def _first_number(ours: Measured) -> str:
    """Say how long it took from starting Python until how many customers there are was known."""
    parts = ("open, in all", "  first number")
    costs = {
        kind: sorted(run["start"][kind] + sum(run["stages"][part][kind] for part in parts) for run in ours.runs)
        for kind in ("wall", "cpu")
    }
    wall, cpu = costs["wall"][0], costs["cpu"][0]
    return f"The first number, from starting Python: {wall:.2f} s at best, {cpu:.2f} s of processor time."


def _machine(runs: int) -> str:
    said = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text(encoding="utf-8"))
    memory = int(said[1]) / 2**20 if said else 0.0
    return (
        f"{date.today():%d %B %Y}; {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}; median of {runs}, load at the end {os.getloadavg()[0]:.1f}."
    )


def _versions(measured: list[Measured]) -> str:
    found = {name: said for one in measured for run in one.runs[:1] for name, said in run["versions"].items()}
    return "Versions: " + ", ".join(f"{name} {said}" for name, said in sorted(found.items())) + "."
