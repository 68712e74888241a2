"""Which column of a table plays which role: as told, or by a heading that everybody would understand."""

from __future__ import annotations

import re

from cjm_research.errors import EvidenceError
from cjm_research.study import Columns

_KNOWN = {
    "participant": (
        "user_id userid customer_id customerid user customer client_id visitor_id participant distinct_id "
        "user_pseudo_id",
        "case_id caseid case case_concept_name",
    ),
    "at": (
        "timestamp event_timestamp event_time time_timestamp",
        "time datetime date_time at occurred_at created_at",
        "date",
    ),
    "event": ("event event_name eventname event_type activity concept_name", "action"),
    "channel": ("channel",),
}
_WORDS = {"participant": "the customer", "at": "the time", "event": "the event", "channel": "the channel"}


def roles_of(heading: list[str], asked: Columns, name: str) -> tuple[Columns, list[str]]:
    """Return the columns of the four roles, and a sentence for each that was found by its heading.

    Examples
    --------
    >>> roles_of(["user_id", "event", "timestamp"], Columns(), "log.csv")[1]
    ["By their headings, 'user_id' is the customer, 'timestamp' the time, 'event' the event; there is no channel."]
    """
    found, guessed = {}, []
    for role in _KNOWN:
        told = getattr(asked, role)
        if told and told not in heading:
            raise EvidenceError(name, f"has no column '{told}' for {_WORDS[role]}. There is: {_listed(heading)}.")
        found[role] = told or _recognised(role, heading, name)
        if found[role] and not told:
            guessed.append((found[role], _WORDS[role]))
    missing = [_WORDS[role] for role in ("participant", "at", "event") if not found[role]]
    if missing:
        raise EvidenceError(
            name,
            f"has no heading that stands for {' and '.join(missing)}. Say which column it is: "
            f"{', '.join(_flag(role) for role in ('participant', 'at', 'event') if not found[role])}. There is: "
            f"{_listed(heading)}.",
        )
    if len(set(filter(None, found.values()))) < len(list(filter(None, found.values()))):
        raise EvidenceError(name, "has one column for two roles. Give each role a column of its own.")
    return Columns.model_validate(found), _told(guessed, found["channel"])


def _recognised(role: str, heading: list[str], name: str) -> str:
    plain = {title: re.sub(r"[\W_]+", "_", title.casefold()).strip("_") for title in heading}
    for names in _KNOWN[role]:
        fitting = [title for title in heading if plain[title] in names.split()]
        if len(fitting) > 1:
            problem = (
                f"has {len(fitting)} columns that could be {_WORDS[role]}: {_listed(fitting)}. Say which: {_flag(role)}"
            )
            raise EvidenceError(name, f"{problem}.")
        if fitting:
            return fitting[0]
    return ""


def _told(guessed: list[tuple[str, str]], channel: str) -> list[str]:
    if not guessed and channel:
        return []
    first = ", ".join(f"'{title}' {'is ' if place == 0 else ''}{word}" for place, (title, word) in enumerate(guessed))
    none = "" if channel else "there is no channel"
    return [f"By their headings, {first}{'; ' + none if none else ''}." if first else f"{none.capitalize()}."]


def _flag(role: str) -> str:
    return f"--column {role}=NAME"


def _listed(titles: list[str]) -> str:
    shown = [title if len(title) <= 40 else title[:39] + "…" for title in titles]
    return ", ".join(shown[:20]) + (f" and {len(shown) - 20} more" if len(shown) > 20 else "")
