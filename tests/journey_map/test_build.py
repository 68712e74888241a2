from __future__ import annotations

from cjm_research.journey_map import Card, EmotionPoint, JourneyMap, build
from cjm_research.study import Journey, Study


def lane(map: JourneyMap, id: str) -> tuple[tuple[Card, ...], ...]:
    return next(lane.cells for lane in map.lanes if lane.id == id)


def test_every_cell_of_the_ledger_is_drawn_once_and_counted(study: Study) -> None:
    map = build(study, "ana", (), base="n = 12")
    assert sum(len(cell) for lane in map.lanes for cell in lane.cells) == map.total == 8
    assert map.by_level == {"observed": 2, "reported": 1, "inferred": 1, "secondary": 1, "assumed": 3}
    assert map.evidenced == 5


def test_a_card_names_each_source_once_and_keeps_the_links_as_written(study: Study) -> None:
    card = lane(build(study, "ana", (), base=""), "actions")[0][0]
    assert card.sources == ("talks",)
    assert card.evidence == ("talks#q1", "talks#q2")


def test_a_touchpoint_card_says_its_channel(study: Study) -> None:
    card = lane(build(study, "ana", (), base=""), "touchpoints")[0][0]
    assert (card.text, card.detail, card.level) == ("Support line", "phone", "observed")


def test_a_claim_whose_file_is_gone_is_assumed_and_its_source_is_not_in_the_legend(study: Study) -> None:
    map = build(study, "ana", (), base="")
    card = lane(map, "questions")[1][0]
    assert (card.level, card.sources) == ("assumed", ("lost",))
    assert "lost" not in map.source_titles


def test_one_invented_source_makes_the_map_invented(study: Study) -> None:
    assert build(study, "ana", (), base="").synthetic
    real = study.replaced(sources=tuple(s.model_copy(update={"synthetic": False}) for s in study.sources))
    assert not build(real, "ana", (), base="").synthetic


def test_emotion_follows_the_phases_and_a_phase_without_a_point_is_a_gap_with_its_reason(study: Study) -> None:
    given = (EmotionPoint(phase="consider", basis="hand-set", value=-1), EmotionPoint(phase="aware", basis="none"))
    points = build(study, "ana", given, base="").emotion
    assert [(point.phase, point.basis) for point in points] == [
        ("aware", "none"),
        ("consider", "hand-set"),
        ("decide", "none"),
    ]
    assert points[2].reason


def test_a_persona_may_have_phases_and_lanes_of_its_own(study: Study) -> None:
    own = Journey(persona="ana", phases=("decide", "aware"), lane_order=("emotion", "actions"))
    map = build(study.replaced(journeys=(own,)), "ana", (), base="")
    assert [phase.id for phase in map.phases] == ["decide", "aware"]
    assert [lane.id for lane in map.lanes] == ["emotion", "actions"]


def test_the_head_says_who_which_situation_which_day_and_who_answers_for_it(study: Study) -> None:
    map = build(study, "ana", (), base="n = 12")
    assert (map.title, map.persona, map.as_of, map.owner) == ("Moving house", "Ana, tenant", "2026-11-20", "Mira")
    assert map.scenario == "Trigger: A letter · Goal: A flat"
