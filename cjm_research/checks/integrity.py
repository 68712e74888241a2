"""Where numbers and claims could mislead: seen by one method only, reversed in every part, or of too few people."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pandas as pd

from cjm_research.analysis.simpson import reversal
from cjm_research.checks.finding import Finding
from cjm_research.people import answers
from cjm_research.people.rows import head_count, rows
from cjm_research.study import Metric, Persona, Source, Study

_NUMERIC = ("rating", "mean", "nps")


def one_method(study: Study) -> Iterator[Finding]:
    """Find touchpoints seen by one kind of source only (``INT-007``)."""
    kinds = {source.id: source.kind for source in study.sources if source.id in study.present}
    for touchpoint in study.touchpoints:
        met = [
            contact.evidence
            for journey in study.journeys
            for step in journey.steps
            for contact in step.contacts
            if contact.touchpoint == touchpoint.id
        ]
        refs = [ref for links in (touchpoint.evidence, *met) for ref in links]
        seen = {kinds[source] for ref in refs if (source := ref.partition("#")[0]) in kinds}
        if len(seen) == 1:
            yield Finding(
                rule="INT-007",
                severity="note",
                part="touchpoints",
                id=touchpoint.id,
                field="evidence",
                message=f"What is said of '{touchpoint.title}' rests on one kind of source, {seen.pop()}. "
                "Look at it by a second method.",
            )


def reversals(study: Study) -> Iterator[Finding]:
    """Find differences over all that go the other way in each part (``INT-004``)."""
    for metric in study.metrics:
        if metric.kind not in _NUMERIC or metric.source not in study.present or not study.source(metric.source).file:
            continue
        frame = _by_round(study, metric)
        rounds = list(dict.fromkeys(frame["round"]))
        yield from _reversed(metric, frame, "round", "persona", [(rounds[0], rounds[-1])] if len(rounds) > 1 else [])
        people = list(dict.fromkeys(frame["persona"]))
        yield from _reversed(metric, frame, "persona", "round", list(combinations(people, 2)))


def _by_round(study: Study, metric: Metric) -> pd.DataFrame:
    """Return ``round, persona, value, n`` of a metric, a row per round and persona that is not withheld."""
    found = [
        (round_, persona.name, estimate.value, estimate.n)
        for persona in study.personas
        for round_ in answers.rounds(study, metric.source or "", None)
        if (estimate := answers.answered(study, metric, persona, round_)) and estimate.value is not None
    ]
    return pd.DataFrame(found, columns=["round", "persona", "value", "n"])


def _reversed(
    metric: Metric, frame: pd.DataFrame, group: str, part: str, pairs: list[tuple[str, str]]
) -> Iterator[Finding]:
    for first, second in pairs:
        two = frame[frame[group].isin((first, second))].rename(columns={group: "group", part: "part"})
        if (found := reversal(two)) is not None:
            yield Finding(
                rule="INT-004",
                severity="warning",
                part="metrics",
                id=metric.id,
                message=f"'{metric.title}' differs by {found.pooled:+.2f} between {first} and {second} over all, "
                f"but the other way in each {part}: "
                f"{', '.join(f'{name} {value:+.2f}' for name, value in found.parts.items())}. "
                f"Adjusted: {found.adjusted:+.2f}. Compare within each {part}.",
            )


def too_few(study: Study) -> Iterator[Finding]:
    """Find personas that stand for a person or two (``INT-008``)."""
    least = study.about.thresholds.min_group
    for persona in study.personas:
        known = [count for source in study.sources if (count := _people(study, source, persona)) is not None]
        if known and 0 < max(known) < least:
            yield Finding(
                rule="INT-008",
                severity="warning",
                part="personas",
                id=persona.id,
                field="segment",
                message=f"'{persona.name}' stands for fewer than {least} people. "
                "That is a person or two, not a persona. Widen the segment rule, or ask more people.",
            )


def _people(study: Study, source: Source, persona: Persona) -> int | None:
    if source.kind == "poll":
        return None
    found = rows(study, source.id, persona.id)
    return None if found is None else head_count(found, source)
