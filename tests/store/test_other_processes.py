"""A process that is killed while it saves, and two that save at once: the study opens, and no update is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cjm_research import open_study
from cjm_research.store import files

SAVES_FOREVER = """
import os, sys
from cjm_research import open_study, store
for _ in sys.stdin:  # a process for each line; they share what was imported
    if process := os.fork():
        os.waitpid(process, 0)
        print("gone", flush=True)
        continue
    study = open_study(sys.argv[1])
    phases = study.phases
    print(os.getpid(), flush=True)
    for number in range(1_000_000):
        new = [phase.model_copy(update={"goal": f"{number} " * 3000}) for phase in phases]
        study = store.save(study.replaced(phases=new))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes of this kind here")
def test_a_kill_at_any_moment_leaves_a_study_that_opens(folder: Path) -> None:
    command = [sys.executable, "-c", SAVES_FOREVER, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as saving:
        assert saving.stdin
        assert saving.stdout
        for attempt in range(20):
            print(file=saving.stdin, flush=True)
            process = int(saving.stdout.readline())
            time.sleep(0.02 + 0.009 * attempt)
            os.kill(process, signal.SIGKILL)
            assert saving.stdout.readline() == "gone\n"
            goals = {phase.goal.partition(" ")[0] for phase in open_study(folder).phases}
            assert len(goals) == 1 or goals == {"Find", "Pay"}
            assert not [path for path in folder.rglob(".cjm-*") if path.name != files.LOCK]


ADDS_EVENTS = """
import sys
from cjm_research import open_study, store
from cjm_research.errors import ConflictError
phase, times = sys.argv[2], int(sys.argv[3])
for number in range(times):
    while True:
        study = open_study(sys.argv[1])
        new = [one.model_copy(update={"events": (*one.events, f"{phase}{number}")}) if one.id == phase else one
               for one in study.phases]
        try:
            store.save(study.replaced(phases=new))
            break
        except ConflictError:
            continue
"""


def test_two_processes_that_reopen_on_conflict_lose_no_update(folder: Path) -> None:
    command = [sys.executable, "-c", ADDS_EVENTS, str(folder)]
    writers = [subprocess.Popen([*command, phase, "30"], stderr=subprocess.PIPE) for phase in ("consider", "buy")]
    errors = [writer.communicate(timeout=60)[1].decode() for writer in writers]
    assert errors == ["", ""]
    study = open_study(folder)
    assert study.phase("consider").events == tuple(f"consider{number}" for number in range(30))
    assert study.phase("buy").events == tuple(f"buy{number}" for number in range(30))
    assert '# not "compare"' in (folder / "phases.yaml").read_text()
