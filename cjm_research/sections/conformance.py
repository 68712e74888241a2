"""Steps 7 and 8: do customers still go the way the map says, and does that change from wave to wave."""

from __future__ import annotations

from itertools import groupby

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import FAMILY_METHOD, Estimate, adjusted, journeys
from cjm_research.analysis.journeys import CONFORMANCE_METHOD, FITNESS_METHOD, Crowd, Fitness, Stop, Unexpected
from cjm_research.people.crowd import crowd_of, why_no_log, window
from cjm_research.people.rows import named
from cjm_research.sections.section import Section, Table
from cjm_research.study import Study

WAY, FIT = "Where customers leave the map", "Does the map still fit"
SHARES, TOLD = "share 0–100 %", "share told by the map 0…1"
NO_MAP = "This map names no touchpoint yet. Map the first step in notebook 05."
NO_MAPS = (
    "No map can be held against a log: there is no log, it tells no persona apart, or no map names a touchpoint yet."
)

Maps = dict[str, list[tuple[Fitness, float | None]]]
"""The fitness of each persona's map over all waves and by wave, with the q of its change."""


def fit(study: Study, persona: str = "") -> Section:
    """Return how much of what customers do the map tells, over all of them and wave by wave."""
    told = _told(study)
    if not persona:
        return _fits(study, told, id="review.fit", title=FIT)
    if persona not in told:
        crowd = crowd_of(study, persona)
        return Section(id="review.fit", title=FIT, lead=why_no_log(study) if crowd is None else NO_MAP, scale=TOLD)
    return _fits(study, {persona: told[persona]}, id="review.fit", title=FIT, family=told)


def drift(study: Study, persona: str = "") -> Section:
    """Return how customers keep to the map of a persona, touchpoint by touchpoint: what is missing, extra, late or dead."""
    crowd, mapped = crowd_of(study, persona), _mapped(study, persona) if persona else []
    if crowd is None or not any(mapped):
        why = (
            why_no_log(study)
            if crowd is None
            else NO_MAP
            if persona
            else "Choose a persona to see its map beside the log."
        )
        return Section(id="review.drift", title=WAY, lead=why, scale=SHARES)
    limits, base = study.about.thresholds, crowd.base
    met = journeys.conformance(crowd, mapped)
    if base.customers < limits.min_group:
        why = met[0].come.reason
        return Section(id="review.drift", title=WAY, lead=f"Nothing to hold against the map: {why}.", scale=SHARES)
    titles = {touchpoint.id: touchpoint.title for touchpoint in study.touchpoints}
    stops = [(titles.get(stop.touchpoint, stop.touchpoint), stop) for stop in met]
    beside = [event for event in journeys.unexpected(crowd, mapped) if not event.touchpoint]
    lines = (*_met(study, crowd, stops), *_beside(study, crowd, beside))
    waves = tuple(f"{wave.title}: who come" for wave in study.about.waves)
    columns = ("touchpoint or event", "verdict", "who come", "who do not", "of them late", *waves)
    drawn = charts.conformance(_frame(stops), description="the map beside what customers do")
    return Section(
        id="review.drift",
        title=WAY,
        lead=_said(stops, len(beside)),
        figure=charts.svg(drawn),
        alt="Share of customers who come to each touchpoint; "
        + "; ".join(f"{_label(title, stop)} {_note(stop)}" for title, stop in stops),
        table=Table(caption="The map beside the log", columns=columns, rows=lines),
        base=f"{named(study, persona)}: {base.customers:,} customers with {base.events:,} events, {window(base)}.",
        method=CONFORMANCE_METHOD,
        sources=(crowd.source,),
        scale=SHARES,
    )


def maps_by_wave(study: Study) -> Section:
    """Return how much of what customers do the maps tell, persona by persona and wave by wave."""
    reported = {p.id for p in study.personas if p.role != "negative"}
    told = {id: waves for id, waves in _told(study).items() if id in reported}
    return _fits(study, told, id="compare.drift", title="Which maps still fit, wave by wave")


def _mapped(study: Study, persona: str) -> list[list[str]]:
    return [[contact.touchpoint for contact in step.contacts] for step in study.journey(persona).steps]


def _told(study: Study) -> Maps:
    """Return the fitness of each persona's map by wave, with ``q`` over all changes of the study."""
    asked = [(p.id, crowd_of(study, p.id), _mapped(study, p.id)) for p in study.personas]
    told = {id: journeys.fitness(crowd, mapped) for id, crowd, mapped in asked if crowd is not None and any(mapped)}
    q = iter(adjusted([row.p for rows in told.values() for row in rows]))
    return {id: [(row, next(q)) for row in rows] for id, rows in told.items()}


