"""Groups of similar journeys, and for each the journey that is nearest to all others of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cjm_research.analysis import estimate
from cjm_research.analysis.journeys.crowd import Crowd
from cjm_research.analysis.journeys.distances import distances
from cjm_research.analysis.journeys.journeys import Group
from cjm_research.analysis.journeys.log import Level
from cjm_research.analysis.records import Records
from cjm_research.privacy.disclosure import is_few, kept_back
from cjm_research.privacy.suppression import withhold
from cjm_research.study import Thresholds

MOST_PATHS, MOST_PLACES, MOST_GROUPS, TELLERS = 200, 60, 6, 1000

LEAST_SHARE = 0.05
"""Two groups or more must hold at least this share of the customers, or one odd path would count as a group."""

CLEAR_FROM = 0.5
"""Below this mean silhouette no groups are clear (Kaufman and Rousseeuw 1990: from 0.51 a reasonable structure)."""

REPRESENTATIVE_METHOD = (
    f"The {MOST_PATHS} most frequent paths, places told once as long as they last and the first {MOST_PLACES} places "
    "of a path. Distance of two paths: the fewest places to insert, remove or exchange, divided by the length of the "
    "longer one (optimal matching with unit costs). Average linkage; each path weighs as many as its customers, in "
    f"steps of a thousandth. The number of groups from 2 to {MOST_GROUPS} with the greatest mean silhouette, if two "
    f"groups or more hold {100 * LEAST_SHARE:g} % of the customers each; below {CLEAR_FROM:.2f} there are no clear "
    "groups. The representative path has the least distance to all customers of its group, among paths of enough "
    "customers to be shown. Shares of too few customers, and those that would give them away, are withheld. Shares "
    "with Wilson 95 % intervals."
)


@dataclass(frozen=True)
class JourneyGroup:
    """A group of similar journeys.

    Attributes
    ----------
    group
        Its number, from 1; 0 for groups of too few customers together.
    path
        Ids of the journey that stands for it; None where no path of the group may be shown.
    n, share
        Customers, and their share of those with a path that was looked at.
    paths
        How many are distinct.
    exactly
        The share of the group that goes exactly this path.
    """

    group: int
    path: tuple[str, ...] | None
    n: int
    share: estimate.Estimate
    paths: int
    exactly: estimate.Estimate


@dataclass(frozen=True)
class Spread:
    """The ``share`` of a persona's customers looked at who are in a group."""

    persona: str
    group: int
    share: estimate.Estimate


@dataclass(frozen=True)
class Representative:
    """Groups of journeys.

    Parameters
    ----------
    groups
        The largest first, that of the small ones last.
    personas
        How the customers of each persona spread over them; personas without a customer there are left out.
    silhouette
        Mean silhouette of the grouping, or of the best one tried; None where there was nothing to group.
    clear
        Whether the groups are clear; if not, all journeys stand in one.
    covered
        The share of the customers with any place who are in the paths looked at.
    """

    groups: Records[JourneyGroup]
    personas: Records[Spread]
    silhouette: float | None
    clear: bool
    covered: estimate.Estimate


def representative(crowd: Crowd, k: int | None = None, level: Level = "phase") -> Representative:
    """Return groups of similar journeys with a representative path each.

    Parameters
    ----------
    crowd
        Whose journeys.
    k
        The number of groups; by default the clearest one, or one where none is clear.
    level
        What a step is.
    """
    top, total = _paths(crowd, level)
    top = _enough_left(top, (total, crowd.base.customers), crowd.least)
    n = np.array([count for _, count, _ in top], dtype=int)
    if n.sum() < crowd.least:
        return _nobody(total, crowd.thresholds)
    paths = [path for path, *_ in top]
    apart = distances(paths)
    labels, silhouette, clear = _grouped(apart, n, k)
    labels = _ordered(labels, n, crowd.thresholds)
    names = crowd.places(level)
    groups = (_group(one, paths, apart, n, labels, names, crowd.thresholds) for one in _groups(labels))
    return Representative(
        groups=Records(JourneyGroup, tuple(groups)),
        personas=_by_persona(crowd, np.array([counts for *_, counts in top], dtype=int), labels, crowd.thresholds),
        silhouette=silhouette,
        clear=clear,
        covered=estimate.share(int(n.sum()), total, crowd.thresholds),
    )


def _nobody(total: int, thresholds: Thresholds) -> Representative:
    gone = estimate.withheld(total, thresholds, unit="share") if total else estimate.unavailable("no journeys", "share")
    return Representative(Records(JourneyGroup, ()), Records(Spread, ()), silhouette=None, clear=False, covered=gone)


def _ordered(labels: np.ndarray, n: np.ndarray, thresholds: Thresholds) -> np.ndarray:
    """Return the groups numbered from 1, the largest first; those of too few customers become the group 0."""
    found = list(dict.fromkeys(labels.tolist()))
    sizes = [int(n[labels == one].sum()) for one in found]
    few = kept_back(dict(enumerate(sizes)), 0, thresholds.min_group)
    order = sorted((place for place in range(len(found)) if place not in few), key=lambda place: -sizes[place])
    if not order:
        return np.ones_like(labels)
    numbers = {found[place]: number for number, place in enumerate(order, start=1)}
    return np.array([numbers.get(one, 0) for one in labels.tolist()])


