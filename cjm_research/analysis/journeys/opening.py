"""Open a log with the engine it asks for; a log that was opened before and has not changed is open still."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from cjm_research.analysis.journeys.journeys import Journeys
from cjm_research.analysis.journeys.log import Log


def open_log(log: Log) -> Journeys:
    """Return the journeys of a log; a table is read once in a session, for nothing tells whether it has changed.

    Raises
    ------
    EvidenceError
        The log cannot be read, lacks a role, or has events of nobody.
    """
    changed = log.place.stat().st_mtime_ns if isinstance(log.place, Path) else 0
    return _opened(log, changed)


@lru_cache(maxsize=4)
def _opened(log: Log, changed: int) -> Journeys:  # noqa: ARG001  the time of the last change tells two versions apart
    if log.engine == "spark":
        from cjm_research.analysis.journeys.on_spark import OnSpark

        return Journeys(log, OnSpark(log.master))
    from cjm_research.analysis.journeys.on_duckdb import OnDuckDB

    return Journeys(log, OnDuckDB())
