"""Step 3: how different the personas are from each other."""

from __future__ import annotations

from itertools import chain

import pandas as pd

from cjm_research import analysis, evidence
from cjm_research.analysis import personas as groups
from cjm_research.checks import Finding
from cjm_research.errors import EvidenceError
from cjm_research.people.rows import rows, who
from cjm_research.sections.section import Section, Table
from cjm_research.study import Attribute, Study


def distinctness(study: Study, persona: str = "") -> Section:
    """Return how far apart each two personas are in their attributes; for a persona, the pairs it is part of."""
    from cjm_research import charts

    me = who(study, persona)
    found = _pairs(study)
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


def too_alike(study: Study) -> list[Finding]:
    """Find personas that differ too little in their attributes (``PER-014``), with what they share.

    Evidence that cannot be read is for the checks of evidence to say; nothing is compared then.
    """
    names = {one.id: one.name for one in study.personas}
    try:
        found = _pairs(study)
    except EvidenceError:
        return []
    return [
        Finding(
            rule="PER-014",
            severity="warning",
            part="personas",
            id=line.first,
            field="segment",
            message=f"'{names[line.first]}' and '{names[line.second]}' are {line.distance:.2f} apart in {line.attributes} "
            f"attributes; under {study.about.thresholds.alike_below:g} they tell one story. They share: "
            f"{', '.join(line.shared) or 'no single attribute'}. Join them, or say in needs and scenario what sets them apart.",
        )
        for line in found[found["distance"] < study.about.thresholds.alike_below].itertuples()
    ]


def _pairs(study: Study) -> pd.DataFrame:
    given = [_answers(study, attribute, one.id) for attribute in study.attributes for one in study.personas]
    far = groups.distances(list(chain.from_iterable(given)), study.about.thresholds)
    return groups.distinctness(far, {one.id: one.title for one in study.attributes})


def _answers(study: Study, attribute: Attribute, persona: str) -> list[groups.Answers]:
    source = next((s for s in study.sources if s.id == attribute.source and s.id in study.present and s.file), None)
    if source is None:
        return []
    if attribute.kind == "events":
        log = evidence.event_log(study, source.id)
        mine = analysis.members(log, source, study.persona(persona), study.persona_models)
    else:
        mine = rows(study, source.id, persona)
        if mine is not None and source.kind == "events" and source.columns.participant in mine:
            mine = mine.drop_duplicates(source.columns.participant, keep="last")
    return [] if mine is None or mine.empty else [groups.answers_of(attribute, persona, mine)]


def _labels(study: Study) -> dict[str, str]:
    """Return the names before a comma, so that two of them fit beside each other; the ids where these are not unique."""
    short = {one.id: one.name.partition(",")[0] for one in study.personas}
    return short if len(set(short.values())) == len(short) else {id: id for id in short}


def _pair(labels: dict[str, str], line: object) -> str:
    first, second = (getattr(line, end) for end in ("first", "second"))
    return f"{labels[first]} – {labels[second]}"
