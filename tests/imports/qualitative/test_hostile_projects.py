"""A crafted project is refused or reported with a sentence, in time, and nothing is written anywhere."""

from __future__ import annotations

import stat
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cjm_research.errors import EvidenceError
from cjm_research.imports.qualitative import read_codebook, read_interviews
from tests.imports.qualitative.projects import HEAD, code, project, selection, source

Packed = Callable[..., Path]
GOOD = project(codes=code(1, "Too dear"), sources=source(9, "P01", selection(5, 0, 2, "It", 1), text="It is."))
XXE = '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = "<!DOCTYPE p [<!ENTITY a 'ha'>" + "".join(f"<!ENTITY a{n} '{'&a;' * 10}'>" for n in range(9)) + "]>"


@pytest.mark.parametrize(
    ("member", "says"),
    [
        ("../../slip.txt", "names a file outside itself"),
        ("/etc/slip.txt", "names a file outside itself"),
        ("C:/slip.txt", "names a file outside itself"),
        ("..\\slip.txt", "names a file outside itself"),
        ("PROJECT.QDE", "twice"),
        ("other.qde", "holds 2 project files"),
    ],
)
def test_a_member_that_points_outside_or_stands_twice(packed: Packed, member: str, says: str) -> None:
    before = set(Path("/etc").glob("slip*"))
    with pytest.raises(EvidenceError, match=says):
        read_interviews(packed(GOOD, {member: b"x"}))
    assert set(Path("/etc").glob("slip*")) == before


def test_a_link(packed: Packed, tmp_path: Path) -> None:
    path = packed(GOOD)
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("sources/t.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(EvidenceError, match="holds a link"):
        read_interviews(path)


def test_a_bomb(packed: Packed) -> None:
    began = time.monotonic()
    with pytest.raises(EvidenceError, match="would unpack to"):
        read_interviews(packed(GOOD, {"sources/t.txt": b"a" * 5_000_000}))
    assert time.monotonic() - began < 5


def test_ten_thousand_entries_and_more(packed: Packed) -> None:
    with pytest.raises(EvidenceError, match=r"holds 10,0\d\d files"):
        read_interviews(packed(GOOD, {f"sources/{n}.txt": b"x" for n in range(10_001)}))
    began = time.monotonic()
    reading = read_interviews(packed(GOOD, {f"sources/{n}.txt": b"x" for n in range(9_990)}))
    assert len(reading.table) == 1
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("head", [XXE, LAUGHS, '<!DOCTYPE Project SYSTEM "http://127.0.0.1:9/x.dtd">'])
def test_a_document_type(packed: Packed, tmp_path: Path, head: str) -> None:
    crafted = GOOD.replace("?>\n", f"?>\n{head}\n", 1)
    with pytest.raises(EvidenceError, match="declares a document type or entities"):
        read_interviews(packed(crafted))
    book = tmp_path / "codes.qdc"
    book.write_text(f'{head}<CodeBook xmlns="urn:QDA-XML:codebook:1.0"/>', encoding="utf-8")
    with pytest.raises(EvidenceError, match="declares a document type or entities"):
        read_codebook(book)


@pytest.mark.parametrize(
    ("qde", "says"),
    [
        ("", "is not valid XML"),
        ("<Project", "is not valid XML"),
        ("<Project/>", "instead of the <Project>"),
        ('<CodeBook xmlns="urn:QDA-XML:codebook:1.0"/>', "holds <CodeBook> instead"),
        (HEAD + '<CodeBook><Codes><Code name="x"/></Codes></CodeBook></Project>', "has a code without GUID"),
        (HEAD + '<CodeBook><Codes><Code guid="1"/></Codes></CodeBook></Project>', "has a code without name"),
        (project(codes=code(1, "a") + code(1, "b")), "to two codes"),
    ],
)
def test_no_project(packed: Packed, qde: str, says: str) -> None:
    with pytest.raises(EvidenceError, match=says):
        read_interviews(packed(qde))


def test_no_archive_no_project_no_file(tmp_path: Path, packed: Packed) -> None:
    fake = tmp_path / "x.qdpx"
    fake.write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(EvidenceError, match="is not a ZIP archive"):
        read_interviews(fake)
    with pytest.raises(EvidenceError, match="holds no project file"):
        read_interviews(packed("", name="sources/project.qde"))
    with pytest.raises(EvidenceError, match="is not there"):
        read_interviews(tmp_path / "gone.qdpx")


@pytest.mark.parametrize("depth", [50, 20_000])
def test_codes_within_codes_within_codes(packed: Packed, depth: int) -> None:
    nested = "".join(f'<Code guid="{n}" name="c{n}" isCodable="true">' for n in range(depth)) + "</Code>" * depth
    reading = read_interviews(packed(project(codes=nested, sources=source(9, "P01", text="x"))))
    assert len(reading.codes) == depth


def test_an_empty_project_says_that_nothing_is_in_it(packed: Packed) -> None:
    reading = read_interviews(packed(HEAD + "</Project>"))
    assert (len(reading.table), reading.n, reading.report.rows_in) == (0, 0, 0)


def test_text_that_is_no_text_is_reported(packed: Packed) -> None:
    for data, says in ((b"\xff\xfe\x00", "not UTF-8"), (b"It\0is", "NUL")):
        qde = project(codes=code(1, "x"), sources=source(9, "P01", selection(5, 0, 2, "It", 1), path="t.txt"))
        reading = read_interviews(packed(qde, {"sources/t.txt": data}))
        assert says in reading.report.dropped[0].what


def test_controls_and_markup_in_names_stay_text_or_go(packed: Packed) -> None:
    name = "Too <b>dear</b>"
    reading = read_interviews(
        packed(project(codes=code(1, name), sources=source(9, name, selection(5, 0, 2, "<i>", 1), text="<i> said")))
    )
    assert reading.codes[0].name == name
    assert list(reading.extra) == ["note-01.txt"]
