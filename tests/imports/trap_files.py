"""Files that would hurt: bombs, traps and lies, built as no honest tool would build them."""

import gzip
import os
import re
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl

from cjm_research.imports.archives import gunzipped, opened_zip
from cjm_research.imports.json_documents import json_lines
from cjm_research.imports.tables import text_table


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
