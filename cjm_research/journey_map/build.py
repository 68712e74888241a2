"""From a study to the map of one persona: the cards of the ledger laid out by lane and phase."""

from __future__ import annotations

from cjm_research.journey_map.model import Card, EmotionPoint, JourneyMap, MapLane, MapPhase
from cjm_research.study import Journey, Lane, Phase, Scenario, Source, Study
from cjm_research.study.ledger import Cell, cells, meter

NO_EMOTION = "no rating and no hand-set value"


def build(study: Study, persona: str, emotion: tuple[EmotionPoint, ...], *, base: str) -> JourneyMap:
    """Return the journey map of a persona, ready to be drawn.

    Parameters
    ----------
    study
        The study; phases and lanes are its own unless the persona's journey names others.
    persona
        The id of a persona.
    emotion
        Points per phase or per step, in the order of the journey. A phase without a point becomes a gap that says so.
    base
        The sentence on n, population and window that is printed under the title.

    Returns
    -------
    JourneyMap
        ``source_titles`` holds the sources that are cited and whose file is there.

    Examples
    --------
    >>> from cjm_research.study import About, Claim, Journey, Persona, Phase, Step, Study
    >>> study = Study(
    ...     about=About(title="Moving house"),
    ...     personas=(Persona(id="ana", name="Ana"),),
    ...     phases=(Phase(id="plan", title="Plan"),),
    ...     journeys=(
    ...         Journey(
    ...             persona="ana",
    ...             steps=(
    ...                 Step(id="list", phase="plan", title="Lists", lanes={"actions": (Claim(text="Makes a list"),)}),
    ...             ),
    ...         ),
    ...     ),
    ... )
    >>> drawn = build(study, "ana", (), base="n = 0")
    >>> drawn.lanes[0].cells[0][0].text, drawn.evidenced, drawn.total, drawn.emotion[0].basis
    ('Makes a list', 0, 1, 'none')
    """
    journey = study.journey(persona)
    phases = tuple(study.phase(id) for id in journey.phases) or study.phases
    lanes = tuple(study.lane(id) for id in journey.lane_order) or study.about.lanes
    cards = cells(study, persona)
    counted = meter(study, (persona,))
    cited = _cited(study, cards)
    return JourneyMap(
        title=study.about.title,
        persona=study.persona(persona).name,
        scenario=_scenario(journey.scenario),
        state=journey.state,
        phases=tuple(_phase(phase, journey) for phase in phases),
        lanes=tuple(_lane(lane, phases, cards) for lane in lanes),
        emotion=_in_order(phases, emotion),
        evidenced=counted.evidenced,
        total=counted.total,
        by_level={str(level): count for level, count in counted.by_level.items()},
        source_titles={source.id: source.title for source in cited},
        base=base,
        as_of=study.about.today.isoformat(),
        owner=study.about.owner,
        synthetic=any(source.synthetic for source in cited),
        low_label=study.about.rating_scale.low_label,
        high_label=study.about.rating_scale.high_label,
    )


def _phase(phase: Phase, journey: Journey) -> MapPhase:
    steps = tuple(step.title for step in journey.steps if step.phase == phase.id)
    return MapPhase(id=phase.id, title=phase.title, goal=phase.goal, steps=steps)


def _cited(study: Study, cards: tuple[Cell, ...]) -> tuple[Source, ...]:
    named = {_source(ref) for card in cards for ref in card.evidence}
    return tuple(source for source in study.sources if source.id in named and source.id in study.present)


def _source(ref: str) -> str:
    return ref.partition("#")[0]


def _lane(lane: Lane, phases: tuple[Phase, ...], cards: tuple[Cell, ...]) -> MapLane:
    columns = tuple(
        tuple(_card(card) for card in cards if card.lane == lane.id and card.phase == phase.id) for phase in phases
    )
    return MapLane(id=lane.id, title=lane.title, kind=lane.kind, tone=lane.tone, cells=columns)


def _card(cell: Cell) -> Card:
    return Card(
        text=cell.text,
        detail=cell.detail,
        level=cell.level,
        sources=tuple(dict.fromkeys(_source(ref) for ref in cell.evidence)),
        evidence=cell.evidence,
    )


def _in_order(phases: tuple[Phase, ...], emotion: tuple[EmotionPoint, ...]) -> tuple[EmotionPoint, ...]:
    return tuple(
        point
        for phase in phases
        for point in [p for p in emotion if p.phase == phase.id]
        or [EmotionPoint(phase=phase.id, basis="none", reason=NO_EMOTION)]
    )


def _scenario(scenario: Scenario) -> str:
    named = (
        ("Trigger", scenario.trigger),
        ("Goal", scenario.goal),
        ("Begins", scenario.start),
        ("Ends", scenario.end),
    )
    return " · ".join(f"{name}: {text}" for name, text in named if text)
