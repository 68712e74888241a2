"""Quotes coded by hand stand word for word in their note, and are written beside what others coded."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research import checks, open_study, store
from cjm_research.errors import ConflictError
from cjm_research.evidence import notes, quotes
from cjm_research.imports.qualitative import coding as work
from cjm_research.imports.qualitative.quotes import Quote
from cjm_research.study import Code, Study

NOTE = 'Too dear, she said.\r\n"Why pay?" she asks.\r\n\r\nThen she left. Too dear.'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A study with a folder of two notes and nothing coded."""
    home = tmp_path / "shop"
    (home / "evidence/talks").mkdir(parents=True)
    (home / "study.yaml").write_text("format: 1\ntitle: Shop\n", encoding="utf-8")
    (home / "evidence/sources.yaml").write_text(
        "# the register\nsources:\n  - id: talks\n    title: Talks\n    kind: interview\n    file: talks  # a folder\n",
        encoding="utf-8",
    )
    (home / "evidence/talks/P01.txt").write_bytes(NOTE.encode())
    (home / "evidence/talks/P02.md").write_text("Fine.", encoding="utf-8")
    return home


def quote(start: int, end: int, code: str, coder: str = "Kim") -> Quote:
    return Quote(
        quote="",
        participant="P01",
        text=NOTE[start:end],
        note="P01.txt",
        start=str(start),
        end=str(end),
        code=code,
        coder=coder,
    )


@given(st.text('ab .!?"\n\r\t…', max_size=200))
def test_sentences_cover_every_word_once_and_in_order(text: str) -> None:
    found = notes.pieces(text)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert "".join("".join(text[piece.start : piece.end].split()) for piece in found) == "".join(text.split())
    assert all(text[piece.start : piece.end].strip() == text[piece.start : piece.end] != "" for piece in found)


@pytest.mark.parametrize(
    ("words", "within", "says"),
    [
        ("Too dear", None, "stand in the note 2 times"),
        ("Too cheap", None, "do not stand in this note"),
        ("  ", None, "Choose a sentence"),
        ("too dear", None, "do not stand in this note"),
    ],
)
def test_words_that_are_not_there_once_are_refused(words: str, within: tuple[int, int] | None, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        notes.place_of(NOTE, words, within)


def test_pasted_words_are_found_over_line_breaks_and_taken_as_they_stand() -> None:
    start, end = notes.place_of(NOTE, 'she said. "Why pay?"')
    assert NOTE[start:end] == 'she said.\r\n"Why pay?"'
    assert notes.place_of(NOTE, "Too dear", (len(NOTE) - 9, len(NOTE))) == (len(NOTE) - 9, len(NOTE) - 1)


def test_quotes_are_written_registered_and_read_by_the_analysis(folder: Path) -> None:
    study = work.save_coding(
        open_study(folder), "talks", [quote(0, 40, "dear")], codes=[Code(id="dear", name="Too dear", definition="d")]
    )
    source = study.source("talks")
    assert source.n == 2
    assert source.sha256 == store.sha256(folder / "evidence/talks")
    assert source.columns.text == "text"
    assert "# the register" in (folder / "evidence/sources.yaml").read_text(encoding="utf-8")
    (said,) = quotes(study).to_dict("records")
    assert (said["quote"], said["code"], said["text"]) == ("q01", "dear", NOTE[:40])
    assert [code.name for code in open_study(folder).codes] == ["Too dear"]
    assert not [one for one in checks.run(study) if "sha256" in one.message.casefold()]


def test_two_coders_write_at_the_same_time_and_both_are_kept(folder: Path) -> None:
    kim, lou = open_study(folder), open_study(folder)
    work.save_coding(kim, "talks", [quote(0, 8, "dear")])
    study = work.save_coding(lou, "talks", [quote(0, 8, "dear", "Lou"), quote(10, 18, "said", "Lou")])
    found = work.coded(study, study.source("talks"))
    assert [(one.quote, one.coder) for one in found] == [("q01", "Kim"), ("q02", "Lou"), ("q03", "Lou")]


def test_columns_and_rows_of_others_stay_and_a_removed_quote_goes(folder: Path) -> None:
    file = folder / "evidence/talks/quotes.csv"
    file.write_bytes(b'id,participant,mood,text\nx7,P09,grim,Old\nq4,P09,calm,"Older, yes"\n')
    register = folder / "evidence/sources.yaml"
    register.write_text(
        register.read_text(encoding="utf-8") + "    columns: {quote: id, participant: participant, text: text}\n",
        encoding="utf-8",
    )
    study = work.save_coding(open_study(folder), "talks", [quote(0, 8, "dear")], removed=["x7"])
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("id,participant,mood,text,note,start,end")
    assert lines[1].startswith('q4,P09,calm,"Older, yes",')
    assert lines[2].startswith("q05,P01,,Too dear,P01.txt,0,8")
    assert study.source("talks").n == 3
    assert study.source("talks").columns.quote == "id"


@pytest.mark.parametrize("text", ["a\r\nb", "a\rb", 'say "x", y', "=1+1", " a ", "a\nb", "-"])
def test_a_quote_is_read_back_character_by_character(folder: Path, text: str) -> None:
    (folder / "evidence/talks/P01.txt").write_bytes(text.encode())
    made = Quote(quote="", participant="P01", text=text, note="P01.txt", code="c", coder="Kim")
    study = work.save_coding(open_study(folder), "talks", [made])
    assert work.coded(study, study.source("talks"))[0].text == text


def test_nothing_is_written_when_the_register_changes_all_the_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(study: Study, **given: object) -> Study:
        raise ConflictError("evidence/sources.yaml", ["n"])

    monkeypatch.setattr(store, "save", busy)
    with pytest.raises(ConflictError):
        work.save_coding(open_study(folder), "talks", [quote(0, 8, "dear")])
    assert not (folder / "evidence/talks/quotes.csv").exists()
