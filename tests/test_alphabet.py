"""One alphabet at every door of a study: what nobody can read is refused where typed and shown where imported."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from typer.testing import CliRunner, Result

from cjm_research import open_study
from cjm_research.cli import app
from cjm_research.forms.event_counts import counted
from cjm_research.forms.event_rules import in_order, read_only_rules
from cjm_research.study import Claim, Study
from cjm_research.study.alphabet import SIGN, legible, refused, settled

SOUND = Path(__file__).parent / "studies" / "sound"
BAD = "\x07\x9f\ufdd0\U0001ffff"
NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\U0001fffe\U0001ffff]")
ANY = st.text(st.characters(exclude_categories=()))


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SOUND, tmp_path / "sound"))


def cjm(*arguments: object) -> Result:
    result = CliRunner().invoke(app, list(map(str, arguments)))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


@pytest.mark.parametrize(
    "text",
    ["👩‍👩‍👧‍👦", "🇩🇪", "👍🏽", "x\u0302\u0330", "\u200fمرحبا\u200e", "\u2066שלום\u2069", "日本", "a\tb\nc", "\ue000"],
)
def test_every_script_emoji_and_mark_of_direction_is_a_text(text: str) -> None:
    assert Claim(text=text).text
    assert settled(text) == text


@pytest.mark.parametrize("char", [*BAD, "\x00", "\r", "\x7f", "\x85", "\ufffe", "\uffff", "\U0010ffff", "\ud800"])
def test_what_nobody_can_read_is_refused_in_a_sentence(char: str) -> None:
    with pytest.raises(ValidationError, match=f"invisible character U\\+{ord(char):04X}|unicode"):
        Claim(text=f"a{char}b")


@given(ANY)
def test_a_settled_text_is_one_that_a_study_takes(text: str) -> None:
    assert refused(settled(text)) == ""
    assert settled(settled(text)) == settled(text)
    assert len(legible(text)) == len(text)


@pytest.mark.parametrize("part", ["personas", "phases", "touchpoints"])
@pytest.mark.parametrize("char", ["\\uFFFF", "\\uFDD0", "\\x07", "\\0", "\\U0001FFFF", "\\ud83d"])
def test_a_study_with_such_a_title_is_refused_in_a_sentence_that_names_the_file(
    part: str, char: str, sound: Path
) -> None:
    path = sound / f"{part}.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        re.sub(r"(name|title): ([^,}\n]+)", rf'\1: "A{char}"'.replace("\\", "\\\\"), text, count=1), encoding="utf-8"
    )
    result = cjm("check", sound)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{part}.yaml")
    assert result.stderr.count("\n") == 1


def parquet(path: Path) -> None:
    rows = {
        "user_id": ["u", "u"],
        "event": [f"se{BAD}e", "buy"],
        "timestamp": ["2026-05-01T10:00:00Z"] * 2,
        f"pl{BAD}an": ["a", f"b{BAD}"],
    }
    pq.write_table(pa.table(rows), path)


def amplitude() -> str:
    event = {
        "event_type": f"se{BAD}e",
        "event_time": "2026-05-01 10:00:00.000000",
        "amplitude_id": 11,
        "user_id": None,
        "device_id": "d",
        "platform": f"We{BAD}b",
        "session_id": 1700000000000,
        "event_properties": {f"pl{BAD}an": f"a{BAD}"},
        "user_properties": {},
        "$insert_id": "i",
    }
    return json.dumps(event)


XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xmlns="http://www.xes-standard.org/"><trace><string key="concept:name" value="Case 1"/>
<event><string key="concept:name" value="ca\ufdd0ll"/><date key="time:timestamp" value="2026-05-01T12:00:00Z"/>
<string key="pl\ufdd0an" value="a\ufdd0"/></event></trace></log>"""
LOG = f"user_id,event,timestamp,pl{BAD}an\nu,se{BAD}e,2026-05-01T10:00:00Z,a{BAD}\nu,a\x0bb,2026-05-01T11:00:00Z,c\n"
QUOTES = f'id,document,tag,content\n12,P01,pri{BAD}ce,"Too dear,{BAD} she said"\n13,P02,,Nice\n'
FILES: dict[str, tuple[str, str, Any, tuple[str, ...]]] = {
    "a survey": ("survey", "s.csv", f"participant,wh{BAD}y\nP1,so{BAD}\nP2,no\n", ()),
    "a poll": ("poll", "p.csv", f"option,count\nSh{BAD}op,12\nApp,3\n", ()),
    "reviews": ("reviews", "r.csv", f"text,st{BAD}ars\nGo{BAD}od,5\n", ("--column", "text=text")),
    "a log": ("events", "l.csv", LOG, ()),
    "a log in Parquet": ("events", "l.parquet", parquet, ()),
    "a log of Amplitude": ("events", "l.json", amplitude(), ()),
    "a log in XES": ("events", "l.xes", XES, ()),
    "notes": ("interviews", "talk.txt", f"It is{BAD} dear.\r\nSo.\n", ()),
    "coded quotes": ("interviews", "q.csv", QUOTES, ()),
}


