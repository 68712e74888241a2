"""What could mislead, as a section; and what a section owes before it is printed."""

from __future__ import annotations

import pytest

from cjm_research.sections.examined import examined
from cjm_research.sections.integrity import integrity
from cjm_research.sections.lints import lints
from cjm_research.sections.section import Section, Table
from cjm_research.study import About, Study


def test_the_section_lists_what_the_checks_find_and_leaves_other_personas_out(make):
    study = make(
        personas_yaml="""
            personas:
              - {id: ana, name: Ana, segment: [{source: survey, column: plan, any_of: [small]}]}
              - {id: ben, name: Ben, segment: [{source: survey, column: plan, any_of: [large]}]}
            """,
        evidence__sources_yaml="sources: [{id: survey, title: Survey, kind: survey, file: survey.csv}]",
        evidence__survey_csv="plan\n" + 4 * "small\n" + 9 * "large\n",
    )
    assert integrity(study).table.rows[0][0] == "INT-008"
    assert integrity(study, "ben").table is None
    assert integrity(study, "ben").lead == "The checks find nothing that could mislead, and 0 notes."


STUDY = Study(about=About(title="Rides that fail because of rain"))
PARTS = Table(
    caption="x",
    columns=("who", "mean"),
    numeric=("mean",),
    rows=(("Ana", "4.1"), ("Ben", "withheld: fewer than 5"), ("all", "4.0")),
)


@pytest.mark.parametrize(
    ("code", "broken", "mended"),
    [
        ("INT-001", {"lead": "Half, 50 %, return."}, {"lead": "Half, 50 %, return.", "base": "n = 40"}),
        ("INT-001", {"table": Table(caption="x", columns=("a",), rows=(("50 %",),))}, {"lead": "A 95 % interval."}),
        ("INT-002", {"table": PARTS}, {"table": PARTS.model_copy(update={"rows": PARTS.rows[:2]})}),
        ("INT-005", {"comparisons": 2}, {"comparisons": 2, "method": "Controlled by Benjamini and Hochberg."}),
        (
            "INT-005",
            {"table": Table(caption="x", columns=("p",), rows=(("p = 0.03",), ("p = 0.20",)))},
            {"lead": "p = 0.03"},
        ),
        ("INT-006", {"lead": "The deposit drives people away."}, {"lead": "People say “the deposit drives me away”."}),
        ("INT-006", {"lead": "Rain causes it."}, {"lead": "This shows what goes together, not what causes it."}),
        ("INT-006", {"method": "They leave due to rain."}, {"lead": "Rides that fail because of rain: 3."}),
    ],
)
def test_each_lint_speaks_for_its_own_trap_alone(code, broken, mended):
    def told(**fields) -> list[str]:
        return [one[:7] for one in lints(STUDY, Section(id="a.b", title="x", **fields))]

    assert told(**broken) == [code]
    assert told(**mended) == []


def test_a_warning_is_given_once_however_often_a_section_is_looked_at():
    once = examined(STUDY, Section(id="a.b", title="x", lead="The price drives sales."))
    assert [warning[:7] for warning in once.warnings] == ["INT-006"]
    assert examined(STUDY, once) == once


def test_no_section_of_the_demo_breaks_a_lint(demo, said):
    broken = {key: found for key, one in said.items() if (found := lints(demo, one.section))}
    assert broken == {}
