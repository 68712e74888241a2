"""Every file of the golden folder comes out cell for cell as expected.json says, or is refused in its sentence."""

import gzip
import hashlib
import json
import os
import re
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cjm_research import starters, store
from cjm_research.errors import CjmError, EvidenceError
from cjm_research.imports import importing
from cjm_research.imports.archives import gunzipped, opened_zip
from cjm_research.imports.json_documents import json_lines
from cjm_research.imports.reading import Options
from cjm_research.imports.tables import text_table
from cjm_research.imports.xml_documents import xml_root
from cjm_research.study import Study

FOLDER = Path(__file__).parent / "nasty"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
REFUSED = {name: case for name, case in EXPECTED.items() if "error" in case}
READ = {name: case for name, case in EXPECTED.items() if "cells" in case}


def read(path: Path, case: dict[str, Any]) -> Any:
    if case["kind"] == "json":
        return [list(pair) for pair in json_lines(path)]
    if case["kind"] == "xml":
        return xml_root(path.read_bytes(), path.name).tag
    return text_table(path, encoding=case.get("encoding", ""), delimiter=case.get("delimiter", "")).rows


def everything(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        if path.is_file()
        else "folder"
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return store.open_study(starters.write_empty(tmp_path / "home" / "mine", title="Mine"))


def test_the_golden_folder_is_large_enough_and_each_file_is_expected() -> None:
    there = {path.name for path in FOLDER.iterdir()} - {"expected.json", ".gitattributes"}
    assert there == set(EXPECTED)
    assert len(EXPECTED) + len(BUILT) >= 60


@pytest.mark.parametrize("name", READ)
def test_every_cell_comes_out_as_it_stands_in_the_file(name: str) -> None:
    assert read(FOLDER / name, READ[name]) == READ[name]["cells"]


@pytest.mark.parametrize("name", [name for name, case in READ.items() if "said" in case])
def test_what_was_found_out_about_a_file_is_said(name: str) -> None:
    case = READ[name]
    table = text_table(FOLDER / name, encoding=case.get("encoding", ""), delimiter=case.get("delimiter", ""))
    assert list(table.warnings) == case["said"]


@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_file_is_refused_in_exactly_this_sentence(name: str) -> None:
    with pytest.raises(EvidenceError) as refused:
        read(FOLDER / name, REFUSED[name])
    assert str(refused.value) == REFUSED[name]["error"]
    assert refused.value.path == name
    assert re.fullmatch(r"[^\n]+[.)a-z0-9]", str(refused.value))


@pytest.mark.parametrize("kind", ["survey", "interviews", "poll", "events", "reviews"])
@pytest.mark.parametrize("name", REFUSED)
def test_no_byte_of_the_study_changes_when_a_file_is_refused(name: str, kind: str, study: Study) -> None:
    before = everything(study.folder.parent)
    case = REFUSED[name]
    options = Options(encoding=case.get("encoding", ""), delimiter=case.get("delimiter", ""))
    with pytest.raises(CjmError):
        importing.preview(study, kind, FOLDER / name, options)
    assert everything(study.folder.parent) == before


def zipped(path: Path, members: dict[str, bytes], *, level: int = 9) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def raw_names(path: Path, *names: str) -> Path:
    """Write an archive whose members have exactly these names, as no honest tool would."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            info = zipfile.ZipInfo("x")
            info.filename = name
            archive.writestr(info, b"x")
    return path


def with_link(path: Path) -> Path:
    info = zipfile.ZipInfo("sources/a.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, "/etc/hostname")
    return path


def locked(path: Path) -> Path:
    data = bytearray(zipped(path, {"a.txt": b"x" * 50}).read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    return path


def in_bzip2(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.txt", b"x" * 100)
    return path


def damaged(path: Path) -> Path:
    data = bytearray(zipped(path, {"a.txt": os.urandom(500)}).read_bytes())
    data[60] ^= 0xFF
    path.write_bytes(data)
    return path


def lying(path: Path) -> Path:
    """Write an archive that says its one member is small, though it unpacks to 50 MB."""
    data = bytearray(zipped(path, {"a.txt": b"\0" * 50_000_000}).read_bytes())
    for sign, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.index(sign) + place
        data[at : at + 4] = (1000).to_bytes(4, "little")
    path.write_bytes(data)
    return path


def many(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}", b"")
    return path


def sheet(path: Path, *, rows: tuple[tuple[object, ...], ...] = (("id", "score"), (1, 5)), **cells: object) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for address, value in cells.items():
        book.active[address] = value
    book.save(path)
    return path


def changed_sheet(path: Path, change: Callable[[bytes], bytes], member: str = "xl/worksheets/sheet1.xml") -> Path:
    with zipfile.ZipFile(sheet(path)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[member] = change(members[member])
    return zipped(path, members)


def sparse(path: Path) -> Path:
    rows = b"".join(b'<row r="%d"><c r="BXX%d"><v>1</v></c></row>' % (row, row) for row in range(1, 20_001))
    return changed_sheet(
        path, lambda xml: re.sub(rb"<sheetData>.*</sheetData>", b"<sheetData>" + rows + b"</sheetData>", xml)
    )


def as_table(path: Path) -> object:
    return text_table(path)


def all_of_zip(path: Path) -> object:
    with opened_zip(path) as archive:
        return [archive.read(name) for name in archive.names()]


def all_of_gzip(path: Path) -> object:
    with gunzipped(path) as file:
        while file.read(1 << 20):
            pass
    return None


def all_of_json(path: Path) -> object:
    return sum(1 for _ in json_lines(path))


def packed(path: Path, data: bytes) -> Path:
    path.write_bytes(gzip.compress(data))
    return path


def bytes_in(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


BUILT: dict[str, tuple[str, Callable[[Path], Path], Callable[[Path], object], str]] = {
    "slip": (
        "s.zip",
        lambda p: raw_names(p, "../../slip.txt"),
        all_of_zip,
        "s.zip: names a file outside itself, '../../slip.txt'. Such an archive is not read.",
    ),
    "slip backwards": (
        "s.zip",
        lambda p: raw_names(p, "..\\slip.txt"),
        all_of_zip,
        "s.zip: names a file outside itself, '../slip.txt'. Such an archive is not read."
        if os.sep == "\\"
        else "s.zip: names a file outside itself, '..\\slip.txt'. Such an archive is not read.",
    ),
    "absolute": (
        "s.zip",
        lambda p: raw_names(p, "/etc/passwd"),
        all_of_zip,
        "s.zip: names a file outside itself, '/etc/passwd'. Such an archive is not read.",
    ),
    "drive": (
        "s.zip",
        lambda p: raw_names(p, "C:/x.txt"),
        all_of_zip,
        "s.zip: names a file outside itself, 'C:/x.txt'. Such an archive is not read.",
    ),
    "invisible name": (
        "s.zip",
        lambda p: raw_names(p, "a\u202etxt.exe"),
        all_of_zip,
        "s.zip: names a file with invisible characters, 'a\\u202etxt.exe'.",
    ),
    "link": (
        "s.zip",
        with_link,
        all_of_zip,
        "s.zip: holds a link, 'sources/a.txt', instead of a file. Such an archive is not read.",
    ),
    "name twice": (
        "s.zip",
        lambda p: raw_names(p, "a.txt", "a.txt"),
        all_of_zip,
        "s.zip: holds 'a.txt' twice. One of them is hidden.",
    ),
    "name twice in another case": (
        "s.zip",
        lambda p: raw_names(p, "a.txt", "A.TXT"),
        all_of_zip,
        "s.zip: holds 'A.TXT' twice. One of them is hidden.",
    ),
    "locked": ("s.zip", locked, all_of_zip, "s.zip: is locked with a password, at 'a.txt'. Export it without one."),
    "bzip2 inside": (
        "s.zip",
        in_bzip2,
        all_of_zip,
        "s.zip: packs 'a.txt' in an unusual way. Make an ordinary ZIP archive.",
    ),
    "damaged": ("s.zip", damaged, all_of_zip, "s.zip: is damaged inside, in 'a.txt'. Export it again."),
    "says it is small": ("s.zip", lying, all_of_zip, "s.zip: is damaged inside, in 'a.txt'. Export it again."),
    "10,001 members": ("s.zip", many, all_of_zip, "s.zip: holds 10,001 files. At most 10,000 are read."),
    "zip bomb by ratio": (
        "s.zip",
        lambda p: zipped(p, {"a.txt": b"\0" * 90_000_000}),
        all_of_zip,
        "s.zip: would unpack to N times its size. At most 100 times is read.",
    ),
    "zip bomb by size": (
        "s.zip",
        lambda p: zipped(p, {"a.txt": b"\0" * 101_000_000}, level=1),
        all_of_zip,
        "s.zip: would unpack to 101 MB. At most 100 MB are read.",
    ),
    "no zip": (
        "s.zip",
        lambda p: bytes_in(p, b"words"),
        all_of_zip,
        "s.zip: is not a ZIP archive that can be read. Export it again.",
    ),
    "gzip bomb": (
        "s.gz",
        lambda p: packed(p, b"\0" * 50_000_000),
        all_of_gzip,
        "s.gz: unpacks to more than 100 times its size.",
    ),
    "gzip cut off": (
        "s.gz",
        lambda p: bytes_in(p, gzip.compress(os.urandom(5000))[:-100]),
        all_of_gzip,
        "s.gz: is not a gzip file that can be read. Export it again.",
    ),
    "no gzip": (
        "s.gz",
        lambda p: bytes_in(p, b"words"),
        all_of_gzip,
        "s.gz: is not a gzip file that can be read. Export it again.",
    ),
    "sheet without end": (
        "s.xlsx",
        lambda p: sheet(p, XFD1048576=1),
        as_table,
        "s.xlsx: reaches to cell XFD1048576: 1,048,576 rows and 16,384 columns. At most 1,000,000 rows, 2,000 "
        "columns and "
        "10,000,000 cells are read. Delete what is empty.",
    ),
    "sparse sheet": (
        "s.xlsx",
        sparse,
        as_table,
        "s.xlsx: reaches to cell BXX5001: 5,001 rows and 2,000 columns. At most 1,000,000 rows, 2,000 columns and "
        "10,000,000 cells are read. Delete what is empty.",
    ),
    "formula": (
        "s.xlsx",
        lambda p: sheet(p, B3="=1+1"),
        as_table,
        "s.xlsx: has a formula in cell B3. Paste it as a value, or save as CSV UTF-8.",
    ),
    "declaration in a sheet": (
        "s.xlsx",
        lambda p: changed_sheet(p, lambda xml: b'<!DOCTYPE a [<!ENTITY b "c">]>' + xml),
        as_table,
        "s.xlsx: declares a document type or entities (<!DOCTYPE, <!ENTITY). Such XML is not read.",
    ),
    "declaration in the styles": (
        "s.xlsx",
        lambda p: changed_sheet(p, lambda xml: b'<!DOCTYPE a SYSTEM "file:///etc/hostname">' + xml, "xl/styles.xml"),
        as_table,
        "s.xlsx: declares a document type or entities (<!DOCTYPE, <!ENTITY). Such XML is not read.",
    ),
    "cells without address": (
        "s.xlsx",
        lambda p: changed_sheet(p, lambda xml: xml.replace(b'r="A1"', b'r="&#65;1"')),
        as_table,
        "s.xlsx: has a cell without a proper address. Save it again as .xlsx.",
    ),
    "sheet in UTF-16": (
        "s.xlsx",
        lambda p: changed_sheet(p, lambda xml: xml.decode().encode("utf-16")),
        as_table,
        "s.xlsx: holds XML that is not UTF-8. Export it again.",
    ),
    "zip called xlsx": (
        "s.xlsx",
        lambda p: zipped(p, {"a.txt": b"x"}),
        as_table,
        "s.xlsx: is a ZIP archive but no workbook. Save it as .xlsx.",
    ),
    "empty sheet": (
        "s.xlsx",
        lambda p: sheet(p, rows=()),
        as_table,
        "s.xlsx: has an empty sheet. It needs a row of headings.",
    ),
    "workbook bomb": (
        "s.xlsx",
        lambda p: changed_sheet(p, lambda xml: xml + b" " * 95_000_000),
        as_table,
        "s.xlsx: would unpack to N times its size. At most 100 times is read.",
    ),
    "huge cell": (
        "s.csv",
        lambda p: bytes_in(p, b"id,said\n1," + b"x" * 1_000_001 + b"\n"),
        as_table,
        "s.csv, row 2: has a cell of more than 1 MB. A quotation mark before it may never be closed.",
    ),
    "huge line": (
        "s.csv",
        lambda p: bytes_in(p, b"id,said\n" + b"x" * 30_000_000),
        as_table,
        "s.csv, row 2: has a line of more than 10 MB.",
    ),
    "2,001 columns": (
        "s.csv",
        lambda p: bytes_in(p, b",".join([b"a"] * 2001) + b"\n"),
        as_table,
        "s.csv, row 1: has 2,001 columns. At most 2,000 are read.",
    ),
    "9 million columns": (
        "s.csv",
        lambda p: bytes_in(p, b"," * 9_000_000),
        as_table,
        "s.csv, row 1: has 9,000,001 columns. At most 2,000 are read.",
    ),
    "ragged after 60 MB": (
        "s.csv",
        lambda p: bytes_in(p, b"a,b\n" + b"12345678,12345678\n" * 3_300_000 + b"1\n"),
        as_table,
        "s.csv, row 3300002: has 1 value under 2 headings, split at each comma. Export the file again, or name another "
        "--delimiter.",
    ),
    "101 MB": (
        "s.csv",
        lambda p: bytes_in(p, b"a,b\n" * 25_300_000),
        as_table,
        "s.csv: is larger than 100 MB. Import it as events, or split it.",
    ),
    "huge line of JSON": (
        "s.jsonl",
        lambda p: bytes_in(p, b'{"a": "' + b"x" * 11_000_000 + b'"}\n'),
        all_of_json,
        "s.jsonl, row 1: has a line of more than 10 MB.",
    ),
    "no file": ("s.csv", lambda p: p, as_table, "s.csv: is not there. Check the name and the folder."),
}


@pytest.mark.parametrize("name", BUILT)
def test_a_bomb_or_a_trap_is_refused_in_exactly_this_sentence_within_five_seconds(name: str, tmp_path: Path) -> None:
    file, build, act, sentence = BUILT[name]
    path = build(tmp_path / file)
    began = time.process_time()
    with pytest.raises(EvidenceError) as refused:
        act(path)
    assert time.process_time() - began < 5
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
