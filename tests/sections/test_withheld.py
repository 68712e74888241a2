"""What rests on fewer than five people is nowhere: in no table, chart, card, alternative or plain text."""

import re

import pytest

from cjm_research.sections.show import as_text

CANARY = "987654321"
FEW_PEOPLE = [("1", "2", "yes", "9"), ("2", "5", "no", "0"), ("5", "2", "yes", "7")]


def survey():
    lines = [f"r{n},few,{a},{b},{c},{d},lawyer,{CANARY}" for n, (a, b, c, d) in enumerate(FEW_PEOPLE)]
    lines += [
        f"s{n},many,{1 + n % 5},{1 + n % 4},{'yes' if n % 3 else 'no'},{n % 11},baker,{CANARY}" for n in range(60)
    ]
    lines += [f"t{n},other,{1 + n % 5},{1 + n % 4},yes,{n % 11},baker,{CANARY}" for n in range(9)]
    return "id,group,rate,age,stay,likely,job,note\n" + "\n".join(lines) + "\n"


def log():
    seen = [(f"u{n}", "few", event) for n, events in enumerate(["abx", "ab", "a"]) for event in events]
    seen += [(f"v{n}", "many", event) for n in range(60) for event in ("ab" if n % 2 else "a")]
    lines = [
        f"{who},{group},2026-05-01T10:00:{place % 60:02},{event},web,{CANARY}"
        for place, (who, group, event) in enumerate(seen)
    ]
    return "who,group,at,event,channel,note\n" + "\n".join(lines) + "\n"


def talks():
    said = [
        ("p1", "few", "price"),
        ("p2", "few", "price"),
        ("p3", "few", "queue"),
        *((f"q{n}", "many", "queue") for n in range(9)),
    ]
    return (
        "who,group,code,text,note\n"
        + "\n".join(f"{who},{group},{code},Well said,{CANARY}" for who, group, code in said)
        + "\n"
    )


@pytest.fixture(scope="module")
def study(make):
    roles = "{participant: who, at: at, event: event, channel: channel}"
    rules = (
        "[{{source: survey, column: group, any_of: [{0}]}}, {{source: log, column: group, any_of: [{0}]}}, "
        "{{source: talks, column: group, any_of: [{0}]}}]"
    )
    return make(
        study_yaml="format: 1\ntitle: Few\nas_of: 2026-11-01",
        evidence__survey_csv=survey(),
        evidence__log_csv=log(),
        evidence__talks_csv=talks(),
        evidence__sources_yaml=f"""
            sources:
              - {{id: survey, title: Survey, kind: survey, file: survey.csv, columns: {{participant: id}}}}
              - {{id: log, title: Log, kind: events, file: log.csv, columns: {roles}}}
              - {{id: talks, title: Talks, kind: interview, file: talks.csv, columns: {{participant: who,
                  persona: group, code: code, text: text}}}}
        """,
        personas_yaml=f"""
            personas:
              - {{id: few, name: Few, segment: {rules.format("few")}}}
              - {{id: many, name: Many, segment: {rules.format("many")}}}
            attributes:
              - {{id: age, title: Age, group: demographic, kind: number, source: survey, column: age}}
              - {{id: job, title: Job, group: demographic, kind: category, source: survey, column: job}}
              - {{id: liking, title: Likes it, group: psychographic, kind: agreement, source: survey, column: rate}}
              - {{id: buys, title: Buys, group: behaviour, kind: events, source: log, events: [b]}}
        """,
        metrics_yaml="""
            metrics:
              - {id: rate, title: Rate, kind: rating, source: survey, column: rate, low: 1, high: 5}
              - {id: happy, title: Happy, kind: csat, source: survey, column: rate, low: 1, high: 5}
              - {id: stay, title: Stay, kind: share, source: survey, column: stay, counts: ["yes"]}
              - {id: likely, title: Likely, kind: nps, source: survey, column: likely}
              - {id: buy, title: Buy, kind: conversion, source: log, from_phase: look, to_phase: buy}
        """,
        objectives_yaml="objectives:\n"
        + "".join(
            f"  - {{id: o-{id}, title: More {id}, metric: {id}, baseline: 77, target: 78, due: 2027-01-01, "
            f"touchpoints: [shop]}}\n"
            for id in ("rate", "happy", "stay", "likely", "buy")
        ),
        phases_yaml="""
            phases:
              - {id: look, title: Look, events: [a]}
              - {id: buy, title: Buy, events: [b]}
        """,
        touchpoints_yaml="touchpoints: [{id: shop, title: Shop, channels: [web], phases: [look, buy], rating: rate, "
        "events: [a, b]}]",
        obstacles_yaml="""
            obstacles:
              - {id: price, title: Price, phase: look, severity: 3, code: price, evidence: [talks]}
              - {id: queue, title: Queue, phase: look, severity: 2, code: queue, evidence: [talks]}
        """,
        expectations_yaml="expectations: [{id: e, title: Rated, metric: rate, at_least: 1}]",
    )


