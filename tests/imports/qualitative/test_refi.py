"""A REFI-QDA project: every quote stands where it says, or is reported and left out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cjm_research.imports.qualitative import COLUMNS, CodedReading, read_interviews
from cjm_research.imports.reading import Options
from tests.imports.qualitative.projects import LOU, code, guid, project, selection, source

Packed = Callable[..., Path]
SAID = "It is far too dear. I will not pay."
DEAR = code(1, "Too dear")


def adds_up(reading: CodedReading) -> bool:
    report = reading.report
    return report.rows_in == report.rows_kept + sum(note.count for note in report.dropped) and report.rows_kept == len(
        reading.table
    )


def one(
    packed: Packed, *selections: str, text: bytes = SAID.encode(), path: str = "internal://t.txt", more: str = ""
) -> CodedReading:
    qde = project(codes=DEAR, sources=source(9, "P01", *selections, path=path, more=more))
    reading = read_interviews(packed(qde, {"sources/t.txt": text}))
    assert adds_up(reading)
    return reading


def test_a_verified_quote_has_its_words_place_code_coder_and_note(packed: Packed) -> None:
    reading = one(packed, selection(5, 6, 18, "far too dear", 1))
    (row,) = reading.table.to_dict("records")
    assert tuple(reading.table.columns) == COLUMNS
    assert row == {
        "quote": "q000001f5",
        "participant": "P01",
        "note": "P01.txt",
        "start": "6",
        "end": "18",
        "persona": "",
        "phase": "",
        "touchpoint": "",
        "code": "too-dear",
        "coder": "Kim",
        "polarity": "",
        "text": "far too dear",
    }
    assert reading.extra["P01.txt"].decode()[6:18] == "far too dear"
    assert "1 verified, 0 shifted by one character, 0 not verifiable, 0 failed" in reading.report.warnings[0]


@pytest.mark.parametrize(
    ("start", "end", "name", "verdict"),
    [
        (6, 18, "far too dear", "1 verified"),
        (6, 17, "far too dear", "1 shifted"),
        (7, 19, "far too dear", "1 shifted"),
        (6, 18, "line:6", "1 not verifiable"),
        (6, 18, "far too …", "1 not verifiable"),
        (6, 34, "far too dear. I…", "1 verified"),
        (3, 15, "far too dear", "1 failed"),
        (6, 18, "far too deer", "1 failed"),
        (6, 400, "far too dear", "1 failed"),
        (-3, 5, "far", "1 failed"),
        (18, 6, "far too dear", "1 failed"),
        (6, 6, "", "1 failed"),
        ("x", 18, "far too dear", "1 failed"),
        ("9" * 5000, 18, "far too dear", "1 failed"),
    ],
)
def test_every_quote_is_checked_against_its_text(
    packed: Packed, start: object, end: object, name: str, verdict: str
) -> None:
    reading = one(packed, selection(5, start, end, name, 1))
    assert verdict in reading.report.warnings[0]
    assert len(reading.table) == (0 if "failed" in verdict else 1)
    if "failed" in verdict:
        (note,) = reading.report.dropped
        assert note.what.startswith("quote not found: ")
        assert note.where.startswith("P01: ")


@pytest.mark.parametrize(
    ("start", "end", "counted"),
    [(8, 20, 0), (7, 19, 1)],
    ids=["a Windows line break is two characters", "it is one"],
)
def test_windows_line_breaks_are_counted_either_way_and_the_place_is_that_in_the_note(
    packed: Packed, start: int, end: int, counted: int
) -> None:
    text = "Well.\r\n far too dear.\r\n"
    reading = one(packed, selection(5, start, end, "far too dear", 1), text=text.encode())
    assert list(reading.table[["start", "end", "text"]].iloc[0]) == ["8", "20", "far too dear"]
    assert reading.extra["P01.txt"] == text.encode(), "the note stays as it was"
    assert sum(note.count for note in reading.report.coerced) == counted
    assert "1 verified" in reading.report.warnings[0]


def test_a_quote_over_two_lines_is_verified_though_xml_makes_its_break_a_blank(packed: Packed) -> None:
    reading = one(packed, selection(5, 0, 12, "far too dear", 1), text=b"far too\ndear.")
    assert reading.table["text"].iloc[0] == "far too\ndear"
    assert "1 verified" in reading.report.warnings[0]


def test_positions_count_characters_not_bytes_or_halves_of_pairs(packed: Packed) -> None:
    reading = one(packed, selection(5, 4, 16, "far too dear", 1), text="Äh 😀far too dear".encode())
    assert "1 verified" in reading.report.warnings[0]
    halves = one(packed, selection(5, 5, 17, "far too dear", 1), text="Ä😀😀 far too dear".encode())
    assert "1 shifted" in halves.report.warnings[0]
    lost = one(packed, selection(5, 9, 21, "far too dear", 1), text="😀😀😀😀 far too dear, really".encode())
    assert "1 failed" in lost.report.warnings[0]


def test_overlapping_quotes_and_two_coders_are_kept_apart(packed: Packed) -> None:
    reading = one(
        packed,
        selection(5, 6, 18, "far too dear", 1),
        selection(6, 10, 18, "too dear", 1),
        selection(7, 6, 18, "far too dear", 1, coder=LOU),
    )
    assert list(zip(reading.table["text"], reading.table["coder"], strict=True)) == [
        ("far too dear", "Kim"),
        ("too dear", "Kim"),
        ("far too dear", "Lou"),
    ]
    assert reading.table["quote"].is_unique
    assert reading.report.duplicates == 0


def test_nested_codes_become_the_codebook_with_definitions_and_colours(packed: Packed) -> None:
    codes = code(1, "Price", code(2, "Fee", definition="Monthly\nonly"), code(3, "Price")) + code(4, "Цена")
    reading = read_interviews(
        packed(project(codes=codes, sources=source(9, "P01", selection(5, 0, 2, "It", 2, 3), text=SAID)))
    )
    assert [(one.id, one.name, one.parent) for one in reading.codes] == [
        ("price", "Price", None),
        ("fee", "Fee", "price"),
        ("price-2", "Price", "price"),
        ("code", "Цена", None),
    ]
    assert (reading.codes[1].definition, reading.codes[1].colour) == ("Monthly\nonly", "#FFAA00")
    assert list(reading.table["code"]) == ["fee", "price-2"]


def test_cases_are_participants_and_their_variables_attributes_without_who_they_are(packed: Packed) -> None:
    def value(variable: int, kind: str, text: str) -> str:
        return f'<VariableValue><VariableRef targetGUID="{guid(variable)}"/><{kind}>{text}</{kind}></VariableValue>'

    variables = "".join(
        f'<Variable guid="{guid(n)}" name="{name}" typeOfVariable="Text"/>'
        for n, name in ((20, "Age"), (21, "E-mail"), (22, "Persona"))
    )
    values = value(20, "IntegerValue", "34") + value(21, "TextValue", "m@x.org") + value(22, "TextValue", "mira")
    cases = (
        f'<Case guid="{guid(30)}" name="Maria Lopez">{values}<SourceRef targetGUID="{{{guid(9).upper()}}}"/></Case>'
        f'<Case guid="{guid(31)}" name="P02"><SelectionRef targetGUID="{guid(6)}"/></Case>'
    )
    sources = source(
        9, "Maria", selection(5, 6, 18, "far too dear", 1), selection(6, 20, 35, "I will not pay.", 1), text=SAID
    )
    path = packed(project(codes=DEAR, variables=variables, cases=cases, sources=sources))
    reading = read_interviews(path)
    assert list(reading.table["participant"]) == ["participant-01", "P02"]
    assert list(reading.table["persona"]) == ["mira", ""]
    assert reading.n == 2
    assert reading.extra["participants.csv"].decode().splitlines() == [
        "participant,Age,Persona",
        "participant-01,34,mira",
        "P02,,",
    ]
    whole = b"".join(reading.extra.values()).decode() + reading.table.to_csv() + reading.report.model_dump_json()
    assert "Lopez" not in whole
    assert "m@x.org" not in whole
    assert sum(note.count for note in reading.report.personal) == 3, "a case, a note, an address"
    kept = read_interviews(path, Options(keep_personal=("participant", "e-mail")))
    assert "m@x.org" in kept.extra["participants.csv"].decode()
    assert list(kept.table["participant"]) == ["maria-lopez", "P02"]


@pytest.mark.parametrize(
    "path", ["internal://t.txt", "t.txt", "INTERNAL://T.TXT", "internal://sources/t.txt", "internal://t%2Etxt"]
)
@pytest.mark.parametrize("member", ["sources/t.txt", "Sources/t.txt"])
def test_texts_are_found_however_their_path_is_written(packed: Packed, path: str, member: str) -> None:
    qde = project(codes=DEAR, sources=source(9, "P01", selection(5, 6, 18, "far too dear", 1), path=path))
    reading = read_interviews(packed(qde, {member: SAID.encode(), "sources/.root": b""}, name="Talks.QDE"))
    assert list(reading.table["text"]) == ["far too dear"]


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("internal://gone.txt", "has its text in a file that the project does not hold"),
        ("relative:///../t.txt", "has its text outside the project file (relative://), which is not read"),
        ("absolute:///etc/passwd", "has its text outside the project file (absolute://), which is not read"),
        ("file:///etc/passwd", "has its text outside the project file (file://), which is not read"),
        ("internal://../project.qde", "has its text in a file that the project does not hold"),
        ("", "has no plain text in the project"),
    ],
)
def test_a_text_that_is_not_inside_is_reported_with_its_codings(packed: Packed, path: str, says: str) -> None:
    reading = one(packed, selection(5, 6, 18, "far too dear", 1), path=path)
    assert reading.report.dropped[0].what == f"codings of a source that {says}"
    assert f"The source 'P01' {says}." in reading.report.warnings
    assert reading.extra == {}


def test_the_plain_text_of_one_byte_that_a_tool_writes_is_called_empty(packed: Packed) -> None:
    reading = one(packed, text=b"\n", more='richTextPath="internal://t.docx"')
    assert "The source 'P01' has an empty plain text beside a formatted one." in reading.report.warnings


def test_a_bom_is_no_character(packed: Packed) -> None:
    assert (
        "1 verified"
        in one(packed, selection(5, 6, 18, "far too dear", 1), text=b"\xef\xbb\xbf" + SAID.encode()).report.warnings[0]
    )


def test_codings_of_media_and_of_whole_sources_are_counted_not_lost(packed: Packed) -> None:
    picture = (
        f'<PictureSource guid="{guid(40)}" name="Shelf"><PictureSelection guid="{guid(41)}" firstX="1" firstY="1" '
        f'secondX="2" secondY="2">'
        f'<Coding guid="{guid(42)}"><CodeRef targetGUID="{guid(1)}"/></Coding></PictureSelection></PictureSource>'
    )
    whole = (
        f'<TextSource guid="{guid(50)}" name="P02"><PlainTextContent>x</PlainTextContent><Coding '
        f'guid="{guid(51)}"><CodeRef targetGUID="{guid(1)}"/></Coding></TextSource>'
    )
    reading = read_interviews(packed(project(codes=DEAR, sources=picture + whole)))
    assert adds_up(reading)
    assert [(note.what, note.where) for note in reading.report.dropped] == [
        ("codings that mark a picture, not a text", "note-01"),
        ("codings that code the whole of a source, not a quote in it", "P02"),
    ]


def test_a_quote_whose_code_is_unknown_or_missing_is_kept_without_one(packed: Packed) -> None:
    reading = one(packed, selection(5, 6, 18, "far too dear", 99), selection(6, 6, 18, "far too dear"))
    assert list(reading.table["code"]) == ["", ""]
    assert next((note.what, note.count) for note in reading.report.gaps) == ("quotes without a code of the codebook", 2)


def test_a_text_source_per_answer_gives_a_note_each(packed: Packed) -> None:
    sources = "".join(source(n, "answer", selection(n + 5000, 0, 2, "It", 1), text=SAID) for n in range(100, 400))
    reading = read_interviews(packed(project(codes=DEAR, sources=sources)))
    assert len(reading.extra) == 300 == len(reading.table)
    assert len({name.casefold() for name in reading.extra}) == 300


def test_the_same_project_reads_the_same_twice(packed: Packed) -> None:
    path = packed(project(codes=DEAR, sources=source(9, "P01", selection(5, 6, 18, "far too dear", 1), text=SAID)))
    first, second = read_interviews(path), read_interviews(path)
    assert first.table.equals(second.table)
    assert (first.report, first.extra) == (second.report, second.extra)
