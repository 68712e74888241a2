"""Step 7: what the numbers of this study could lead astray with, found in the rows themselves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pandas as pd

from cjm_research import checks, evidence
from cjm_research.analysis.simpson import SIMPSON_METHOD, reversal
from cjm_research.checks import Finding
from cjm_research.errors import EvidenceError
from cjm_research.people import answers
from cjm_research.people.reading import head_count, rows
from cjm_research.sections.section import Section, Table
from cjm_research.study import Metric, Persona, Source, Study

_NUMERIC = ("rating", "mean", "nps")


def integrity(study: Study, persona: str = "") -> Section:
    """Return what the integrity checks find in the study: the same that `cjm check` says, notes included."""
    everything = [*checks.run(study), *unsound(study)]
    found = [one for one in everything if one.rule.startswith(("INT", "LANG")) and _concerns(one, persona)]
    lines = tuple((one.rule, one.severity, one.where, one.message) for one in found)
    grave = sum(one.severity != "note" for one in found)
    told = "nothing that could mislead" if not grave else "one thing" if grave == 1 else f"{grave} things"
    notes = len(found) - grave
    return Section(
        id="review.integrity",
        title="What the numbers could mislead with",
        lead=f"The checks find {told}{'' if not grave else ' that could mislead'}, and {notes} note{'' if notes == 1 else 's'}.",
        table=Table(caption="Integrity of the study", columns=("rule", "weight", "where", "what was found"), rows=lines)
        if lines
        else None,
        base="The whole study; what concerns another persona alone is left out." if persona else "The whole study.",
        method="Looked for: numbers from people who stayed only, differences that reverse in every part, groups too small to "
        "be a persona, touchpoints seen by one method, steps in words of the organisation. " + SIMPSON_METHOD,
    )


def unsound(study: Study) -> list[Finding]:
    """Find survivors (``INT-003``), reversals (``INT-004``) and personas of too few people (``INT-008``) in the rows.

    Evidence that cannot be read is for the checks of evidence to say; nothing is compared then.
    """
    try:
        return [*_survivors(study), *_reversals(study), *_too_few(study)]
    except EvidenceError:
        return []


def _concerns(finding: Finding, persona: str) -> bool:
    return not persona or finding.part not in ("journeys", "personas") or finding.id in ("", persona)


def _survivors(study: Study) -> Iterator[Finding]:
    logs = [one for one in study.sources if one.kind == "events" and one.file and one.id in study.present]
    asked = [one for one in study.sources if one.kind in ("survey", "interview") and one.columns.participant]
    for log in logs:
        events = evidence.event_log(study, log.id)
        for source in asked:
            people = rows(study, source.id, "")
            if people is not None and source.columns.participant in people:
                known = set(people[source.columns.participant].dropna()) & set(events["customer"])
                yield from _only_arrived(study, source, events, known)


def _only_arrived(study: Study, source: Source, events: pd.DataFrame, known: set[str]) -> Iterator[Finding]:
    """Find a source whose people, as far as the log knows them, all reached a phase that not everybody reaches."""
    everybody = events["customer"].nunique()
    if len(known) < study.about.thresholds.min_group:
        return
    for phase in reversed(study.phases[1:]):
        there = set(events.loc[events["event"].isin(phase.events), "customer"])
        if phase.events and known <= there and len(there) < everybody:
            yield Finding(
                rule="INT-003",
                severity="warning",
                part="sources",
                id=source.id,
                field="reached",
                message=f"All {len(known):,} people of '{source.title}' whom the log knows reached '{phase.title}'; of all "
                f"{everybody:,} customers {len(there) / everybody:.0%} did. Those who left before are not heard. Ask them too.",
            )
            return


def _reversals(study: Study) -> Iterator[Finding]:
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
                message=f"'{metric.title}' differs by {found.pooled:+.2f} between {first} and {second} over all, but the other way "
                f"in each {part}: {', '.join(f'{name} {value:+.2f}' for name, value in found.parts.items())}. "
                f"Adjusted: {found.adjusted:+.2f}. Compare within each {part}.",
            )


def _too_few(study: Study) -> Iterator[Finding]:
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
                message=f"'{persona.name}' stands for fewer than {least} people. That is a person or two, not a "
                "persona. Widen the segment rule, or ask more people.",
            )


def _people(study: Study, source: Source, persona: Persona) -> int | None:
    if source.kind == "poll":
        return None
    found = rows(study, source.id, persona.id)
    return None if found is None else head_count(found, source)
