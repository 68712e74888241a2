"""What the phases and touchpoints cover: which events belong to which phase, and who used which touchpoint where."""

from __future__ import annotations

from dataclasses import dataclass

from cjm_research.analysis.journeys.crowd import Crowd
from cjm_research.analysis.journeys.log import Level
from cjm_research.analysis.journeys.tally import tally
from cjm_research.analysis.records import Records


@dataclass(frozen=True)
class Classified:
    """An event by its name: how often it occurs, for how many customers, and the id of its phase or ''."""

    event: str
    events: int
    customers: int
    phase: str


@dataclass(frozen=True)
class Use:
    """How many customers used a touchpoint (id) through a channel; None for any channel."""

    touchpoint: str
    channel: str | None
    customers: int


@dataclass(frozen=True)
class Occurrence:
    """How many customers had an event so many times, 0 for those who never did."""

    times: int
    customers: int


def classification(crowd: Crowd) -> Records[Classified]:
    """Return how often each event occurs and which phase it belongs to, the most frequent first."""
    e, places, paths = crowd.engine, crowd.places("event"), crowd.paths("event")
    events, customers = tally(e, "path", paths), tally(e, e.distinct("path"), paths)
    phase_of = dict(zip((item.event for item in crowd.journeys.items), crowd.journeys.place_of("phase"), strict=True))
    phases = crowd.places("phase")
    named = {event: "" if place is None else phases[place] for event, place in phase_of.items()}
    found = [Classified(places[k], events[k], customers[k], named[places[k]]) for k in events]
    return Records(Classified, tuple(sorted(found, key=lambda row: (-row.events, row.event))))


def customers_classified(crowd: Crowd) -> tuple[int, int]:
    """Return how many customers have at least one event in a phase, and how many there are."""
    seen = f"{crowd.engine.length('path')} > 0"
    (inside, everyone), *_ = crowd.engine.rows(
        f"select sum(case when {seen} then n else 0 end), sum(n) from ({crowd.paths('phase')}) as paths"
    )
    return int(inside or 0), int(everyone or 0)


def visitors(crowd: Crowd, level: Level, id: str) -> int:
    """Return how many customers are seen at a place of a level."""
    e = crowd.engine
    return tally(e, e.distinct("path"), crowd.paths(level)).get(crowd.index(level, id), 0)


def uses(crowd: Crowd) -> Records[Use]:
    """Return how many customers used each touchpoint, through each channel and at all."""
    e, touchpoints, channels = crowd.engine, crowd.places("touchpoint"), crowd.journeys.channels
    ways = max(len(channels), 1)
    way = f"{crowd.placed('touchpoint', 'v')} * {ways} + {crowd.placed('channel', 'v')}"
    paths = crowd.coded()
    through = tally(e, e.distinct(e.each("path", way)), paths)
    total = tally(e, e.distinct(e.each("path", crowd.placed("touchpoint", "v"))), paths)
    used = [Use(touchpoints[k // ways], channels[k % ways], n) for k, n in through.items()]
    return Records(Use, (*used, *(Use(touchpoints[k], None, n) for k, n in total.items())))


def occurrences(crowd: Crowd, events: tuple[str, ...]) -> Records[Occurrence]:
    """Return how many customers had any of these events how often, fewest times first."""
    e = crowd.engine
    wanted = [str(place) for place, event in enumerate(crowd.places("event")) if event in events]
    had = e.length(e.only("path", f"v in ({', '.join(wanted) or '-1'})"))
    counts = f"(select {had} as times, n from ({crowd.paths('event')}) as paths) as counts"
    found = e.rows(f"select times, sum(n) from {counts} group by times order by times")
    return Records(Occurrence, tuple(Occurrence(int(times), int(n)) for times, n in found))
