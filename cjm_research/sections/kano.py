"""Step 6: what kind of feature each solution is for people, by pairs of questions (Kano)."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cjm_research import charts
from cjm_research.analysis.priorities import KANO_METHOD, KANO_NAMES, KINDS, KanoFeature, kinds
from cjm_research.analysis.priorities import kano as feature_of
from cjm_research.analysis.priorities.kano import Kind
from cjm_research.people.rows import named, rows
from cjm_research.printing import percent
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.sections.frames import floats
from cjm_research.sections.ulwick import ONE_SEGMENT, segments
from cjm_research.study import Persona, Study

SURE = 0.95
NOT_ASKED = "No solution has a pair of Kano questions that these people were asked. Name its survey and two columns."


@section("obstacles.kano", "What kind of feature is it?", scale="share 0–100 %", method=KANO_METHOD)
def kano(study: Study, persona: str = "") -> Content:
    """Return what kind of feature each solution is for people, one segment at a time."""
    features = [(segment, feature) for segment in segments(study, persona) for feature in _features(study, segment)]
    if not features:
        raise Nothing(NOT_ASKED if study.personas else ONE_SEGMENT)
    features.sort(key=lambda pair: pair[1].feature)
    labelled = [(_label(persona, segment, feature), feature) for segment, feature in features]
    frame = floats(pd.DataFrame([part for label, feature in labelled for part in _divided(label, feature)]))
    drawn = charts.kano(frame, description="shares of Kano's kinds")
    return Content(
        lead=_kinds_in_words(features),
        figure=charts.svg(drawn) if frame["value"].notna().any() else "",
        alt="Shares of Kano's kinds; "
        + "; ".join(f"{label}: {_kind(feature)}, n = {_n(feature)}" for label, feature in labelled),
        table=table(
            "Kinds of features",
            labelled,
            Column("feature", lambda line: line[0]),
            Column("n", lambda line: _n(line[1]), numeric=True),
            Column("kind", lambda line: _kind(line[1])),
            Column("same kind in samples", lambda line: "–" if line[1].kind is None else percent(line[1].sure)),
            *(_share_of(kind) for kind in KINDS),
            Column("better", lambda line: "–" if line[1].kind is None else line[1].better.short),
            Column("worse", lambda line: "–" if line[1].kind is None else line[1].worse.short),
        ),
        base=f"{named(study, persona)}: those who answered both questions about a feature.",
        sources=tuple(sorted({solution.kano.source for solution in study.solutions if solution.kano.source})),
        warnings=tuple(_doubts(labelled)),
    )


def _features(study: Study, segment: Persona) -> Iterator[KanoFeature]:
    for solution in study.solutions:
        pair = solution.kano
        if not (pair.source and pair.functional and pair.dysfunctional) or pair.source not in study.present:
            continue
        answers = rows(study, pair.source, segment.id)
        if answers is not None:
            yield feature_of(solution.title, kinds(pair, answers), len(answers), study.about.thresholds)


def _label(persona: str, segment: Persona, feature: KanoFeature) -> str:
    return feature.feature if persona else f"{feature.feature} · {segment.name}"


def _divided(label: str, feature: KanoFeature) -> Iterator[dict[str, object]]:
    if feature.kind is None:
        yield {"label": label, "kind": "indifferent", "value": None, "note": feature.shares["A"].reason}
        return
    note = f"{KANO_NAMES[feature.kind]}\nn = {feature.n:,}"
    for kind in KINDS:
        if feature.shares[kind].value:
            yield {"label": label, "kind": KANO_NAMES[kind], "value": feature.shares[kind].value, "note": note}


def _n(feature: KanoFeature) -> str:
    return "–" if feature.kind is None else f"{feature.n:,}"


def _kind(feature: KanoFeature) -> str:
    return feature.shares["A"].reason if feature.kind is None else KANO_NAMES[feature.kind]


def _share_of(kind: Kind) -> Column[tuple[str, KanoFeature]]:
    return Column(KANO_NAMES[kind], lambda line: "–" if line[1].kind is None else line[1].shares[kind].short)


def _kinds_in_words(features: list[tuple[Persona, KanoFeature]]) -> str:
    known = [(segment, feature.kind, feature) for segment, feature in features if feature.kind is not None]
    if not known:
        return "Too few people answered both questions to say what kind of feature it is."
    sure: dict[tuple[str, str], list[str]] = {}
    for segment, kind, feature in known:
        if feature.sure >= SURE:
            sure.setdefault((feature.feature, KANO_NAMES[kind]), []).append(segment.name)
    lines = [f"“{title}” is {kind} for {'; '.join(names)}." for (title, kind), names in sure.items()]
    rest = sum(feature.sure < SURE for _, _, feature in known)
    if rest:
        lines.append(f"In {rest} of {len(known)} cases the most frequent kind could as well be another.")
    return " ".join(lines)


def _doubts(labelled: list[tuple[str, KanoFeature]]) -> Iterator[str]:
    for label, feature in labelled:
        if feature.questionable:
            yield (
                f"{label}: {feature.shares['Q'].short} of the pairs are questionable, more than 10 %: people "
                "contradicted themselves. Look at the wording of the two questions."
            )
