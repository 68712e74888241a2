from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from cjm_research.journey_map import EmotionPoint, JourneyMap, build
from cjm_research.sections.section import MIME, Bar, Block, Item, Profile, Section, Table
from cjm_research.study import (
    About,
    Claim,
    Contact,
    Feeling,
    Journey,
    Lane,
    Metric,
    Objective,
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

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="120"><script>parent.__p=1;window.__p=1</script>'
    '<rect width="99" height="9" onload="window.__p=1"/><image href="https://beacon.invalid/x.png"/>'
    '<text y="60">{}</text></svg>'
)
PHASES = ("Aufmerksamkeit", "Informationsbeschaffung", "Tarifvergleich", "Vertragsabschluss", "Inbetriebnahme")
MORE_PHASES = (*PHASES, "Alltägliche Nutzung", "Vertragsverlängerung oder Kündigung")
TEXTS = (
    "Opens four tabs and builds a spreadsheet by hand because every page shows another total",
    "Schreibt eine Widerspruchserklärung an die Verbraucherschutzorganisation",
    "Waits for the meter visit",
)
REFS = (("survey",), ("talks#q1", "talks#q2", "talks#q3", "talks#q4"), ("log",), (), ("team",))


def lanes_of(mark: str) -> tuple[Lane, ...]:
    own = Lane(id="back", title="Hinter der Bühne" + mark)
    renamed = (lane.model_copy(update={"title": lane.title + mark}) for lane in About(title="x").lanes)
    return (*renamed, own)


def steps_of(phases: tuple[Phase, ...], mark: str) -> tuple[Step, ...]:
    return tuple(
        Step(
            id=f"s{number}",
            phase=phase.id,
            title="step",
            contacts=(Contact(touchpoint="form", channel="web" + mark, evidence=REFS[number % 5]),),
            feeling=Feeling(valence=1),
            lanes={
                lane: (Claim(text=TEXTS[(number + shift) % 3] + mark, evidence=REFS[(number + shift) % 5]),)
                for shift, lane in enumerate(("actions", "thoughts", "questions", "pains", "back"))
                if (number + shift) % 4
            },
        )
        for number, phase in enumerate(phases)
    )


def make_study(mark: str = "", names: tuple[str, ...] = PHASES) -> Study:
    phases = tuple(Phase(id=f"p{i}", title=name + mark, goal="Find out" + mark) for i, name in enumerate(names))
    people = tuple(
        Persona(id=i, name=n + mark, summary="Rents a flat" + mark) for i, n in (("ana", "Ana"), ("bo", "Bo"))
    )
    scenario = Scenario(trigger="A letter" + mark, goal="A flat" + mark)
    return Study(
        about=About(
            title="Moving house" + mark,
            scope="Tenants" + mark,
            perspective="Theirs" + mark,
            owner="Mira" + mark,
            as_of=date(2026, 11, 20),
            lanes=lanes_of(mark),
        ),
        objectives=(Objective(id="more", title="More moves" + mark, metric="mean", decision="Which form" + mark),),
        metrics=(Metric(id="mean", title="Mean" + mark, kind="rating", source="survey", column="q" + mark),),
        personas=people,
        phases=phases,
        touchpoints=(Touchpoint(id="form", title="Preisvergleichsrechner" + mark),),
        journeys=tuple(Journey(persona=p.id, scenario=scenario, steps=steps_of(phases, mark)) for p in people),
        obstacles=(Obstacle(id="fees", title="Fees", phase="p1", evidence=("log",)),),
        opportunities=(Opportunity(id="total", title="How might we show a total?" + mark, obstacles=("fees",)),),
        sources=tuple(
            Source(
                id=id,
                title=title + mark,
                kind=kind,
                file=id,
                n=1204,
                unit="people" + mark,
                consent="signed" + mark,
                limits="online only" + mark,
            )
            for id, title, kind in (
                ("survey", "Survey", "survey"),
                ("talks", "Interviews", "interview"),
                ("log", "Web log", "events"),
                ("team", "Workshop", "workshop"),
            )
        ),
        present=frozenset({"survey", "talks", "log", "team"}),
    )


def make_map(study: Study, persona: str, mark: str = "") -> JourneyMap:
    values = (1.1, -0.6, -1.4, None, 1.9, 2.0, -2.0)
    points = tuple(
        EmotionPoint(phase=p.id, basis="withheld", n=3, reason="3 answers, fewer than 5" + mark)
        if value is None
        else EmotionPoint(phase=p.id, basis="measured", value=value, low=value - 0.4, high=value + 0.4, n=1312)
        for p, value in zip(study.phases, values, strict=False)
    )
    return build(study, persona, points, base="312 of 1,204 answers" + mark)


def make_sections(study: Study, persona: str, mark: str = "") -> tuple[Section, ...]:
    table = Table(
        caption="Ratings" + mark,
        columns=("Touchpoint" + mark, "Mean" + mark),
        rows=(("Form" + mark, "1.9" + mark), ("“I did this already.”" + mark, "2.2")),
        numeric=("Mean" + mark,),
    )
    item = Item(text="Age", detail="n = 312" + mark, level="reported", sources=("survey",))
    barred = Item(text="Lives in" + mark, bars=(Bar(label="a rented flat" + mark, share=0.7),))
    blocks = (Block(title="Who" + mark, items=(item, barred)), Block(title="Why", empty="not asked" + mark))
    profile = Profile(name="Ana" + mark, role="primary" + mark, summary="Rents" + mark, blocks=blocks)
    return (
        Section(id="objectives.all", title="Aims" + mark, lead="Three" + mark, table=table, base="n = 12" + mark),
        Section(id="research.all", title="Sources", table=table, method="Count" + mark, warnings=("Old" + mark,)),
        Section(id="personas.card", title="Who", profile=profile, base="312 of 1,204 answers" + mark),
        Section(
            id="touchpoints.rating",
            title="Ratings",
            figure=SVG.format("4.1"),
            alt="Dots" + mark,
            table=table,
            scale="1 to 5",
        ),
        Section(id="review.map", title="Journey map", map=make_map(study, persona, mark), sources=("survey",)),
        Section(id="review.age", title="Age", table=table),
    )


@pytest.fixture
def write_notebook(tmp_path: Path) -> Callable[[str, tuple[Section, ...]], Path]:
    """Write an executed notebook that has shown these sections, among other outputs that no report may use."""

    def write(name: str, sections: tuple[Section, ...]) -> Path:
        shown = [
            new_output("display_data", data={MIME: s.model_dump(mode="json"), "text/html": "<b>never printed</b>"})
            for s in sections
        ]
        printed = new_output("stream", name="stdout", text="/srv/somebody/secret")
        cells = [new_code_cell("source", outputs=[output, printed]) for output in shown]
        path = tmp_path / f"{name}.ipynb"
        nbformat.write(new_notebook(cells=cells), path)
        return path

    return write


@pytest.fixture
def study() -> Study:
    """A study of five phases and two personas."""
    return make_study()


@pytest.fixture
def sections() -> Callable[..., tuple[Section, ...]]:
    """Make the sections of a persona's page."""
    return make_sections


@pytest.fixture
def studies() -> Callable[..., Study]:
    """Make a study with a text added to every field, or with other phases."""
    return make_study


@pytest.fixture
def many_phases() -> tuple[str, ...]:
    """Seven phases with long names."""
    return MORE_PHASES