def _fits(study: Study, told: Maps, *, id: str, title: str, family: Maps | None = None) -> Section:
    titles = {"": "all customers"} | {wave.id: wave.title for wave in study.about.waves}
    rows = [
        (
            titles[row.wave] if len(told) == 1 else f"{study.persona(who).name.partition(',')[0]}: {titles[row.wave]}",
            row,
            q,
        )
        for who, waves in told.items()
        for row, q in waves
    ]
    if not any(row.told.value is not None for _, row, _ in rows):
        why = next((f"Nothing to hold against the map: {row.told.reason}." for _, row, _ in rows), NO_MAPS)
        return Section(id=id, title=title, lead=why, scale=TOLD)
    frame = pd.DataFrame(
        [
            {"label": label, "value": row.told.value, "low": row.told.low, "high": row.told.high, "note": _verdict(row)}
            for label, row, _ in rows
        ]
    ).astype({"value": float, "low": float, "high": float})
    lines = tuple(
        (
            label,
            row.light,
            *(e.short for e in (row.told, row.walked, row.fitness, row.change)),
            _number(q),
            _days(row.watched),
        )
        for label, row, q in rows
    )
    tests = sum(q is not None for waves in (family or told).values() for _, q in waves)
    columns = (
        "map and wave",
        "verdict",
        "told by the map",
        "walked",
        "fitness",
        "change of fitness",
        "q",
        "days watched at least",
    )
    drawn = charts.intervals(frame, domain=(0, 1), axis="share of first visits that the map tells", description=title)
    return Section(
        id=id,
        title=title,
        lead=_lights(study, told) + " " + _moved(study, rows),
        figure=charts.svg(drawn),
        alt="Share of first visits that the map tells; "
        + "; ".join(f"{line[0]} {line[1]}, {line[2]}" for line in lines),
        table=Table(caption="Maps by wave", columns=columns, rows=lines),
        base="Customers of each persona in the log, by the wave of their first event; n beside each value.",
        method=f"{FITNESS_METHOD} {FAMILY_METHOD.format(count=tests, where='changes between waves in this study')}",
        scale=TOLD,
    )


def _verdict(row: Fitness) -> str:
    return f"{row.light}, n = {row.told.n:,}" if row.told.value is not None else row.told.reason


def _lights(study: Study, told: Maps) -> str:
    """Say which maps fit, fit in part, or do not."""
    found = sorted((waves[0][0].light, study.persona(id).name, waves[0][0].told.short) for id, waves in told.items())
    said = [
        f"{light[0].upper()}{light[1:]}: " + ", ".join(f"{name} {share}" for _, name, share in group)
        for light, group in groupby(found, key=lambda one: one[0])
    ]
    return "Of the first visits of customers the map tells this share, in its order. " + ". ".join(said) + "."


def _moved(study: Study, rows: list[tuple[str, Fitness, float | None]]) -> str:
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
    return pd.DataFrame(lines).astype({"value": float, "low": float, "high": float})


def _label(title: str, stop: Stop) -> str:
    return f"step {stop.step}: {title}" if stop.step else title


def _note(stop: Stop) -> str:
    shown = f"{100 * stop.come.value:.0f} %, " if stop.come.value is not None else ""
    return shown + stop.state


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
        (f"event {row.event}", "unexpected", row.customers.short, "–", "–", *_in_waves(study, shares, row.event))
        for row in beside
    ]


def _in_waves(study: Study, shares: dict[tuple[str, str], Estimate], place: str) -> list[str]:
    found = [shares.get((place, wave.id)) for wave in study.about.waves]
    return ["–" if one is None else one.short for one in found]


def _said(stops: list[tuple[str, Stop]], alone: int) -> str:
    """Say what the map lacks, what on it nobody does, what is done in another order, and which events stand nowhere."""
    heads = {
        "missing on the map": "Missing on the map",
        "dead": "Dead on the map",
        "out of order": "Out of order",
        "not observable": "Not observable in this log",
    }
    said = []
    for state, head in heads.items():
        own = sorted((pair for pair in stops if pair[1].state == state), key=lambda pair: _by_share(pair[1]))
        if own:
            shares = (title if stop.come.value is None else f"{title} {stop.come.short}" for title, stop in own)
            said.append(f"{head}: {', '.join(shares)}.")
    if alone:
        kinds = f"{alone} kinds of events belong" if alone > 1 else "One kind of event belongs"
        said.append(f"{kinds} to no touchpoint.")
    return (
        " ".join(said) or "Every touchpoint customers come to is on the map, in its order, and none on the map is dead."
    )


def _by_share(stop: Stop) -> tuple[bool, float]:
    """Return a key that puts the greatest share first and what is withheld last."""
    return stop.come.value is None, -(stop.come.value or 0)


def _number(q: float | None) -> str:
    return "–" if q is None else "< 0.001" if q < 0.001 else f"{q:.3f}"


def _days(days: float | None) -> str:
    return "–" if days is None else "wave not over" if days < 0 else f"{days:.0f}"
