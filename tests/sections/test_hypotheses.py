"""A frozen map is compared card by card, and each card gets one verdict by the printed rule."""

from __future__ import annotations

from datetime import date

import pytest

from cjm_research import checks
from cjm_research.errors import CjmError
from cjm_research.forms.signoff import signoff
from cjm_research.sections import hypotheses
from cjm_research.store import open_study, save
from cjm_research.study import FrozenCell, Study
from cjm_research.study.hypotheses import fates, freeze_hash, frozen_cells, frozen_map

SOURCES = """
sources:
  - {id: talks, title: Talks, kind: interview}
  - {id: report, title: Report, kind: secondary}
"""


def study_of(make, cards: str) -> Study:
    return make(
        personas_yaml="personas: [{id: ana, name: Ana}]",
        phases_yaml="phases: [{id: buy, title: Buy}, {id: use, title: Use}]",
        evidence__sources_yaml=SOURCES,
        journeys__ana_yaml=f"""
            persona: ana
            steps:
              - {{id: looks, phase: buy, title: Looks, lanes: {{{cards}}}}}
            """,
    )


def card(text: str, *, lane: str = "pains", phase: str = "buy", persona: str = "ana") -> FrozenCell:
    return FrozenCell(persona=persona, phase=phase, step="looks", lane=lane, text=text)


@pytest.mark.parametrize(
    ("today", "verdict", "now", "instead"),
    [
        ("pains: [{text: Dear, evidence: [talks]}]", "confirmed", "reported", ()),
        ("pains: [{text: '  dear ', evidence: [talks]}]", "confirmed", "reported", ()),
        ("pains: [{text: Dear}]", "untested", "assumed", ()),
        ("pains: [{text: Dear, evidence: [report]}]", "untested", "secondary", ()),
        ("pains: [{text: Dear, evidence: [lost]}]", "untested", "assumed", ()),
        ("pains: [{text: Slow, evidence: [talks]}]", "refuted", "gone", ("Slow",)),
        ("pains: [{text: Slow}]", "untested", "gone", ()),
        ("pains: [{text: Slow, evidence: [report]}]", "untested", "gone", ()),
        ("actions: [{text: Slow, evidence: [talks]}]", "untested", "gone", ()),
        ("", "untested", "gone", ()),
    ],
)
def test_a_card_gets_the_verdict_of_the_printed_rule(make, today, verdict, now, instead):
    found = [one for one in fates(study_of(make, today), [card("Dear")], ["ana"]) if one.verdict != "new"]
    assert [(one.verdict, one.now, one.instead) for one in found] == [(verdict, now, instead)]


def test_a_card_that_was_not_frozen_is_listed_apart(make):
    study = study_of(make, "pains: [{text: Dear}, {text: Slow}]")
    assert [(one.verdict, one.text) for one in fates(study, [card("Dear")], ["ana"])] == [
        ("untested", "Dear"),
        ("new", "Slow"),
    ]


def test_cards_of_a_persona_that_is_gone_are_untested_and_not_lost(make):
    study = study_of(make, "")
    assert [one.verdict for one in fates(study, [card("Dear", persona="zoe")], ["zoe"])] == ["untested"]


def test_the_form_freezes_the_map_and_the_store_keeps_it(make):
    study = study_of(make, "pains: [{text: 'Dear: \"no\"'}], actions: [{text: Looks, evidence: [talks]}]")
    form = signoff(study)
    head = form.head_model(reviewer="Bo", decision="hypothesis")
    save(form.put(study, head, ()))
    kept = frozen_map(open_study(study.folder))
    assert kept.frozen == frozen_cells(study)
    assert [(one.text, one.level) for one in kept.frozen] == [("Looks", "reported"), ('Dear: "no"', "assumed")]
    assert kept.frozen_hash == freeze_hash(kept.frozen)
    assert frozen_map(open_study(study.folder), date(2020, 1, 1)) is None


def test_another_decision_freezes_nothing(make):
    study = study_of(make, "pains: [{text: Dear}]")
    form = signoff(study)
    assert form.put(study, form.head_model(reviewer="Bo"), ()).reviews[0].frozen == ()


def test_a_frozen_card_changed_by_hand_is_found(make):
    study = study_of(make, "pains: [{text: Dear}]")
    form = signoff(study)
    signed = save(form.put(study, form.head_model(reviewer="Bo", decision="hypothesis"), ()))
    assert "REV-003" not in {one.rule for one in checks.run(signed)}
    file = next((study.folder / "reviews").glob("*.yaml"))
    file.write_text(file.read_text().replace("Dear", "Cheap"))
    assert "REV-003" in {one.rule for one in checks.run(open_study(study.folder))}


def test_the_demo_has_cards_of_every_verdict_and_says_them_in_section_and_at_the_keyboard(demo):
    section = hypotheses.hypotheses(demo)
    assert {row[0] for row in section.table.rows} == {"confirmed", "refuted", "untested"}
    assert section.lead.startswith("Of 45 cards frozen on 2026-03-30: 20 confirmed, 10 refuted, 15 untested.")
    text = hypotheses.as_text(demo, persona="helen")
    assert "refuted    helen/awareness/thoughts" in text
    assert "mira" not in text
    assert len(hypotheses.hypotheses(demo, "helen").table.rows) == sum(
        "helen/" in line and not line.startswith("new") for line in text.splitlines()
    )


def test_without_a_frozen_map_a_sentence_says_how_to_make_one(make):
    study = study_of(make, "")
    assert "Sign off with the decision" in hypotheses.hypotheses(study).reason
    with pytest.raises(CjmError, match="there is no frozen map of 2026-01-01"):
        hypotheses.as_text(study, against=date(2026, 1, 1))
