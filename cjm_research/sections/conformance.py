"""Steps 7 and 8: do customers still go the way the map says, and does that change from wave to wave."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import FAMILY_METHOD, Estimate, adjusted, journeys
from cjm_research.analysis.journeys import CONFORMANCE_METHOD, FITNESS_METHOD, Crowd, Fitness, Stop, Unexpected
from cjm_research.people.crowd import crowd_of, known_crowd, window
from cjm_research.people.rows import named
from cjm_research.printing import chance, percent
from cjm_research.sections.declared import Column, Content, Nothing, Table, section, table
from cjm_research.sections.frames import estimates, floats
from cjm_research.study import Study

TOLD = "share told by the map 0…1"
NO_MAP = "This map names no touchpoint yet. Map the first step in notebook 05."
NO_MAPS = (
    "No map can be held against a log: there is no log, it tells no persona apart, or no map names a touchpoint yet."
)

Maps = dict[str, list[tuple[Fitness, float | None]]]
"""The fitness of each persona's map over all waves and by wave, with the q of its change."""


class Row(NamedTuple):
    """How well a map fits one wave: whose map and which wave in words, and the q of its change."""

    label: str
    fitness: Fitness
    q: float | None


@section("review.fit", "Does the map still fit", scale=TOLD)
def fit(study: Study, persona: str = "") -> Content:
    """Return how much of what customers do the map tells, over all of them and wave by wave."""
    maps = _maps(study)
    if not persona:
        return _fits(study, maps, maps)
    if persona not in maps:
        crowd_of(study, persona)  # says so where no log can tell this persona
        raise Nothing(NO_MAP)
    return _fits(study, {persona: maps[persona]}, maps)


@section("review.drift", "Where customers leave the map", scale="share 0–100 %", method=CONFORMANCE_METHOD)
def drift(study: Study, persona: str = "") -> Content:
    """Return how customers keep to the map of a persona, by touchpoint: what is missing, extra, late or dead."""
    crowd, mapped = crowd_of(study, persona), _mapped(study, persona) if persona else []
    if not any(mapped):
        raise Nothing(NO_MAP if persona else "Choose a persona to see its map beside the log.")
    met, base = journeys.conformance(crowd, mapped), crowd.base
    if base.customers < crowd.least:
        raise Nothing(f"Nothing to hold against the map: {met[0].come.reason}.")
    titles = {touchpoint.id: touchpoint.title for touchpoint in study.touchpoints}
    stops = [(titles.get(stop.touchpoint, stop.touchpoint), stop) for stop in met]
    beside = [event for event in journeys.unexpected(crowd, mapped) if not event.touchpoint]
    waves = tuple(f"{wave.title}: who come" for wave in study.about.waves)
    drawn = charts.conformance(_frame(stops), description="the map beside what customers do")
    return Content(
        lead=_in_words(stops, len(beside)),
        figure=charts.svg(drawn),
        alt="Share of customers who come to each touchpoint; "
        + "; ".join(f"{_label(title, stop)} {_note(stop)}" for title, stop in stops),
        table=Table(
            caption="The map beside the log",
            columns=("touchpoint or event", "verdict", "who come", "who do not", "of them late", *waves),
            rows=(*_met(study, crowd, stops), *_beside(study, crowd, beside)),
        ),
        base=f"{named(study, persona)}: {base.customers:,} customers with {base.events:,} events, {window(base)}.",
        sources=(crowd.source,),
    )


@section("compare.drift", "Which maps still fit, wave by wave", scale=TOLD)
def maps_by_wave(study: Study) -> Content:
    """Return how much of what customers do the maps tell, persona by persona and wave by wave."""
    reported = {p.id for p in study.personas if p.role != "negative"}
    maps = {id: waves for id, waves in _maps(study).items() if id in reported}
    return _fits(study, maps, maps)


def _mapped(study: Study, persona: str) -> list[list[str]]:
    return [[contact.touchpoint for contact in step.contacts] for step in study.journey(persona).steps]


def _maps(study: Study) -> Maps:
    """Return the fitness of each persona's map by wave, with ``q`` over all changes of the study."""
    asked = [(p.id, known_crowd(study, p.id), _mapped(study, p.id)) for p in study.personas]
    fitness = {id: journeys.fitness(crowd, mapped) for id, crowd, mapped in asked if crowd and any(mapped)}
    q = iter(adjusted([row.p for rows in fitness.values() for row in rows]))
    return {id: [(row, next(q)) for row in rows] for id, rows in fitness.items()}


def _fits(study: Study, maps: Maps, family: Maps) -> Content:
    rows = _rows(study, maps)
    if not any(row.fitness.told.value is not None for row in rows):
        raise Nothing(f"Nothing to hold against the map: {rows[0].fitness.told.reason}." if rows else NO_MAPS)
    frame = estimates((row.label, row.fitness.told, _verdict(row.fitness)) for row in rows)
    tests = sum(q is not None for waves in family.values() for _, q in waves)
    axis = "share of first visits that the map tells"
    return Content(
        lead=f"{_lights(study, maps)} {_moved(study, rows)}",
        figure=charts.svg(charts.intervals(frame, domain=(0, 1), axis=axis, description=axis)),
        alt="Share of first visits that the map tells; "
        + "; ".join(f"{row.label} {row.fitness.light}, {row.fitness.told.short}" for row in rows),
        table=table(
            "Maps by wave",
            rows,
            Column("map and wave", lambda row: row.label),
            Column("verdict", lambda row: row.fitness.light),
            Column("told by the map", lambda row: row.fitness.told.short),
            Column("walked", lambda row: row.fitness.walked.short),
            Column("fitness", lambda row: row.fitness.fitness.short),
            Column("change of fitness", lambda row: row.fitness.change.short),
            Column("q", lambda row: chance(row.q)),
            Column("days watched at least", lambda row: _days(row.fitness.watched)),
        ),
        base="Customers of each persona in the log, by the wave of their first event; n beside each value.",
        method=f"{FITNESS_METHOD} {FAMILY_METHOD.format(count=tests, where='changes between waves in this study')}",
    )


