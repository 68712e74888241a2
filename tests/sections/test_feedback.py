"""What the sections on coding and feedback say where there is little, and where there is enough."""

import pytest

from cjm_research.errors import EvidenceError
from cjm_research.sections import agreement, feedback, suggestions

SOURCES = """
    sources:
      - id: talks
        title: Talks
        kind: interview
        file: talks.csv
        columns: {participant: participant, text: text, code: code, persona: persona, polarity: polarity}
"""
HEAD = "participant,persona,code,coder,polarity,text\n"


def talks(make, lines, register=SOURCES, **files):
    return make(evidence__sources_yaml=register, evidence__talks_csv=HEAD + "\n".join(lines) + "\n", **files)


def two_coders(second):
    first = [f"P{n},,{code},K,,sentence {n}" for n, code in enumerate(["fee", "fit"] * 8)]
    return [*first, *(f"P{n},,{code},L,,sentence {n}" for n, code in enumerate(second))]


def test_one_coder_or_none_is_said(make):
    assert agreement.agreement(talks(make, ["P1,,fee,,,a"])).reason.startswith("No quote says who coded it")
    one = agreement.agreement(talks(make, ["P1,,fee,K,,a"]))
    assert one.reason.startswith("Only K has coded")
    assert one.table is None
    apart = agreement.agreement(talks(make, ["P1,,fee,K,,a", "P2,,fee,L,,b"]))
    assert "no note was coded by two of them" in apart.reason


def test_coders_who_always_agree_have_no_interval_and_the_reader_is_told_whose_codes_count(make):
    section = agreement.agreement(talks(make, two_coders(["fee", "fit"] * 8)))
    assert section.lead.startswith(
        "K and L agree well enough to rely on (alpha 1.00 (no disagreement seen, so no interval))."
    )
    assert "whose codes they rest on" in section.warnings[0]
    named = SOURCES + "        coder: K\n"
    assert agreement.agreement(talks(make, two_coders(["fee", "fit"] * 8), named)).warnings == ()


def test_coders_who_agree_by_chance_are_told_to_begin_again(make):
    section = agreement.agreement(talks(make, two_coders(["fee", "fee", "fit", "fit"] * 4)))
    assert "agree too little" in section.lead
    assert {row[2] for row in section.table.rows} == {"not reliable"}


def test_coders_who_always_say_the_same_have_no_alpha(make):
    lines = [f"P{n},,fee,{who},,s {n}" for n in range(6) for who in "KL"]
    section = agreement.agreement(talks(make, lines))
    assert "cannot be told: undefined: no variation" in section.lead
    assert "nan" not in section.model_dump_json().casefold()


def test_a_code_of_few_passages_is_not_judged(make):
    lines = [*two_coders(["fee", "fit"] * 8), "P99,,rare,K,,x", "P99,,fee,L,,x"]
    rows = {row[0]: row for row in agreement.agreement(talks(make, lines)).table.rows}
    assert rows["rare"][1:4] == ("–", "in fewer than 5 passages", "0 / 1")


def test_too_few_talks_for_saturation_is_said_and_base_and_run_can_be_chosen(make):
    study = talks(make, [f"P{n},,c{n % 3},K,,s{n}" for n in range(5)])
    assert "5 with coded quotes, and 4 for the base and 2 for a run are needed" in agreement.saturation(study).reason
    assert agreement.saturation(study, base=3, run=1).lead == "Reached at 5 %, 3+1 talks."


def test_a_coder_whom_nobody_knows_is_refused_with_those_there_are(make):
    study = talks(make, ["P1,,fee,K,,a"], SOURCES + "        coder: Z\n")
    with pytest.raises(EvidenceError, match=r"no quote by 'Z'.*There is: K"):
        feedback.themes(study)


SURVEY = """
    sources:
      - id: survey
        title: Survey
        kind: survey
        file: survey.csv
        pain_at_most: 6
        delight_from: 9
        columns: {participant: who, text: said, rating: score}
"""
CODES = """
    codes:
      - {id: late, name: Came late, words: ["late!", "(a+)+b"], phase: wait, without: [late summer]}
"""
PHASES = "phases: [{id: wait, title: Waiting}]\n"


def survey(make, lines, **files):
    return make(
        evidence__sources_yaml=SURVEY, evidence__survey_csv="who,score,said\n" + "\n".join(lines) + "\n", **files
    )


def test_words_of_the_codebook_find_themes_and_ratings_say_pain(make):
    lines = [f"P{n},2,It came late" for n in range(8)] + ["P9,2,(a+)+b aaaaaaaaaaaaaaaaaaaa"]
    lines += [f"Q{n},9,late summer. Fine" for n in range(6)]
    section = feedback.themes(survey(make, lines, codes_yaml=CODES, phases_yaml=PHASES))
    (row,) = section.table.rows
    assert row[:4] == ("Came late", "9", "survey: 60 % [36, 80], n = 15, indicative", "9 / 0")
    assert row[5] == "evidence/survey.csv:10"  # the sentence nearest to a readable length
    assert "40 % [20, 64] of what was said touches none of them" in section.lead


def test_texts_without_a_codebook_are_said_to_be_uncoded(make):
    section = feedback.themes(survey(make, ["P1,2,It came late"]))
    assert section.reason.startswith("Nothing of 1 texts is coded.")


def test_nothing_said_is_a_sentence_in_every_section(empty):
    for say in (
        agreement.agreement,
        agreement.saturation,
        feedback.themes,
        suggestions.calibration,
        suggestions.unrated,
        suggestions.suggester,
    ):
        section = say(empty, "")
        assert section.reason.endswith("."), say
        assert section.table is None
    assert feedback.compared(empty).table is None
    assert suggestions.proposals(empty).empty


def test_a_model_of_moods_says_how_it_was_judged(make):
    lines = [
        f"P{n},{2 if n % 2 else 10},{'rude and late' if n % 2 else 'kind and quick'} w{n % 17} v{n % 13} u{n}"
        for n in range(140)
    ]
    lines += [f"Q{n},7,rude v{n}" for n in range(3)]
    study = survey(make, lines)
    section = suggestions.calibration(study)
    assert section.lead.startswith("Only as a rank")
    assert "ECE" in section.method
    assert next(row[2] for row in suggestions.unrated(study).table.rows).startswith("evidence/survey.csv:14")
    assert "140 texts" in section.base


def test_hand_codes_from_a_hundred_on_are_learned(make):
    lines = [
        f"P{n},,{'fee' if n % 2 else 'fit'},K,,{'dear price' if n % 2 else 'too small'} w{n % 17} u{n}"
        for n in range(120)
    ]
    section = suggestions.suggester(talks(make, lines))
    assert "beyond chance" in section.lead
    assert section.table.rows[2][1] == "50 %"
