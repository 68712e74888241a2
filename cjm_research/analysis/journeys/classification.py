"""What the phases and touchpoints cover: which events belong to which phase, and who used which touchpoint where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cjm_research.analysis.journeys.journeys import EVERYBODY, Group, Journeys
from cjm_research.analysis.journeys.tally import tally

if TYPE_CHECKING:
    import pandas as pd


def classification(journeys: Journeys, *, group: Group = EVERYBODY) -> pd.DataFrame:
    """Return one row per event name: how often it occurs and which phase it belongs to.

    Returns
    -------
    pandas.DataFrame
        ``event``, ``events`` (count), ``customers`` (count), ``phase`` (id or ''), most frequent first.
    """
    import pandas as pd

    e, where, places = journeys.engine, journeys.where(group), journeys.places("event")
    paths = f"select path, n from {journeys.variants('event')} where {where}"
    events, customers = tally(e, "path", paths), tally(e, e.distinct("path"), paths)
    phase_of = dict(zip((item.event for item in journeys.items), journeys.place_of("phase"), strict=True))
    phases = journeys.places("phase")
    named = {event: "" if place is None else phases[place] for event, place in phase_of.items()}
    rows = [(places[k], events[k], customers[k], named[places[k]]) for k in events]
    rows.sort(key=lambda row: (-row[1], row[0]))
    return pd.DataFrame(rows, columns=["event", "events", "customers", "phase"])


def customers_classified(journeys: Journeys, *, group: Group = EVERYBODY) -> tuple[int, int]:
    """Return how many customers have at least one event in a phase, and how many there are."""
    seen = f"{journeys.engine.length('path')} > 0"
    (inside, everyone), *_ = journeys.engine.rows(
        f"select sum(case when {seen} then n else 0 end), sum(n) from {journeys.variants('phase')}"
        f" where {journeys.where(group)}"
    )
    return int(inside or 0), int(everyone or 0)


def visitors(journeys: Journeys, phase: str, *, group: Group = EVERYBODY) -> int:
    """Return how many customers are seen in a phase."""
    e, known = journeys.engine, journeys.places("phase")
    paths = f"select path, n from {journeys.variants('phase')} where {journeys.where(group)}"
    return tally(e, e.distinct("path"), paths).get(known.index(phase), 0)


def uses(journeys: Journeys, *, group: Group = EVERYBODY) -> pd.DataFrame:
    """Return how many customers used each touchpoint, through each channel and at all.

    Returns
    -------
    pandas.DataFrame
        ``touchpoint`` (id), ``channel`` (name, or None for any channel), ``customers`` (count).
    """
    import pandas as pd

    e, touchpoints, channels = journeys.engine, journeys.places("touchpoint"), journeys.channels
    ways = max(len(channels), 1)
    way = f"{journeys.placed('touchpoint', 'v')} * {ways} + {journeys.placed('channel', 'v')}"
    paths = f"select path, n from ({journeys.coded()}) as coded where {journeys.where(group)}"
    through = tally(e, e.distinct(e.each("path", way)), paths)
    total = tally(e, e.distinct(e.each("path", journeys.placed("touchpoint", "v"))), paths)
    rows: list[tuple[str, str | None, int]] = [
        (touchpoints[k // ways], channels[k % ways], n) for k, n in through.items()
    ]
    rows += [(touchpoints[k], None, n) for k, n in total.items()]
    return pd.DataFrame(rows, columns=["touchpoint", "channel", "customers"])


def occurrences(journeys: Journeys, events: tuple[str, ...], *, group: Group = EVERYBODY) -> pd.DataFrame:
    """Return how many customers had any of these events how often.

    Returns
    -------
    pandas.DataFrame
        ``times`` (count, 0 for those who had none), ``customers`` (count), fewest times first.
    """
    import pandas as pd

    e = journeys.engine
    wanted = [str(place) for place, event in enumerate(journeys.places("event")) if event in events]
    had = e.length(e.only("path", f"v in ({', '.join(wanted) or '-1'})"))
    counts = f"(select {had} as times, n from {journeys.variants('event')} where {journeys.where(group)}) as counts"
    found = e.rows(f"select times, sum(n) from {counts} group by times order by times")
    return pd.DataFrame([(times, int(n)) for times, n in found], columns=["times", "customers"])
