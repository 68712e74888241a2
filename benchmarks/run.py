"""Measure our journeys and their peers side by side: the same log, the same questions, equal numbers or it says so."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import compare
import report
from envs import CannotInstallError, python_of
from generate import events_in, generate
from measured import Measured
from roster import FLOOR, OURS, PEERS

HERE = Path(__file__).parent


def one_round(measured: list[Measured], log: Path, number: int) -> None:
    """Let each peer do the work once, in turn, so that other work on the machine falls on all; then compare."""
    for one in measured:
        if not one.failed and not (number and one.peer.once):
            _run(one, log)
            _say(one, number)
    reference = measured[0].runs[:1]
    for one in measured:
        one.wrong = [
            said
            for run in one.runs
            for known in reference
            for said in (*compare.answered(one.peer, run), *compare.differences(one.peer, run, known))
        ]


def _run(one: Measured, log: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {"RETENTIONEERING_NO_TRACK": "1", "POLARS_MAX_THREADS": "2", "OMP_NUM_THREADS": "2"}
    if one.peer.requirements is None:
        environment["PYTHONPATH"] = str(HERE.parent)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        told = Path(folder) / "told.json"
        try:
            command = [str(python_of(one.peer)), str(one.peer.script), str(log), str(told), str(time.time())]
            subprocess.run(command, env=environment, check=True, capture_output=True, text=True, cwd=folder)
            one.runs.append(json.loads(told.read_text(encoding="utf-8")))
        except CannotInstallError as why:
            one.failed = f"cannot be installed: {why}"
        except subprocess.CalledProcessError as why:
            one.failed = f"stopped: {(why.stderr.strip().splitlines() or [f'exit code {why.returncode}'])[-1]}"


def _say(one: Measured, number: int) -> None:
    what = one.failed or f"{one.cpu():.2f} s of processor time, {one.peak():.0f} MB"
    print(f"{number + 1}. {one.peer.title}: {what}", file=sys.stderr, flush=True)


def log_of(size: str) -> Path:
    """Return the log of a size; generate it first where there is none."""
    path = HERE / "data" / f"{size.upper()}.parquet"
    if not path.exists():
        print(f"Generating {size} events", file=sys.stderr, flush=True)
        generate(events_in(size), path)
    return path


def main() -> int:
    """Measure, print a table and write it down; return 1 where numbers differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="1M", help="events, such as 1M, 10M, 100M")
    parser.add_argument("--runs", type=int, default=3, help="how often each peer does the work; the median counts")
    parser.add_argument("--only", default="", help="files of peers, with commas between; ours always takes part")
    given = parser.parse_args()
    wanted = set(given.only.split(",")) if given.only else {peer.file for peer in PEERS}
    peers = [OURS, *(peer for peer in PEERS if peer != OURS and peer.file in wanted)]
    measured, log, text = [Measured(peer) for peer in peers], log_of(given.size), ""
    for number in range(given.runs):
        one_round(measured, log, number)
        text = report.section(given.size.upper(), number + 1, measured, FLOOR)
        report.write(HERE / "RESULTS.md", given.size.upper(), text)  # after each round, for a round may take an hour
    print(text)
    return int(any(one.wrong for one in measured) or bool(measured[0].failed))


if __name__ == "__main__":
    sys.exit(main())
