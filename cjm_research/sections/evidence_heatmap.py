"""Step 7: how much of each lane and phase rests on evidence."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from cjm_research.people.rows import named, who
from cjm_research.sections.section import Section, Table
from cjm_research.study import Study
from cjm_research.study.ledger import LEVELS, Level, cells

EVIDENCE_HEATMAP_METHOD = (
    "A cell is one card of a map. Its level follows from its links alone and is that of its strongest source whose file is "
    "there: observed, then reported, inferred, secondary; a card with no such source is assumed. Evidenced is whatever is "
    "not assumed."
)

_Counts = dict[tuple[str, str], Counter[Level]]


def evidence_heatmap(study: Study, persona: str = "") -> Section:
    """Return the evidenced share of the cells of each lane and phase; for the whole study, over all maps together."""
    from cjm_research import charts

    who(study, persona)
    counts = _counted(study, persona)
    title = "What the map rests on, lane by lane"
    if not counts:
        lead = "No map has a cell yet. Map the first step in notebook 05."
        return Section(id="review.evidence", title=title, lead=lead, scale="evidenced share 0–100 %")
    frame = _frame(study, counts)
    said = _lead(study, counts)
    drawn = charts.counts(
        frame,
        rows=[lane.title for lane in study.about.lanes],
        columns=[phase.title for phase in study.phases],
        legend="evidenced share of the cells",
        description=said,
    )
    return Section(
        id="review.evidence",
        title=title,
        lead=said,
        figure=charts.svg(drawn),
        alt=f"Grid of lanes by phases with the evidenced share of their cells. {said}",
        table=_table(study, counts),
        base=f"All {sum(found.total() for found in counts.values())} cells of "
        f"{f'the map of {named(study, persona)}' if persona else 'the maps of all personas'}.",
        method=EVIDENCE_HEATMAP_METHOD,
        sources=_sources(study, persona),
        scale="evidenced share 0–100 %",
    )


def _personas(study: Study, persona: str) -> list[str]:
    return [one.id for one in study.personas if not persona or one.id == persona]


def _counted(study: Study, persona: str) -> _Counts:
    found: _Counts = {}
    for one in _personas(study, persona):
        for cell in cells(study, one):
            found.setdefault((cell.lane, cell.phase), Counter())[cell.level] += 1
    return found


def _sources(study: Study, persona: str) -> tuple[str, ...]:
    linked = {
        ref.partition("#")[0] for one in _personas(study, persona) for c in cells(study, one) for ref in c.evidence
    }
    return tuple(source.id for source in study.sources if source.id in linked & study.present)


def _evidenced(found: Counter[Level]) -> int:
    return found.total() - found["assumed"]


def _frame(study: Study, counts: _Counts) -> pd.DataFrame:
    """Return ``row, column, value, label``: the evidenced share 0–1 of each lane and phase; no value where no cell is."""
    rows = []
    for lane in study.about.lanes:
        for phase in study.phases:
            found = counts.get((lane.id, phase.id))
            share = _evidenced(found) / found.total() if found else None
            label = f"{_evidenced(found)} of {found.total()}" if found else "no cell"
            rows.append({"row": lane.title, "column": phase.title, "value": share, "label": label})
    return pd.DataFrame(rows).astype({"value": float})


def _table(study: Study, counts: _Counts) -> Table:
    lines = [
        (
            lane.title,
            phase.title,
            str(found.total()),
            f"{_evidenced(found) / found.total():.0%}".replace("%", " %"),
            *(str(found[level]) for level in LEVELS),
        )
        for lane in study.about.lanes
        for phase in study.phases
        if (found := counts.get((lane.id, phase.id)))
    ]
    columns = ("lane", "phase", "cells", "evidenced", *LEVELS)
    return Table(caption="Cells by evidence level", columns=columns, rows=tuple(lines), numeric=columns[2:])


def _lead(study: Study, counts: _Counts) -> str:
    total = sum(found.total() for found in counts.values())
    evidenced = sum(_evidenced(found) for found in counts.values())
    said = f"{evidenced} of {total} cells rest on evidence."
    lanes = {lane.id: lane.title for lane in study.about.lanes}
    phases = {phase.id: phase.title for phase in study.phases}
    bare = [(lane, phase) for (lane, phase), found in counts.items() if not _evidenced(found)]
    named = [f"{lanes[lane]} in {phases[phase]}" for lane, phase in bare if lane in lanes and phase in phases]
    if not named:
        return f"{said} No lane is wholly assumed in any phase."
    more = f", and {len(named) - 3} more" if len(named) > 3 else ""
    return f"{said} Wholly assumed: {'; '.join(named[:3])}{more}."
