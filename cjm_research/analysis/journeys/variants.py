"""The paths customers take: the most frequent ones, and how much of all they cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cjm_research.analysis.estimate import Estimate, share
from cjm_research.analysis.journeys.crowd import Crowd
from cjm_research.analysis.journeys.engine import Engine
from cjm_research.analysis.journeys.log import Level
from cjm_research.analysis.records import Records
from cjm_research.privacy.disclosure import is_few, kept_back

TOLD_IN_TREE = 4
"""Steps of a path of which the tree of paths tells the customers."""

VARIANTS_METHOD = (
    "A path is the whole journey of a customer in the log, in the order of time; equal times keep the order of the "
    "log, a place that follows itself is told once, and what is in no place is passed over. Shares are of all "
    "customers with an event, with Wilson 95 % interval. Paths of too few customers, and all after the ones listed, "
    "are told together."
)


@dataclass(frozen=True)
class Variant:
    """A path, or all others together.

    Attributes
    ----------
    rank
        From 1; 0 for the others.
    path
        Ids, none for customers who met none of the places; None for the others.
    paths
        How many distinct paths are told here.
    n, share
        Customers, and their share of all in the group.
    covered
        The share 0…1 of this path and those above.
    """

    rank: int
    path: tuple[str, ...] | None
    paths: int
    n: int
    share: Estimate
    covered: float


def variants(crowd: Crowd, level: Level, *, k: int = 10) -> Records[Variant]:
    """Return the ``k`` most frequent paths and, together, all others.

    A path that fewer customers take than may be told is among the others; where the others are so few, the rarest of
    the listed paths joins them. So does a short path that all but a few of those who begin with it end with: how many
    begin with it is told elsewhere (`path_tree`).

    Parameters
    ----------
    crowd
        Whose journeys.
    level
        What a step is; a step that repeats the one before is told once.
    k
        How many paths to list at most.

    Returns
    -------
    Records of Variant
        The others last; equally frequent paths in the order of their places. None where nobody is in the group.
    """
    e, names, least = crowd.engine, crowd.places(level), crowd.least
    unrepeated = f"select {e.unrepeated('path')} as path, n from ({crowd.paths(level)}) as gone"
    counted = f"select path, sum(n) as n from ({unrepeated}) as told group by path"
    (customers, distinct), *_ = e.rows(f"select coalesce(sum(n), 0), count(*) from ({counted}) as counted")
    total = int(customers)
    top = e.rows(f"select path, n from ({counted}) as counted where n >= {least} order by n desc, path limit {int(k)}")
    shown = [(tuple(names[place] for place in path), int(n)) for path, n in top]
    shown = [(path, n) for path, n in shown if not is_few(_go_on(e, counted, path, names), least)]
    kept = kept_back(dict(shown), total - sum(n for _, n in shown), least)
    shown = [(path, n) for path, n in shown if path not in kept]
    told, covered = [], 0
    for rank, (path, n) in enumerate(shown, start=1):
        covered += n
        told.append(Variant(rank, path, 1, n, share(n, total, crowd.thresholds), covered / total))
    if others := total - covered:
        told.append(Variant(0, None, int(distinct) - len(shown), others, share(others, total, crowd.thresholds), 1.0))
    return Records(Variant, tuple(told))


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