def _rows(study: Study, maps: Maps) -> list[Row]:
    titles = {"": "all customers"} | {wave.id: wave.title for wave in study.about.waves}
    whose = {id: "" if len(maps) == 1 else f"{study.persona(id).name.partition(',')[0]}: " for id in maps}
    return [Row(f"{whose[id]}{titles[row.wave]}", row, q) for id, waves in maps.items() for row, q in waves]


def _verdict(row: Fitness) -> str:
    return f"{row.light}, n = {row.told.n:,}" if row.told.value is not None else row.told.reason


def _lights(study: Study, maps: Maps) -> str:
    """Say which maps fit, fit in part, or do not."""
    lights = sorted((waves[0][0].light, study.persona(id).name, waves[0][0].told.short) for id, waves in maps.items())
    groups = [
        f"{light[0].upper()}{light[1:]}: " + ", ".join(f"{name} {share}" for _, name, share in group)
        for light, group in groupby(lights, key=lambda one: one[0])
    ]
    return "Of the first visits of customers the map tells this share, in its order. " + ". ".join(groups) + "."


def _moved(study: Study, rows: list[Row]) -> str:
    if len(study.about.waves) < 2:
        return "The study has fewer than two waves, so no change can be seen; name them in notebook 01."
    moved = [f"{label} {row.change.short}, q = {q:.3f}" for label, row, q in rows if q is not None and q < 0.05]
    if moved:
        return "Fitness differs from the wave before: " + "; ".join(moved) + "."
    return "There is no evidence that fitness changed between waves."


def _frame(stops: list[tuple[str, Stop]]) -> pd.DataFrame:
    lines = (
        {
            "label": _label(title, stop),
            "panel": "on the map" if stop.step else "not on the map",
            "state": stop.state,
            "value": stop.come.value,
            "low": stop.come.low,
            "high": stop.come.high,
            "note": _note(stop),
        }
        for title, stop in stops
    )
    return floats(pd.DataFrame(lines))


def _label(title: str, stop: Stop) -> str:
    return f"step {stop.step}: {title}" if stop.step else title


def _note(stop: Stop) -> str:
    return stop.state if stop.come.value is None else f"{percent(stop.come.value)}, {stop.state}"


def _met(study: Study, crowd: Crowd, stops: list[tuple[str, Stop]]) -> list[tuple[str, ...]]:
    shares = journeys.by_wave(crowd, "touchpoint")
    return [
        (
            _label(title, stop),
            stop.state,
            *(share.short for share in (stop.come, stop.missing, stop.late)),
            *_in_waves(study, shares, stop.touchpoint),
        )
        for title, stop in stops
    ]


def _beside(study: Study, crowd: Crowd, beside: list[Unexpected]) -> list[tuple[str, ...]]:
    shares = journeys.by_wave(crowd, "event")
    return [
        (f"event {event.event}", "unexpected", event.customers.short, "–", "–", *_in_waves(study, shares, event.event))
        for event in beside
    ]


def _in_waves(study: Study, shares: dict[tuple[str, str], Estimate], place: str) -> list[str]:
    by_wave = [shares.get((place, wave.id)) for wave in study.about.waves]
    return ["–" if share is None else share.short for share in by_wave]


def _in_words(stops: list[tuple[str, Stop]], alone: int) -> str:
    """Say what the map lacks, what on it nobody does, what is done in another order, and which events stand nowhere."""
    heads = {
        "missing on the map": "Missing on the map",
        "dead": "Dead on the map",
        "out of order": "Out of order",
        "not observable": "Not observable in this log",
    }
    sentences = []
    for state, head in heads.items():
        own = sorted((pair for pair in stops if pair[1].state == state), key=lambda pair: _by_share(pair[1]))
        if own:
            shares = (title if stop.come.value is None else f"{title} {stop.come.short}" for title, stop in own)
            sentences.append(f"{head}: {', '.join(shares)}.")
    if alone:
        kinds = f"{alone} kinds of events belong" if alone > 1 else "One kind of event belongs"
        sentences.append(f"{kinds} to no touchpoint.")
    return (
        " ".join(sentences)
        or "Every touchpoint customers come to is on the map, in its order, and none on the map is dead."
    )


def _by_share(stop: Stop) -> tuple[bool, float]:
    """Return a key that puts the greatest share first and what is withheld last."""
    return stop.come.value is None, -(stop.come.value or 0)


def _days(days: float | None) -> str:
    return "–" if days is None else "wave not over" if days < 0 else f"{days:.0f}"
