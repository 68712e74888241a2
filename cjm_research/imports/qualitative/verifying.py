"""Whether a quote stands where its project says: positions checked against the text, nothing repaired in silence."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import Literal

Verdict = Literal["verified", "shifted", "unverifiable", "failed"]

Shifts = tuple[tuple[int, int], ...]

_SHIFTS = ((0, 1), (-1, 0), (-1, -1), (1, 1), (0, -1), (1, 0), (-1, 1), (1, -1))
_BREAK = re.compile(r"\r\n|[\r\n\t]")


@dataclass(frozen=True)
class Place:
    """Where a quote stands in its text (code points from 0, end exclusive), and how sure that is."""

    verdict: Verdict
    start: int
    end: int
    reason: str = ""
    breaks_counted_once: bool = False


def verify(text: str, start: int, end: int, name: str) -> Place:
    r"""Return where the quote ``name`` stands, at or within one character of the positions given.

    ``name`` need not be the quote; then the positions are taken as they are. Line breaks in an XML attribute come back
    as blanks, so any of them equals a blank here. Tools count a Windows line break as one character or as two: both
    are tried, and the positions returned are those in ``text``.

    Examples
    --------
    >>> verify("It is far too dear.", 6, 18, "far too dear")
    Place(verdict='verified', start=6, end=18, reason='', breaks_counted_once=False)
    >>> verify("It is far too dear.", 6, 17, "far too dear").verdict
    'shifted'
    >>> verify("Why?\r\nIt is dear.", 5, 16, "It is dear.")
    Place(verdict='verified', start=6, end=17, reason='', breaks_counted_once=True)
    >>> verify("It is far too dear.", 6, 18, "line:1").verdict
    'unverifiable'
    """
    for shifts in (((0, 0),), _SHIFTS):
        place = _near(text, start, end, name, shifts) or _counting_breaks_once(text, start, end, name, shifts)
        if place is not None:
            return place
    if start < 0 or end > len(text):
        reason = f"positions {start}–{end} lie outside the text of {len(text)} characters"
        return Place("failed", start, end, reason)
    if start >= end:
        return Place("failed", start, end, f"it ends at {end}, not after its beginning at {start}")
    return _by_likeness(text, start, end, name)


def _near(text: str, start: int, end: int, name: str, shifts: Shifts) -> Place | None:
    wanted = _flat(name)
    if not wanted.strip():
        return None
    for first, last in shifts:
        if _at(text, start + first, end + last) == wanted:
            return Place("shifted" if first or last else "verified", start + first, end + last)
    return None


def _at(text: str, start: int, end: int) -> str | None:
    return _flat(text[start:end]) if 0 <= start < end <= len(text) else None


def _flat(text: str) -> str:
    return _BREAK.sub(" ", text)


def _counting_breaks_once(text: str, start: int, end: int, name: str, shifts: Shifts) -> Place | None:
    pieces, at = text.split("\r\n"), -1
    place = _near("\n".join(pieces), start, end, name, shifts) if len(pieces) > 1 else None
    if place is None:
        return None
    breaks = [at := at + len(piece) + 1 for piece in pieces[:-1]]
    first, last = (position + bisect_left(breaks, position) for position in (place.start, place.end))
    return replace(place, start=first, end=last, breaks_counted_once=True)


def _by_likeness(text: str, start: int, end: int, name: str) -> Place:
    """Tell a name that is no quote from a quote that stands elsewhere."""
    there, wanted = _flat(text[start:end]), _flat(name)
    stem = re.sub(r"\s*(?:…|\.\.\.)$", "", wanted)
    if stem.strip() and wanted.strip() == there.strip():
        return Place("verified", start, end)
    if stem != wanted and len(stem) >= 10 and there.startswith(stem):
        return Place("verified", start, end)
    wide = sum(ord(char) > 0xFFFF for char in text[:end]) + text[start:end].count("\n")
    alike = abs(len(wanted) - len(there)) <= 1 + wide
    elsewhere = _flat(text).find(wanted) if len(wanted) >= 3 else -1
    if elsewhere >= 0 and (alike or len(wanted) >= 20) and wanted not in there:
        return Place("failed", start, end, f"the text at {start}–{end} is another; this one stands elsewhere")
    if alike and len(wanted) >= 12:
        return Place("failed", start, end, f"the text at {start}–{end} is another")
    return Place("unverifiable", start, end)
