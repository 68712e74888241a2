"""The paths customers take: the most frequent ones, and how much of all they cover."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cjm_research.analysis.estimate import share
from cjm_research.analysis.journeys.engine import Engine
from cjm_research.analysis.journeys.journeys import EVERYBODY, Group, Journeys
from cjm_research.analysis.journeys.log import Level
from cjm_research.privacy.disclosure import is_few, kept_back
from cjm_research.study import Thresholds

if TYPE_CHECKING:
    import pandas as pd

TOLD_IN_TREE = 4
"""Steps of a path of which the tree of paths tells the customers."""

COLUMNS = ("rank", "path", "paths", "n", "share", "covered")

VARIANTS_METHOD = (
    "A path is the whole journey of a customer in the log, in the order of time; equal times keep the order of the log, a "
    "place that follows itself is told once, and what is in no place is passed over. Shares are of all customers with an "
    "event, with Wilson 95 % interval. Paths of too few customers, and all after the ones listed, are told together."
)


def variants(
    journeys: Journeys, level: Level, group: Group = EVERYBODY, *, thresholds: Thresholds, k: int = 10
) -> pd.DataFrame:
    """Return the ``k`` most frequent paths and, together, all others.

    A path that fewer than ``thresholds.min_group`` customers take is among the others; where the others are so few, the
    rarest of the listed paths joins them. So is a short path that all but a few of those who begin with it end with: how
    many begin with it is told elsewhere (`path_tree`).

    Parameters
    ----------
    journeys
        An open log.
    level
        What a step is; a step that repeats the one before is told once.
    group
        Whose journeys.
    thresholds
        How few customers are too few.
    k
        How many paths to list at most.

    Returns
    -------
    DataFrame
        ``rank`` (from 1; 0 for the others, which come last), ``path`` (tuple of ids, empty for customers who met none of
        the places; None for the others), ``paths`` (distinct paths in the row), ``n`` (customers), ``share`` (Estimate, of
        all customers of the group), ``covered`` (share 0…1 of this row and those above). Equally frequent paths stand in
        the order of their places. No rows where nobody is in the group.
    """
    import pandas as pd

    e, names = journeys.engine, journeys.places(level)
    gone = f"select path, n from {journeys.variants(level)} where {journeys.where(group)}"
    counted = f"select path, sum(n) as n from (select {e.unrepeated('path')} as path, n from ({gone}) as gone) as told group by path"
    (customers, distinct), *_ = e.rows(f"select coalesce(sum(n), 0), count(*) from ({counted}) as counted")
    total = int(customers)
    if not total:
        return pd.DataFrame(columns=list(COLUMNS))
    least = thresholds.min_group
    top = e.rows(f"select path, n from ({counted}) as counted where n >= {least} order by n desc, path limit {int(k)}")
    shown = [(tuple(names[place] for place in path), int(n)) for path, n in top]
    shown = [(path, n) for path, n in shown if not is_few(_go_on(e, counted, path, names), least)]
    others = kept_back(dict(shown), total - sum(n for _, n in shown), least)
    shown = [(path, n) for path, n in shown if path not in others]
    rows: list[tuple[int, tuple[str, ...] | None, int, int]] = [
        (rank, path, 1, n) for rank, (path, n) in enumerate(shown, start=1)
    ]
    if rest := total - sum(n for _, n in shown):
        rows.append((0, None, int(distinct) - len(shown), rest))
    made = pd.DataFrame(rows, columns=list(COLUMNS[:4]))
    return made.assign(share=[share(n, total, thresholds) for n in made["n"]], covered=made["n"].cumsum() / total)


def _go_on(e: Engine, counted: str, path: tuple[str, ...], names: Sequence[str]) -> int:
    """Return how many customers begin with a path and go on, where the tree of paths tells how many begin with it."""
    if not 0 < len(path) <= TOLD_IN_TREE:
        return 0
    codes = e.list_of([str(names.index(place)) for place in path])
    begin = e.part("path", "1", str(len(path)))
    ((n,),) = e.rows(
        f"select coalesce(sum(n), 0) from ({counted}) as counted"
        f" where {e.length('path')} > {len(path)} and {begin} = {codes}"
    )
    return int(n)
