"""Which item of a list was which before, when a list is written anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any


def origins(was: list[Any], full: list[Any]) -> list[int | None]:
    """Return for each new item the place it had: the same id, or else the same place between unchanged neighbours."""
    before, after = list(_identities(was)), list(_identities(full))
    places = {name: place for place, name in enumerate(before)}
    found = [places.get(name) for name in after]
    if len(before) == len(after):
        found = [
            place if origin is None and before[place] not in after else origin for place, origin in enumerate(found)
        ]
    return found


def _identities(items: list[Any]) -> Iterator[tuple[str, int]]:
    seen: Counter[str] = Counter()
    for item in items:
        name = str(item)
        if isinstance(item, dict):
            name = next((str(item[key]) for key in ("id", "text", "touchpoint", "code", "column") if item.get(key)), "")
        seen[name] += 1
        yield name, seen[name]
