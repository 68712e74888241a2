"""Random logs for two implementations to agree on: many ties, events in no phase, two personas."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from hypothesis import strategies as st

from cjm_research.analysis.journeys import Journeys
from cjm_research.analysis.journeys.on_duckdb import OnDuckDB
from tests.analysis.journeys.conftest import log_at, write

CHANNELS = ("", "web", "shop")

WALKS = st.lists(
    st.tuples(
        st.sampled_from([f"u{number}" for number in range(9)]),
        st.integers(0, 6),
        st.sampled_from("AABBCDX"),
        st.sampled_from(CHANNELS),
        st.sampled_from(["p", "q"]),
    ),
    max_size=60,
)
"""(customer, minutes, event, channel, persona) in the order of the log."""


def many(customers: int = 300) -> list[tuple[str, int, str, str, str]]:
    """Return one larger log, the same each time."""
    dice = random.Random(7)
    return [
        (f"u{who}", dice.randrange(500), dice.choice("ABCDX"), dice.choice(CHANNELS), dice.choice("pq"))
        for who in range(customers)
        for _ in range(dice.randrange(1, 9))
    ]


@contextmanager
def walked(rows: list[tuple[str, int, str, str, str]], **more: object) -> Iterator[Journeys]:
    """Open such a log with DuckDB; keywords go to the log."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.parquet"
        write(rows, path)
        journeys = Journeys(log_at(path, **more), OnDuckDB())
        yield journeys
        journeys.close()


def told(rows: list[tuple[str, int, str, str, str]], persona: str = "") -> list[list[tuple[int, str, str]]]:
    """Return the journeys of a persona's customers, each a list of (minutes, event, channel), in plain Python."""
    journeys: dict[str, list[tuple[int, str, str]]] = {}
    mine = {who for who, _, _, _, whose in rows if whose == persona or not persona}
    for who, minutes, event, channel, _ in sorted(rows, key=lambda row: row[1]):
        if who in mine:
            journeys.setdefault(who, []).append((minutes, event, channel))
    return list(journeys.values())


def on(level: str, journey: list[tuple[int, str, str]]) -> list[tuple[int, str]]:
    """Return a journey as (minutes, place) on a level, for logs whose phases and touchpoints are a, b, c, d."""
    if level == "channel":
        return [(minutes, channel) for minutes, _, channel in journey]
    if level == "event":
        return [(minutes, event) for minutes, event, _ in journey]
    placed = [(minutes, event.lower()) for minutes, event, _ in journey if event in "ABCD"]
    return [next(run) for _, run in groupby(placed, key=lambda step: step[1])] if level == "phase" else placed
