"""The first number of a log comes before anything heavy is imported."""

import subprocess
import sys

ASKED = """
import sys
from pathlib import Path
from cjm_research.analysis import journeys
log = journeys.Log(place=Path(sys.argv[1]), name="log", customer="customer", moment="at", event="event")
print(journeys.open_log(log).base().customers)
print([name for name in ("pandas", "scipy", "statsmodels", "sklearn", "altair", "pyspark") if name in sys.modules])
"""


def test_the_first_number_needs_neither_pandas_nor_scipy(opened, tmp_path):
    opened([("u", 0, "A"), ("v", 0, "B")])
    command = [sys.executable, "-c", ASKED, str(tmp_path / "log0.parquet")]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines() == ["2", "[]"]


def test_what_is_fetched_when_asked_for_is_what_the_rooms_hold():
    from cjm_research import analysis

    assert all(getattr(analysis, name) is not None for name in analysis.__all__)
    assert analysis.measure.__module__ == "cjm_research.analysis.metrics"
