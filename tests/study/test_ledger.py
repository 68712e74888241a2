"""What each cell of a map rests on is worked out from its links and never set by hand."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from cjm_research.study import (
    About,
    Claim,
    Contact,
    Feeling,
    Journey,
    Obstacle,
    Opportunity,
    Part,
    Persona,
    Phase,
    Source,
    Step,
    Study,
)
from cjm_research.study.ledger import LEVEL_OF_KIND, LEVELS, cells, level, meter

KINDS = ("events", "survey", "workshop", "secondary")
SOURCES = tuple(Source(id=kind, title=kind, kind=kind, file=f"{kind}.csv") for kind in KINDS)

STEPS = [
    {
        "id": "looks",
        "phase": "buy",
        "title": "Looks",
        "contacts": [{"touchpoint": "shop", "channel": "web", "evidence": ["events"]}],
        "lanes": {
            "actions": [{"text": "Scrolls", "evidence": ["survey"]}],
            "pains": [{"text": "Too small", "evidence": ["gone"]}, {"text": "Too dear"}],
        },
    },
    {"id": "pays", "phase": "buy", "title": "Pays", "feeling": {"valence": -1, "evidence": ["workshop"]}},
]

STUDY = Study(
    about=About(title="Tiny"),
    phases=(Phase(id="buy", title="Buy"),),
    personas=(Persona(id="ana", name="Ana"),),
    journeys=(Journey(persona="ana", steps=STEPS),),
    sources=SOURCES,
    present=frozenset(KINDS),
)


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ([], "assumed"),
        (["secondary"], "secondary"),
        (["secondary", "workshop"], "inferred"),
        (["workshop", "survey"], "reported"),
        (["survey#q1", "events"], "observed"),
        (["nowhere"], "assumed"),
    ],
)
def test_the_strongest_link_counts(evidence: list[str], expected: str) -> None:
    assert level(STUDY, evidence) == expected


def test_every_kind_of_source_has_a_level() -> None:
    assert set(LEVEL_OF_KIND) == {
        "events",
        "support",
        "survey",
        "interview",
        "poll",
        "reviews",
        "workshop",
        "secondary",
    }


def test_a_source_whose_file_is_gone_counts_as_nothing() -> None:
    without = STUDY.replaced(present=frozenset(KINDS) - {"events"})
    assert level(without, ["events"]) == "assumed"
    assert level(without, ["events", "survey"]) == "reported"


def test_cells_come_step_by_step_in_the_order_of_lanes() -> None:
    assert [(cell.step, cell.lane, cell.text, cell.level) for cell in cells(STUDY, "ana")] == [
        ("looks", "actions", "Scrolls", "reported"),
        ("looks", "touchpoints", "shop", "observed"),
        ("looks", "pains", "Too small", "assumed"),
        ("looks", "pains", "Too dear", "assumed"),
        ("pays", "emotion", "set by hand", "inferred"),
    ]


def test_the_meter_counts_each_cell_once() -> None:
    found = meter(STUDY, ["ana"])
    assert str(found) == "3 of 5 cells rest on evidence"
    assert found.share == 3 / 5
    assert sum(found.by_level.values()) == found.total


def test_an_empty_map_rests_on_nothing() -> None:
    found = meter(STUDY.replaced(journeys=()), ["ana"])
    assert (found.total, found.share) == (0, 0)


@pytest.mark.parametrize("model", [Claim, Contact, Feeling, Step, Obstacle, Opportunity])
def test_no_file_can_set_a_level(model: type[Part]) -> None:
    assert "level" not in model.model_fields
    with pytest.raises(ValidationError, match="level"):
        model.model_validate({"level": "observed"})


def test_removing_a_source_lowers_its_cells_and_no_other() -> None:
    def levels(study: Study) -> dict[str, str]:
        return {cell.text: cell.level for cell in cells(study, "ana")}

    before = levels(STUDY)
    for gone in KINDS:
        left = STUDY.replaced(
            sources=tuple(one for one in SOURCES if one.id != gone), present=frozenset(KINDS) - {gone}
        )
        after = levels(left)
        lowered = {text for text in before if LEVELS.index(after[text]) > LEVELS.index(before[text])}
        assert lowered == {cell.text for cell in cells(STUDY, "ana") if gone in cell.evidence}
        assert all(after[text] == before[text] for text in set(before) - lowered)
