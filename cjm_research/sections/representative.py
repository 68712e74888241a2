"""Steps 5 and 8: a few journeys that stand for all."""

from __future__ import annotations

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import Estimate
from cjm_research.analysis import journeys as asked
from cjm_research.analysis.journeys import REPRESENTATIVE_METHOD, JourneyGroup, Representative
from cjm_research.people.crowd import crowd_of, window
from cjm_research.people.rows import named
from cjm_research.printing import percent
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.sections.frames import floats
from cjm_research.study import Persona, Study

SHARES = "share 0–100 %"
DRAWN = "one journey for each group of journeys"


@section("touchpoints.representative", "Journeys that stand for many", scale=SHARES, method=REPRESENTATIVE_METHOD)
def representative(study: Study, persona: str = "") -> Content:
    """Return groups of journeys that are alike from phase to phase, and a journey that stands for each."""
    return _groups(study, persona)


@section("compare.representative", "Who goes which kind of journey", scale=SHARES, method=REPRESENTATIVE_METHOD)
def representative_by_persona(study: Study) -> Content:
    """Return groups of journeys of everybody, and how the customers of each persona spread over them."""
    return _groups(study, "", spread=True)


def _groups(study: Study, persona: str, *, spread: bool = False) -> Content:
    crowd = crowd_of(study, persona)
    if not study.phases:
        raise Nothing("The study has no phases to tell journeys in.")
    kinds = asked.representative(crowd)
    if all(group.path is None for group in kinds.groups):
        why = kinds.covered.reason or "no path is taken by enough customers"
        raise Nothing(f"No journey stands for {named(study, persona)}: {why}.")
    titles = {phase.id: phase.title for phase in study.phases}
    frame = floats(pd.DataFrame([chip for group in kinds.groups for chip in _chips(titles, group)]))
    known = {share.persona for share in kinds.personas if spread}
    shown = [p for p in study.personas if p.role != "negative" and p.id in known]
    shares = {(share.persona, share.group): share.share for share in kinds.personas}
    journeys = "; ".join(f"{_label(group)} {_path(titles, group)}: {group.share.short}" for group in kinds.groups)
    return Content(
        lead=_lead(kinds, titles),
        figure=charts.svg(charts.variants(frame, colours=list(titles.values()), description=DRAWN)),
        alt=f"Journeys that stand for groups of journeys; {journeys}",
        table=table(
            "Groups of journeys",
            kinds.groups,
            Column("group", _label),
            Column("journey that stands for it", lambda group: _path(titles, group)),
            Column("customers", lambda group: f"{group.n:,}", numeric=True),
            Column("share", lambda group: group.share.short),
            Column("go exactly this way", lambda group: group.exactly.short),
            Column("paths", lambda group: f"{group.paths:,}", numeric=True),
            *(_of(persona, shares) for persona in shown),
        ),
        base=f"{named(study, persona)}: {crowd.base.customers:,} customers, {window(crowd.base)}. The paths looked at "
        f"cover {kinds.covered.short} of those seen in any phase; whoever is left takes a rarer path.",
        sources=(crowd.source,),
    )


def _chips(titles: dict[str, str], group: JourneyGroup) -> list[dict[str, object]]:
    """Return the chips of the journey that stands for a group."""
    share = group.share.value or 0
    chip: dict[str, object] = {"label": _label(group), "value": share, "note": f"{percent(share)}, {group.n:,}"}
    if not group.path:
        return [chip | {"step": 1, "place": _path(titles, group), "colour": ""}]
    return [
        chip | {"step": step, "place": titles[id], "colour": titles[id]} for step, id in enumerate(group.path, start=1)
    ]


def _label(group: JourneyGroup) -> str:
    return f"group {group.group}" if group.group else "small groups"


def _path(titles: dict[str, str], group: JourneyGroup) -> str:
    if group.path:
        return " → ".join(titles[id] for id in group.path)
    return "no path of enough customers to be shown" if group.group else f"{group.paths:,} other paths"


def _lead(kinds: Representative, titles: dict[str, str]) -> str:
    top = next(group for group in kinds.groups if group.path)
    if len(kinds.groups) == 1:
        how = "" if kinds.silhouette is None else f" (best mean silhouette {kinds.silhouette:.2f})"
        return (
            f"There are no clear groups{how}. The journey nearest to all others: {_path(titles, top)}; "
            f"{top.exactly.short} go exactly this way."
        )
    groups = sum(group.group > 0 for group in kinds.groups)
    return (
        f"The journeys fall into {groups} groups (mean silhouette {kinds.silhouette:.2f}). The largest holds "
        f"{top.share.short} of the customers and is best told by: {_path(titles, top)}."
    )


def _of(persona: Persona, shares: dict[tuple[str, int], Estimate]) -> Column[JourneyGroup]:
    def share(group: JourneyGroup) -> str:
        found = shares.get((persona.id, group.group))
        return "–" if found is None else found.short

    return Column(persona.name.partition(",")[0], share)
