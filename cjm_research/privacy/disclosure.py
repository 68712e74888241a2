"""What may be printed about few people: one rule for every section, table, chart and page.

The rule (``least`` is the smallest group shown, ``thresholds.min_group``):

1. A number of people is printed where it is nought or at least ``least``. Else it is "fewer than 5", and so are the
   share, the mean and the list that would stand for these people.
2. The same holds for those who are left: a number is not printed beside a base, anywhere on the same page, if the base
   without it is 1 to ``least`` − 1 people.
3. A share is a number of people, because its base stands beside it: 98 % of 100 tells of two. So shares follow 1 and 2.
   Means, medians and net scores are no numbers of people; they need a base of ``least``, no more.
4. Where parts stand beside their sum, further parts are withheld until no small one can be computed.

Events and texts belong to people: a share of them follows the rule too. What tells of the evidence and not of people is
no such number: how many answered a question and how many did not, and how well a model sorts texts. One function per
question: `gives_away` (a number beside its base), `kept_back` (parts of a total that is shown), `tellable` (sets inside
each other, all over a page) and `suppression.withhold` (a table with sums).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

Name = TypeVar("Name")


def is_few(people: float, least: int) -> bool:
    """Say whether this is somebody, but fewer than the smallest group shown.

    Examples
    --------
    >>> is_few(0, 5), is_few(4, 5), is_few(5, 5)
    (False, True, False)
    """
    return 0 < round(people, 6) < least


def gives_away(people: float, base: float, least: int) -> bool:
    """Say whether a number of people printed beside its base tells of a few: of these, or of all the others.

    Examples
    --------
    >>> gives_away(3, 100, 5), gives_away(98, 100, 5), gives_away(90, 100, 5), gives_away(100, 100, 5)
    (True, True, False, False)
    """
    return is_few(people, least) or is_few(base - people, least)


def printed(people: int, base: int, least: int) -> str:
    """Return a number of people as it stands beside its base.

    Examples
    --------
    >>> printed(12, 40, 5), printed(3, 40, 5), printed(38, 40, 5)
    ('12', 'fewer than 5', 'all but fewer than 5')
    """
    if gives_away(people, base, least):
        return f"{'' if is_few(people, least) else 'all but '}fewer than {least}"
    return f"{people:,}"


def tellable(sizes: Mapping[Name, int], inside: Iterable[tuple[Name, Name]], least: int) -> frozenset[Name]:
    """Return which sets of people may be told by their number, the earlier ones first.

    A set is told unless its number is few, or lies a few off the number of a set told already that holds it or that it
    holds.

    Parameters
    ----------
    sizes
        People in each set, the most important set first.
    inside
        Pairs of a set and one that holds all of it; what follows from two pairs need not be named.

    Examples
    --------
    >>> sizes = {"customers": 120, "bought": 60, "came back": 57, "wrote": 3}
    >>> inside = [("bought", "customers"), ("came back", "bought"), ("wrote", "bought")]
    >>> sorted(tellable(sizes, inside, 5))
    ['bought', 'customers']
    """
    wider: dict[Name, list[Name]] = {}
    for part, whole in inside:
        wider.setdefault(part, []).append(whole)
    told: dict[Name, int] = {}
    parts: dict[Name, list[int]] = {}
    for name, size in sizes.items():
        wholes = _all_around(name, wider)
        near = [told[whole] for whole in wholes if whole in told] + parts.get(name, [])
        if not is_few(size, least) and not any(is_few(abs(other - size), least) for other in near):
            told[name] = size
            for whole in wholes:
                parts.setdefault(whole, []).append(size)
    return frozenset(told)


def _all_around(name: Name, wider: Mapping[Name, list[Name]]) -> set[Name]:
    """Return every set that holds all of this one, itself left out."""
    found: set[Name] = set()
    ahead = list(wider.get(name, ()))
    while ahead:
        if (whole := ahead.pop()) not in found:
            found.add(whole)
            ahead += wider.get(whole, ())
    return found - {name}


def kept_back(people: Mapping[Name, int], rest: int, least: int) -> set[Name]:
    """Return which parts of a total are withheld when the total is shown, so that no small part can be computed.

    Parts under ``least`` are withheld. The total without the shown parts leaves these and the ``rest``, who are in no
    part; while they are few, or tell each other's number, the next smallest part is withheld too.

    Examples
    --------
    >>> sorted(kept_back({"mira": 40, "jonas": 3, "aylin": 12}, rest=0, least=5))
    ['aylin', 'jonas']
    >>> sorted(kept_back({"mira": 40, "jonas": 3, "aylin": 12}, rest=7, least=5))
    ['jonas']
    """
    hidden = {name for name, n in people.items() if is_few(n, least)}
    ranked = sorted((name for name, n in people.items() if n >= least), key=lambda name: people[name])
    few, more = len(hidden), 0
    left = rest + sum(people[name] for name in hidden)
    while ranked and (is_few(left, least) or (few and _follows(left, few, more, rest, least))):
        hidden.add(ranked[0])
        left, more = left + people[ranked.pop(0)], more + 1
    return hidden


def _follows(left: int, few: int, more: int, rest: int, least: int) -> bool:
    """Say whether ``few`` numbers under ``least`` follow from their sum with ``more`` numbers of ``least`` and up."""
    fewest, most = few + more * least, few * (least - 1)
    if least < 3:  # a number under 2 is known whatever is shown
        return few == 1 and not more and not rest
    return left == fewest or (not more and not rest and (few == 1 or left == most))
