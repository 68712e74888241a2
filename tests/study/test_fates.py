"""What tells against a frozen card is what was found since, not what was believed beside it."""

from __future__ import annotations

from cjm_research.study import About, FrozenCell, Journey, Persona, Phase, Source, Study
from cjm_research.study.hypotheses import fates


def test_a_refuted_card_names_only_cards_that_are_new() -> None:
    pains = [
        {"text": "Dear", "evidence": ["talks"]},
        {"text": "Slow", "evidence": ["talks"]},
        {"text": "Guessed"},
    ]
    steps = [{"id": "looks", "phase": "buy", "title": "Looks", "lanes": {"pains": pains}}]
    study = Study(
        about=About(title="Tiny"),
        phases=(Phase(id="buy", title="Buy"),),
        personas=(Persona(id="ana", name="Ana"),),
        journeys=(Journey.model_validate({"persona": "ana", "steps": steps}),),
        sources=(Source(id="talks", title="Talks", kind="interview"),),
        present=frozenset({"talks"}),
    )
    frozen = [FrozenCell(persona="ana", phase="buy", step="looks", lane="pains", text=text) for text in ("Far", "Dear")]
    assert [(fate.text, fate.verdict, fate.instead) for fate in fates(study, frozen, ["ana"])] == [
        ("Far", "refuted", ("Slow",)),
        ("Dear", "confirmed", ()),
        ("Slow", "new", ()),
        ("Guessed", "new", ()),
    ]
