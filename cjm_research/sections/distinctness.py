"""Step 3: how different the personas are from each other."""

from __future__ import annotations

import pandas as pd

from cjm_research.analysis import personas as groups
from cjm_research.people.distinctness import pairs
from cjm_research.people.rows import who
from cjm_research.sections.section import Section, Table
from cjm_research.study import Study


def distinctness(study: Study, persona: str = "") -> Section:
    """Return how far apart each two personas are in their attributes; for a persona, the pairs it is part of."""
    from cjm_research import charts

    me = who(study, persona)
    found = pairs(study)
    if me is not None and len(found):
        found = found[(found["first"] == me.id) | (found["second"] == me.id)]
    title = "How different are the personas?"
    if found.empty:
        lead = "Two personas with measured attributes are needed to compare them."
        return Section(id="personas.distinctness", title=title, lead=lead, scale="distance 0–1")
    names = _labels(study)
    frame = pd.DataFrame(
        {
            "label": [_pair(names, line) for line in found.itertuples()],
            "value": found["distance"],
            "low": found["distance"],
            "high": found["distance"],
            "note": [f"n ≥ {line.people:,}" for line in found.itertuples()],
        }
    )
    lines = tuple(
        (
            _pair(names, line),
            f"{line.distance:.2f}",
            f"{line.attributes}",
            f"{line.people:,}",
            "; ".join(line.apart[:3]) or "none",
            "; ".join(line.shared) or "none",
        )
        for line in found.itertuples()
    )
    near = found.iloc[0]
    alike = found[found["distance"] < study.about.thresholds.alike_below]
    words = (
        f"{_pair(names, near)} are the most alike: {near['distance']:.2f} apart on a scale from 0 (the same) to 1 (nothing "
        f"in common). "
        + (
            "No pair is too alike to be kept apart."
            if alike.empty
            else f"{len(alike)} of {len(found)} pairs are closer than {study.about.thresholds.alike_below:g} and tell one story twice."
        )
    )
    return Section(
        id="personas.distinctness",
        title=title,
        lead=words,
        figure=charts.svg(
            charts.intervals(
                frame, domain=(0, 1), axis="distance (0 the same … 1 nothing in common)", description=words
            )
        ),
        alt=f"Distances between personas. {words}",
        table=Table(
            caption="Distances",
            rows=lines,
            numeric=("distance", "attributes", "smallest group"),
            columns=("personas", "distance", "attributes", "smallest group", "furthest apart in", "shared"),
        ),
        base="People of each persona who answered; the smaller group of each pair beside it.",
        method=groups.DISTINCTNESS_METHOD,
        sources=tuple(sorted({one.source for one in study.attributes if one.source in study.present})),
        scale="distance 0–1",
    )


def _labels(study: Study) -> dict[str, str]:
    """Return the names before a comma, so that two of them fit beside each other; the ids where these are not unique."""
    short = {one.id: one.name.partition(",")[0] for one in study.personas}
    return short if len(set(short.values())) == len(short) else {id: id for id in short}


def _pair(labels: dict[str, str], line: object) -> str:
    first, second = (getattr(line, end) for end in ("first", "second"))
    return f"{labels[first]} – {labels[second]}"
