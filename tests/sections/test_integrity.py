"""What the rows give away: survivors, reversals, personas of a few; and what a section owes before it is printed."""

from __future__ import annotations

import pytest

from cjm_research.sections.examined import examined
from cjm_research.sections.integrity import integrity, unsound
from cjm_research.sections.lints import lints
from cjm_research.sections.section import Section, Table
from cjm_research.study import About, Study

PHASES = "phases: [{id: look, title: Look, events: [look]}, {id: buy, title: Buy, events: [pay]}]"
PEOPLE = """
personas:
  - {id: ana, name: Ana, segment: [{source: survey, column: plan, any_of: [small]}]}
  - {id: ben, name: Ben, segment: [{source: survey, column: plan, any_of: [large]}]}
"""


def rules(study: Study) -> list[str]:
    return [one.rule for one in unsound(study)]


def asked(make, buyers: int, *, leavers: int, surveyed_leavers: int = 0) -> Study:
    """Return a study whose survey reached all buyers of the log, and some who left before."""
    events = ["who,when,what"]
    events += [f"c{n},2026-05-01T10:00:00Z,look" for n in range(buyers + leavers)]
    events += [f"c{n},2026-05-01T11:00:00Z,pay" for n in range(buyers)]
    answers = ["who,plan", *(f"c{n},small" for n in range(buyers + surveyed_leavers))]
    return make(
        phases_yaml=PHASES,
        evidence__sources_yaml="""
            sources:
              - {id: survey, title: Survey, kind: survey, file: survey.csv, columns: {participant: who}}
              - {id: log, title: Log, kind: events, file: log.csv, columns: {participant: who, at: when, event: what}}
            """,
        evidence__survey_csv="\n".join(answers) + "\n",
        evidence__log_csv="\n".join(events) + "\n",
    )


def test_a_survey_that_reached_only_those_who_bought_is_found(make):
    (found,) = unsound(asked(make, 20, leavers=30))
    assert (found.rule, found.severity, found.id) == ("INT-003", "warning", "survey")
    assert "All 20 people of 'Survey' whom the log knows reached 'Buy'; of all 50 customers 40% did." in found.message


@pytest.mark.parametrize(("leavers", "surveyed", "buyers"), [(30, 1, 20), (0, 0, 20), (30, 0, 4)])
def test_one_who_left_among_the_asked_or_nobody_who_left_or_too_few_is_no_finding(make, leavers, surveyed, buyers):
    assert rules(asked(make, buyers, leavers=leavers, surveyed_leavers=surveyed)) == []


def rated(make, counts: dict[tuple[str, str], tuple[int, int]]) -> Study:
    """Return a survey in two rounds: per plan and round, how many gave 5 and how many 1."""
    lines = ["id,plan,round,at,score"]
    for (plan, round_), (high, low) in counts.items():
        day = {"first": "2026-01-10", "second": "2026-06-10"}[round_]
        lines += [f"r{len(lines) + n},{plan},{round_},{day},{5 if n < high else 1}" for n in range(high + low)]
    return make(
        personas_yaml=PEOPLE,
        metrics_yaml="metrics: [{id: score, title: Score, kind: rating, source: survey, column: score, low: 1, high: 5}]",
        evidence__sources_yaml="""
            sources:
              - {id: survey, title: Survey, kind: survey, file: survey.csv,
                 columns: {participant: id, at: at, wave: round}}
            """,
        evidence__survey_csv="\n".join(lines) + "\n",
    )


STONES = {
    ("small", "first"): (81, 6),
    ("small", "second"): (234, 36),
    ("large", "first"): (192, 71),
    ("large", "second"): (55, 25),
}


def test_the_kidney_stones_as_two_rounds_of_a_survey_are_found(make):
    found = [one for one in unsound(rated(make, STONES)) if one.rule == "INT-004"]
    assert len(found) == 1
    assert (
        "'Score' differs by +0.18 between first and second over all, but the other way in each persona"
        in found[0].message
    )
    assert "Adjusted: -0.22." in found[0].message


def test_where_one_persona_goes_with_the_whole_there_is_no_reversal(make):
    assert "INT-004" not in rules(rated(make, STONES | {("small", "second"): (264, 6)}))


def test_a_persona_of_four_is_found_and_one_of_five_is_not(make):
    def of(people: int) -> list[str]:
        return [
            one.where for one in unsound(rated(make, {("small", "first"): (people, 0), ("large", "first"): (9, 0)}))
        ]

    assert of(4) == ["personas/ana.segment"]
    assert of(5) == []


def test_the_section_lists_what_the_checks_find_and_leaves_other_personas_out(make):
    study = rated(make, {("small", "first"): (4, 0), ("large", "first"): (9, 0)})
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
