"""What the sections say of progress, losses, returns, time and simulation, on the demo and on small logs."""

import re

import pandas as pd
import pytest

from cjm_research.printing import percent
from cjm_research.sections import drop_off, dwell, funnel, goal, loops, simulation
from cjm_research.sections.show import as_text

SAY = [
    funnel.funnel_ways,
    drop_off.drop_off,
    loops.loops,
    loops.returns,
    dwell.dwell,
    goal.time_to_goal,
    goal.steps_to_goal,
    simulation.what_if,
]
CAUSAL = re.compile(r"\b(because|causes?d?|drives?|leads to|due to)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def small(make):
    """Make a study whose log is told as paths of letters, an hour between two; phases a, b, c."""

    def of(**paths):
        lines = [
            f"{who},2026-05-01T{hour:02}:00,{event}" for who, path in paths.items() for hour, event in enumerate(path)
        ]
        return make(
            evidence__sources_yaml="""
                sources:
                  - {id: log, title: Log, kind: events, file: log.csv, columns: {participant: who, at: at,
                      event: event}}
            """,
            evidence__log_csv="\n".join(["who,at,event", *lines]) + "\n",
            phases_yaml="phases: [{id: a, title: Look, events: [a]}, {id: b, title: Buy, events: [b]}, {id: c, "
            "title: Use, events: [c]}]",
            touchpoints_yaml="touchpoints: [{id: shop, title: Shop, phases: [a], events: [a, b]}, {id: app, title: "
            "App, phases: [c], events: [c]}]",
        )

    return of


def ten(path, other):
    return {f"u{n}": path for n in range(10)} | {f"v{n}": other for n in range(10)}


@pytest.mark.parametrize("say", SAY)
def test_nothing_causal_is_said_and_every_sentence_ends(demo, say):
    for persona in ("", *(persona.id for persona in demo.personas)):
        section = say(demo, persona)
        assert not CAUSAL.search(as_text(section))
        assert (section.lead or section.reason).endswith(".")
        assert section.method.endswith(".")
        assert "nan" not in as_text(section).replace("finance", "")


def test_the_table_of_the_ways_begins_with_the_funnel(demo):
    main, ways = funnel.funnel(demo, "mira").table.rows, funnel.funnel_ways(demo, "mira").table
    assert ways.columns[1] == "closed, eventual"
    assert [f"{row[1]}: {row[4]}" for row in main] == [row[1] for row in ways.rows]


def test_losses_are_those_of_the_funnel(demo):
    lost = [row[3] for row in funnel.funnel(demo).table.rows[1:]]
    assert [row[2] for row in drop_off.drop_off(demo).table.rows] == lost


def test_the_window_can_be_chosen(demo):
    assert funnel.funnel_ways(demo, "", 7).table.columns[-1] == "closed, eventual, within 7 days"


def test_last_contacts_are_named(small):
    section = drop_off.drop_off(small(**ten("ab", "a")))
    assert section.table.rows[0] == ("Look → Buy", "20", "50 % [30, 70]", "Shop 100 % [72, 100]")
    assert "of those who reach Buy are not seen in Use" in section.lead


def test_who_comes_back_is_told(small):
    study = small(**ten("aca", "ab"))
    assert loops.loops(study).table.rows[0] == ("Shop", "20", "50 % [30, 70]", "10", "50 % [30, 70]", "10")
    back = loops.returns(study)
    assert back.table.rows[1] == ("Use", "10", "100 % [72, 100]", "10", "Look: 100 % [72, 100]")
    assert (
        back.lead
        == "100 % [72, 100], n = 10, indicative of those seen in Use go back to an earlier phase, most often to Look."
    )


def test_time_in_phases_is_told_in_words(small):
    section = dwell.dwell(small(**ten("aab", "ac")))
    assert section.table.rows[0] == ("Look", "20", "20", "1.5 h", "1 h to 2 h", "2 h", "0 % [0, 16]")
    assert section.table.rows[1][3] == "0 s"


def test_half_of_them_are_there_after_a_time(small):
    section = goal.time_to_goal(small(**ten("aaac", "aac")))
    assert section.lead == "Half of the customers are in Use within 2 h [2 h, not reached] of the first event, n = 20."
    assert section.table.rows[2][1:] == ("50 % [27, 69]", "20")


def test_a_median_that_is_not_reached_is_said(small):
    section = goal.time_to_goal(small(**ten("aac", "aa"), **{f"w{n}": "aaa" for n in range(9)}))
    assert section.lead.startswith("The median is not reached: 34 % [")
    assert "median" not in section.lead.partition(":")[2]


def test_the_ticks_of_the_table_lie_on_the_curve(demo, said):
    found = said["goal.time_to_goal", "mira"]
    (curve,) = (frame for chart, frame in found.frames if chart == "survival")
    for when, share, _ in found.section.table.rows:
        here = curve[curve["time"] <= float(when.partition(" ")[0])].iloc[-1]
        assert share.startswith(f"{percent(here['share'])} [")


def test_all_personas_have_the_same_axis_of_time(said):
    whens = {
        tuple(row[0] for row in found.section.table.rows)
        for (name, who), found in said.items()
        if name == "goal.time_to_goal" and found.section.table
    }
    assert len(whens) == 1


def test_contacts_are_counted(small):
    section = goal.steps_to_goal(small(**ten("aac", "ac")))
    assert [row[:3] for row in section.table.rows] == [
        ("2 contacts", "10", "50 % [30, 70]"),
        ("3 contacts", "10", "50 % [30, 70]"),
    ]


def test_a_start_and_a_goal_can_be_chosen(small):
    study = small(**ten("aab", "abc"))
    assert "with the first event in Look" in goal.steps_to_goal(study, "", "a", "b").base
    assert "come to Buy" in goal.time_to_goal(study, "", "", "b").base


def test_a_simulation_says_that_it_is_none_of_a_forecast(small):
    section = simulation.what_if(small(**ten("abc", "a")))
    said = (
        "A simulation, not a forecast: if 25 % instead of 50 % of the visits to Look ended there, 75 % [75, 75] "
        "of the customers"
    )
    assert (section.lead or section.reason).startswith(said)
    assert "forecast" in section.title
    other = simulation.what_if(small(**ten("abc", "a")), "", "a", "b", 0.9)
    assert "if 90 % instead of 50 % of the visits to Look led on to Buy, 90 %" in other.lead


@pytest.mark.parametrize("say", SAY)
def test_three_people_are_not_told_of(small, say):
    section = say(small(u="abc", v="ab", w="a"))
    assert section.table is None
    assert section.figure == ""
    assert "withheld: fewer than 5 people" in section.reason


@pytest.mark.parametrize("say", SAY)
def test_nobody_in_the_log_and_all_alike_get_a_sentence(small, say):
    assert "nobody is in the log" in say(small()).reason
    alike = say(small(**{f"u{n}": "a" for n in range(9)}))
    assert (alike.lead or alike.reason).endswith(".")
    assert "nan" not in as_text(alike)


def test_the_goal_nobody_comes_to_is_said(small):
    section = goal.time_to_goal(small(**{f"u{n}": "ab" for n in range(9)}))
    assert section.reason == "Nobody of all customers in the study comes to Use while the log runs."
    assert pd.notna(section.scale)
