"""What comes next, step by step: the journeys after a place, or before it, as a tree whose numbers add up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cjm_research.analysis.estimate import Estimate, share
from cjm_research.analysis.journeys.crowd import Crowd
from cjm_research.analysis.journeys.disclosed import LEVELS, disclosed
from cjm_research.analysis.journeys.folding import ENDED, RARER, TOGETHER, folded, told
from cjm_research.analysis.journeys.log import Level
from cjm_research.analysis.records import Records
from cjm_research.privacy.disclosure import is_few

Direction = Literal["forward", "backward"]
Kind = Literal["anchor", "place", "other", "ended"]
Prefix = tuple[int, ...]
KINDS: dict[int, Kind] = {ENDED: "ended", TOGETHER: "other"}

PATH_TREE_METHOD = (
    "Unit: customers; each is counted once at every step. A place that follows itself is told once, events in no place "
    "are passed over, equal times keep the order of the log. Ways of too few customers, beyond the most frequent ones, "
    "or rarer than the share named are told together as Other, an early end among them where that is too rare to be "
    "told. The branches of a place add up to it; where all of them would be Other it has none. Who has no further "
    f"event may go on after the log ends. Shares with Wilson 95 % intervals. {RARER}"
)


@dataclass(frozen=True)
class Node:
    """A place in a tree of ways.

    Attributes
    ----------
    node, parent
        Its number and that of the node before, -1 for the anchor.
    step
        0 for the anchor.
    kind, place
        What it is; the id is blank unless a place, or an anchor that was named.
    customers
        The children of a node add up to it.
    of_base, of_parent
        Their share of the customers at the anchor and at the node before.
    rarer
        Whether a few customers of rarer ways are counted here.
    """

    node: int
    parent: int
    step: int
    kind: Kind
    place: str
    customers: int
    of_base: Estimate
    of_parent: Estimate
    rarer: bool


@dataclass(frozen=True)
class _Grown:
    parent: int
    step: int
    kind: Kind
    place: int
    customers: int
    rarer: bool = False


def path_tree(
    crowd: Crowd,
    direction: Direction = "forward",
    anchor: str = "",
    *,
    depth: int = 4,
    top: int = 5,
    level: Level = "touchpoint",
    least_share: float = 0.02,
) -> Records[Node]:
    """Return the tree of what comes after a place, or before it; ways of too few customers go into Other.

    Parameters
    ----------
    crowd
        Whose journeys.
    direction
        Forward in time, or backward.
    anchor
        Where the tree starts: the first time a customer meets this place; blank for the beginning of the journey
        (forward) or its end (backward).
    depth
        Steps from the anchor.
    top
        Most places told by name in one branching.
    level
        What a place is.
    least_share
        Branches of a smaller share of the base go into Other.

    Returns
    -------
    Records of Node
        A parent before its children, the largest child first; a node none of whose ways can be told has no children.
        None where fewer customers than may be told meet the anchor.
    """
    names = crowd.places(level)
    walks = _walks(crowd, direction, crowd.index(level, anchor) if anchor else None, level, depth)
    branches = _branches(crowd, walks, {()})
    base = sum(branches[()].values())
    told = not anchor or level not in LEVELS or (level, anchor) in disclosed(crowd)
    nodes = [_Grown(-1, 0, "anchor", ENDED, base)] if told and base >= crowd.least else []
    grown: dict[Prefix, int] = {(): 0} if nodes else {}
    for step in range(1, depth + 1):
        grown = _grow(nodes, grown, branches, crowd.least, top, least_share * base)
        branches = _branches(crowd, walks, set(grown)) if step < depth else {}
    return Records(
        Node,
        tuple(
            Node(
                number,
                node.parent,
                node.step,
                node.kind,
                names[node.place] if node.place >= 0 else anchor * (not number),
                node.customers,
                share(node.customers, base, crowd.thresholds),
                share(node.customers, nodes[max(node.parent, 0)].customers, crowd.thresholds),
                node.rarer,
            )
            for number, node in enumerate(nodes)
        ),
    )


def _grow(
    nodes: list[_Grown],
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
            nodes.append(_Grown(parent, nodes[parent].step + 1, KINDS.get(name, "place"), name, n, rarer))
    return on


def _walks(crowd: Crowd, direction: Direction, anchor: int | None, level: Level, depth: int) -> str:
    """Select ``s1`` … ``s<depth>``, the places after or before the anchor (`ENDED` where there is none), and ``n``."""
    e = crowd.engine
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
    once = f"select path, n, {start} as start from ({unrepeated(crowd, level)}) as told_once"
    return f"select {', '.join(steps)}, n from ({once}) as anchored where start is not null"


def unrepeated(crowd: Crowd, level: Level) -> str:
    """Select ``path, n`` of customers with a place on the level; a place that follows itself is told once.

    Where those without any place are a few, they are among these with an empty path: left out, they would be what the
    number of all customers has more.
    """
    e = crowd.engine
    path = "path" if level == "phase" else e.unrepeated("path")
    paths = f"select {path} as path, n from ({crowd.paths(level)}) as paths"
    ((nowhere,),) = e.rows(f"select coalesce(sum(n), 0) from ({paths}) as paths where {e.length('path')} = 0")
    return paths if is_few(int(nowhere), crowd.least) else f"{paths} where {e.length('path')} > 0"


def passed_over(crowd: Crowd, level: Level) -> float:
    """Return the share of events that are in no place of a level, 0…1; 0 where there is no event."""
    e = crowd.engine
    placed = e.length(e.only(e.each("path", crowd.placed(level, "v")), "v is not null"))
    (inside, every), *_ = e.rows(
        f"select sum(n * {placed}), sum(n * {e.length('path')}) from ({crowd.coded()}) as coded"
    )
    return 1 - int(inside) / int(every) if every else 0.0


def _branches(crowd: Crowd, walks: str, prefixes: set[Prefix]) -> dict[Prefix, dict[int, int]]:
    """Return for each of these beginnings, all of one length, how many customers go where next."""
    if not prefixes:
        return {}
    length = len(next(iter(prefixes)))
    columns = ", ".join(f"s{k}" for k in range(1, length + 2))
    either = " or ".join(
        " and ".join(f"s{k} = {place}" for k, place in enumerate(prefix, 1)) or "true" for prefix in sorted(prefixes)
    )
    found: dict[Prefix, dict[int, int]] = {prefix: {} for prefix in prefixes}
    for *path, n in crowd.engine.rows(
        f"select {columns}, sum(n) from ({walks}) as walks where {either} group by {columns}"
    ):
        found[tuple(path[:-1])][path[-1]] = int(n)
    return found
