"""An attack on a page: no number of 1 to 4 people is printed, or left when a printed number is taken from another.

The study plants what gives people away: customers who begin late, miss a phase, or do nothing that the study names; a
persona of three; themes of three, and of all but four.
"""

import re
from itertools import pairwise

import pytest

from cjm_research.sections.show import as_text

LEAST = 5
JOURNEYS = {"a": 30, "ab": 12, "abc": 12, "abcbc": 8, "bc": 2, "x": 2}
PHASES = ["Look", "Buy", "Use"]
PLACES = {"Shop": "Look", "Till": "Buy", "App": "Use"}
PEOPLE = ("customers", "customers before", "people", "people in it", "customers in the log", "talks")


def log():
    walks = [("few", path) for path in ("abc", "ab", "a")] + [("other", "ab")] * 20
    walks += [("many", path) for path, n in JOURNEYS.items() for _ in range(n)]
    lines = [
        f"u{who},{group},2026-05-{1 + who % 28:02}T{10 + hour}:00,{event}"
        for who, (group, path) in enumerate(walks)
        for hour, event in enumerate(path)
    ]
    return "\n".join(["who,group,at,event", *lines]) + "\n"


def talks():
    said = [
        (f"m{n}", "many", code)
        for code, n_people in (("queue", 14), ("price", 16), ("rare", 3))
        for n in range(n_people)
    ]
    said += [(f"m{n}", "many", "other") for n in range(20)] + [(f"f{n}", "few", "queue") for n in range(3)]
    return "\n".join(["who,group,code,text", *(f"{who},{group},{code},Well said" for who, group, code in said)]) + "\n"


def survey():
    rows = [("few", 3, "yes")] * 3 + [("many", 1 + n % 5, "no" if n < 2 else "yes") for n in range(40)]
    rows += [("other", 1 + n % 5, "yes" if n % 2 else "no") for n in range(30)]
    lines = [f"r{n},{group},{rate},{stay}" for n, (group, rate, stay) in enumerate(rows)]
    return "\n".join(["id,group,rate,stay", *lines]) + "\n"


@pytest.fixture(scope="module")
def page(make, everything):
    rule = "[{{source: survey, column: group, any_of: [{0}]}}, {{source: log, column: group, any_of: [{0}]}}]"
    study = make(
        study_yaml="format: 1\ntitle: Planted\nas_of: 2026-11-01",
        evidence__survey_csv=survey(),
        evidence__log_csv=log(),
        evidence__talks_csv=talks(),
        evidence__sources_yaml="""
            sources:
              - {id: survey, title: Survey, kind: survey, file: survey.csv, columns: {participant: id}}
              - {id: log, title: Log, kind: events, file: log.csv, columns: {participant: who, at: at, event: event}}
              - {id: talks, title: Talks, kind: interview, file: talks.csv, columns: {participant: who,
                  persona: group, code: code, text: text}}
        """,
        personas_yaml=f"""
            personas:
              - {{id: few, name: Few, segment: {rule.format("few")}}}
              - {{id: many, name: Many, segment: {rule.format("many")}}}
              - {{id: other, name: Other, segment: {rule.format("other")}}}
        """,
        metrics_yaml="""
            metrics:
              - {id: rate, title: Rate, kind: rating, source: survey, column: rate, low: 1, high: 5}
              - {id: stay, title: Stay, kind: share, source: survey, column: stay, counts: ["yes"]}
              - {id: buy, title: Buy, kind: conversion, source: log, from_phase: look, to_phase: buy, direction: up}
        """,
        phases_yaml="""
            phases:
              - {id: look, title: Look, events: [a]}
              - {id: buy, title: Buy, events: [b]}
              - {id: use, title: Use, events: [c]}
        """,
        touchpoints_yaml="""
            touchpoints:
              - {id: shop, title: Shop, phases: [look], rating: rate, events: [a]}
              - {id: till, title: Till, phases: [buy], events: [b]}
              - {id: app, title: App, phases: [use], events: [c]}
        """,
        obstacles_yaml="obstacles: [{id: queue, title: Queue, phase: look, severity: 2, code: queue, evidence: "
        "[talks]}]",
    )
    told = everything(study, whom=["many", "few"], draw=False)
    return {
        persona: {name: found.section for (name, who), found in told.items() if who == persona}
        for persona in ("many", "few")
    }


def whole(text):
    """Return the number of a cell that holds nothing else, or None."""
    return int(text.replace(",", "")) if re.fullmatch(r"[\d,]+", text) else None


def shares(text):
    """Return (people, base) of every share that is printed with its base; below 100 people a share tells the number."""
    found = re.findall(r"(\d+(?:\.\d)?) % \[\d[^]]*\], n = ([\d,]+)", text)
    return [(round(float(share) * whole(n) / 100), whole(n)) for share, n in found]


@pytest.mark.parametrize("persona", ["many", "few"])
def test_no_number_of_one_to_four_people_is_printed(page, persona):
    for name, section in page[persona].items():
        text = as_text(section)
        assert not re.findall(r"\b[1-4] (?:customers|people|respondents|participants|writers)\b|\bn = [1-4]\b", text), (
            name
        )
        for people, base in shares(text):
            assert not 0 < people < LEAST, (name, people, base)
            assert not 0 < base - people < LEAST, (name, people, base)
        for column in PEOPLE if section.table else ():
            if column in section.table.columns:
                cells = [row[section.table.columns.index(column)] for row in section.table.rows]
                assert not [cell for cell in cells if whole(cell) and whole(cell) < LEAST], (name, column)


