"""Step 3: how different the personas are from each other."""

from __future__ import annotations

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import personas as groups
from cjm_research.people.distinctness import pairs
from cjm_research.people.rows import who
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.study import Study

AXIS = "distance (0 the same … 1 nothing in common)"


@section(
    "personas.distinctness",
    "How different are the personas?",
    scale="distance 0–1",
    weight="diagnostic",
    method=groups.DISTINCTNESS_METHOD,
)
def distinctness(study: Study, persona: str = "") -> Content:
    """Return how far apart each two personas are in their attributes; for a persona, the pairs it is part of."""
    whom, apart = who(study, persona), pairs(study)
    if whom is not None and len(apart):
        apart = apart[(apart["first"] == whom.id) | (apart["second"] == whom.id)]
    if apart.empty:
        raise Nothing("Two personas with measured attributes are needed to compare them.")
    names = _labels(study)
    lines = [(f"{names[line.first]} – {names[line.second]}", line) for line in apart.itertuples()]
    frame = pd.DataFrame(
        (label, line.distance, line.distance, line.distance, f"n ≥ {line.people:,}") for label, line in lines
    ).set_axis(["label", "value", "low", "high", "note"], axis=1)
    limit = study.about.thresholds.alike_below
    lead = _lead(lines[0][0], [line.distance for _, line in lines], limit)
    return Content(
        lead=lead,
        figure=charts.svg(charts.intervals(frame, domain=(0, 1), axis=AXIS, description=lead)),
        alt=f"Distances between personas. {lead}",
        table=table(
            "Distances",
            lines,
            Column("personas", lambda line: line[0]),
            Column("distance", lambda line: f"{line[1].distance:.2f}", numeric=True),
            Column("attributes", lambda line: f"{line[1].attributes}", numeric=True),
            Column("smallest group", lambda line: f"{line[1].people:,}", numeric=True),
            Column("furthest apart in", lambda line: "; ".join(line[1].apart[:3]) or "none"),
            Column("shared", lambda line: "; ".join(line[1].shared) or "none"),
        ),
        base="People of each persona who answered; the smaller group of each pair beside it.",
        sources=tuple(sorted({a.source for a in study.attributes if a.source in study.present})),
    )


def _labels(study: Study) -> dict[str, str]:
    """Return the names before a comma, so that two fit beside each other; the ids where these are not unique."""
    short = {persona.id: persona.name.partition(",")[0] for persona in study.personas}
    return short if len(set(short.values())) == len(short) else {id: id for id in short}


def _lead(nearest: str, distances: list[float], limit: float) -> str:
    alike = sum(distance < limit for distance in distances)
    rest = (
        f"{alike} of {len(distances)} pairs are closer than {limit:g} and tell one story twice."
        if alike
        else "No pair is too alike to be kept apart."
    )
    return (
        f"{nearest} are the most alike: {distances[0]:.2f} apart on a scale from 0 (the same) to 1 (nothing in "
        f"common). {rest}"
    )
