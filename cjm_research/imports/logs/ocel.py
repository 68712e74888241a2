"""OCEL 2.0 as JSON: events that belong to several objects; the objects of one type are the customers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cjm_research.errors import EvidenceError
from cjm_research.imports.json_documents import json_document
from cjm_research.imports.logs.layout import Layout, Record, in_batches, text
from cjm_research.imports.logs.streams import Progress
from cjm_research.imports.reading import Options
from cjm_research.study import Columns

_PARTS = ("objectTypes", "eventTypes", "objects", "events")

_History = dict[str, list[tuple[datetime, str]]]


def is_ocel(start: bytes) -> bool:
    """Say whether the start of a file names the parts of OCEL 2.0."""
    return start.lstrip().startswith(b"{") and any(f'"{part}"'.encode() in start for part in _PARTS[:2])


def from_json(path: Path, options: Options, progress: Progress) -> Layout:
    """Open a log in OCEL 2.0. ``options.columns.participant`` names the type of object that is the customer."""
    log = json_document(path)
    progress(path.stat().st_size)
    _refuse_misshaped(log, path.name)
    kind = _customer_type(log, options.columns.participant, path.name)
    asked = options.columns
    roles = Columns(
        participant=kind, at=asked.at or "time", event=asked.event or "type", channel=asked.channel or "channel"
    )
    warnings = [f"A customer is an object of type '{kind}'."]
    batches = in_batches(_records(log, kind, path.name, warnings), path.name)
    return Layout("OCEL 2.0 (JSON)", "ocel", roles, batches, documented="UTC", warnings=warnings)


def _customer_type(log: dict[str, Any], asked: str, name: str) -> str:
    kinds = list(
        dict.fromkeys(str(entry.get("name") or entry.get("type")) for entry in [*log["objectTypes"], *log["objects"]])
    )
    known = list(dict.fromkeys(str(entry["name"]) for entry in log["objectTypes"])) or kinds
    if asked and asked not in known:
        raise EvidenceError(name, f"has no type of object '{asked}'. There is: {', '.join(known)}.")
    if asked or len(known) == 1:
        return asked or known[0]
    listed = ", ".join(known) or "none"
    raise EvidenceError(
        name,
        f"has {len(known)} types of object: {listed}. Say which of them is the customer: --column participant=TYPE",
    )


def _records(log: dict[str, Any], kind: str, name: str, said: list[str]) -> Iterator[tuple[int, Record]]:
    types = {str(entry["id"]): str(entry["type"]) for entry in log["objects"]}
    history = {str(entry["id"]): _history(entry) for entry in log["objects"] if entry["type"] == kind}
    several = row = 0
    for number, event in enumerate(log["events"], start=1):
        related = _related(event, types, name, number)
        customers = related.pop(kind, [""])
        several += len(customers) > 1
        base = {"id": text(event["id"]), "type": text(event["type"]), "time": text(event["time"])}
        base |= {
            text(entry["name"]): text(entry["value"])
            for entry in event.get("attributes") or []
            if entry.get("value") is not None
        }
        base |= {f"object:{other}": "; ".join(ids) for other, ids in related.items() if other != kind}
        for customer in customers:
            row += 1
            facts = _facts(history.get(customer, {}), base["time"])
            yield row, {kind: customer} | {f"{kind}.{key}": value for key, value in facts.items()} | base
    if several:
        said.append(
            f"{several:,} of {len(log['events']):,} events belong to several customers; each stands once for each "
            f"of them, "
            f"which makes {row:,} rows."
        )


def _related(event: dict[str, Any], types: dict[str, str], name: str, number: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for link in event.get("relationships") or []:
        id = str(link["objectId"])
        if id not in types:
            raise EvidenceError(name, f"belongs to the object '{id}', which the log does not have.", row=number)
        if id not in found[types[id]]:
            found[types[id]].append(id)
    return dict(found)


def _history(entry: dict[str, Any]) -> _History:
    found: defaultdict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for fact in entry.get("attributes") or []:
        if fact.get("value") is not None:
            found[str(fact["name"])].append((_instant(str(fact.get("time") or "")), text(fact["value"])))
    return {key: sorted(values, key=lambda pair: pair[0]) for key, values in found.items()}


def _facts(history: _History, time: str) -> Record:
    """Return what was true of a customer at a time: of each attribute the last value up to then, or else the first."""
    now = _instant(time)
    return {
        key: next((value for since, value in reversed(values) if since <= now), values[0][1])
        for key, values in history.items()
    }


def _instant(time: str) -> datetime:
    """Return a moment for comparing; one that cannot be read comes first."""
    try:
        found = datetime.fromisoformat(time)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _refuse_misshaped(log: Any, name: str) -> None:
    missing = [part for part in _PARTS if not isinstance(log, dict) or not isinstance(log.get(part), list)]
    if missing:
        raise EvidenceError(name, f"has no list {', '.join(missing)}, so it is no OCEL 2.0 log.")
    for part, needed in (("objectTypes", ("name",)), ("objects", ("id", "type")), ("events", ("id", "type", "time"))):
        for number, entry in enumerate(log[part], start=1):
            if not isinstance(entry, dict) or any(entry.get(key) in (None, "") for key in needed):
                raise EvidenceError(name, f"needs {', '.join(needed)} in each of its {part}.", row=number)
            if not all(
                _is_listed(entry.get(key), inner)
                for key, inner in (("attributes", "name"), ("relationships", "objectId"))
            ):
                raise EvidenceError(
                    name, f"has attributes or relationships that are no list of entries, in {part}.", row=number
                )


def _is_listed(value: Any, key: str) -> bool:
    return value is None or (
        isinstance(value, list) and all(isinstance(entry, dict) and key in entry for entry in value)
    )
