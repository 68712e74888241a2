"""Where customers come in: the first place of each journey."""

from __future__ import annotations

from dataclasses import dataclass

from cjm_research.analysis.estimate import Estimate, share
from cjm_research.analysis.journeys.crowd import Crowd
from cjm_research.analysis.journeys.folding import RARER, TOGETHER, folded, told
from cjm_research.analysis.journeys.log import Level
from cjm_research.analysis.records import Records
from cjm_research.privacy.disclosure import is_few

FIRST_TOUCH_METHOD = (
    "Unit: customers. Each customer counts once, where the first event of the log that belongs to a touchpoint stands; "
    "for channels the first event of all. Equal times keep the order of the log. Customers without such an event are "
    "left out. Shares with Wilson 95 % intervals. Places where too few customers come in are told together as Other. "
    f"{RARER}"
)


@dataclass(frozen=True)
class Entry:
    """A place where customers come in.

    Attributes
    ----------
    place
        Id or name; None for places told together.
    customers
        Who come in there.
    share
        Of all customers with a place on this level.
    rarer
        Whether a few customers of rarer places are counted here.
    """

    place: str | None
    customers: int
    share: Estimate
    rarer: bool


def first_touch(crowd: Crowd, by: Level = "touchpoint") -> Records[Entry]:
    """Return where customers come in.

    Parameters
    ----------
    crowd
        Whose journeys.
    by
        What a place is.

    Returns
    -------
    Records of Entry
        Most customers first, those told together last; none where fewer customers than may be told have a place.
    """
    e, names = crowd.engine, crowd.places(by)
    found = e.rows(f"select {e.at('path', '1')} as place, sum(n) from ({crowd.paths(by)}) as paths group by 1")
    counts, least = {TOGETHER if place is None else place: int(n) for place, n in found}, crowd.least
    # A few customers without any place are told with the rarer ones: left out, all customers would have them more.
    if not is_few(counts.get(TOGETHER, 0), least):
        counts.pop(TOGETHER, None)
    base = sum(counts.values())
    rows = told(counts, folded(counts, least=least, most=len(names))) if base >= least else []
    return Records(
        Entry,
        tuple(
            Entry(None if name == TOGETHER else names[name], n, share(n, base, crowd.thresholds), rarer)
            for name, n, rarer in rows
        ),
    )
