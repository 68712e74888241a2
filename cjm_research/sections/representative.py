"""Steps 5 and 8: a few journeys that stand for all."""

from __future__ import annotations

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import Estimate, journeys
from cjm_research.analysis.journeys import REPRESENTATIVE_METHOD, JourneyGroup, Representative
from cjm_research.people.crowd import crowd_of, why_no_log, window
from cjm_research.people.rows import named
from cjm_research.sections.section import Section, Table
from cjm_research.study import Study

TITLE = "Journeys that stand for many"
SHARES = "share 0–100 %"


def representative(study: Study, persona: str = "") -> Section:
    """Return groups of journeys that are alike from phase to phase, and a journey that stands for each."""
    return _section(study, persona, id="touchpoints.representative", title=TITLE)


def representative_by_persona(study: Study) -> Section:
    """Return groups of journeys of everybody, and how the customers of each persona spread over them."""
    return _section(study, "", id="compare.representative", title="Who goes which kind of journey", spread=True)


def _section(study: Study, persona: str, *, id: str, title: str, spread: bool = False) -> Section:
    crowd = crowd_of(study, persona)
    if crowd is None or not study.phases:
        why = why_no_log(study) if crowd is None else "The study has no phases to tell journeys in."
        return Section(id=id, title=title, lead=why, scale=SHARES)
    told = journeys.representative(crowd)
    if all(row.path is None for row in told.groups):
        why = told.covered.reason or "no path is taken by enough customers"
        return Section(id=id, title=title, lead=f"No journey stands for {named(study, persona)}: {why}.", scale=SHARES)
    titles = {phase.id: phase.title for phase in study.phases}
    rows = told.groups
    frame = pd.DataFrame([step for row in rows for step in _steps(titles, row)]).astype({"value": float})
    drawn = charts.variants(frame, colours=list(titles.values()), description="one journey for each group of journeys")
    known = {row.persona for row in told.personas if spread}
    shown = [p for p in study.personas if p.role != "negative" and p.id in known]
    cells = {(row.persona, row.group): row.share for row in told.personas}
    lines = tuple(
        (
            _label(row),
            _path(titles, row),
            f"{row.n:,}",
            row.share.short,
            row.exactly.short,
            f"{row.paths:,}",
            *(_of(cells.get((p.id, row.group))) for p in shown),
        )
        for row in rows
    )
    columns = ("group", "journey that stands for it", "customers", "share", "go exactly this way", "paths")
    base = crowd.base
    return Section(
        id=id,
        title=title,
        lead=_lead(told, titles),
        figure=charts.svg(drawn),
        alt="Journeys that stand for groups of journeys; "
        + "; ".join(f"{line[0]} {line[1]}: {line[3]}" for line in lines),
        table=Table(
            caption="Groups of journeys",
            columns=(*columns, *(p.name.partition(",")[0] for p in shown)),
            rows=lines,
            numeric=("customers", "paths"),
        ),
        base=f"{named(study, persona)}: {base.customers:,} customers, {window(base)}. The paths looked at cover "
        f"{told.covered.short} of those seen in any phase; whoever is left takes a rarer path.",
        method=REPRESENTATIVE_METHOD,
        sources=(crowd.source,),
        scale=SHARES,
    )


def _steps(titles: dict[str, str], row: JourneyGroup) -> list[dict[str, object]]:
    """Return the chips of the journey that stands for a group."""
    share = row.share.value or 0
    told: dict[str, object] = {"label": _label(row), "value": share, "note": f"{100 * share:.0f} %, {row.n:,}"}
    if not row.path:
        return [told | {"step": 1, "place": _path(titles, row), "colour": ""}]
    return [
        told | {"step": step, "place": titles[id], "colour": titles[id]} for step, id in enumerate(row.path, start=1)
    ]


def _label(row: JourneyGroup) -> str:
    return f"group {row.group}" if row.group else "small groups"


def _path(titles: dict[str, str], row: JourneyGroup) -> str:
    if row.path:
        return " → ".join(titles[id] for id in row.path)
    return "no path of enough customers to be shown" if row.group else f"{row.paths:,} other paths"


def _lead(told: Representative, titles: dict[str, str]) -> str:
    rows = [row for row in told.groups if row.path]
    top = rows[0]
    if len(told.groups) == 1:
        how = "" if told.silhouette is None else f" (best mean silhouette {told.silhouette:.2f})"
        return f"There are no clear groups{how}. The journey nearest to all others: {_path(titles, top)}; {top.exactly.short} go exactly this way."
    groups = sum(row.group > 0 for row in told.groups)
    return (
        f"The journeys fall into {groups} groups (mean silhouette {told.silhouette:.2f}). The largest holds {top.share.short} of "
        f"the customers and is best told by: {_path(titles, top)}."
    )


def _of(share: Estimate | None) -> str:
    return "–" if share is None else share.short
