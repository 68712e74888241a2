"""Who gave which sentence which code, from notes and from tables."""

from pathlib import Path

from cjm_research.evidence import mentions, passages
from cjm_research.store import open_study

NOTE = "It is dear. It is far.\n\nNobody came. Then I left."
TALKS = """sources:
  - id: talks
    title: Talks
    kind: interview
    file: {file}
    columns: {{participant: participant, text: text, code: code}}
"""


def study_of(tmp_path: Path, file: str, rows: str):
    (tmp_path / "study.yaml").write_text("format: 1\ntitle: x\n")
    (tmp_path / "evidence" / "talks").mkdir(parents=True)
    (tmp_path / "evidence" / "sources.yaml").write_text(TALKS.format(file=file))
    (tmp_path / "evidence" / "talks" / "P1.md").write_text(NOTE)
    place = "talks/quotes.csv" if file == "talks" else file
    (tmp_path / "evidence" / place).write_text("participant,note,start,end,code,coder,text\n" + rows)
    return open_study(tmp_path)


def given(study):
    return {(row.passage, row.coder): row.codes for row in passages(study).itertuples()}


def test_a_quote_codes_each_sentence_it_touches_wherever_its_place_is_known_from(tmp_path):
    rows = "P1,P1,0,22,price,K,It is dear. It is far.\nP1,P1,,,gone,L,Then I left.\nP1,P1,,,lost,L,not in the note\n"
    found = given(study_of(tmp_path, "talks", rows))
    assert found["P1:0", "K"] == found["P1:12", "K"] == ("price",)
    assert found["P1:0", "L"] == ()
    assert found["P1:37", "L"] == ("gone",)
    assert found["P1:not in the note", "L"] == ("lost",)
    assert len(found) == 10


def test_a_table_without_notes_compares_the_same_words(tmp_path):
    rows = "P1,,,,price,K,too dear\nP1,,,,price,L,too  dear\nP1,,,,fit,L,too small\nP2,,,,fit,K,alone\n"
    found = given(study_of(tmp_path, "talks.csv", rows))
    assert found["P1:too dear", "K"] == found["P1:too dear", "L"] == ("price",)
    assert found["P1:too small", "K"] == ()
    assert ("P2:alone", "L") not in found


def test_without_coders_and_without_written_texts_there_is_nothing(tmp_path):
    study = study_of(tmp_path, "talks.csv", "P1,,,,price,,too dear\n")
    assert passages(study).empty
    assert mentions(study).empty
