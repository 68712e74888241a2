"""Interviews as text, Markdown and Word files come in as they are, to be coded here."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from cjm_research.errors import EvidenceError
from cjm_research.imports.qualitative import COLUMNS, read_interviews
from cjm_research.imports.reading import Options

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(path: Path, body: str, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {WORD}><w:body>{body}</w:body></w:document>")
        for name, content in members.items():
            archive.writestr(f"word/{name}.xml", content)
    return path


def test_a_folder_of_interviews_becomes_notes_without_quotes(tmp_path: Path) -> None:
    (tmp_path / "P01.txt").write_bytes(b"\xef\xbb\xbfToo dear.\r\nReally.\r\n")
    (tmp_path / "Maria.md").write_text("# Maria\n\nFine.\n", encoding="utf-8")
    docx(tmp_path / "Interview 3.docx", "<w:p><w:r><w:t>It is </w:t><w:t>far.</w:t></w:r></w:p>")
    (tmp_path / "empty.txt").write_bytes(b" \n")
    (tmp_path / "talk.pdf").write_bytes(b"%PDF")
    (tmp_path / ".hidden.txt").write_bytes(b"x")
    (tmp_path / "link.txt").symlink_to("/etc/passwd")
    reading = read_interviews(tmp_path)
    assert reading.extra == {
        "interview-3.txt": b"It is far.",
        "note-01.md": b"# Maria\n\nFine.\n",
        "P01.txt": b"Too dear.\r\nReally.\r\n",
    }
    assert (len(reading.table), tuple(reading.table.columns), reading.n) == (0, COLUMNS, 3)
    report = reading.report
    assert report.rows_in == 6 == report.rows_kept + sum(note.count for note in report.dropped)
    assert report.personal[0].count == 2, "Maria, and the empty file whose name might be one"
    assert set(read_interviews(tmp_path, Options(keep_personal=("note",))).extra) == {
        "interview-3.txt",
        "maria.md",
        "P01.txt",
    }


def test_a_word_document_reads_as_it_prints(tmp_path: Path) -> None:
    body = (
        "<w:p><w:pPr><w:rPr/></w:pPr><w:r><w:t>One</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r></w:p><w:p/>"
        "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    path = docx(tmp_path / "P01.docx", body, footnotes="<x/>")
    reading = read_interviews(path)
    assert reading.extra == {"P01.txt": b"One\ttwo\nthree\n\nnew\ncell"}
    assert "P01.docx: its footnotes are not read." in reading.report.warnings


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"caf\xe9", "a.txt, row 1: is not text in utf-8-sig. Save it as UTF-8"),
        ("a.txt", b"a\0b", "holds NUL characters"),
        ("a.txt", b"  \n", "holds no text"),
        ("a.txt", b"PK\x03\x04....", "is a ZIP archive or office file, although its name ends in '.txt'"),
        ("a.md", b"\xff\xfea\0", "is UTF-16 text. Say so"),
        ("a.docx", b"PK\x03\x04....", "is not a ZIP archive that can be read"),
        ("a.qdc", b"<CodeBook/>", "is a codebook, without quotes"),
        ("a.rtf", b"{\\rtf1 x}", "is no table that can be read"),
    ],
)
def test_what_is_no_interview_is_refused_in_a_sentence(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(EvidenceError) as refused:
        read_interviews(tmp_path / name)
    assert says in str(refused.value)


def test_hostile_word_documents(tmp_path: Path) -> None:
    path = docx(tmp_path / "P01.docx", "<w:p/>")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {WORD}>&x;</w:document>',
        )
    with pytest.raises(EvidenceError, match="declares a document type"):
        read_interviews(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("other.xml", "x")
    with pytest.raises(EvidenceError, match=r"has no word/document\.xml"):
        read_interviews(path)


def test_another_encoding_has_to_be_named(tmp_path: Path) -> None:
    (tmp_path / "P01.txt").write_bytes("café".encode("latin-1"))
    assert read_interviews(tmp_path / "P01.txt", Options(encoding="latin-1")).extra["P01.txt"].decode() == "café"


def test_a_folder_without_interviews(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match=r"holds no interviews. They end in .txt, .md"):
        read_interviews(tmp_path)
    with pytest.raises(EvidenceError, match="is not there"):
        read_interviews(tmp_path / "gone.txt")
