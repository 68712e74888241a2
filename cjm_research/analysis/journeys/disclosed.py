"""Which numbers of customers may be told of a group: planned once over all questions that are put to its journeys."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from weakref import WeakKeyDictionary

from cjm_research.analysis.estimate import Estimate
from cjm_research.analysis.journeys.classification import uses
from cjm_research.analysis.journeys.crowd import Crowd
from cjm_research.analysis.journeys.folding import folded, told
from cjm_research.analysis.journeys.journeys import Group, Journeys
from cjm_research.analysis.journeys.log import Level
from cjm_research.analysis.journeys.tally import tally
from cjm_research.privacy.disclosure import tellable
from cjm_research.study import Thresholds

Customers = tuple[str, ...]
"""A set of customers: what they have in common, and the ids it is about."""

ALL: Customers = ("all",)
LEVELS: tuple[Level, ...] = ("phase", "touchpoint")

# Planned once per group for as long as somebody holds the log: a plan must not keep an engine open.
_PLANNED: WeakKeyDictionary[Journeys, dict[tuple[Group, Thresholds], dict[Customers, int]]] = WeakKeyDictionary()


def disclosed(crowd: Crowd) -> dict[Customers, int]:
    """Return the sets of customers whose number may be told, and the number.

    All sections about the journeys of a group ask here before they print a number, so that none of them, taken from one
    of another section, leaves a few customers. Where two numbers cannot stand on one page, the one that stands later in
    this list is withheld.

    Returns
    -------
    dict
        ``("all",)`` everybody of the group; ``("first touchpoint", id)`` and ``("first phase", id)`` who begin there;
        ``("reached", phase)`` who come so far in the closed, eventual funnel; ``("phase", id)`` and
        ``("touchpoint", id)`` who are seen there, '' for any; ``("departs", touchpoint)`` who go on from it;
        ``("channel", touchpoint, name)`` who use it there; ``("event", name)`` who have it.
    """
    planned = _PLANNED.setdefault(crowd.journeys, {})
    whose = crowd.group, crowd.thresholds
    if whose not in planned:
        sizes = dict(_sizes(crowd))
        kept = tellable(sizes, _inside(crowd, sizes), crowd.least)
        planned[whose] = {name: size for name, size in sizes.items() if name in kept}
    return planned[whose]


def beside(found: Estimate, thresholds: Thresholds, *, told: bool) -> Estimate:
    """Return a number, or what stands for it where it may not be told beside others."""
    if told or found.value is None:
        return found
    reason = f"withheld: beside other numbers it would tell of fewer than {thresholds.min_group}"
    return Estimate(n=found.n, missing=found.missing, unit=found.unit, reason=reason)


def _sizes(crowd: Crowd) -> Iterator[tuple[Customers, int]]:
    """Yield the sets, those first that matter most or whose numbers add up with others."""
    yield ALL, crowd.base.customers
    for level in LEVELS:
        counts = _seen(crowd, level, first=True)
        for place, n, rarer in told(counts, folded(counts, least=crowd.least, most=len(counts))):
            if place >= 0 and not rarer:
                yield (f"first {level}", crowd.places(level)[place]), n
    yield from _reached(crowd)
    for level in LEVELS:
        yield (level, ""), sum(_seen(crowd, level, first=True).values())
        yield from _named(level, crowd.places(level), _seen(crowd, level))
    e, touchpoints = crowd.engine, crowd.places("touchpoint")
    before = e.distinct(e.part("path", "1", f"{e.length('path')} - 1"))
    yield from _named("departs", touchpoints, tally(e, before, crowd.paths("touchpoint")))
    for use in uses(crowd):
        if use.channel is not None:
            yield ("channel", use.touchpoint, use.channel), use.customers
    yield from _named("event", crowd.places("event"), _seen(crowd, "event"))


def _named(what: str, names: Sequence[str], counts: Mapping[int, int]) -> Iterator[tuple[Customers, int]]:
    yield from (((what, name), counts.get(place, 0)) for place, name in enumerate(names))


def _seen(crowd: Crowd, level: Level, *, first: bool = False) -> dict[int, int]:
    """Return how many customers are seen at each place, or are seen there first."""
    e = crowd.engine
    return tally(e, e.part("path", "1", "1") if first else e.distinct("path"), crowd.paths(level))


def _reached(crowd: Crowd) -> Iterator[tuple[Customers, int]]:
    """Yield how many customers reach each phase of the funnel with every phase before it."""
    e, phases, funnel = crowd.engine, crowd.places("phase"), crowd.journeys.log.funnel
    if not funnel:
        return
    awaited = e.list_of([str(funnel.index(id)) if id in funnel else "null" for id in phases])
    through = e.only(e.each("path", e.at(awaited, "v + 1")), "v is not null")
    far = e.fold("through", "0", "case when v = a then a + 1 else a end")
    paths = f"select {through} as through, n from ({crowd.paths('phase')}) as paths"
    counts = dict(e.rows(f"select {far} as far, sum(n) from ({paths}) as walked group by 1"))
    for place, phase in enumerate(funnel):
        yield ("reached", phase), sum(int(n) for so_far, n in counts.items() if so_far > place)


def _inside(crowd: Crowd, sizes: Collection[Customers]) -> Iterator[tuple[Customers, Customers]]:
    """Yield which set lies in which other, as far as the meaning of the events says so."""
    funnel = crowd.journeys.log.funnel
    yield from ((name, ALL) for name in sizes if name != ALL)
    for before, phase in zip(("", *funnel), funnel, strict=False):
        yield ("reached", phase), ("reached", before) if before else ("phase", phase)
        yield ("reached", phase), ("phase", phase)
        if not before:
            yield ("phase", phase), ("reached", phase)
    events = {level: _events(crowd, level) for level in LEVELS}
    for level in LEVELS:
        for id, own in events[level].items():
            yield (level, id), (level, "")
            yield (f"first {level}", id), (level, id)
            yield from ((("event", event), (level, id)) for event in own)
    for id, own in events["touchpoint"].items():
        yield ("departs", id), ("touchpoint", id)
        yield from ((("channel", id, name), ("touchpoint", id)) for name in crowd.journeys.channels)
        for phase, others in events["phase"].items():
            if own <= others:
                yield ("touchpoint", id), ("phase", phase)
            if others <= own:
                yield ("phase", phase), ("touchpoint", id)


def _events(crowd: Crowd, level: Level) -> dict[str, set[str]]:
    """Return the events of the log that belong to each place of a level."""
    found: dict[str, set[str]] = {}
    places = crowd.places(level)
    for item, place in zip(crowd.journeys.items, crowd.journeys.place_of(level), strict=True):
        if place is not None:
            found.setdefault(places[place], set()).add(item.event)
    return found
