"""What a deletion would leave behind: places that name what is no longer there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cjm_research import store
from cjm_research.checks.links import Link, evidence_links, known, links
from cjm_research.study import Study


def lost(opened: Study, now: Study, then: Study) -> tuple[Link, ...]:
    """Return the places that will name what is no longer there.

    Rows of evidence that name a persona, phase, touchpoint or code are places too, of the part ``evidence``, one each.

    Parameters
    ----------
    opened
        The study as somebody saw it who deleted something.
    now
        The study as it is on disk.
    then
        The study as it will be.

    Examples
    --------
    >>> from cjm_research.study import About, Obstacle, Phase
    >>> block = Obstacle(id="price", title="Hidden price", phase="buy")
    >>> now = Study(about=About(title="x"), phases=(Phase(id="buy", title="Buy"),), obstacles=(block,))
    >>> lost(now, now, now.replaced(phases=()))
    (Link(part='obstacles', id='price', field='phase', kind='phase', named='buy'),)
    """
    seen, had, has = known(opened), known(now), known(then)
    gone = {(kind, id) for kind in had for id in (seen[kind].keys() & had[kind].keys()) - has[kind].keys()}
    if not gone:
        return ()
    places = (*dict.fromkeys(links(then)), *_in_evidence(then))
    return tuple(link for link in places if (link.kind, link.named) in gone)


def resting_on(study: Study, source: str, quotes: Iterable[str]) -> tuple[Link, ...]:
    """Return the places that rest on one of these quotes of a source."""
    refs = {f"{source}#{quote}" for quote in quotes}
    return tuple(
        Link(part, id, "evidence", "quote", ref)
        for part, id, ref in dict.fromkeys(evidence_links(study))
        if ref in refs
    )


def _in_evidence(study: Study) -> Iterator[Link]:
    """Yield what rules of coding and rows of evidence name; a code among it need not be in the codebook."""
    for source in study.sources:
        for rule in source.coding:
            yield Link("sources", source.id, "coding", "code", rule.code)
        for kind, named in store.named(study, source):
            yield Link("evidence", source.id, kind, kind, named)
