"""What the phases and touchpoints cover: which events belong to which phase, and who used which touchpoint where."""

from __future__ import annotations

import pandas as pd

from cjm_research.analysis.journeys.journeys import EVERYBODY, Group, Journeys


def classification(journeys: Journeys, *, group: Group = EVERYBODY) -> pd.DataFrame:
    """Return one row per event name: how often it occurs and which phase it belongs to.

    Returns
    -------
    pandas.DataFrame
        ``event``, ``events`` (count), ``customers`` (count), ``phase`` (id or ''), most frequent first.
    """
    e, where, places = journeys.engine, journeys.where(group), journeys.places("event")
    paths = f"(select path, n from {journeys.variants('event')} where {where}) as paths"
    each = f"(select {e.rows_of('path', 'place')}, n from {paths}) as each"
    once = f"(select {e.rows_of(e.distinct('path'), 'place')}, n from {paths}) as once"
    events = dict(e.rows(f"select place, sum(n) from {each} group by place"))
    customers = dict(e.rows(f"select place, sum(n) from {once} group by place"))
    phase_of = dict(zip((item.event for item in journeys.items), journeys.place_of("phase"), strict=True))
    phases = journeys.places("phase")
    named = {event: "" if place is None else phases[place] for event, place in phase_of.items()}
    rows = [(places[k], int(events[k]), int(customers[k]), named[places[k]]) for k in events]
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


def uses(journeys: Journeys, *, group: Group = EVERYBODY) -> pd.DataFrame:
    """Return how many customers used each touchpoint, through each channel and at all.

    Returns
    -------
    pandas.DataFrame
        ``touchpoint`` (id), ``channel`` (name, or None for any channel), ``customers`` (count).
    """
    e, touchpoints, channels = journeys.engine, journeys.places("touchpoint"), journeys.channels
    ways = max(len(channels), 1)
    way = f"{journeys.placed('touchpoint', 'v')} * {ways} + {journeys.placed('channel', 'v')}"
    paths = f"(select path, n from ({journeys.coded()}) as coded where {journeys.where(group)}) as paths"
    met = f"(select {e.rows_of(e.distinct(e.each('path', way)), 'way')}, n from {paths}) as met"
    through = e.rows(f"select way, sum(n) from {met} where way is not null group by way")
    place = e.each("path", journeys.placed("touchpoint", "v"))
    seen = f"(select {e.rows_of(e.distinct(place), 'place')}, n from {paths}) as seen"
    total = e.rows(f"select place, sum(n) from {seen} where place is not null group by place")
    rows = [(touchpoints[k // ways], channels[k % ways], int(n)) for k, n in sorted(through)]
    rows += [(touchpoints[k], None, int(n)) for k, n in sorted(total)]
    return pd.DataFrame(rows, columns=["touchpoint", "channel", "customers"])


def occurrences(journeys: Journeys, events: tuple[str, ...], *, group: Group = EVERYBODY) -> pd.DataFrame:
    """Return how many customers had any of these events how often.

    Returns
    -------
    pandas.DataFrame
        ``times`` (count, 0 for those who had none), ``customers`` (count), fewest times first.
    """
    e = journeys.engine
    wanted = [str(place) for place, event in enumerate(journeys.places("event")) if event in events]
    had = e.length(e.only("path", f"v in ({', '.join(wanted) or '-1'})"))
    counts = f"(select {had} as times, n from {journeys.variants('event')} where {journeys.where(group)}) as counts"
    found = e.rows(f"select times, sum(n) from {counts} group by times order by times")
    return pd.DataFrame([(times, int(n)) for times, n in found], columns=["times", "customers"])
