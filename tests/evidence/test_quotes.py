import pytest

from cjm_research.errors import EvidenceError
from cjm_research.evidence import quotes
from cjm_research.study import Study

HAND = {
    "text": "said",
    "code": "theme",
    "participant": "who",
    "persona": "group",
    "phase": "phase",
    "polarity": "mood",
    "quote": "id",
}


def by_hand(study, text, columns=HAND, **fields):
    return quotes(study(text.encode(), kind="interview", columns=columns, **fields))


def by_words(study, *texts, words=("queue",), **fields):
    rating = {"rating": "stars"} if "stars" in fields else {}
    lines = fields.pop("stars", [""] * len(texts))
    data = "say,stars\n" + "".join(f'"{text}",{stars}\n' for text, stars in zip(texts, lines, strict=True))
    coding = [{"code": "waiting", "phase": "buy", "touchpoint": "desk", "words": list(words)}]
    return quotes(study(data.encode(), kind="reviews", columns={"text": "say"} | rating, coding=coding, **fields))


def test_a_quote_coded_by_hand_keeps_all_that_was_noted(study):
    found = by_hand(study, "id,who,group,phase,theme,mood,said\nq1,P1,ana,buy,price,pain,Too dear\n")
    assert found.to_dict("records") == [
        {
            "source": "s",
            "quote": "q1",
            "participant": "P1",
            "persona": "ana",
            "phase": "buy",
            "touchpoint": "",
            "code": "price",
            "polarity": "pain",
            "text": "Too dear",
        }
    ]


def test_a_blank_text_is_no_quote(study):
    assert len(by_hand(study, "id,who,group,phase,theme,mood,said\nq1,P1,ana,buy,price,pain, \n")) == 0


def test_a_quote_without_an_id_is_called_by_its_row(study):
    columns = {"text": "said", "code": "theme"}
    assert by_hand(study, "said,theme\na,x\nb,x\n", columns)["quote"].tolist() == ["row-2", "row-3"]


@pytest.mark.parametrize("role", HAND)
def test_a_role_on_a_column_that_is_not_there_is_refused_and_not_read_as_blank(study, role):
    with pytest.raises(EvidenceError, match=f"has no column 'gone' for {role}"):
        by_hand(study, "id,who,group,phase,theme,mood,said\nq1,P1,ana,buy,price,pain,x\n", HAND | {role: "gone"})


@pytest.mark.parametrize("role", ["text", "rating"])
def test_a_text_to_be_coded_by_words_must_have_its_columns(study, role):
    coding = [{"code": "c", "phase": "buy", "words": ["x"]}]
    with pytest.raises(EvidenceError, match=f"has no column 'gone' for {role}"):
        quotes(study(b"say\nx\n", columns={"text": "say"} | {role: "gone"}, coding=coding))


def test_every_sentence_with_a_word_is_a_quote(study):
    found = by_words(study, "The queue was long. I left! Queues again", "Fine")
    assert found[["quote", "text"]].to_numpy().tolist() == [
        ["row-2.1", "The queue was long."],
        ["row-2.3", "Queues again"],
    ]
    assert found.loc[0, ["phase", "touchpoint", "code"]].tolist() == ["buy", "desk", "waiting"]


@pytest.mark.parametrize(
    ("word", "text", "is_in"),
    [
        ("seat", "My SEAT was wet", True),
        ("seat", "Seats are small", True),  # a word counts by how it begins
        ("seat", "Disease is no reason", False),
        ("art", "A party", False),
        ("c++", "They use C++ here", True),
        ("a.b", "a.b", True),
        ("a.b", "axb", False),
        ("(free)", "It was (free) for me", True),
        ("€50", "I paid €50 for it", True),
        ("$", "All for $ and fame", True),
        ("#fail", "Again #fail", True),
        ("*", "One * of five", True),
        ("straße", "Die STRASSE war nass", True),
        ("leg room", "No leg room at all", True),
    ],
)
def test_words_are_found_by_their_beginning_and_signs_are_only_signs(study, word, text, is_in):
    assert len(by_words(study, text, words=(word,))) == is_in


def test_a_rating_tells_pain_from_delight(study):
    found = by_words(study, *["queue"] * 7, stars=["1", "2", "3", "4", "5", "", "none"], pain_at_most=2, delight_from=4)
    assert found["polarity"].tolist() == ["pain", "pain", "", "delight", "delight", "", ""]


def test_two_rows_are_two_people_and_rows_of_two_sources_are_others(study):
    made = study(
        b"say\nqueue. queue\nqueue\n", columns={"text": "say"}, coding=[{"code": "c", "phase": "p", "words": ["queue"]}]
    )
    twin = made.sources[0].model_copy(update={"id": "t"})
    both = made.replaced(sources=(*made.sources, twin), present=frozenset({"s", "t"}))
    assert by_words(study, "queue. queue", "queue")["participant"].nunique() == 2
    assert quotes(both)["participant"].nunique() == 4


def test_a_source_on_one_persona_speaks_for_it(study):
    assert by_words(study, "queue", personas=["ana"])["persona"].tolist() == ["ana"]
    assert by_words(study, "queue", personas=["ana", "bo"])["persona"].tolist() == [""]
    assert by_hand(study, "said,theme\na,x\n", {"text": "said", "code": "theme"}, personas=["ana"])[
        "persona"
    ].tolist() == ["ana"]


def test_texts_nobody_coded_and_files_that_are_gone_are_no_quotes(study):
    assert len(quotes(study(b"say\nx\n", columns={"text": "say"}))) == 0
    made: Study = study(columns={"text": "say", "code": "c"}).model_copy(update={"present": frozenset()})
    assert list(quotes(made).columns)[-1] == "text"
