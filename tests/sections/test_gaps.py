"""Studies with gaps: nothing there yet, evidence gone, nobody who can be told apart, names that point nowhere."""

import shutil

import pytest

from cjm_research.store import open_study
from cjm_research.study import Persona

SET_BY_THE_TEAM = ("priorities.impact_effort", "priorities.ranks", "functions.content_gaps")
"""Charts of what the team wrote down: they need no evidence file."""


@pytest.fixture(scope="module")
def of_nothing(empty, everything):
    return everything(empty)


def test_an_empty_study_gets_a_sentence_from_every_section_and_no_figure(of_nothing):
    for key, found in of_nothing.items():
        said = " ".join([found.section.lead or found.section.reason, *found.section.warnings])
        assert len(said) > 12, key
        assert said.rstrip().endswith("."), key
        assert found.section.figure == "", key


def test_an_empty_study_is_not_praised(of_nothing):
    for key, found in of_nothing.items():
        for praise in (
            "Every objective has",
            "Every persona is",
            "All personas share phases",
            "Nothing is older",
            "0 of 0",
        ):
            assert praise not in found.section.lead or key[0] == "personas.card", (key, found.section.lead)


def test_an_empty_study_draws_no_table_without_rows(of_nothing):
    for key, found in of_nothing.items():
        assert found.section.table is None or found.section.table.rows, key


@pytest.fixture(scope="module")
def bare(demo, tmp_path_factory):
    """Return the demo study without any of its evidence files."""
    folder = tmp_path_factory.mktemp("bare") / "demo"
    shutil.copytree(demo.folder, folder)
    for path in (folder / "evidence").iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != "sources.yaml":
            path.unlink()
    return open_study(folder)


@pytest.fixture(scope="module")
def of_bare(bare, everything):
    return everything(bare, draw=False)


def test_without_its_files_a_study_still_speaks_and_measures_nothing(of_bare):
    assert len(of_bare) > 150
    for (name, persona), found in of_bare.items():
        for chart, frame in found.frames:
            if name not in (
                "research.ages",
                "research.triangulation",
                "review.ages",
                "touchpoints.coverage",
                "evidence_heatmap.evidence_heatmap",
                *SET_BY_THE_TEAM,
            ):
                assert frame["value"].isna().all() or ("basis" in frame and (frame["basis"] == "hand-set").any()), (
                    name,
                    persona,
                    chart,
                )


def test_without_its_files_every_cell_is_assumed_or_published_by_others(of_bare):
    for persona in ("mira", "jonas", "aylin", "helen"):
        drawn = of_bare["review.journey", persona].section.map
        assert drawn.total > 20
        levels = {card.level for lane in drawn.lanes for cell in lane.cells for card in cell}
        assert levels <= {"assumed", "secondary"}
        items = [item for block in of_bare["personas.card", persona].section.profile.blocks for item in block.items]
        assert {item.level for item in items} <= {"assumed", "secondary"}
        register = of_bare["obstacles.register", persona].section.table
        rests_on = {row[register.columns.index("rests on")].partition(":")[0] for row in register.rows}
        assert rests_on <= {"assumed", "secondary"}


def test_without_its_files_no_verdict_is_given(of_bare):
    assert {row[4] for row in of_bare["objectives.progress", ""].section.table.rows} == {"cannot be told"}
    assert {row[4] for row in of_bare["review.expectations", ""].section.table.rows} == {"cannot be told"}


@pytest.fixture(scope="module")
def with_nemo(demo, everything):
    study = demo.replaced(personas=(*demo.personas, Persona(id="nemo", name="Nemo")))
    of_the_whole = ("personas.target", "targets.targets", "research.triangulation")
    return everything(study, whom=("nemo",), draw=False) | everything(study, whom=("", "*"), only=of_the_whole)


def test_a_persona_no_rule_can_find_gets_every_section_on_the_scales_of_the_others(with_nemo, said):
    for (name, persona), found in with_nemo.items():
        if persona == "nemo":
            like = said[name, "mira"].section
            assert (found.section.id, found.section.title, found.section.scale) == (like.id, like.title, like.scale)


def test_a_persona_no_rule_can_find_has_no_numbers_and_no_people(with_nemo):
    for name in (
        "touchpoints.ratings",
        "objectives.progress",
        "funnel.funnel",
        "classification.classification",
        "obstacles.register",
    ):
        for _, frame in with_nemo[name, "nemo"].frames:
            assert frame["value"].isna().all(), name
    assert "cannot tell this persona apart" in with_nemo["funnel.funnel", "nemo"].section.reason
    shares = {row[0]: row[2] for row in with_nemo["targets.targets", "*"].section.table.rows}
    assert shares.pop("Nemo") == "not known"
    assert all(share.count("%") for share in shares.values())
    reached = {row[0]: set(row[1:]) for row in with_nemo["research.triangulation", ""].section.table.rows}
    assert reached["Nemo"] == {"cannot tell"}


def test_names_that_point_nowhere_are_findings_and_stop_no_section(make, everything):
    study = make(
        personas_yaml="""
            personas:
              - {id: ana, name: Ana, segment: [{source: gone, column: x, any_of: [y]}], needs: [{text: Rest,
                  evidence: [gone]}]}
            attributes: [{id: age, title: Age, group: demographic, kind: number, source: gone, column: age}]
        """,
        phases_yaml="phases: [{id: buy, title: Buy}]",
        metrics_yaml="""
            metrics:
              - {id: turn, title: Turn, kind: conversion, from_phase: buy, to_phase: gone}
              - {id: rate, title: Rate, kind: rating, source: gone, column: q}
        """,
        objectives_yaml="""
            objectives:
              - {id: one, title: One, metric: gone, baseline: 1, target: 2, touchpoints: [gone]}
              - {id: two, title: Two, metric: turn, baseline: 1, target: 2}
        """,
        touchpoints_yaml="touchpoints: [{id: shop, title: Shop, phases: [gone], rating: gone}, {id: site, title: "
        "Site, phases: [buy], rating: rate}]",
        obstacles_yaml="obstacles: [{id: slow, title: Slow, phase: gone, personas: [gone], code: x, evidence: [gone]}]",
        opportunities_yaml="""
            opportunities: [{id: fast, title: Fast, obstacles: [gone], metric: gone}]
            solutions: [{id: engine, title: Engine, opportunity: gone}]
        """,
        insights_yaml="insights: [{id: i, statement: So, phase: gone, objective: gone, personas: [gone]}]",
        expectations_yaml="""
            expectations:
              - {id: a, title: A, metric: gone, at_least: 1}
              - {id: b, title: B, metric: rate, persona: gone, at_least: 1}
        """,
    )
    said = everything(study)
    assert {row[4] for row in said["review.expectations", ""].section.table.rows} == {"cannot be told"}
    assert said["found.objectives", ""].section.table.rows


def test_a_log_without_phases_says_what_is_missing(make, everything):
    study = make(
        evidence__sources_yaml="""
            sources:
              - {id: log, title: Log, kind: events, file: log.csv, columns: {participant: who, at: at, event: event}}
        """,
        evidence__log_csv="who,at,event\n" + "".join(f"u{n},2026-05-01,buy\n" for n in range(9)),
    )
    said = everything(study)
    assert said["funnel.funnel", ""].section.reason == "The study has no phases to count customers in."
    assert said["classification.classification", ""].section.table.rows[0] == (
        "share of events classified",
        "0 % [0, 30], n = 9, indicative",
    )
