"""Who was asked: a rating counts for the map of a persona only where this persona's people gave it."""

from __future__ import annotations

import pytest

from cjm_research.study import (
    About,
    Condition,
    Journey,
    Metric,
    Persona,
    Phase,
    Source,
    Step,
    Study,
    Touchpoint,
)
from cjm_research.study.ledger import cells, rating_sources

STEPS = [
    {"id": "s", "phase": "buy", "title": "Buys", "contacts": [{"touchpoint": "shop", "channel": "web"}]},
    {"id": "t", "phase": "use", "title": "Uses", "contacts": [{"touchpoint": "app", "channel": "phone"}]},
]


def study(persona: Persona, source: Source, present: frozenset[str] = frozenset({"survey"})) -> Study:
    return Study(
        about=About(title="Tiny"),
        phases=(Phase(id="buy", title="Buy"), Phase(id="use", title="Use")),
        personas=(persona,),
        journeys=(Journey(persona="ana", steps=[Step.model_validate(step) for step in STEPS]),),
        touchpoints=(
            Touchpoint(id="shop", title="Shop", phases=("buy",), rating="shop-rating"),
            Touchpoint(id="app", title="App", phases=("use",)),
        ),
        metrics=(Metric(id="shop-rating", title="Shop", kind="rating", source="survey", column="q1"),),
        sources=(source,),
        present=present,
    )


SURVEY = Source(id="survey", title="Survey", kind="survey", file="survey.csv")
IN_SURVEY = (Condition(source="survey", column="who", any_of=("ana",)),)
IN_LOG = (Condition(source="log", column="who", any_of=("ana",)),)


@pytest.mark.parametrize(
    ("persona", "source", "rated"),
    [
        (Persona(id="ana", name="Ana", segment=IN_SURVEY), SURVEY, ("survey",)),
        (Persona(id="ana", name="Ana"), SURVEY.model_copy(update={"personas": ("ana",)}), ("survey",)),
        (Persona(id="ana", name="Ana", segment=IN_LOG), SURVEY, ()),
        (Persona(id="ana", name="Ana"), SURVEY.model_copy(update={"personas": ("ana", "ben")}), ()),
    ],
    ids=["told apart by an answer", "the only one asked", "told apart elsewhere", "asked together with another"],
)
def test_a_feeling_is_measured_only_where_this_persona_can_be_told_apart(
    persona: Persona, source: Source, rated: tuple[str, ...]
) -> None:
    found = study(persona, source)
    assert rating_sources(found, "ana", "buy") == rated
    felt = [(cell.text, cell.level) for cell in cells(found, "ana") if cell.lane == "emotion"]
    assert felt == ([("measured", "reported")] if rated else [])


def test_a_rating_is_of_the_phase_its_touchpoint_is_met_in_and_needs_its_file() -> None:
    ana = Persona(id="ana", name="Ana", segment=IN_SURVEY)
    assert rating_sources(study(ana, SURVEY), "ana", "use") == ()
    assert rating_sources(study(ana, SURVEY, present=frozenset()), "ana", "buy") == ()