def _groups(labels: np.ndarray) -> list[int]:
    """Return the numbers of the groups, that of the small ones last."""
    return sorted(set(labels.tolist()), key=lambda one: (one == 0, one))


def _paths(crowd: Crowd, level: Level) -> tuple[list[tuple[tuple[int, ...], int, tuple[int, ...]]], int]:
    """Return the most frequent paths with their customers, overall and per persona, and how many have any place."""
    e = crowd.engine
    told = (
        f"select members, {e.unrepeated('path')} as path, n from {crowd.journeys.variants(level)} where {crowd.where}"
    )
    somewhere = f"({told}) as told where {e.length('path')} > 0"
    cut = f"select members, {e.part('path', '1', str(MOST_PLACES))} as path, n from {somewhere}"
    each = "".join(
        f", sum(case when {crowd.journeys.where(Group(id)).replace('true and ', '')} then n else 0 end)"
        for id, _ in crowd.journeys.log.personas
    )
    (total,), *_ = e.rows(f"select sum(n) from ({cut}) as cut")
    found = e.rows(
        f"select path, sum(n) as n{each} from ({cut}) as cut group by path order by n desc, path limit {MOST_PATHS}"
    )
    return [(tuple(path), int(n), tuple(map(int, counts))) for path, n, *counts in found], int(total or 0)


def _enough_left(
    top: list[tuple[tuple[int, ...], int, tuple[int, ...]]], bases: tuple[int, ...], least: int
) -> list[tuple[tuple[int, ...], int, tuple[int, ...]]]:
    """Return the paths without the rarest of them, until those who take none are nobody or enough to be told."""
    while top and any(is_few(base - sum(n for _, n, _ in top), least) for base in bases):
        top = top[:-1]
    return top


def _grouped(apart: np.ndarray, n: np.ndarray, k: int | None) -> tuple[np.ndarray, float | None, bool]:
    """Return the group of each path, the mean silhouette and whether the groups are clear."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform
    from sklearn.metrics import silhouette_score

    tellers = np.repeat(np.arange(len(n)), np.maximum(1, np.round(TELLERS * n / n.sum()).astype(int)))
    among = apart[np.ix_(tellers, tellers)]
    most = min(MOST_GROUPS, len(n), len(tellers) - 1)
    if most < 2:
        return np.zeros(len(n), dtype=int), None, False
    tree = linkage(squareform(among, checks=False), method="average")
    tried = {}
    for count in range(2, most + 1) if k is None else [min(k, most)]:
        labels = fcluster(tree, count, criterion="maxclust")
        sizes = np.bincount(labels) / len(labels)
        if (sizes >= LEAST_SHARE).sum() > 1 or (k is not None and len(set(labels)) > 1):
            tried[count] = (float(silhouette_score(among, labels, metric="precomputed")), labels)
    if not tried:
        return np.zeros(len(n), dtype=int), None, False
    best, labels = max(tried.values(), key=lambda one: one[0])
    clear = best >= CLEAR_FROM
    if not clear and k is None:
        return np.zeros(len(n), dtype=int), best, False
    first = np.unique(tellers, return_index=True)[1]
    return labels[first], best, clear


def _group(
    one: int,
    paths: Sequence[tuple[int, ...]],
    apart: np.ndarray,
    n: np.ndarray,
    labels: np.ndarray,
    names: Sequence[str],
    thresholds: Thresholds,
) -> JourneyGroup:
    inside = np.flatnonzero(labels == one)
    customers = int(n[inside].sum())
    shown = [path for path in inside.tolist() if n[path] >= thresholds.min_group] if one else []
    share = estimate.share(customers, int(n.sum()), thresholds)
    if not shown:
        gone = estimate.unavailable(
            "withheld: no path of enough customers" if one else "small groups together", "share"
        )
        return JourneyGroup(one, None, customers, share, len(inside), gone)
    medoid = min(shown, key=lambda path: (float(apart[path, inside] @ n[inside]), -int(n[path])))
    exactly = estimate.share(int(n[medoid]), customers, thresholds)
    return JourneyGroup(one, tuple(names[place] for place in paths[medoid]), customers, share, len(inside), exactly)


def _by_persona(crowd: Crowd, counts: np.ndarray, labels: np.ndarray, thresholds: Thresholds) -> Records[Spread]:
    import pandas as pd

    groups = _groups(labels)
    table = [
        [int(counts[labels == one, place].sum()) for one in groups] for place in range(len(crowd.journeys.log.personas))
    ]
    hidden = withhold(pd.DataFrame(table, columns=groups), thresholds.min_group)
    gone = estimate.unavailable("withheld: too few customers", "share")
    spread = [
        Spread(
            id, group, gone if hidden.iloc[place, [at, -1]].any() else estimate.share(line[at], sum(line), thresholds)
        )
        for place, ((id, _), line) in enumerate(zip(crowd.journeys.log.personas, table, strict=True))
        for at, group in enumerate(groups)
        if sum(line)
    ]
    return Records(Spread, tuple(spread))
