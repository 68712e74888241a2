"""What a person typed is what the study holds, after any number of saves, in any YAML reader."""

from __future__ import annotations

import tempfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from ruamel.yaml import YAML

from cjm_research import open_study, store
from cjm_research.errors import StudyFileError
from cjm_research.store import document
from cjm_research.study import About, Touchpoint

if TYPE_CHECKING:
    from tests.store.conftest import Make

TYPED = ["NO", "yes", "on", "y", "1.10", "12:30", "007", "1_000", "0x1F", "1e3", "~", "null", "<<", "=", "2026-01-01"]
AWKWARD = [
    *TYPED,
    " before",
    "after ",
    "a: b",
    "a #b",
    "# a",
    "- a",
    "-",
    "? a",
    "a?",
    ": a",
    ":a",
    "[a",
    "a]",
    "{a",
    "&a",
    "*a",
    "!a",
    "%a",
    "@a",
    "`a",
    "|",
    ">",
    "'",
    '"',
    "it's",
    "a, b",
    "---",
    "...",
    "a\\b",
    "\t",
    "a\tb",
    "a\nb",
    "a\n",
    "a\n\n",
    "\n a",
    "a  \nb  ",
    "a\n\n\nb",
    "# a\n# b",
    "---\na",
    "😀",
    "👩‍🔬",
    "a\u200bb",
    "\u202ea",
    "\xa0",
    "a\u2028b",
    "a\u2029b",
    "\ufeffa",
    "word " * 60 + "end",
    "",
    "    ",
]

pieces = st.sampled_from([*AWKWARD, "- ", ": ", " #", "\n", " ", "a", "1", ".", "e", "?", "\\"])
letters = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=20)
texts = (st.lists(pieces, max_size=6).map("".join) | letters).map(lambda text: unicodedata.normalize("NFC", text))


def other_reader(version: tuple[int, int]) -> YAML:
    reader = YAML(typ="safe", pure=True)
    reader.version = version
    return reader


@pytest.mark.parametrize("typed", TYPED)
def test_a_plain_word_is_read_as_it_was_typed(typed: str, make: Make) -> None:
    assert open_study(make({"study.yaml": f"format: 1\ntitle: {typed}\n"})).about.title == typed


@pytest.mark.parametrize("text", AWKWARD)
def test_text_survives_a_save(text: str, make: Make) -> None:
    study = open_study(make())
    about = About(title="Tiny", owner=text)
    touchpoint = Touchpoint(id="shop", title=text or "-", channels=(text, "web"))
    saved = store.save(study.replaced(about=about, touchpoints=(touchpoint,)))
    again = open_study(saved.folder)
    assert (again.about, again.touchpoints) == (about, (touchpoint,))


@settings(max_examples=60)
@given(first=texts, second=texts)
@example(first="? a", second="a?")
def test_any_text_survives_two_saves_of_fields_and_lists(first: str, second: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "study.yaml").write_text("format: 1\ntitle: Tiny\nowner: 'Ines'  # she\n")
        study = open_study(place)
        for one, other in ((first, second), (second, first)):
            about = About(title="Tiny", owner=one, scope=other)
            touchpoint = Touchpoint(id="shop", title=other or "-", channels=(one, other, "web"))
            study = store.save(study.replaced(about=about, touchpoints=(touchpoint,)))
            assert (study.about, study.touchpoints) == (about, (touchpoint,))
            assert open_study(place) == study


@settings(max_examples=60)
@given(first=texts, second=texts)
@example(first="NO", second="1.10")
@example(first="12:30", second="Who pays?")
def test_other_readers_of_yaml_read_what_we_write_alike(first: str, second: str) -> None:
    value = {"no": first, "list": [first, second], "records": [{"id": second, "on": {"deep": [second, first]}}]}
    written = document.write(document.plain(value))
    assert document.read(written, "x.yaml") == value
    assert other_reader((1, 1)).load(written) == value
    assert other_reader((1, 2)).load(written) == value


@settings(max_examples=60)
@given(first=texts, second=texts)
def test_the_short_form_is_one_line_that_other_readers_read_alike(first: str, second: str) -> None:
    value = {"no": first, "list": [second, {"on": first}]}
    written = document.inline(value)
    assert "\n" not in written
    assert other_reader((1, 1)).load(written) == value
    assert other_reader((1, 2)).load(written) == value


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\r"])
def test_invisible_control_characters_are_refused_in_a_model(char: str) -> None:
    with pytest.raises(ValidationError, match=f"invisible character U\\+{ord(char):04X}"):
        About(title=f"a{char}b")


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x7f", "\x85", "\u2028", "\u2029", "\r", "\ufeff"])
def test_invisible_breaks_and_controls_are_refused_in_a_file_with_their_line(char: str, make: Make) -> None:
    with pytest.raises(StudyFileError, match=rf"study.yaml, line 3: .*U\+{ord(char):04X}"):
        open_study(make({"study.yaml": f"format: 1\ntitle: Tiny\nowner: a{char}b\n"}))


def test_accents_are_one_character_however_they_were_typed(make: Make) -> None:
    assert open_study(make({"study.yaml": "format: 1\ntitle: Cafe\u0301\n"})).about.title == "Caf\u00e9"


def test_a_number_is_written_without_noise(make: Make) -> None:
    study = open_study(make({"metrics.yaml": "metrics:\n  - {id: m, title: M, kind: mean, low: 1, high: 5.0}\n"}))
    metric = study.metrics[0].model_copy(update={"low": 0.1, "top": 4.0})
    store.save(study.replaced(metrics=(metric,)))
    text = (study.folder / "metrics.yaml").read_text()
    assert text == "metrics:\n  - {id: m, title: M, kind: mean, low: 0.1, high: 5.0, top: 4}\n"
