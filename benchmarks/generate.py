"""Generate an event log to measure with: every event is drawn, none is a copy, and the same size gives the same log."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

Numbers = np.ndarray[Any, np.dtype[Any]]

SEED = 2026
TOUCHPOINTS, PERSONAS = 30, 5
EVENTS_PER_CUSTOMER = 12.6
DAY = 86_400_000_000
FIRST, DAYS = 1_767_225_600_000_000, 90
"""1 January 2026 in microseconds since 1970 (UTC); a quarter of a year of customers."""
SESSION_BREAKS = 0.12
WINDOW = 1_000_000
"""Events drawn at a time, so that memory stays bounded whatever the size."""


@dataclass(frozen=True)
class World:
    """Who does what next: a cumulated Markov chain per persona, and where customers begin."""

    chains: Numbers
    entries: Numbers

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> World:
        """Draw chains that share nine tenths of their weight, as personas of one business do."""
        shared = rng.dirichlet(np.full(TOUCHPOINTS, 0.09), TOUCHPOINTS)
        own = rng.dirichlet(np.full(TOUCHPOINTS, 0.09), (PERSONAS, TOUCHPOINTS))
        return cls((0.9 * shared + 0.1 * own).cumsum(axis=2), rng.dirichlet(np.full(TOUCHPOINTS, 0.4)))


@dataclass(frozen=True)
class Events:
    """Events in columns: number of the customer, moment in microseconds, touchpoint."""

    who: Numbers
    when: Numbers
    what: Numbers

    def taken(self, which: Numbers) -> Events:
        """Return some of the events, in the order asked for."""
        return Events(self.who[which], self.when[which], self.what[which])

    def with_(self, others: Events) -> Events:
        """Return these events and others."""
        pairs = ((self.who, others.who), (self.when, others.when), (self.what, others.what))
        return Events(*(np.concatenate(pair) for pair in pairs))


def generate(size: int, path: Path) -> None:
    """Write a log of exactly ``size`` events in the order of time: ``customer, at, event, persona``."""
    schema = pa.schema([(name, pa.string()) for name in ("customer", "event", "persona")])
    schema = schema.insert(1, pa.field("at", pa.timestamp("us", "UTC")))
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    with pq.ParquetWriter(unfinished, schema, compression="zstd") as writer:
        for events, customers in _in_order_of_time(size):
            writer.write_table(_table(events, customers, schema), row_group_size=250_000)
    unfinished.rename(path)


def _in_order_of_time(size: int) -> Iterator[tuple[Events, int]]:
    rng = np.random.default_rng(SEED)
    world, lengths = World.drawn(rng), _lengths(rng, size)
    windows = max(size // WINDOW, 1)
    width = DAYS * DAY // windows
    waiting = Events(np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.int8))
    for place, customers in enumerate(np.array_split(np.arange(len(lengths), dtype=np.int32), windows)):
        waiting = waiting.with_(_journeys(rng, world, customers, lengths[customers], FIRST + place * width, width))
        waiting = waiting.taken(np.argsort(waiting.when, kind="stable"))
        end = FIRST + (place + 1) * width
        ready = len(waiting.when) if place == windows - 1 else int(np.searchsorted(waiting.when, end))
        yield waiting.taken(np.arange(ready)), len(lengths)
        waiting = waiting.taken(np.arange(ready, len(waiting.when)))


def _lengths(rng: np.random.Generator, size: int) -> Numbers:
    """Draw how many events each customer has: one in eight stays about twice as long, a few for hundreds of events."""
    most = int(size / EVENTS_PER_CUSTOMER * 1.2) + 100
    often = rng.random(most) < 0.12
    lengths = 1 + np.where(often, rng.geometric(1 / 20, most), rng.geometric(1 / 10.45, most))
    customers = int(np.searchsorted(lengths.cumsum(), size)) + 1
    lengths = lengths[:customers]
    lengths[-1] -= lengths.sum() - size
    return lengths.astype(np.int16)


def _journeys(
    rng: np.random.Generator, world: World, customers: Numbers, lengths: Numbers, start: int, width: int
) -> Events:
    """Draw the journeys of some customers who begin within a window of time, one step of all of them at a time."""
    state = rng.choice(TOUCHPOINTS, len(customers), p=world.entries)
    when = start + rng.integers(0, width, len(customers))
    drawn, alive, step = [], np.arange(len(customers)), 0
    while len(alive):
        drawn.append(Events(customers[alive], when[alive], state[alive].astype(np.int8)))
        step += 1
        alive = alive[lengths[alive] > step]
        weights = world.chains[customers[alive] % PERSONAS, state[alive]]
        state[alive] = np.minimum((weights < rng.random(len(alive))[:, None]).sum(axis=1), TOUCHPOINTS - 1)
        gap = rng.lognormal(3, 1.5, len(alive))
        gap[rng.random(len(alive)) < SESSION_BREAKS] *= 3600
        when[alive] += (gap * 1e6).astype(np.int64) + 1
    parts = ([one.who for one in drawn], [one.when for one in drawn], [one.what for one in drawn])
    return Events(*(np.concatenate(part) for part in parts))


def _table(events: Events, customers: int, schema: pa.Schema) -> pa.Table:
    """Name customers so that their names say nothing of when they came."""
    number = (events.who.astype(np.int64) * 7_368_787 + 11) % 100_000_007 if customers < 100_000_007 else events.who
    columns = [
        pa.array([f"c{one:09d}" for one in number.tolist()]),
        pa.array(events.when, pa.timestamp("us", "UTC")),
        _named("touchpoint", events.what, TOUCHPOINTS),
        _named("persona", events.who % PERSONAS, PERSONAS),
    ]
    return pa.table(columns, schema=schema)


def _named(noun: str, numbers: Numbers, count: int) -> pa.Array:
    names = pa.array([f"{noun}_{place:02d}" for place in range(count)])
    return pa.DictionaryArray.from_arrays(pa.array(numbers.astype(np.int8)), names).cast(pa.string())


def events_in(size: str) -> int:
    """Read a size such as 10M.

    >>> events_in("10M"), events_in("250K")
    (10000000, 250000)
    """
    return int(float(size[:-1]) * {"K": 1_000, "M": 1_000_000}[size[-1].upper()])


if __name__ == "__main__":
    generate(events_in(sys.argv[1]), Path(sys.argv[2]))
