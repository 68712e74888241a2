from __future__ import annotations

from datetime import date

import pytest

from cjm_research.study import (
    About,
    Claim,
    Contact,
    Feeling,
    Journey,
    Obstacle,
    Opportunity,
    Persona,
    Phase,
    Scenario,
    Source,
    Step,
    Study,
    Touchpoint,
)


@pytest.fixture
def study() -> Study:
    """Three phases; one touchpoint on the phone; evidence of every level, and one link to a file that is gone."""
    steps = (
        Step(
            id="see",
            phase="aware",
            title="Sees",
            contacts=(Contact(touchpoint="hotline", channel="phone", evidence=("log",)),),
            feeling=Feeling(valence=1),
            lanes={"actions": (Claim(text="Asks a neighbour", evidence=("talks#q1", "talks#q2")),)},
        ),
        Step(
            id="weigh",
            phase="consider",
            title="Weighs",
            lanes={
                "actions": (Claim(text="Compares prices", evidence=("team",)),),
                "thoughts": (Claim(text="Which is it?"), Claim(text="Too dear", evidence=("trade",))),
                "questions": (Claim(text="What did the poll say?", evidence=("lost",)),),
            },
        ),
    )
    return Study(
        about=About(title="Moving house", owner="Mira", as_of=date(2026, 11, 20)),
        personas=(Persona(id="ana", name="Ana, tenant"),),
        phases=(
            Phase(id="aware", title="Awareness", goal="Notice"),
            Phase(id="consider", title="Consideration"),
            Phase(id="decide", title="Decision"),
        ),
        touchpoints=(Touchpoint(id="hotline", title="Support line"),),
        journeys=(Journey(persona="ana", scenario=Scenario(trigger="A letter", goal="A flat"), steps=steps),),
        obstacles=(Obstacle(id="fees", title="Fees", phase="consider", evidence=("log",)),),
        opportunities=(Opportunity(id="total", title="How might we show one total?", obstacles=("fees",)),),
        sources=(
            Source(id="log", title="Web log", kind="events", file="log.csv"),
            Source(id="talks", title="Interviews", kind="interview", file="talks", synthetic=True),
            Source(id="team", title="Workshop", kind="workshop", file="team.csv"),
            Source(id="trade", title="Market report", kind="secondary", file="trade.pdf"),
            Source(id="lost", title="Poll of 2019", kind="poll", file="lost.csv"),
        ),
        present=frozenset({"log", "talks", "team", "trade"}),
    )
