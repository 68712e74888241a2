"""What is said about movements: the finding in numbers, the goal by name, and a sentence where there is nothing."""

import pytest

from cjm_research.sections import first_touch, flow, paths, sessions

SAID = (sessions.sessions, first_touch.first_touch, flow.flow, paths.forward_paths, paths.backward_paths)
EVERY = pytest.mark.parametrize("say", SAID, ids=lambda say: say.__name__)


def study_of(make, ways, objectives=""):
    """Make a study whose customers go these ways, a day between two letters; ads, shop and care are A, B and C."""
    rows = [
        f"{way}{who},2026-05-{day + 1:02}T10:00:00,{letter}"
        for way, n in ways.items()
        for who in range(n)
        for day, letter in enumerate(way)
    ]
    return make(
        evidence__log_csv="\n".join(["who,at,event", *rows]) + "\n",
        evidence__sources_yaml="""
            sources:
              - {id: log, title: Log, kind: events, file: log.csv, columns: {participant: who, at: at, event: event}}
        """,
        phases_yaml="""
            phases:
              - {id: look, title: Look, events: [A]}
              - {id: buy, title: Buy, events: [B]}
              - {id: use, title: Use, events: [C]}
        """,
        touchpoints_yaml="""
            touchpoints:
              - {id: ads, title: Ads, phases: [look], events: [A]}
              - {id: shop, title: Shop, phases: [buy], events: [B]}
              - {id: care, title: Care, phases: [use], events: [C]}
        """,
        objectives_yaml=objectives or "objectives: []\n",
    )


@pytest.fixture(scope="module")
def study(make):
    return study_of(make, {"ABC": 20, "AXB": 10, "A": 6, "BX": 4, "CX": 2})


def cells(section, column):
    where = section.table.columns.index(column)
    return {row[0]: row[where] for row in section.table.rows}


def test_sessions_are_told_for_three_gaps(study):
    said = sessions.sessions(study)
    assert said.lead.startswith("Where 30 minutes without an event end a session, customers have 2.57 [")
    assert list(cells(said, "sessions")) == ["15 minutes", "30 minutes (usual)", "60 minutes"]
    assert "strictly later" in said.method
    assert said.base == "all customers in the study: 108 events of 42 customers, 2026-05-01 to 2026-05-03."


def test_first_touchpoints_are_told_in_order_and_rare_ones_together(study):
    said = first_touch.first_touch(study)
    assert said.lead == "The most frequent way in is Ads: 86 % [72, 93] of the customers."
    assert cells(said, "customers") == {"touchpoint: Ads": "36", "touchpoint: Other": "6"}
    assert said.base.endswith("15 % of the events are in no touchpoint.")


def test_the_flow_names_the_most_frequent_move_and_every_link(study):
    said = flow.flow(study)
    assert said.lead == "The most frequent first move goes from Look to Buy: 71 % [56, 83] of the customers."
    assert cells(said, "customers") == {
        "step 1: Look → Buy": "30",
        "step 1: Look → left": "6",
        "step 1: Other → left": "6",
        "step 2: Buy → Use": "20",
        "step 2: Buy → left": "10",
        "step 3: Use → left": "20",
    }


def test_ways_forward_are_told_from_the_first_touchpoint(study):
    said = paths.forward_paths(study)
    assert said.lead == (
        "The most frequent first touchpoint is Ads: 86 % [72, 93]. Of them, 83 % [68, 92] go on to Shop, the most "
        "frequent "
        "way from there."
    )
    assert cells(said, "customers")["Ads → Shop → Care"] == "20"


def test_the_goal_is_the_latest_touchpoint_of_the_log_unless_an_objective_of_conversion_names_one(make, study):
    said = paths.backward_paths(study_of(make, {"ABC": 20, "AXB": 10, "A": 6, "CX": 6}))
    assert "26 customers who reach Care, the latest touchpoint in the log; the first time counts" in said.base
    assert said.lead == "Directly before Care stands Shop most often: 77 % [58, 89]."
    assert cells(said, "customers")["Care ← Shop"] == "20"
    beside = paths.backward_paths(study)  # 22 come to Care, and 20 of them are told to have come through every phase
    assert beside.reason.endswith("who come to Care would tell of fewer than 5.")
    aim = "objectives:\n  - {id: sell, title: Sell, kind: conversion, touchpoints: [ads, shop]}\n"
    said = paths.backward_paths(study_of(make, {"AB": 20, "ABC": 9}, aim))
    assert "29 customers who reach Shop, the latest touchpoint that an objective of conversion names" in said.base


@EVERY
def test_a_study_without_a_log_says_so(empty, say):
    said = say(empty)
    assert said.reason == "There is no event log in this study. Import one to see how customers move."
    assert not said.figure


@EVERY
@pytest.mark.parametrize("ways", [{"AB": 4}, {"X": 9}], ids=["few", "no place"])
def test_too_few_people_are_a_sentence_and_no_number(make, say, ways):
    said = say(study_of(make, ways))
    if say is sessions.sessions and "X" in ways:
        assert said.figure
        return
    assert said.table is None
    assert not said.figure
    assert said.reason.startswith(("Fewer than 5 customers", "No event of the log"))


@EVERY
def test_one_way_for_all_is_drawn(make, say):
    said = say(study_of(make, {"ABC": 9}))
    assert said.figure.startswith("<svg")
    assert "NaN" not in said.figure
    assert "nan" not in said.lead
