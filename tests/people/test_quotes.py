"""Who said what: everybody whose persona is known, the others apart, and nobody twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cjm_research.people.quotes import quotes, said, unplaced_quotes
from cjm_research.study import Study

TALKS = """\
who,persona,code,text
p1,ana,price,Too dear.
p1,ana,queue,Too dear.
p2,ben,price,Too dear.
p3,,price,Nobody knows me.
p2,ben,,I came by bike.
"""
SOURCES = """
    sources:
      - {id: talks, title: Talks, kind: interview, file: talks.csv,
         columns: {participant: who, persona: persona, code: code, text: text}}
"""


@pytest.fixture(scope="module")
def study(make: Callable[..., Study]) -> Study:
    return make(
        personas_yaml="personas: [{id: ana, name: Ana}, {id: ben, name: Ben}]",
        evidence__sources_yaml=SOURCES,
        evidence__talks_csv=TALKS,
    )


def test_quotes_of_all_are_those_of_known_personas_and_the_others_stand_apart(study: Study) -> None:
    assert quotes(study, "")["participant"].tolist() == ["p1", "p1", "p2", "p2"]
    assert quotes(study, "ben")["participant"].tolist() == ["p2", "p2"]
    assert unplaced_quotes(study)["text"].tolist() == ["Nobody knows me."]


def test_a_text_with_two_codes_was_said_once_and_the_same_words_of_two_people_twice(study: Study) -> None:
    everybody = said(study).of("")
    assert sorted(zip(everybody.spoken["participant"], everybody.spoken["text"], strict=True)) == [
        ("p1", "Too dear."),
        ("p2", "I came by bike."),
        ("p2", "Too dear."),
        ("p3", "Nobody knows me."),
    ]
    assert everybody.mentions["code"].tolist() == ["price", "queue", "price", "price"]
    assert everybody.speakers.to_dict() == {"talks": 3}


def test_what_a_persona_said_is_what_its_people_said(study: Study) -> None:
    of_ben = said(study).of("ben")
    assert set(of_ben.spoken["participant"]) == {"p2"}
    assert of_ben.spoken.set_index("text")["touched"].to_dict() == {"Too dear.": True, "I came by bike.": False}
