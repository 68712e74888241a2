"""Transitions, paths, the shortest way, contribution: what is said, of whom, and what is said where nothing can be."""

import re

import pytest

from cjm_research.people.crowd import aimed_at
from cjm_research.people.nothing import Nothing
from cjm_research.people.ratings import overall_score
from cjm_research.printing import lasting
from cjm_research.sections.contribution import contribution
from cjm_research.sections.key_drivers import key_drivers
from cjm_research.sections.shortest import shortest
from cjm_research.sections.transitions import transitions
from cjm_research.sections.variants import variants

OF_A_LOG = (transitions, variants, shortest, contribution)
ALL = (*OF_A_LOG, key_drivers)
EACH = pytest.mark.parametrize("say", OF_A_LOG, ids=lambda say: say.__name__)

PHASES = """
    phases:
      - {id: look, title: Look, events: [ad, page]}
      - {id: buy, title: Buy, events: [cart]}
      - {id: use, title: Use, events: [ride]}
"""
TOUCHPOINTS = """
    touchpoints:
      - {id: ad, title: Advert, phases: [look], events: [ad]}
      - {id: page, title: Page, phases: [look], events: [page]}
      - {id: cart, title: Cart, phases: [buy], events: [cart]}
      - {id: bike, title: Bike, phases: [use], events: [ride]}
"""
SOURCES = """
    sources:
      - {id: log, title: Log, kind: events, file: log.csv, columns: {participant: who, at: at, event: event}}
"""


def log(**paths):
    """Return a log of (customer, events), an hour between two events."""
    lines = [
        f"{who},2026-05-01T{place:02}:00:00,{event}"
        for who, path in paths.items()
        for place, event in enumerate(path.split())
    ]
    return "\n".join(["who,at,event", *lines]) + "\n"


@pytest.fixture
def shop(make):
    def made(**paths):
        return make(
            evidence__log_csv=log(**paths),
            evidence__sources_yaml=SOURCES,
            phases_yaml=PHASES,
            touchpoints_yaml=TOUCHPOINTS,
        )

    return made


@pytest.fixture
def busy(shop):
    return shop(
        **{f"u{n}": "ad page cart ride" for n in range(6)}, **{f"v{n}": "page other" for n in range(6)}, w="ad ad"
    )


def test_a_transition_is_told_with_its_base_and_its_time(busy):
    said = transitions(busy)
    assert said.lead == (
        "The most frequent move is from Page to Cart, 6 times, after 1 h in the median. Of the customers who go on "
        "from Page, "
        "100 % [61, 100], n = 6, indicative, go there directly."
    )
    assert ("Page", "Cart", "6", "100 %", "6", "100 % [61, 100], n = 6, indicative", "1 h", "1 h") in said.table.rows
    assert "16 % of the events belong to no touchpoint" in said.base


def test_one_move_of_one_customer_is_told_with_the_rarest_of_the_others(busy):
    lines = [row for row in transitions(busy).table.rows if row[0] == "Advert"]
    assert lines == [("Advert", "other touchpoints", "7", "100 %", "–", "–", "–", "–")]


def test_paths_are_told_with_what_they_cover(busy):
    said = variants(busy)
    assert said.table.rows == (
        ("1", "Page", "6", "46 % [23, 71]", "46 %"),
        ("others", "2 other paths", "7", "54 % [29, 77]", "100 %"),
    )


def test_the_shortest_way_names_its_ends_and_what_is_skipped(busy):
    said = shortest(busy, start="look", goal="use")
    assert "from Look to Use takes 4 steps: Advert → Page → Cart → Bike" in said.lead
    assert "of 13 who come to Look" in said.base
    assert "Start: Look. Goal: Use." in said.method
    assert "from the first event to Buy takes 3 steps" in shortest(busy, goal="buy").lead


def test_contribution_says_that_it_is_no_cause(busy):
    said = contribution(busy, goal="buy")
    assert "6 of 13 customers reach Buy." in said.lead
    assert said.lead.endswith("associated with conversion, not caused by it.")
    assert [row[0] for row in said.table.rows] == ["Page", "Advert"]
    assert said.table.rows[0][2:4] == ("0 % (0)", "100 % (6)")


@EACH
def test_without_a_log_the_reader_learns_what_is_missing(say, make, empty):
    assert "no event log" in say(make(phases_yaml=PHASES, touchpoints_yaml=TOUCHPOINTS)).reason
    assert say(empty).reason


@EACH
@pytest.mark.parametrize(
    "paths",
    [
        {},
        {"u": "ad page cart ride"},
        {"u": "other"},
        {f"u{n}": "ad" for n in range(9)},
        {f"u{n}": "ride" for n in range(9)},
    ],
    ids=["nobody", "one", "placeless", "alike", "at the end at once"],
)
def test_whoever_is_in_the_log_a_sentence_is_said_and_no_broken_number(say, paths, shop):
    said = say(shop(**paths))
    text = said.model_dump_json()
    assert said.lead or said.reason
    assert not re.search(r"\bnan\b|NaN|None|inf\b|<NA>", text)


def test_the_goal_is_that_of_the_first_conversion_objective_that_aims_up(demo, make):
    assert aimed_at(demo).id == "decision"
    assert aimed_at(demo, "advocacy").id == "advocacy"
    assert aimed_at(make(phases_yaml=PHASES)).id == "use"
    with pytest.raises(Nothing, match="no phases yet"):
        aimed_at(make())
    metrics = "metrics:\n  - {id: m, title: M, kind: conversion, from_phase: look, to_phase: buy, direction: "
    assert aimed_at(make(phases_yaml=PHASES, metrics_yaml=metrics + "up}\n")).id == "buy"
    assert aimed_at(make(phases_yaml=PHASES, metrics_yaml=metrics + "down}\n")).id == "use"


def test_ratings_are_held_against_the_score_an_objective_aims_at(demo, make):
    assert overall_score(demo).id == "recommendation"
    said = key_drivers(demo)
    assert len(said.table.rows) == 14
    assert "not caused by the touchpoint" in said.lead
    assert key_drivers(make()).reason.startswith("The study has no overall score")


def test_no_section_speaks_of_causes(demo):
    for say in ALL:
        said = say(demo)
        words = re.sub("not caused by", "", " ".join((said.title, said.lead, said.base, said.method, said.alt)))
        assert not re.search(r"\b(because|drives?|causes?|caused|leads? to|due to)\b", words), say.__name__


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59.9, "1 min"), (3_599, "1 h"), (5_400, "1.5 h"), (86_399, "1 day"), (200_000, "2.3 days")],
)
def test_a_duration_is_said_in_the_unit_a_reader_would_use(seconds, words):
    assert lasting(seconds) == words
