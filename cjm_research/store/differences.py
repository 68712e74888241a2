"""What differs between a file as somebody else left it and as it is here, value by value."""

from __future__ import annotations

from typing import Any


def differences(theirs: Any, mine: Any, where: str = "") -> list[str]:
    """Return one line per value that differs, ``phases.buy.title: on disk 'Buy', here 'Purchase'``."""
    if isinstance(theirs, dict) and isinstance(mine, dict):
        keys = dict.fromkeys([*theirs, *mine])
        return [
            line
            for key in keys
            for line in differences(theirs.get(key, ""), mine.get(key, ""), f"{where}.{key}" if where else str(key))
        ]
    if isinstance(theirs, list) and isinstance(mine, list) and any(isinstance(x, dict) for x in [*theirs, *mine]):
        return differences(_by_id(theirs), _by_id(mine), where)
    return [] if theirs == mine else [f"{where}: on disk {_short(theirs)}, here {_short(mine)}"]


def _by_id(items: list[Any]) -> dict[str, Any]:
    return {
        str(item.get("id", place)) if isinstance(item, dict) else str(place): item for place, item in enumerate(items)
    }


def _short(value: Any) -> str:
    plain = isinstance(value, str | int | float)
    text = "nothing" if value in ("", None, []) else f"'{value}'" if plain else "another entry"
    return text if len(text) <= 60 else text[:57] + "…'"
