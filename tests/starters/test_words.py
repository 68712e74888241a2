"""The words of customers: where they stand, and that they are not filler."""

import re
from collections import Counter
from pathlib import Path

import pandas as pd

from cjm_research.starters.demo import WORDS
from cjm_research.store.document import read


def notes(demo: Path) -> dict[str, str]:
    return {path.stem: path.read_text("utf-8") for path in (demo / "evidence" / "interviews").glob("*.md")}


def test_every_quote_stands_word_for_word_in_its_note(demo, quotes):
    written = notes(demo)
    for quote in quotes.itertuples():
        assert f'"{quote.text}"' in written[quote.note], quote.quote


def test_every_note_is_quoted_and_names_its_participant(demo, quotes):
    written = notes(demo)
    assert set(quotes["note"]) == set(written)
    for note, participant in quotes[["note", "participant"]].drop_duplicates().itertuples(index=False):
        assert re.search(rf"^{participant}, \d\d, ", written[note], re.MULTILINE), note


def test_there_are_enough_talks_quotes_and_themes(demo, quotes):
    assert len(notes(demo)) >= 20
    assert len(quotes) >= 70
    assert quotes["quote"].is_unique
    assert 12 <= quotes["code"].nunique() <= 16


def test_notes_are_as_long_as_a_page_of_a_notebook(demo):
    for name, text in notes(demo).items():
        assert 150 <= len(text.split()) <= 300, name


def test_no_sentence_stands_twice_in_the_talks(demo, quotes):
    assert quotes["text"].is_unique
    sentences = Counter(
        s for text in notes(demo).values() for s in re.split(r"(?<=[.?!])\s+", text) if len(s.split()) > 5
    )
    assert max(sentences.values()) == 1


def test_a_theme_is_either_a_pain_or_a_delight(quotes):
    assert quotes.drop_duplicates(["code", "polarity"])["code"].is_unique


def test_quotes_stand_where_their_touchpoint_serves(study, quotes):
    serves = {touchpoint.id: touchpoint.phases for touchpoint in study.touchpoints}
    astray = [q.quote for q in quotes.itertuples() if q.phase not in serves[q.touchpoint]]
    assert len(astray) <= len(quotes) * 0.02, astray


def test_obstacles_carry_codes_that_customers_gave_pains(study, quotes):
    pains = set(quotes.loc[quotes["polarity"] == "pain", "code"])
    assert {obstacle.code for obstacle in study.obstacles} <= pains


def test_remarks_are_distinct_and_many():
    spoken = read((WORDS / "open_answers.yaml").read_text("utf-8"), "open_answers.yaml")
    remarks = [remark for moods in spoken.values() for texts in moods.values() for remark in texts]
    assert len(remarks) >= 60
    assert len({remark.casefold() for remark in remarks}) == len(remarks)


def test_an_open_answer_comes_back_only_a_handful_of_times(answers: pd.DataFrame):
    times = answers["open_answer"].dropna().value_counts()
    assert 450 <= times.sum() <= 630
    assert times.max() <= 6


def test_discontented_people_complain_more_than_contented_ones(answers: pd.DataFrame):
    spoken = read((WORDS / "open_answers.yaml").read_text("utf-8"), "open_answers.yaml")
    pains = tuple(str(text) for moods in spoken.values() for text in moods["pain"])
    complains = answers["open_answer"].dropna().str.startswith(pains)
    likely = answers["recommend"]
    assert complains[likely <= 6].mean() > 0.7
    assert complains[likely >= 9].mean() < 0.3
