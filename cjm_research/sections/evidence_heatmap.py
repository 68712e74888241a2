"""Step 7: how much of each lane and phase rests on evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from cjm_research import charts
from cjm_research.people.rows import who
from cjm_research.printing import percent
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.sections.frames import cells as grid
from cjm_research.study import Lane, Phase, Study
from cjm_research.study.ledger import LEVELS, Cell, Level, cells

EVIDENCE_HEATMAP_METHOD = (
    "A cell is one card of a map. Its level follows from its links alone and is that of its strongest source whose "
    "file is there: observed, then reported, inferred, secondary; a card with no such source is assumed. Evidenced is "
    "whatever "
    "is not assumed."
)


class Crossing(NamedTuple):
    """A lane in a phase of the maps, and how many of its cells have which level."""

    lane: Lane
    phase: Phase
    levels: Counter[Level]

    @property
    def total(self) -> int:
        """How many cells there are."""
        return self.levels.total()

    @property
    def evidenced(self) -> int:
        """How many of them rest on evidence."""
        return self.total - self.levels["assumed"]

    @property
    def share(self) -> float | None:
        """The evidenced share, None where no cell is."""
        return self.evidenced / self.total if self.total else None


@section(
    "review.evidence",
    "What the map rests on, lane by lane",
    scale="evidenced share 0–100 %",
    weight="diagnostic",
    method=EVIDENCE_HEATMAP_METHOD,
)
def evidence_heatmap(study: Study, persona: str = "") -> Content:
    """Return the evidenced share of the cells of each lane and phase; for the whole study, over all maps together."""
    asked = who(study, persona)
    mapped = [cell for one in ([asked] if asked else study.personas) for cell in cells(study, one.id)]
    if not mapped:
        raise Nothing("No map has a cell yet. Map the first step in notebook 05.")
    crossings = [
        Crossing(lane, phase, Counter(cell.level for cell in mapped if (cell.lane, cell.phase) == (lane.id, phase.id)))
        for lane in study.about.lanes
        for phase in study.phases
    ]
    words = _lead(mapped, crossings)
    linked = {link.partition("#")[0] for cell in mapped for link in cell.evidence}
    return Content(
        lead=words,
        figure=_drawn(study, crossings, description=words),
        alt=f"Grid of lanes by phases with the evidenced share of their cells. {words}",
        table=table(
            "Cells by evidence level",
            [crossing for crossing in crossings if crossing.total],
            Column("lane", lambda crossing: crossing.lane.title),
            Column("phase", lambda crossing: crossing.phase.title),
            Column("cells", lambda crossing: str(crossing.total), numeric=True),
            Column("evidenced", lambda crossing: percent(crossing.share or 0.0), numeric=True),
            *(Column(level, _count(level), numeric=True) for level in LEVELS),
        ),
        base=f"All {len(mapped)} cells of {f'the map of {asked.name}' if asked else 'the maps of all personas'}.",
        sources=tuple(source.id for source in study.sources if source.id in linked & study.present),
    )


def _drawn(study: Study, crossings: list[Crossing], *, description: str) -> str:
    frame = grid(
        (c.lane.title, c.phase.title, c.share, f"{c.evidenced} of {c.total}" if c.total else "no cell")
        for c in crossings
    )
    lanes, phases = [lane.title for lane in study.about.lanes], [phase.title for phase in study.phases]
    legend = "evidenced share of the cells"
    return charts.svg(charts.counts(frame, rows=lanes, columns=phases, legend=legend, description=description))


def _count(level: Level) -> Callable[[Crossing], str]:
    return lambda crossing: str(crossing.levels[level])


def _lead(mapped: list[Cell], crossings: list[Crossing]) -> str:
    evidenced = sum(cell.level != "assumed" for cell in mapped)
    lead = f"{evidenced} of {len(mapped)} cells rest on evidence."
    journey = [(cell.lane, cell.phase) for cell in mapped]
    assumed = [c for c in crossings if c.total and not c.evidenced]
    assumed = sorted(assumed, key=lambda c: journey.index((c.lane.id, c.phase.id)))
    bare = [f"{c.lane.title} in {c.phase.title}" for c in assumed]
    if not bare:
        return f"{lead} No lane is wholly assumed in any phase."
    more = f", and {len(bare) - 3} more" if len(bare) > 3 else ""
    return f"{lead} Wholly assumed: {'; '.join(bare[:3])}{more}."
