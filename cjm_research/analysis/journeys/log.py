"""What must be known of an event log to ask it anything: where it lives, its roles, and what its events mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Literal

from cjm_research.study import Condition, Study

Level = Literal["event", "touchpoint", "channel", "phase"]
"""What a journey is a list of: names of events, ids of touchpoints, channels, or ids of phases told once in a row."""

CAP = 10_000
"""A journey longer than this (a bot, a shared terminal) is cut after so many events, and the cut is reported."""


@dataclass(frozen=True)
class Log:
    """An event log, ready to be asked.

    Parameters
    ----------
    place
        A Parquet file, or the name of a table.
    name
        What errors call it, such as ``evidence/events.parquet``.
    customer, moment, event, channel, order
        Its columns; ``channel`` and ``order`` may be blank. Events at equal times follow ``order``, else their place in
        the file.
    personas
        For each persona that the log can tell apart: id and rule. Without conditions the whole log is this persona's.
    touchpoints, phases
        Id and names of events, in the order of the study; an event that two of them claim belongs to the first.
    funnel
        Ids of the phases that everybody is to pass, in their order.
    waves
        Id, first and last microsecond since 1970 (UTC) of each wave; a customer belongs to the wave of the first event.
    cap
        Most events of one customer that are looked at.
    source
        Id of the source in the study; blank where the log is none of a study.
    """

    place: Path | str
    name: str
    customer: str
    moment: str
    event: str
    channel: str = ""
    order: str = ""
    engine: Literal["duckdb", "spark"] = "duckdb"
    master: str = ""
    personas: tuple[tuple[str, tuple[Condition, ...]], ...] = ()
    touchpoints: tuple[tuple[str, tuple[str, ...]], ...] = ()
    phases: tuple[tuple[str, tuple[str, ...]], ...] = ()
    funnel: tuple[str, ...] = ()
    waves: tuple[tuple[str, int, int], ...] = ()
    cap: int = CAP
    source: str = ""


def log_of(study: Study, source: str, place: Path | str) -> Log:
    """Return the event log of a study's source, whose Parquet file or table is at ``place``."""
    about, roles = study.source(source), study.source(source).columns
    return Log(
        place=place,
        name=about.table or f"evidence/{about.file}",
        customer=roles.participant,
        moment=roles.at,
        event=roles.event,
        channel=roles.channel,
        order=roles.order,
        engine=about.engine,
        master=about.master,
        personas=tuple(_personas(study, source)),
        touchpoints=tuple((touchpoint.id, touchpoint.events) for touchpoint in study.touchpoints),
        phases=tuple((phase.id, phase.events) for phase in study.phases),
        funnel=tuple(phase.id for phase in study.main_phases),
        source=source,
        waves=tuple((w.id, _micro(w.first), _micro(w.last + timedelta(days=1)) - 1) for w in study.about.waves),
    )


def _personas(study: Study, source: str) -> Iterator[tuple[str, tuple[Condition, ...]]]:
    for persona in study.personas:
        rule = tuple(condition for condition in persona.segment if condition.source == source)
        if rule or study.source(source).personas == (persona.id,):
            yield persona.id, rule


def _micro(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp()) * 1_000_000
