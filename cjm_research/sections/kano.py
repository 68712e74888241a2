"""Step 6: what kind of feature each solution is for people, by pairs of questions (Kano)."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cjm_research import charts
from cjm_research.analysis.priorities import KANO_METHOD, KANO_NAMES, KINDS, KanoFeature, kinds
from cjm_research.analysis.priorities import kano as feature_of
from cjm_research.people.rows import named, rows
from cjm_research.sections.section import Section, Table
from cjm_research.sections.ulwick import ONE_SEGMENT, segments
from cjm_research.study import Persona, Study

SURE = 0.95
SHARES = "share 0–100 %"
TITLE = "What kind of feature is it?"


def kano(study: Study, persona: str = "") -> Section:
    """Return what kind of feature each solution is for people, one segment at a time."""
    found = [(one, row) for one in segments(study, persona) for row in _features(study, one)]
    if not found:
        why = "No solution has a pair of Kano questions that these people were asked. Name its survey and two columns."
        return Section(id="obstacles.kano", title=TITLE, lead=why if study.personas else ONE_SEGMENT, scale=SHARES)
    found.sort(key=lambda pair: pair[1].feature)
    labels = [_label(persona, one, row) for one, row in found]
    frame = pd.DataFrame(
        [line for label, (_, row) in zip(labels, found, strict=True) for line in _divided(label, row)]
    ).astype({"value": float})
    lines = tuple(_kano_line(label, row) for label, (_, row) in zip(labels, found, strict=True))
    columns = ("feature", "n", "kind", "same kind in samples", *KANO_NAMES.values(), "better", "worse")
    return Section(
        id="obstacles.kano",
        title=TITLE,
        lead=_kinds_in_words(found),
        figure=charts.svg(charts.kano(frame, description="shares of Kano's kinds"))
        if frame["value"].notna().any()
        else "",
        alt="Shares of Kano's kinds; " + "; ".join(f"{line[0]}: {line[2]}, n = {line[1]}" for line in lines),
        table=Table(caption="Kinds of features", columns=columns, rows=lines, numeric=("n",)),
        base=f"{named(study, persona)}: those who answered both questions about a feature.",
        method=KANO_METHOD,
        sources=tuple(sorted({solution.kano.source for solution in study.solutions if solution.kano.source})),
        scale=SHARES,
        warnings=tuple(_doubts(labels, [row for _, row in found])),
    )


def _features(study: Study, segment: Persona) -> Iterator[KanoFeature]:
    for solution in study.solutions:
        pair = solution.kano
        if not (pair.source and pair.functional and pair.dysfunctional) or pair.source not in study.present:
            continue
        answers = rows(study, pair.source, segment.id)
        if answers is not None:
            yield feature_of(solution.title, kinds(pair, answers), len(answers), study.about.thresholds)


def _label(persona: str, one: Persona, row: KanoFeature) -> str:
    return row.feature if persona else f"{row.feature} · {one.name}"


def _divided(label: str, row: KanoFeature) -> Iterator[dict[str, object]]:
    if row.kind is None:
        yield {"label": label, "kind": "indifferent", "value": None, "note": row.shares["A"].reason}
        return
    note = f"{KANO_NAMES[row.kind]}\nn = {row.n:,}"
    for kind in KINDS:
        if row.shares[kind].value:
            yield {"label": label, "kind": KANO_NAMES[kind], "value": row.shares[kind].value, "note": note}


def _kano_line(label: str, row: KanoFeature) -> tuple[str, ...]:
    if row.kind is None:
        return (label, "–", row.shares["A"].reason, "–", *("–" for _ in KINDS), "–", "–")
    return (
        label,
        f"{row.n:,}",
        KANO_NAMES[row.kind],
        _percent(row.sure),
        *(row.shares[kind].short for kind in KINDS),
        row.better.short,
        row.worse.short,
    )


def _percent(share: float) -> str:
    if share > 0.99:
        return "> 99 %"
    return "< 1 %" if share < 0.01 else f"{100 * share:.0f} %"


def _kinds_in_words(found: list[tuple[Persona, KanoFeature]]) -> str:
    known = [(one, row.kind, row) for one, row in found if row.kind is not None]
    if not known:
        return "Too few people answered both questions to say what kind of feature it is."
    said: dict[tuple[str, str], list[str]] = {}
    for one, kind, row in known:
        if row.sure >= SURE:
            said.setdefault((row.feature, KANO_NAMES[kind]), []).append(one.name)
    lines = [f"“{feature}” is {kind} for {'; '.join(names)}." for (feature, kind), names in said.items()]
    rest = sum(row.sure < SURE for _, _, row in known)
    if rest:
        lines.append(f"In {rest} of {len(known)} cases the most frequent kind could as well be another.")
    return " ".join(lines)


def _doubts(labels: list[str], rows: list[KanoFeature]) -> Iterator[str]:
    for label, row in zip(labels, rows, strict=True):
        if row.questionable:
            yield (
                f"{label}: {row.shares['Q'].short} of the pairs are questionable, more than 10 %: people contradicted "
                "themselves. Look at the wording of the two questions."
            )
