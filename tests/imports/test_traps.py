"""A bomb or a trap is refused in exactly its sentence, soon and in little memory."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from cjm_research.errors import EvidenceError
from cjm_research.imports.archives import gunzipped, opened_zip
from cjm_research.imports.tables import text_table
from tests.imports.trap_files import all_of_gzip, as_table, packed, sheet, zipped
from tests.imports.traps import BUILT


@pytest.mark.parametrize("name", BUILT)
def test_a_bomb_or_a_trap_is_refused_in_exactly_this_sentence_and_soon(name: str, tmp_path: Path) -> None:
    file, build, act, sentence = BUILT[name]
    path = build(tmp_path / file)
    began = time.process_time()
    with pytest.raises(EvidenceError) as refused:
        act(path)
    assert time.process_time() - began < 30  # a trap that works takes minutes
    assert re.sub(r"to \d+ times", "to N times", str(refused.value)) == sentence


HEAVY = (
    "zip bomb by size",
    "gzip bomb",
    "sheet without end",
    "sparse sheet",
    "huge line",
    "9 million columns",
    "workbook bomb",
)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak memory of a process is read from /proc")
@pytest.mark.parametrize("name", HEAVY)
def test_a_bomb_takes_less_than_500_mb(name: str, tmp_path: Path) -> None:
    file, build, act, _ = BUILT[name]
    path = build(tmp_path / file)
    reader = {as_table: "text_table(p)", all_of_gzip: "f = gunzipped(p)\n    while f.read(1 << 20): pass"}.get(
        act, "[a.read(n) for a in [opened_zip(p)] for n in a.names()]"
    )
    code = (
        "import re, sys\nfrom pathlib import Path\n"
        "from cjm_research.errors import EvidenceError\n"
        "from cjm_research.imports.archives import gunzipped, opened_zip\n"
        "from cjm_research.imports.tables import text_table\n"
        f"p = Path(sys.argv[1])\ntry:\n    {reader}\nexcept EvidenceError:\n"
        "    print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert int(done.stdout) < 500_000


def test_a_workbook_comes_out_as_text(tmp_path: Path) -> None:
    from datetime import date, datetime, time

    rows = (
        ("id", "n", "at"),
        ("007", 5, date(2026, 5, 1)),
        (True, 2.5, datetime(2026, 5, 1, 12, 30)),  # noqa: DTZ001 a workbook knows no zone
        (None, -1e300, time(12, 30)),
    )
    table = text_table(sheet(tmp_path / "s.xlsx", rows=rows, A9="", C4="x"))
    assert table.rows == [
        ["id", "n", "at"],
        ["007", "5", "2026-05-01"],
        ["TRUE", "2.5", "2026-05-01T12:30:00"],
        ["", "-1e+300", "x"],
    ]
    assert "2 dates and times are written as ISO text." in table.warnings


def test_openpyxl_reads_xml_through_defusedxml() -> None:
    assert openpyxl.DEFUSEDXML is True


def test_a_gzip_file_within_limits_is_read(tmp_path: Path) -> None:
    data = os.urandom(300_000)
    with gunzipped(packed(tmp_path / "a.gz", data)) as file:
        assert file.read() == data


def test_a_zip_within_limits_is_read_by_name(tmp_path: Path) -> None:
    with opened_zip(zipped(tmp_path / "a.zip", {"a/b.txt": b"words", "c.txt": b""})) as archive:
        assert archive.names() == ["a/b.txt", "c.txt"]
        assert archive.read("a/b.txt") == b"words"
        with pytest.raises(EvidenceError, match=r"holds no 'x'\. It holds: a/b\.txt, c\.txt"):
            archive.read("x")
        with pytest.raises(EvidenceError, match="unpacks to more than"):
            archive.read("a/b.txt", limit=3)
