"""Step 5: the ways customers go: what follows the first touchpoint, and what comes before the goal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cjm_research import charts
from cjm_research.analysis import journeys as asked
from cjm_research.analysis.journeys import Crowd
from cjm_research.analysis.records import Records
from cjm_research.people.crowd import crowd_of
from cjm_research.printing import percent
from cjm_research.sections.customers import OTHER, counted, on_the_level, too_few, untold
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.study import Study, Touchpoint

SCALE = "customers, height as a share of all"
LEAST_SHARE = 0.025
METHOD = f"{asked.PATH_TREE_METHOD} The share named is {100 * LEAST_SHARE:g} % of all."


@section("touchpoints.forward_paths", "The ways from the first touchpoint", scale=SCALE, method=METHOD)
def forward_paths(study: Study, persona: str = "") -> Content:
    """Return which touchpoints customers meet first, second, third and fourth."""
    crowd = crowd_of(study, persona)
    tree = asked.path_tree(crowd, "forward", "", least_share=LEAST_SHARE)
    return _drawn(study, persona, crowd, tree, heads=["start", "1st touchpoint", "2nd", "3rd", "4th"])


@section("touchpoints.backward_paths", "The ways to the goal", scale=SCALE, method=METHOD)
def backward_paths(study: Study, persona: str = "") -> Content:
    """Return which touchpoints come before the goal, the last before it first."""
    crowd = crowd_of(study, persona)
    goal, why = _goal(study, crowd)
    tree = asked.path_tree(crowd, "backward", goal.id, least_share=LEAST_SHARE)
    heads = ["goal", "last before", "2nd before", "3rd before", "4th before"]
    return _drawn(study, persona, crowd, tree, heads=heads, goal=goal, why=why)


def _goal(study: Study, crowd: Crowd) -> tuple[Touchpoint, str]:
    """Return the touchpoint that stands latest in the journey among those of conversion objectives, and say so."""
    logged = set(crowd.journeys.places("event"))
    seen = [t for t in study.touchpoints if logged & set(t.events)]
    named = {id for objective in study.objectives if objective.kind == "conversion" for id in objective.touchpoints}
    aimed_at = [t for t in seen if t.id in named]
    rank = {phase.id: place for place, phase in enumerate(study.phases)}
    if not seen:
        raise Nothing("No event of the log belongs to a touchpoint.")
    latest = max(
        aimed_at or seen,
        key=lambda t: (min((rank[id] for id in t.phases if id in rank), default=-1), study.touchpoints.index(t)),
    )
    return latest, "that an objective of conversion names" if aimed_at else "in the log"


def _drawn(
    study: Study,
    persona: str,
    crowd: Crowd,
    tree: Records[asked.Node],
    *,
    heads: list[str],
    goal: Touchpoint | None = None,
    why: str = "",
) -> Content:
    if not tree:
        if goal and asked.visitors(crowd, "touchpoint", goal.id) >= crowd.least:
            raise Nothing(untold(study, persona, crowd, goal.title))
        what = f"an event of {goal.title}" if goal else "events of a touchpoint"
        raise Nothing(too_few(study, persona, what))
    ways = _titled(study, tree, goal)
    frame = (
        tree.frame()
        .rename(columns={"customers": "value"})
        .assign(title=[way.title for way in ways], label=[way.label for way in ways], note=[way.note for way in ways])
    )
    description = "what customers meet before the goal" if goal else "what customers meet, from the first touchpoint on"
    chart = charts.path_tree(frame, heads=heads, backward=goal is not None, description=description)
    who = f"who reach {goal.title}, the latest touchpoint {why}; the first time counts" if goal else ""
    return Content(
        lead=_lead(ways, goal),
        figure=charts.svg(chart),
        alt=f"Boxes: {description}; " + "; ".join(f"{way.label} {way.note}" for way in ways if way.node.step == 1),
        table=table(
            "Ways, each from the goal back in time" if goal else "Ways, each with its first step first",
            ways,
            Column("way", lambda way: way.label),
            Column("customers", lambda way: counted(way.node.customers, way.node.rarer), numeric=True),
            Column("of all", lambda way: str(way.node.of_base)),
            Column("of the step before", lambda way: str(way.node.of_parent) if way.node.step else "–"),
        ),
        base=on_the_level(study, persona, crowd, tree[0].customers, "touchpoint", who),
        sources=(crowd.source,),
    )


@dataclass(frozen=True)
class Way:
    """A node of the tree in words: its title, the whole way to it, and its number and share."""

    node: asked.Node
    title: str
    label: str
    note: str


def _titled(study: Study, tree: Sequence[asked.Node], goal: Touchpoint | None) -> list[Way]:
    names = {t.id: t.title for t in study.touchpoints}
    arrow, ended = (" ← ", "began here") if goal else (" → ", "left")
    called = {"anchor": goal.title if goal else "all customers", "other": OTHER, "ended": ended}
    ways: list[Way] = []
    for node in tree:
        title = called.get(node.kind) or names[node.place]
        alone = node.step < 2 and not (goal and node.step)
        label = title if alone else f"{ways[node.parent].label}{arrow}{title}"
        note = f"{counted(node.customers, node.rarer)} ({percent(node.of_base.value or 0)})"
        ways.append(Way(node, title, label, note))
    return ways


def _lead(ways: list[Way], goal: Touchpoint | None) -> str:
    first = _most_frequent(ways, 0)
    if first is None:
        return "No way is common enough to be told."
    if goal and first.node.kind == "ended":
        return f"{first.node.of_base.short} of those who reach {goal.title} have no touchpoint before it."
    if goal:
        return f"Directly before {goal.title} stands {first.title} most often: {first.node.of_base.short}."
    then = _most_frequent(ways, first.node.node)
    on = (
        ""
        if then is None
        else f" Of them, {then.node.of_parent.short} {_next(then)}, the most frequent way from there."
    )
    return f"The most frequent first touchpoint is {first.title}: {first.node.of_base.short}.{on}"


def _next(way: Way) -> str:
    return "have no further touchpoint" if way.node.kind == "ended" else f"go on to {way.title}"


def _most_frequent(ways: list[Way], parent: int) -> Way | None:
    return next((way for way in ways if way.node.parent == parent and way.node.kind in ("place", "ended")), None)
