"""Step 5: from where to where customers go, and how soon."""

from __future__ import annotations

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import journeys as asked
from cjm_research.analysis.journeys import Transition
from cjm_research.printing import lasting, percent
from cjm_research.sections.customers import among_touchpoints, crowd_at_touchpoints, too_few_alike
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.study import Study

OTHERS = "other touchpoints"
RARE = 0.03
DRAWN = "share of departures from each touchpoint to each other"
Move = tuple[str, str, Transition]
"""The titles of two touchpoints, and how customers go from the one to the other."""


@section(
    "touchpoints.transitions",
    "From touchpoint to touchpoint",
    scale="share of departures 0–100 %",
    method=f"{asked.TRANSITIONS_METHOD} Drawn and listed from {percent(RARE)} of the departures on; rarer ones stay "
    "blank.",
)
def transitions(study: Study, persona: str = "") -> Content:
    """Return which touchpoint directly follows which, how often, and after how long."""
    crowd = crowd_at_touchpoints(study, persona)
    titles = {t.id: t.title for t in study.touchpoints} | {None: OTHERS}
    moves = [(titles[move.source], titles[move.target], move) for move in asked.transitions(crowd, "touchpoint")]
    if not moves:
        raise Nothing(too_few_alike(study, persona, crowd, "goes from one touchpoint to another"))
    drawn = [move for move in moves if move[2].share >= RARE]
    listed = sorted(drawn, key=lambda move: -move[2].count)
    figure = charts.transitions(
        pd.DataFrame([(a, z, move.share) for a, z, move in drawn], columns=["row", "column", "value"]),
        rows=_ordered(study, {a for a, _, _ in drawn}),
        columns=_ordered(study, {z for _, z, _ in drawn}),
        bases={a: f"{move.departures:,}" for a, _, move in moves},
        legend=f"% of departures (their number at the right); blank: under {percent(RARE)}, or too few customers",
        description=DRAWN,
    )
    return Content(
        lead=_most_frequent(moves),
        figure=charts.svg(figure),
        alt=f"Matrix: {DRAWN}; " + "; ".join(f"{a} to {z} {percent(move.share)}" for a, z, move in listed[:20]),
        table=table(
            "Transitions, the most frequent first",
            listed,
            Column("from", lambda line: line[0]),
            Column("to", lambda line: line[1]),
            Column("transitions", lambda line: f"{line[2].count:,}", numeric=True),
            Column("share of departures", lambda line: percent(line[2].share)),
            Column(
                "customers", lambda line: "–" if line[2].customers is None else f"{line[2].customers:,}", numeric=True
            ),
            Column("of the customers who depart", lambda line: "–" if line[2].reach is None else str(line[2].reach)),
            Column("median time", lambda line: _time(line[2].median)),
            Column("90 % within", lambda line: _time(line[2].p90)),
        ),
        base=among_touchpoints(study, persona, crowd),
        sources=(crowd.source,),
    )


def _ordered(study: Study, titles: set[str]) -> list[str]:
    """Return titles of touchpoints by their first phase, then as the study lists them."""
    place = {phase.id: number for number, phase in enumerate(study.phases)}
    known = sorted(
        study.touchpoints, key=lambda t: min((place.get(id, len(place)) for id in t.phases), default=len(place))
    )
    return [t.title for t in known if t.title in titles] + [OTHERS] * (OTHERS in titles)


def _time(seconds: float | None) -> str:
    return "–" if seconds is None else lasting(seconds)


def _most_frequent(moves: list[Move]) -> str:
    others = [
        (a, z, row, row.median)
        for a, z, row in moves
        if row.median is not None and row.customers is not None and a != z
    ]
    if not others:
        return "No move between two different touchpoints is frequent enough to be told."
    source, target, top, median = max(others, key=lambda move: move[2].count)
    return (
        f"The most frequent move is from {source} to {target}, {top.count:,} times, after "
        f"{lasting(median)} in the median. Of the customers who go on from {source}, {top.reach}, go there directly."
    )
