"""Where customers come in: the first place of each journey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cjm_research.analysis.estimate import share
from cjm_research.analysis.journeys.folding import RARER, TOGETHER, folded, told
from cjm_research.analysis.journeys.journeys import EVERYBODY, Group, Journeys
from cjm_research.analysis.journeys.log import Level
from cjm_research.privacy.disclosure import is_few
from cjm_research.study import Thresholds

if TYPE_CHECKING:
    import pandas as pd

FIRST_TOUCH_METHOD = (
    "Unit: customers. Each customer counts once, where the first event of the log that belongs to a touchpoint stands; "
    "for channels the first event of all. Equal times keep the order of the log. Customers without such an event are left "
    f"out. Shares with Wilson 95 % intervals. Places where too few customers come in are told together as Other. {RARER}"
)


def first_touch(
    journeys: Journeys, by: Level = "touchpoint", group: Group = EVERYBODY, *, thresholds: Thresholds
) -> pd.DataFrame:
    """Return where customers come in.

    Parameters
    ----------
    journeys
        An open log.
    by
        What a place is.
    group
        Whose journeys.
    thresholds
        How few customers are too few.

    Returns
    -------
    DataFrame
        ``place`` (id or name, ``None`` for places told together), ``customers``, ``share`` (`Estimate` of all customers
        with a place on this level, Wilson), ``rarer`` (whether a few customers of rarer places are counted here), most
        customers first, those told together last. No row where fewer than
        ``thresholds.min_group`` customers have a place.
    """
    import pandas as pd

    e, names = journeys.engine, journeys.places(by)
    found = e.rows(
        f"select {e.at('path', '1')} as place, sum(n) from {journeys.variants(by)}"
        f" where {journeys.where(group)} group by 1"
    )
    least, counts = thresholds.min_group, {TOGETHER if place is None else place: int(n) for place, n in found}
    if not is_few(counts.get(TOGETHER, 0), least):
        counts.pop(TOGETHER, None)
    base = sum(counts.values())
    rows = told(counts, folded(counts, least=least, most=len(names))) if base >= least else []
    return pd.DataFrame(
        {
            "place": pd.Series([None if name == TOGETHER else names[name] for name, _, _ in rows], dtype=object),
            "customers": [n for _, n, _ in rows],
            "share": [share(n, base, thresholds) for _, n, _ in rows],
            "rarer": [rarer for _, _, rarer in rows],
        }
    )
