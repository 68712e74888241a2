"""The evidence heatmap counts every cell once, and words what rests on nothing."""

from __future__ import annotations

from cjm_research.sections.evidence_heatmap import evidence_heatmap
from cjm_research.study.ledger import LEVELS, meter


def test_the_cells_of_all_lanes_and_phases_add_up_to_the_meter(demo):
    for persona in ("", "mira", "jonas", "aylin", "helen"):
        table = evidence_heatmap(demo, persona).table
        counted = meter(demo, [persona] if persona else [one.id for one in demo.personas])
        for level in LEVELS:
            column = table.columns.index(level)
            assert sum(int(row[column]) for row in table.rows) == counted.by_level[level]


def test_a_lane_without_evidence_in_a_phase_is_named(make):
    study = make(
        personas_yaml="personas: [{id: ana, name: Ana}]",
        phases_yaml="phases: [{id: buy, title: Buy}]",
        journeys__ana_yaml="""
            persona: ana
            steps: [{id: looks, phase: buy, title: Looks, lanes: {actions: [{text: Scrolls}]}}]
            """,
    )
    section = evidence_heatmap(study, "ana")
    assert section.lead == "0 of 1 cells rest on evidence. Wholly assumed: Actions in Buy."
    assert section.table.rows == (("Actions", "Buy", "1", "0 %", "0", "0", "0", "0", "1"),)
    assert "0 of 1" in section.figure
    assert "no cell" in section.figure


def test_without_a_map_there_is_a_sentence_and_no_figure(empty):
    assert evidence_heatmap(empty).figure == ""
    assert "No map has a cell yet" in evidence_heatmap(empty).reason
