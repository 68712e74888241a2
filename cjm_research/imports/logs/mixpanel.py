"""Mixpanel's raw export: one JSON object per line with ``event`` and ``properties``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cjm_research.errors import EvidenceError
from cjm_research.imports.json_documents import json_stream
from cjm_research.imports.logs.layout import Layout, Record, flat, in_batches
from cjm_research.imports.logs.streams import Progress, opened
from cjm_research.imports.reading import Options
from cjm_research.study import Columns

ONCE = ("$insert_id", "event", "distinct_id", "time")


def is_mixpanel(event: Any) -> bool:
    """Say whether this is an event of Mixpanel."""
    return isinstance(event, dict) and "event" in event and isinstance(event.get("properties"), dict)


def from_lines(path: Path, options: Options, progress: Progress) -> Layout:
    """Open a Mixpanel export, plain or gzipped.

    Events with the same ``$insert_id``, name, customer and time are copies of one, as Mixpanel documents; the first
    stays.
    """
    asked = options.columns
    roles = Columns(
        participant=asked.participant or "distinct_id",
        at=asked.at or "time",
        event=asked.event or "event",
        channel=asked.channel,
    )
    warnings = [f"A customer is a '{roles.participant}'."]
    if not options.zone:
        warnings.append(
            "Times count as UTC. Some projects export them in the project's own time zone: give that zone if yours "
            "does."
        )
    if not asked.channel:
        warnings.append("No channel: Mixpanel has no such field. Name a property, such as '$os', to have one.")
    batches = in_batches(_records(path, progress), path.name)
    return Layout(
        "Mixpanel export (JSON lines)",
        "mixpanel",
        roles,
        batches,
        wall=True,
        once=ONCE,
        warnings=warnings,
    )


def _records(path: Path, progress: Progress) -> Iterator[tuple[int, Record]]:
    with opened(path, progress) as file:
        for row, event in json_stream(file, path.name):
            if not is_mixpanel(event):
                problem = "has no 'event' with 'properties', so it is no event of Mixpanel."
                raise EvidenceError(path.name, problem, row=row)
            yield row, flat({**event["properties"], "event": event["event"]})
