"""Where customers come in: the first place of each journey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cjm_research.analysis.estimate import share
from cjm_research.analysis.journeys.crowd import Crowd
from cjm_research.analysis.journeys.folding import RARER, TOGETHER, folded, told
from cjm_research.analysis.journeys.log import Level

if TYPE_CHECKING:
    import pandas as pd

FIRST_TOUCH_METHOD = (
    "Unit: customers. Each customer counts once, where the first event of the log that belongs to a touchpoint stands; "
    "for channels the first event of all. Equal times keep the order of the log. Customers without such an event are left "
    f"out. Shares with Wilson 95 % intervals. Places where too few customers come in are told together as Other. {RARER}"
)


def first_touch(crowd: Crowd, by: Level = "touchpoint") -> pd.DataFrame:
    """Return where customers come in.

    Parameters
    ----------
    crowd
        Whose journeys.
    by
        What a place is.

    Returns
    -------
    DataFrame
        ``place`` (id or name, ``None`` for places told together), ``customers``, ``share`` (`Estimate` of all customers
        with a place on this level, Wilson), ``rarer`` (whether a few customers of rarer places are counted here), most
        customers first, those told together last. No row where fewer than
        ``thresholds.min_group`` customers have a place.
    """
    import pandas as pd

    e, names = crowd.engine, crowd.places(by)
    found = e.rows(
        f"select {e.at('path', '1')} as place, sum(n) from ({crowd.paths(by)}) as paths"
        f" where {e.length('path')} > 0 group by 1"
    )
    counts = {place: int(n) for place, n in found}
    base, least = sum(counts.values()), crowd.least
    rows = told(counts, folded(counts, least=least, most=len(names))) if base >= least else []
    return pd.DataFrame(
        {
            "place": pd.Series([None if name == TOGETHER else names[name] for name, _, _ in rows], dtype=object),
            "customers": [n for _, n, _ in rows],
            "share": [share(n, base, crowd.thresholds) for _, n, _ in rows],
            "rarer": [rarer for _, _, rarer in rows],
        }
    )
