"""Which ways are told by name, and which are told together so that nobody can be made out."""

from __future__ import annotations

from collections.abc import Mapping

from cjm_research.privacy.disclosure import kept_back

ENDED = -1
"""Where a place would stand if the journey went on."""

TOGETHER = -2
"""Places that are not told apart."""

RARER = (
    "Where fewer people than may be shown went rarer ways, or have no such event at all, they are counted with the "
    "most frequent way, marked with *, or in Other."
)
"""The sentence under a figure whose numbers were folded."""


def folded(counts: Mapping[int, int], *, least: int, most: int, worth: float = 0) -> dict[int, int]:
    """Return the name each place is told under: its own, or that of the places told together.

    Where too few would be together, they are told with the most frequent place, so that they cannot be worked out as
    what is missing from the whole.

    Parameters
    ----------
    counts
        Customers by place; `ENDED` is no place and `TOGETHER` is never told by name.
    least
        Fewer customers than this are never told by name.
    most
        So many places at most, `ENDED` not counted.
    worth
        A place with fewer customers is not worth a name.

    Examples
    --------
    >>> folded({0: 40, 1: 30, 2: 4, 3: 2}, least=5, most=3)
    {0: 0, 1: 1, 2: -2, 3: -2}
    >>> folded({0: 40, 1: 30, ENDED: 3}, least=5, most=3)
    {0: 0, 1: 1, -1: 0}
    """
    named = _candidates(counts, least, most, worth)
    left = sum(counts.values()) - sum(counts[place] for place in named)
    rest = named[0] if named and left < least else TOGETHER
    return {place: place if place in named else rest for place in counts}


def told_apart(counts: Mapping[int, int], *, least: int, most: int) -> list[int]:
    """Return the places to tell by name, most customers first, where the numbers told have to be exact.

    What is left is nobody, or at least ``least`` customers: the smallest of the others joins those who are too few.

    Examples
    --------
    >>> told_apart({0: 40, 1: 30, 2: 9, 3: 2}, least=5, most=3)
    [0, 1]
    """
    named = _candidates(counts, least, most, 0)
    rest = sum(counts.values()) - sum(counts[place] for place in named)
    gone = kept_back({place: counts[place] for place in named}, rest, least)
    return [place for place in named if place not in gone]


def _candidates(counts: Mapping[int, int], least: int, most: int, worth: float) -> list[int]:
    ranked = sorted(counts, key=lambda place: (-counts[place], place))
    places = [place for place in ranked if place >= 0 and counts[place] >= max(least, worth)][:most]
    return [place for place in ranked if place in places or (place == ENDED and counts[place] >= least)]


def told(counts: Mapping[int, int], names: Mapping[int, int]) -> list[tuple[int, int, bool]]:
    """Return name, customers, and whether rarer ways are among them, most customers first, those together last.

    Examples
    --------
    >>> told({0: 40, 1: 30, 2: 3}, {0: 0, 1: 1, 2: 0})
    [(0, 43, True), (1, 30, False)]
    """
    sums: dict[int, int] = {}
    for place, name in names.items():
        sums[name] = sums.get(name, 0) + counts[place]
    rarer = {name for place, name in names.items() if place != name != TOGETHER and counts[place]}
    return [
        (name, sums[name], name in rarer)
        for name in sorted(sums, key=lambda name: (name == TOGETHER, -sums[name], name))
        if sums[name]
    ]
