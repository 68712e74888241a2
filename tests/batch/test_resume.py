"""After a kill, and with two at once: nothing torn, nothing twice, nothing left behind."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from cjm_research.batch.executed import SCRATCH
from cjm_research.batch.manifest import opened
from cjm_research.errors import CjmError

BATCH = """
import sys
from pathlib import Path
from cjm_research.batch.manifest import opened
from cjm_research.batch.plan import plan
from cjm_research.batch.run import run_all
from cjm_research.store import open_study

root = Path(sys.argv[1])
planned = plan(open_study(root / "data" / "tiny"), root / "notebooks", root / "reports", parameters={"seconds": "0.3"})
with opened(planned.folder) as manifest:
    run_all(planned, manifest, jobs=2, done=lambda result: print(result.run.name, flush=True))
"""


@pytest.fixture
def scratch() -> Iterator[Path]:
    """Give a short folder for temporary files: sockets cannot lie deep."""
    short = "/tmp" if Path("/tmp").is_dir() else None  # noqa: S108
    with tempfile.TemporaryDirectory(prefix="t-", dir=short) as folder:
        yield Path(folder)


def start(root: Path, scratch: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "TMPDIR": str(scratch)}
    command = [sys.executable, "-c", BATCH, str(root)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def kernels(scratch: Path) -> list[str]:
    listed = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if "ipykernel" in line and str(scratch) in line]


def gone(scratch: Path, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while kernels(scratch) and time.monotonic() < until:
        time.sleep(0.1)
    return not kernels(scratch)


def kill_after(process: subprocess.Popen[str], runs: int, seconds: float) -> int:
    """Kill the batch some time after so many runs were reported; return how many it reported in the end."""
    assert process.stdout
    for _ in range(runs):
        process.stdout.readline()
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read()
    process.wait()
    return runs + len(rest.splitlines())


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL and ps")
@pytest.mark.parametrize(("runs", "seconds"), [(0, 2.0), (1, 0.0), (2, 0.4), (4, 0.1)])
def test_a_killed_batch_is_completed_by_the_next_which_runs_only_what_was_unfinished(
    workplace: Callable, scratch: Path, runs: int, seconds: float
) -> None:
    place = workplace("sleeps", "says_hello", "runs_once_compare")
    reported = kill_after(start(place.root, scratch), runs, seconds)
    assert gone(scratch)
    for path in place.reports.rglob("*.ipynb"):
        nbformat.validate(nbformat.read(path, as_version=4))
    recorded = place.manifest().runs if place.reports.exists() else {}
    assert len(recorded) >= reported

    second = start(place.root, scratch)
    assert second.wait(60) == 0
    entries = json.loads((place.reports / "manifest.json").read_text())["runs"]
    assert {name for name, entry in entries.items() if entry["status"] == "ok"} == {
        "ana/sleeps.ipynb",
        "ana/says_hello.ipynb",
        "ben/sleeps.ipynb",
        "ben/says_hello.ipynb",
        "runs_once_compare.ipynb",
    }
    for name, entry in recorded.items():
        assert entries[name] == entry.model_dump(mode="json"), "a finished run was run again"
    assert not [name for name in place.written() if ".cjm-" in name or ".failed." in name]
    assert gone(scratch)
    assert not list(scratch.glob(f"{SCRATCH}*"))


def test_a_second_batch_at_the_same_time_is_refused_and_a_later_one_is_not(workplace: Callable) -> None:
    place = workplace("says_hello")
    with opened(place.reports), pytest.raises(CjmError, match="another 'cjm report'"), opened(place.reports):
        pass
    assert place.run("ana")["ana/says_hello.ipynb"].status == "ok"


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_the_lock_ends_with_the_process_that_held_it(workplace: Callable) -> None:
    place = workplace("says_hello")
    hold = "import sys, time\nfrom pathlib import Path\nfrom cjm_research.batch.manifest import opened\n"
    hold += "with opened(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)\n"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(place.reports)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        holder.stdout.readline()
        with pytest.raises(CjmError, match="another 'cjm report'"), opened(place.reports):
            pass
        holder.kill()
    with opened(place.reports) as manifest:
        assert manifest.runs == {}


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"scheme": 1, "study": "tiny", "runs": {"a": 1}}', '{"scheme": 99}', "\xff"]
)
def test_a_torn_manifest_counts_as_empty_and_says_so(workplace: Callable, content: str) -> None:
    place = workplace("says_hello")
    place.reports.mkdir(parents=True)
    (place.reports / "manifest.json").write_text(content, encoding="latin-1")
    assert "run again" in place.manifest().problem
    assert place.run("ana")["ana/says_hello.ipynb"].status == "ok"
    assert (place.manifest().problem, len(place.manifest().runs)) == ("", 1)


@pytest.mark.parametrize("change", ["gone", "edited", "torn"])
def test_a_result_that_is_no_longer_what_was_written_is_made_again(workplace: Callable, change: str) -> None:
    place = workplace("says_hello")
    target = place.reports / "ana/notebooks/says_hello.ipynb"
    place.run("ana")
    whole = target.read_bytes()
    if change == "gone":
        target.unlink()
    else:
        target.write_bytes(whole[:-9] if change == "torn" else whole.replace(b"hello", b"hullo"))
    assert place.run("ana")["ana/says_hello.ipynb"].status == "ok"
    assert target.read_bytes() == whole


def test_a_changed_journey_runs_that_persona_and_the_comparison_only(workplace: Callable) -> None:
    place = workplace("says_hello", "runs_once_compare")
    place.run()
    (place.study / "journeys/ben.yaml").write_text("persona: ben\nstate: future\n")
    results: dict[str, Any] = place.run()
    assert {name: result.status for name, result in results.items()} == {
        "ana/says_hello.ipynb": "unchanged",
        "ben/says_hello.ipynb": "ok",
        "runs_once_compare.ipynb": "ok",
    }


def test_results_are_recorded_one_by_one_not_at_the_end(workplace: Callable) -> None:
    place = workplace("says_hello")
    seen = []

    def look(result: object) -> None:
        seen.append(len(json.loads((place.reports / "manifest.json").read_text())["runs"]))

    place.run(done=look)
    assert seen == [1, 2]


def test_leftovers_of_a_killed_batch_are_swept(workplace: Callable) -> None:
    place = workplace("says_hello")
    leftover = place.reports / "ana/notebooks/.cjm-abc.tmp"
    leftover.parent.mkdir(parents=True)
    leftover.write_text("{")
    place.run("ana")
    assert not leftover.exists()