@pytest.fixture(scope="module")
def told(study, everything):
    return everything(study)


def numbers_in(text):
    """Return percentages and intervals; names of scales and methods, baselines and targets left out."""
    text = re.sub(r"95 % interval|0–100 %|\[95 %|77 %|78 %", "", text)
    return re.findall(r"\d+ %|[-+−]?\d+(?:\.\d+)? \[", text)


def test_the_measure_of_this_test_sees_the_numbers_of_many_people(told):
    seen = [name for (name, persona), found in told.items() if persona == "many" and numbers_in(as_text(found.section))]
    assert {
        "touchpoints.ratings",
        "objectives.progress",
        "funnel.funnel",
        "personas.card",
        "obstacles.register",
    } <= set(seen)


def test_no_section_of_a_persona_of_three_holds_a_share_or_an_interval(told):
    for (name, persona), found in told.items():
        if persona == "few":
            assert numbers_in(as_text(found.section)) == [], name
            assert numbers_in(re.sub(r'"figure": "(?:[^"\\]|\\.)*"', "", found.json)) == [], name


def test_no_chart_of_a_persona_of_three_is_given_a_value(told):
    for (name, persona), found in told.items():
        if persona == "few" and name not in (
            "research.triangulation",
            "research.ages",
            "review.ages",
            "touchpoints.coverage",
        ):
            for chart, frame in found.frames:
                assert frame["value"].isna().all(), (name, chart)
                assert "low" not in frame or frame[["low", "high"]].isna().all(axis=None), (name, chart)


def test_the_comparison_gives_no_value_to_a_persona_of_three(told):
    for (name, persona), found in told.items():
        if persona == "*":
            for _, frame in found.frames:
                for who in ("row", "column", "persona"):
                    if who in frame:
                        assert frame.loc[frame[who] == "Few", "value"].isna().all(), name
            columns, rows = (table.columns, table.rows) if (table := found.section.table) else ((), ())
            column = columns.index("Few") if "Few" in columns else None
            cells = [row[column] for row in rows] if column else []
            cells += [cell for row in rows if row[0].partition(":")[0] == "Few" for cell in row[1:]]
            assert numbers_in(" ".join(cells)) == [], name


def test_counts_that_would_give_a_withheld_share_away_are_withheld_too(told):
    assert "withheld: fewer than 5 people" in told["funnel.funnel", "few"].section.reason
    assert told["funnel.funnel", "few"].section.table is None
    themes = told["voices.themes", "few"].section.table
    columns = dict(zip(themes.columns, zip(*themes.rows, strict=True), strict=True))
    assert (set(columns["people"]), set(columns["as pain / delight"])) == ({"fewer than 5"}, {"–"})
    assert set(columns["share of those who spoke"]) == {"withheld: fewer than 5 people"}
    uses = told["touchpoints.channels", "few"].section.table
    assert uses.rows[0][3:] == ("web under 5", "under 5")
    assert told["classification.classification", "few"].section.table is None


def test_events_of_few_customers_are_listed_without_their_number(told):
    lines = dict(told["classification.classification", ""].section.table.rows)
    assert lines["in no phase: x"] == "fewer than 5 customers"


def test_no_verdict_rests_on_withheld_numbers(told):
    assert {row[4] for row in told["objectives.progress", "few"].section.table.rows} == {"cannot be told"}
    assert {row[4] for row in told["review.expectations", "few"].section.table.rows} == {"cannot be told"}


def test_a_column_nobody_asked_for_is_in_no_section_and_no_figure(told):
    for key, found in told.items():
        assert CANARY not in found.json, key
        assert CANARY not in as_text(found.section), key


def test_respondents_are_in_no_section(told):
    for key, found in told.items():
        assert not re.search(r"\b[rsuvpq]\d+\b", re.sub(r'"(figure|id|sources)": "(?:[^"\\]|\\.)*"', "", found.json)), (
            key
        )