def texts_of(study: Path) -> str:
    """Return every text of a study but the originals, which stay as they came."""
    told = []
    for path in sorted(study.rglob("*")):
        if path.is_file() and "originals" not in path.parts:
            if path.suffix == ".parquet":
                table = pq.read_table(path)
                told += [*table.column_names, *(str(cell) for column in table.columns for cell in column.to_pylist())]
            else:
                told.append(path.read_text(encoding="utf-8"))
    return "\n".join(told)


@pytest.mark.parametrize("case", FILES)
def test_every_import_shows_unreadable_characters_as_a_sign_and_says_so(case: str, sound: Path, tmp_path: Path) -> None:
    kind, name, content, more = FILES[case]
    path = tmp_path / name
    content(path) if callable(content) else path.write_bytes(content.encode())
    result = cjm("import", kind, path, "--study", sound, "--id", "fresh", "--yes", *more)
    assert result.exit_code == 0, result.output
    assert "unreadable characters" in result.stdout
    texts = texts_of(sound)
    assert SIGN in texts
    assert not NEVER.search(texts)
    study = open_study(sound)
    assert study.source("fresh")
    assert read_only_rules(study)


def test_a_secondary_source_with_such_a_title_is_refused_in_a_sentence(sound: Path) -> None:
    said = ["--publisher", "Office", "--date", "2026-05-01", "--claim", "Many cycle"]
    result = cjm("import", "secondary", "--study", sound, "--title", "A\uffffb", *said)
    assert (result.exit_code, result.stdout) == (2, "")
    assert (
        result.stderr == "'office-ab': cannot be registered: title holds the invisible character U+FFFF; remove it.\n"
    )


def test_a_log_that_was_never_imported_has_its_rules_without_the_names_that_nobody_can_read(sound: Path) -> None:
    names = {"customer": ["u", "v"], "at": ["2026-05-01T10:00:00Z"] * 2, "event": ["buy", "se\x07e"]}
    pq.write_table(pa.table(names), sound / "evidence" / "raw.parquet")
    register = sound / "evidence" / "sources.yaml"
    added = (
        "  - {id: raw, title: Raw, kind: events, file: raw.parquet, columns: {participant: customer, at: at, "
        "event: event}}\n"
    )
    register.write_text(register.read_text(encoding="utf-8").rstrip("\n") + "\n" + added, encoding="utf-8")
    study: Study = open_study(sound)
    count = counted(study, "raw")
    assert "buy" in in_order(study, count)
    assert "se\x07e" not in in_order(study, count)
    assert "1 name holds characters that cannot be read" in read_only_rules(study)


def test_a_parameter_that_nobody_can_read_is_refused_before_anything_runs(sound: Path, tmp_path: Path) -> None:
    result = cjm("report", sound, "--out", tmp_path / "out", "-p", "top=a\x07b")
    assert result.exit_code == 2
    assert result.stderr == "The parameter 'top' holds the invisible character U+0007. Remove it.\n"