def rows(page, name):
    table = page[name].table
    return [] if table is None else [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def part(cell, base):
    """Return how many people a share of a base is about."""
    found = re.match(r"(\d+) % \[", cell)
    return round(int(found[1]) * base / 100) if found and base else None


def printed(page):
    """Return every set of customers whose number a section prints, with the number."""
    found = [(("reached", row["phase"]), whole(row["customers"])) for row in rows(page, "funnel.funnel")]
    found += [
        (("reached", row["between"].partition(" ")[0]), whole(row["customers before"]))
        for row in rows(page, "drop_off.drop_off")
    ]
    for row in rows(page, "funnel.funnel_ways"):
        found += [
            (("way", way, row["phase"]), whole(cell.partition(":")[0])) for way, cell in row.items() if way != "phase"
        ]
    for row in rows(page, "loops.loops"):
        at = ("touchpoint", "" if row["touchpoint"] == "any touchpoint" else row["touchpoint"])
        found += [(at, whole(row["customers"])), (("back to", at), part(row["come back"], whole(row["customers"])))]
    for row in rows(page, "loops.returns"):
        at = ("phase", row["phase"])
        found += [(at, whole(row["customers"])), (("back from", at), part(row["go back"], whole(row["customers"])))]
    found += [(("phase", row["phase"]), whole(row["customers"])) for row in rows(page, "dwell.dwell")]
    found += [
        (("touchpoint", row["touchpoint"]), whole(row["customers in the log"]))
        for row in rows(page, "touchpoints.channels")
    ]
    for row in rows(page, "first_touch.first_touch"):
        found += [(("first", row["comes in through"].removeprefix("touchpoint: ")), whole(row["customers"]))]
    found += [(("path", row["path"]), whole(row["customers"])) for row in rows(page, "variants.variants")]
    for row in rows(page, "transitions.transitions"):
        start = ("departs", row["from"])
        base = re.search(r"n = (\d+)", row["of the customers who depart"])
        found += [(start, int(base[1]) if base else None), (("move", row["from"], row["to"]), whole(row["customers"]))]
    patterns = {
        r"([\d,]+) customers, 2026": ("all",),
        r"([\d,]+) customers with \d+ events": ("all",),
        r"([\d,]+) customers with an event of a touchpoint": ("touchpoint", ""),
        r"([\d,]+) customers with an event of a phase": ("phase", ""),
        r"([\d,]+) customers seen in a phase": ("phase", ""),
        r"([\d,]+) customers seen in Look": ("phase", "Look"),
        r"([\d,]+) of whom (?:reach it|come to Buy)": ("phase", "Buy"),
        r"([\d,]+) customers who get from the first event to Buy": ("phase", "Buy"),
    }
    for section in page.values():
        for pattern, crowd in patterns.items():
            found += [(crowd, whole(number)) for number in re.findall(pattern, section.base)]
    return {(crowd, number) for crowd, number in found if number}


def holders(crowd):
    """Return sets that hold all of this one, as the words of the sections say."""
    what, *named = crowd
    last = named[-1] if named else ""
    before = PHASES[: PHASES.index(last)] if last in PHASES else []
    held = {
        "reached": [("phase", last), *(("reached", phase) for phase in before)],
        "phase": [("phase", ""), *(("touchpoint", place) for place, home in PLACES.items() if home == last)],
        "touchpoint": [("touchpoint", ""), ("phase", PLACES.get(last, ""))],
        "first": [("touchpoint", last)],
        "departs": [("touchpoint", last)],
        "move": [("departs", named[0] if named else "")],
        "path": [("first", str(last).partition(" ")[0])],
        "back to": named,
        "back from": named,
        "way": [("phase", last)],
    }
    found = [("all",), *held.get(what, [])]
    if what == "way" and named[0].startswith("closed"):
        found += [("reached", last), *(("way", named[0], phase) for phase in before)]
    if crowd == ("phase", PHASES[0]):
        found.append(("reached", PHASES[0]))
    return [one for one in found if one != crowd]


def around(crowd):
    found, ahead = set(), [crowd]
    while ahead:
        for one in holders(ahead.pop()):
            if one not in found:
                found.add(one)
                ahead.append(one)
    return found


def test_no_printed_number_leaves_a_few_when_another_is_taken_from_it(page):
    numbers = printed(page["many"])
    assert len(numbers) >= 12
    assert {"all", "reached", "path", "phase", "way"} <= {crowd[0] for crowd, _ in numbers}
    assert not [
        (crowd, people, more, base)
        for crowd, people in numbers
        for more, base in numbers
        if more in around(crowd) and 0 < base - people < LEAST
    ]


def test_parts_that_are_told_with_their_sum_leave_nobody_out(page):
    for name, total in (
        ("first_touch.first_touch", sum(JOURNEYS.values())),
        ("variants.variants", sum(JOURNEYS.values())),
    ):
        counts = [
            whole(row["customers"].removesuffix("*"))
            for row in rows(page["many"], name)
            if not next(iter(row.values())).startswith("channel")
        ]
        assert sum(counts) == total, name


def test_the_planted_numbers_would_give_people_away():
    reached = [sum(n for path, n in JOURNEYS.items() if is_through(path, "abc"[: k + 1])) for k in range(3)]
    seen = [sum(n for path, n in JOURNEYS.items() if letter in path) for letter in "abc"]
    everybody = sum(JOURNEYS.values())
    assert [more - less for more, less in zip(seen, reached, strict=True)] == [0, 2, 2]
    assert everybody - seen[0] == 4
    assert [more - less for more, less in pairwise(reached)] == [30, 12]


def is_through(path, letters):
    rest = iter(path)
    return all(letter in rest for letter in letters)
