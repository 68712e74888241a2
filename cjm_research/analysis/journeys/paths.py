"""What comes next, step by step: the journeys after a place, or before it, as a tree whose numbers add up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cjm_research.analysis.estimate import share
from cjm_research.analysis.journeys.disclosed import disclosed
from cjm_research.analysis.journeys.folding import ENDED, RARER, TOGETHER, folded, told
from cjm_research.analysis.journeys.journeys import EVERYBODY, Group, Journeys
from cjm_research.analysis.journeys.log import Level
from cjm_research.errors import UnknownIdError
from cjm_research.privacy.disclosure import is_few
from cjm_research.study import Thresholds

if TYPE_CHECKING:
    import pandas as pd

Direction = Literal["forward", "backward"]
Kind = Literal["anchor", "place", "other", "ended"]
Prefix = tuple[int, ...]
KINDS: dict[int, Kind] = {ENDED: "ended", TOGETHER: "other"}

PATH_TREE_METHOD = (
    "Unit: customers; each is counted once at every step. A place that follows itself is told once, events in no place are "
    "passed over, equal times keep the order of the log. Ways of too few customers, beyond the most frequent ones, or rarer "
    "than the share named are told together as Other, an early end among them where that is too rare to be told. The "
    "branches of a place add up to it; where all of them would be Other it has none. Who has no further event may go on "
    f"after the log ends. Shares with Wilson 95 % intervals. {RARER}"
)


@dataclass(frozen=True)
class _Node:
    parent: int
    step: int
    kind: Kind
    place: int
    customers: int
    rarer: bool = False


def path_tree(
    journeys: Journeys,
    direction: Direction = "forward",
    anchor: str = "",
    group: Group = EVERYBODY,
    *,
    depth: int = 4,
    top: int = 5,
    level: Level = "touchpoint",
    least_share: float = 0.02,
    thresholds: Thresholds,
) -> pd.DataFrame:
    """Return the tree of what comes after a place, or before it.

    Parameters
    ----------
    journeys
        An open log.
    direction
        Forward in time, or backward.
    anchor
        Where the tree starts: the first time a customer meets this place; blank for the beginning of the journey (forward)
        or its end (backward).
    group
        Whose journeys.
    depth
        Steps from the anchor.
    top
        Most places told by name in one branching.
    level
        What a place is.
    least_share
        Branches of a smaller share of the base go into Other.
    thresholds
        How few customers are too few; they go into Other as well.

    Returns
    -------
    DataFrame
        One row per node, a parent before its children, largest child first: ``node`` (number), ``parent`` (number of the
        node before, -1 for the anchor), ``step`` (0 for the anchor), ``kind`` (anchor, place, other, ended), ``place`` (id;
        blank unless a place, or an anchor that was named), ``customers``, ``of_base`` and ``of_parent`` (`Estimate`s,
        Wilson), ``rarer`` (whether a few customers of rarer ways are counted here). The children of a node add up to it; a node none of whose ways can be told has no children. No row where fewer than ``thresholds.min_group`` customers meet the
        anchor.
    """
    import pandas as pd

    names = journeys.places(level)
    if anchor and anchor not in names:
        raise UnknownIdError(level, anchor, names)
    walks = _walks(journeys, direction, names.index(anchor) if anchor else None, group, level, depth, thresholds)
    branches = _branches(journeys, walks, {()})
    base = sum(branches[()].values())
    kept = disclosed(journeys, group, thresholds=thresholds) if anchor and level in ("touchpoint", "phase") else None
    told_of = base >= thresholds.min_group and (kept is None or (level, anchor) in kept)
    nodes = [_Node(-1, 0, "anchor", ENDED, base)] if told_of else []
    grown: dict[Prefix, int] = {(): 0} if nodes else {}
    for step in range(1, depth + 1):
        grown = _grow(nodes, grown, branches, thresholds.min_group, top, least_share * base)
        branches = _branches(journeys, walks, set(grown)) if step < depth else {}
    rows = [
        (
            number,
            node.parent,
            node.step,
            node.kind,
            names[node.place] if node.place >= 0 else anchor * (not number),
            node.customers,
            share(node.customers, base, thresholds),
            share(node.customers, nodes[max(node.parent, 0)].customers, thresholds),
            node.rarer,
        )
        for number, node in enumerate(nodes)
    ]
    return pd.DataFrame(
        rows, columns=["node", "parent", "step", "kind", "place", "customers", "of_base", "of_parent", "rarer"]
    ).astype({"place": object, "kind": object})


def _grow(
    nodes: list[_Node],
    grown: dict[Prefix, int],
    branches: dict[Prefix, dict[int, int]],
    least: int,
    top: int,
    worth: float,
) -> dict[Prefix, int]:
    """Add the children of every node whose ways can be told, and return those that grow on."""
    on: dict[Prefix, int] = {}
    for prefix, parent in grown.items():
        counts = branches[prefix]
        counts[TOGETHER] = nodes[parent].customers - sum(counts.values())
        names = folded(counts, least=least, most=top, worth=worth)
        if set(names.values()) == {TOGETHER}:
            continue
        for name, n, rarer in told(counts, names):
            if name >= 0:
                on[*prefix, name] = len(nodes)
            nodes.append(_Node(parent, nodes[parent].step + 1, KINDS.get(name, "place"), name, n, rarer))
    return on


def _walks(
    journeys: Journeys,
    direction: Direction,
    anchor: int | None,
    group: Group,
    level: Level,
    depth: int,
    thresholds: Thresholds,
) -> str:
    """Select ``s1`` … ``s<depth>``, the places after or before the anchor (`ENDED` where there is none), and ``n``."""
    e = journeys.engine
    start = (
        e.place("path", str(anchor))
        if anchor is not None
        else "0"
        if direction == "forward"
        else f"{e.length('path')} + 1"
    )
    sign = "+" if direction == "forward" else "-"
    steps = [
        f"coalesce(case when start {sign} {k} > 0 then {e.at('path', f'start {sign} {k}')} end, {ENDED}) as s{k}"
        for k in range(1, depth + 1)
    ]
    once = f"select path, n, {start} as start from ({unrepeated(journeys, group, level, thresholds)}) as told_once"
    return f"select {', '.join(steps)}, n from ({once}) as anchored where start is not null"


def unrepeated(journeys: Journeys, group: Group, level: Level, thresholds: Thresholds) -> str:
    """Select ``path, n`` of customers with a place on the level; a place that follows itself is told once.

    Where those without any place are a few, they are among these with an empty path: left out, they would be what the
    number of all customers has more.
    """
    e = journeys.engine
    path = "path" if level == "phase" else e.unrepeated("path")
    paths = f"select {path} as path, n from {journeys.variants(level)} where {journeys.where(group)}"
    ((nowhere,),) = e.rows(f"select coalesce(sum(n), 0) from ({paths}) as paths where {e.length('path')} = 0")
    return paths if is_few(nowhere, thresholds.min_group) else f"{paths} and {e.length('path')} > 0"


def passed_over(journeys: Journeys, level: Level, group: Group = EVERYBODY) -> float:
    """Return the share of events that are in no place of a level, 0…1; 0 where there is no event."""
    e = journeys.engine
    placed = e.length(e.only(e.each("path", journeys.placed(level, "v")), "v is not null"))
    (inside, every), *_ = e.rows(
        f"select sum(n * {placed}), sum(n * {e.length('path')}) from ({journeys.coded()}) as coded where {journeys.where(group)}"
    )
    return 1 - int(inside) / int(every) if every else 0.0


def _branches(journeys: Journeys, walks: str, prefixes: set[Prefix]) -> dict[Prefix, dict[int, int]]:
    """Return for each of these beginnings, all of one length, how many customers go where next."""
    if not prefixes:
        return {}
    length = len(next(iter(prefixes)))
    columns = ", ".join(f"s{k}" for k in range(1, length + 2))
    either = " or ".join(
        " and ".join(f"s{k} = {place}" for k, place in enumerate(prefix, 1)) or "true" for prefix in sorted(prefixes)
    )
    found: dict[Prefix, dict[int, int]] = {prefix: {} for prefix in prefixes}
    for *path, n in journeys.engine.rows(
        f"select {columns}, sum(n) from ({walks}) as walks where {either} group by {columns}"
    ):
        found[tuple(path[:-1])][path[-1]] = int(n)
    return found
