"""A phase that not everybody passes is left out of every funnel, and named."""

import pytest

from cjm_research.sections import compare, drop_off, funnel


@pytest.fixture(scope="module")
def without_decision(demo):
    phases = tuple(p.model_copy(update={"optional": p.id == "decision"}) for p in demo.phases)
    return demo.model_copy(update={"phases": phases})


@pytest.mark.parametrize("section", [funnel.funnel, funnel.funnel_ways, drop_off.drop_off])
def test_an_optional_phase_has_no_row_and_is_named(without_decision, section):
    said = section(without_decision, "")
    assert not any("Decision" in row[0] for row in said.table.rows)
    assert "Optional, so not counted: Decision." in said.base


def test_the_comparison_leaves_it_out_too(without_decision):
    said = compare.funnels(without_decision)
    assert "Decision" not in said.table.columns
    assert "Optional, so not counted: Decision." in said.base


def test_who_skips_an_optional_phase_goes_on(demo, without_decision):
    def reached(study):
        return {row[0]: int(row[1].replace(",", "")) for row in funnel.funnel(study, "").table.rows}

    assert reached(without_decision)["Retention"] >= reached(demo)["Retention"]


def test_without_an_optional_phase_nothing_is_said_of_one(demo):
    assert "Optional" not in funnel.funnel(demo, "").base
