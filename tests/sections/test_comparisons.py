"""What the sections on drift, differences and representative journeys say, and what they keep to themselves."""

import pytest

from cjm_research.sections import conformance, differences, representative
from cjm_research.sections.show import as_text
from cjm_research.starters.truth import truth_of

SECTIONS = (
    conformance.fit,
    conformance.drift,
    differences.channel_differences,
    differences.converted_differences,
    representative.representative,
)
COMPARISONS = (conformance.maps_by_wave, differences.persona_differences, representative.representative_by_persona)


def test_a_touchpoint_the_map_lacks_and_one_that_is_dead_are_named(demo):
    mira, helen = (conformance.drift(demo, id) for id in ("mira", "helen"))
    assert "Missing on the map: Live chat" in mira.lead
    assert "Dead on the map: Bring-a-friend offer" in helen.lead
    assert {row[1] for row in mira.table.rows} == {"as mapped", "missing on the map", "unexpected"}
    assert "event cookie_banner" in {row[0] for row in mira.table.rows}


def test_the_verdict_stands_in_words_with_its_limits_in_the_method(demo):
    section = conformance.fit(demo, "mira")
    assert [row[1] for row in section.table.rows] == ["fits"] * 3
    assert [row[0] for row in section.table.rows] == ["all customers", "Winter 2025/26", "Spring 2026"]
    assert "fits from 0.80 on, in part from 0.60 on" in section.method
    assert "over all 4 changes between waves in this study" in section.method


def test_nothing_changed_between_the_demo_waves_and_nothing_is_claimed(demo):
    section = conformance.maps_by_wave(demo)
    assert "There is no evidence that fitness changed between waves." in section.lead
    assert len(section.table.rows) == 12


def test_the_planted_difference_of_personas_is_the_largest(demo):
    does = truth_of(demo.folder).events.does["consideration"]["bike_finder_start"]
    assert max(does, key=lambda persona: does[persona]) == "jonas"
    section = differences.persona_differences(demo)
    assert "The largest: Jonas: Bike finder, +35" in section.lead
    assert "over all 97 comparisons of this section" in section.method
    assert "more often Jonas than everybody else" in section.lead


def test_where_nothing_differs_it_says_no_evidence_and_not_no_difference(demo):
    section = differences.channel_differences(demo, "helen")
    assert section.lead == "No evidence of difference in any of 57 comparisons."
    assert {row[6] for row in section.table.rows} == {"no evidence of difference"}


def test_those_who_get_there_are_compared_before_they_do(demo):
    section = differences.converted_differences(demo, "mira")
    assert "Handover" not in as_text(section)
    assert "associated with the groups, not caused by them" in section.method


def test_pairs_are_chosen_in_advance_and_may_not_overlap(demo, make):
    section = differences.pair_differences(demo, ["mira/jonas", "aylin/helen"])
    assert {row[0].partition(":")[0] for row in section.table.rows} == {"Mira", "Aylin"}
    assert "No pair is chosen" in differences.pair_differences(demo, []).reason
    assert "share 1,183 customers" in differences.pair_differences(demo, ["mira/mira"]).reason


def test_a_journey_stands_for_each_group_and_the_groups_add_up(demo):
    section = representative.representative(demo, "mira")
    assert sum(int(row[2].replace(",", "")) for row in section.table.rows) == 1183
    assert "stand" in section.title
    spread = representative.representative_by_persona(demo).table
    assert spread.columns[-4:] == ("Mira", "Jonas", "Aylin", "Helen")


@pytest.mark.parametrize("say", SECTIONS)
def test_without_a_log_each_says_so(empty, say):
    section = say(empty, "")
    assert section.lead or section.reason
    assert section.table is None
    assert section.scale


@pytest.mark.parametrize("say", COMPARISONS)
def test_without_a_log_the_comparisons_say_so(empty, say):
    section = say(empty)
    assert section.lead or section.reason
    assert section.table is None


WORDS = ("because", "drives", " causes ", "leads to", "due to")


def test_nothing_is_said_to_cause_anything(demo):
    told = [say(demo, id) for say in SECTIONS for id in ("", "mira", "helen")] + [say(demo) for say in COMPARISONS]
    for section in told:
        said = f"{section.lead} {section.title} {section.base}"
        assert not [word for word in WORDS if word in said], section.id


@pytest.fixture(scope="module")
def few(make):
    """Three customers of one persona beside sixty of another, in two waves, one of which has three customers."""
    lines = [f"u{n},few,2026-01-0{1 + n},a,web" for n in range(3)] + [
        f"u{n},few,2026-01-0{2 + n},b,web" for n in range(2)
    ]
    lines += [
        f"v{n},many,2026-02-{1 + n % 20:02},{event},{'web' if n % 2 else 'shop'}"
        for n in range(60)
        for event in ("ab" if n % 3 else "a")
    ]
    rules = "[{{source: log, column: group, any_of: [{0}]}}]"
    steps = "steps: [{id: s, phase: look, title: Looks, contacts: [{touchpoint: shop}]}]"
    return make(
        study_yaml="format: 1\ntitle: Few\nas_of: 2026-11-01\nwaves:\n  - {id: one, title: One, first: 2026-01-01, "
        "last: 2026-01-31}\n"
        "  - {id: two, title: Two, first: 2026-02-01, last: 2026-02-28}\n",
        evidence__log_csv="who,group,at,event,channel\n" + "\n".join(lines) + "\n",
        evidence__sources_yaml="sources:\n  - {id: log, title: Log, kind: events, file: log.csv, "
        "columns: {participant: who, at: at, event: event, channel: channel}}\n",
        personas_yaml=f"personas:\n  - {{id: few, name: Few, segment: {rules.format('few')}}}\n"
        f"  - {{id: many, name: Many, segment: {rules.format('many')}}}\n",
        phases_yaml="phases:\n  - {id: look, title: Look, events: [a]}\n  - {id: buy, title: Buy, events: [b]}\n",
        touchpoints_yaml="touchpoints:\n  - {id: shop, title: Shop, events: [a]}\n  - {id: till, title: Till, "
        "events: [b]}\n",
        journeys__few_yaml=f"persona: few\n{steps}\n",
        journeys__many_yaml=f"persona: many\n{steps}\n",
    )


def test_three_customers_have_no_number_anywhere(few):
    for say in SECTIONS:
        section = say(few, "few")
        assert section.table is None, section.id
        assert section.lead or section.reason, section.id
    for section in (conformance.maps_by_wave(few), conformance.fit(few, "")):
        lines = [row for row in section.table.rows if row[0].startswith("Few") or row[0].endswith("One")]
        assert {row[1] for row in lines} == {"cannot be told"}
    assert "too few people" in differences.persona_differences(few).reason
