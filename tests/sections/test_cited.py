"""A section cites what it names itself, what the lines of its card rest on, and what its map rests on."""

from __future__ import annotations

import pytest

from cjm_research.journey_map import build
from cjm_research.sections.section import Block, Item, Profile, Section
from cjm_research.study import About, Journey, Persona, Phase, Source, Study

CARD = Profile(
    name="Ana",
    role="primary",
    blocks=(
        Block(title="Needs", items=(Item(text="Rest", sources=("talks",)), Item(text="Quiet", sources=("survey",)))),
        Block(title="Pains", items=(Item(text="Noise", sources=("talks", "log")), Item(text="Heat"))),
    ),
)
STEP = {"id": "s", "phase": "buy", "title": "Buys", "lanes": {"pains": [{"text": "Dear", "evidence": ["talks#q1"]}]}}
STUDY = Study(
    about=About(title="Tiny"),
    phases=(Phase(id="buy", title="Buy"),),
    personas=(Persona(id="ana", name="Ana"),),
    journeys=(Journey.model_validate({"persona": "ana", "steps": [STEP]}),),
    sources=tuple(Source(id=id, title=id, kind="interview") for id in ("talks", "survey")),
    present=frozenset({"talks", "survey"}),
)


@pytest.mark.parametrize(
    ("more", "cited"),
    [
        ({}, set()),
        ({"sources": ("poll",)}, {"poll"}),
        ({"sources": ("poll",), "profile": CARD}, {"poll", "talks", "survey", "log"}),
        ({"map": build(STUDY, "ana", (), base="n = 0")}, {"talks"}),
    ],
    ids=["nothing", "a source", "a card", "a map"],
)
def test_everything_a_section_shows_counts_as_cited(more: dict[str, object], cited: set[str]) -> None:
    section = Section.model_validate({"id": "a.b", "title": "T", **more})
    assert section.cited == cited
