"""Step 5: the ways customers go: what follows the first touchpoint, and what comes before the goal."""

from __future__ import annotations

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import journeys as asked
from cjm_research.analysis.journeys import Crowd
from cjm_research.people.crowd import crowd_of, why_no_log
from cjm_research.sections.customers import OTHER, counted, on_the_level, too_few
from cjm_research.sections.section import Section, Table
from cjm_research.study import Study, Touchpoint

SCALE = "customers, height as a share of all"
LEAST_SHARE = 0.025


def forward_paths(study: Study, persona: str = "") -> Section:
    """Return which touchpoints customers meet first, second, third and fourth."""
    id, title = "touchpoints.forward_paths", "The ways from the first touchpoint"
    crowd = crowd_of(study, persona)
    if crowd is None:
        return Section(id=id, title=title, lead=why_no_log(study), scale=SCALE)
    tree = asked.path_tree(crowd, "forward", "", least_share=LEAST_SHARE)
    heads = ["start", "1st touchpoint", "2nd", "3rd", "4th"]
    return _drawn(study, persona, crowd, tree, id=id, title=title, heads=heads)


def backward_paths(study: Study, persona: str = "") -> Section:
    """Return which touchpoints come before the goal, the last before it first."""
    id, title = "touchpoints.backward_paths", "The ways to the goal"
    crowd = crowd_of(study, persona)
    if crowd is None:
        return Section(id=id, title=title, lead=why_no_log(study), scale=SCALE)
    goal, why = _goal(study, crowd)
    if goal is None:
        return Section(id=id, title=title, lead="No event of the log belongs to a touchpoint.", scale=SCALE)
    tree = asked.path_tree(crowd, "backward", goal.id, least_share=LEAST_SHARE)
    heads = ["goal", "last before", "2nd before", "3rd before", "4th before"]
    return _drawn(study, persona, crowd, tree, id=id, title=title, heads=heads, goal=goal, why=why)


def _goal(study: Study, crowd: Crowd) -> tuple[Touchpoint | None, str]:
    """Return the touchpoint that stands latest in the journey among those of conversion objectives, and say so."""
    logged = set(crowd.journeys.places("event"))
    seen = [t for t in study.touchpoints if logged & set(t.events)]
    named = {id for objective in study.objectives if objective.kind == "conversion" for id in objective.touchpoints}
    aimed_at = [t for t in seen if t.id in named]
    rank = {phase.id: place for place, phase in enumerate(study.phases)}
    latest = max(
        aimed_at or seen,
        key=lambda t: (min((rank[id] for id in t.phases if id in rank), default=-1), study.touchpoints.index(t)),
        default=None,
    )
    return latest, "that an objective of conversion names" if aimed_at else "in the log"


def _drawn(
    study: Study,
    persona: str,
    crowd: Crowd,
    tree: pd.DataFrame,
    *,
    id: str,
    title: str,
    heads: list[str],
    goal: Touchpoint | None = None,
    why: str = "",
) -> Section:
    if tree.empty:
        what = f"an event of {goal.title}" if goal else "events of a touchpoint"
        return Section(id=id, title=title, lead=too_few(study, persona, what), scale=SCALE)
    frame = _titled(study, tree, goal)
    base = int(tree["customers"].iloc[0])
    lines = tuple(
        (row.label, counted(row.value, row.rarer), str(row.of_base), str(row.of_parent) if row.step else "–")
        for row in frame.itertuples()
    )
    description = "what customers meet before the goal" if goal else "what customers meet, from the first touchpoint on"
    chart = charts.path_tree(frame, heads=heads, backward=goal is not None, description=description)
    who = f"who reach {goal.title}, the latest touchpoint {why}; the first time counts" if goal else ""
    return Section(
        id=id,
        title=title,
        lead=_lead(frame, goal),
        figure=charts.svg(chart),
        alt=f"Boxes: {description}; "
        + "; ".join(f"{row.label} {row.note}" for row in frame[frame["step"] == 1].itertuples()),
        table=Table(
            caption="Ways, each with its first step first" if goal is None else "Ways, each from the goal back in time",
            columns=("way", "customers", "of all", "of the step before"),
            rows=lines,
            numeric=("customers",),
        ),
        base=on_the_level(study, persona, crowd, base, "touchpoint", who),
        method=f"{asked.PATH_TREE_METHOD} The share named is {100 * LEAST_SHARE:g} % of all.",
        sources=(crowd.source,),
        scale=SCALE,
    )


def _titled(study: Study, tree: pd.DataFrame, goal: Touchpoint | None) -> pd.DataFrame:
    """Return the tree with titles, numbers in words, and the whole way of each node as its label."""
    names = {t.id: t.title for t in study.touchpoints}
    arrow, ended = (" ← ", "began here") if goal else (" → ", "left")
    start = goal.title if goal else "all customers"
    labels: list[str] = []
    titles: list[str] = []
    for row in tree.itertuples():
        titles.append({"anchor": start, "other": OTHER, "ended": ended}.get(row.kind) or names[row.place])
        labels.append(
            titles[-1] if row.step < 2 and not (goal and row.step) else f"{labels[row.parent]}{arrow}{titles[-1]}"
        )
    notes = [f"{counted(row.customers, row.rarer)} ({_percent(row.of_base.value)})" for row in tree.itertuples()]
    return tree.rename(columns={"customers": "value"}).assign(title=titles, label=labels, note=notes)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 else f"{100 * share:.1f} %"


def _lead(frame: pd.DataFrame, goal: Touchpoint | None) -> str:
    first = _most_frequent(frame, 0)
    if first is None:
        return "No way is common enough to be told."
    if goal and first["kind"] == "ended":
        return f"{first['of_base'].short} of those who reach {goal.title} have no touchpoint before it."
    if goal:
        return f"Directly before {goal.title} stands {first['title']} most often: {first['of_base'].short}."
    then = _most_frequent(frame, first["node"])
    on = "" if then is None else f" Of them, {then['of_parent'].short} {_next(then)}, the most frequent way from there."
    return f"The most frequent first touchpoint is {first['title']}: {first['of_base'].short}.{on}"


def _next(node: pd.Series) -> str:
    return "have no further touchpoint" if node["kind"] == "ended" else f"go on to {node['title']}"


def _most_frequent(frame: pd.DataFrame, parent: int) -> pd.Series | None:
    ways = frame[(frame["parent"] == parent) & frame["kind"].isin(["place", "ended"])]
    return None if ways.empty else ways.iloc[0]
