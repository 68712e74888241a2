"""What the phases and touchpoints cover: which events belong to which phase, and who used which touchpoint where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cjm_research.analysis.journeys.crowd import Crowd
from cjm_research.analysis.journeys.tally import tally

if TYPE_CHECKING:
    import pandas as pd


def classification(crowd: Crowd) -> pd.DataFrame:
    """Return one row per event name: how often it occurs and which phase it belongs to.

    Returns
    -------
    pandas.DataFrame
        ``event``, ``events`` (count), ``customers`` (count), ``phase`` (id or ''), most frequent first.
    """
    import pandas as pd

    e, places, paths = crowd.engine, crowd.places("event"), crowd.paths("event")
    events, customers = tally(e, "path", paths), tally(e, e.distinct("path"), paths)
    phase_of = dict(zip((item.event for item in crowd.journeys.items), crowd.journeys.place_of("phase"), strict=True))
    phases = crowd.places("phase")
    named = {event: "" if place is None else phases[place] for event, place in phase_of.items()}
    rows = [(places[k], events[k], customers[k], named[places[k]]) for k in events]
    rows.sort(key=lambda row: (-row[1], row[0]))
    return pd.DataFrame(rows, columns=["event", "events", "customers", "phase"])


def customers_classified(crowd: Crowd) -> tuple[int, int]:
    """Return how many customers have at least one event in a phase, and how many there are."""
    seen = f"{crowd.engine.length('path')} > 0"
    (inside, everyone), *_ = crowd.engine.rows(
        f"select sum(case when {seen} then n else 0 end), sum(n) from ({crowd.paths('phase')}) as paths"
    )
    return int(inside or 0), int(everyone or 0)


def uses(crowd: Crowd) -> pd.DataFrame:
    """Return how many customers used each touchpoint, through each channel and at all.

    Returns
    -------
    pandas.DataFrame
        ``touchpoint`` (id), ``channel`` (name, or None for any channel), ``customers`` (count).
    """
    import pandas as pd

    e, touchpoints, channels = crowd.engine, crowd.places("touchpoint"), crowd.journeys.channels
    ways = max(len(channels), 1)
    way = f"{crowd.placed('touchpoint', 'v')} * {ways} + {crowd.placed('channel', 'v')}"
    paths = crowd.coded()
    through = tally(e, e.distinct(e.each("path", way)), paths)
    total = tally(e, e.distinct(e.each("path", crowd.placed("touchpoint", "v"))), paths)
    rows: list[tuple[str, str | None, int]] = [
        (touchpoints[k // ways], channels[k % ways], n) for k, n in through.items()
    ]
    rows += [(touchpoints[k], None, n) for k, n in total.items()]
    return pd.DataFrame(rows, columns=["touchpoint", "channel", "customers"])


def occurrences(crowd: Crowd, events: tuple[str, ...]) -> pd.DataFrame:
    """Return how many customers had any of these events how often.

    Returns
    -------
    pandas.DataFrame
        ``times`` (count, 0 for those who had none), ``customers`` (count), fewest times first.
    """
    import pandas as pd

    e = crowd.engine
    wanted = [str(place) for place, event in enumerate(crowd.places("event")) if event in events]
    had = e.length(e.only("path", f"v in ({', '.join(wanted) or '-1'})"))
    counts = f"(select {had} as times, n from ({crowd.paths('event')}) as paths) as counts"
    found = e.rows(f"select times, sum(n) from {counts} group by times order by times")
    return pd.DataFrame([(times, int(n)) for times, n in found], columns=["times", "customers"])
