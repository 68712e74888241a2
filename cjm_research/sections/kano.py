"""Step 6: what kind of feature each solution is for people, by pairs of questions (Kano)."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import Estimate
from cjm_research.analysis.priorities import KANO_METHOD, KANO_NAMES, KINDS, kinds
from cjm_research.analysis.priorities import kano as kano_row
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
    found.sort(key=lambda pair: str(pair[1]["feature"]))
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


def _features(study: Study, segment: Persona) -> Iterator[dict[str, object]]:
    for solution in study.solutions:
        pair = solution.kano
        if not (pair.source and pair.functional and pair.dysfunctional) or pair.source not in study.present:
            continue
        answers = rows(study, pair.source, segment.id)
        if answers is not None:
            yield kano_row(solution.title, kinds(pair, answers), len(answers), study.about.thresholds)


def _label(persona: str, one: Persona, row: dict[str, object]) -> str:
    return str(row["feature"]) if persona else f"{row['feature']} · {one.name}"


def _divided(label: str, row: dict[str, object]) -> Iterator[dict[str, object]]:
    shares: dict[str, Estimate] = row["shares"]  # type: ignore[assignment]
    if not row["kind"]:
        yield {"label": label, "kind": "indifferent", "value": None, "note": shares["A"].reason}
        return
    note = f"{KANO_NAMES[str(row['kind'])]}\nn = {row['n']:,}"
    for kind in KINDS:
        if shares[kind].value:
            yield {"label": label, "kind": KANO_NAMES[kind], "value": shares[kind].value, "note": note}


def _kano_line(label: str, row: dict[str, object]) -> tuple[str, ...]:
    shares: dict[str, Estimate] = row["shares"]  # type: ignore[assignment]
    better, worse = row["better"], row["worse"]
    if not row["kind"]:
        return (label, "–", shares["A"].reason, "–", *("–" for _ in KINDS), "–", "–")
    ends = (better.short, worse.short) if isinstance(better, Estimate) and isinstance(worse, Estimate) else ("–", "–")
    return (
        label,
        f"{row['n']:,}",
        KANO_NAMES[str(row["kind"])],
        _percent(row["sure"]),
        *(shares[k].short for k in KINDS),
        *ends,
    )


def _percent(share: object) -> str:
    value = float(share)  # type: ignore[arg-type]
    if value > 0.99:
        return "> 99 %"
    return "< 1 %" if value < 0.01 else f"{100 * value:.0f} %"


def _kinds_in_words(found: list[tuple[Persona, dict[str, object]]]) -> str:
    known = [(one, row) for one, row in found if row["kind"]]
    if not known:
        return "Too few people answered both questions to say what kind of feature it is."
    said: dict[tuple[str, str], list[str]] = {}
    for one, row in known:
        if float(row["sure"]) >= SURE:  # type: ignore[arg-type]
            said.setdefault((str(row["feature"]), KANO_NAMES[str(row["kind"])]), []).append(one.name)
    lines = [f"“{feature}” is {kind} for {'; '.join(names)}." for (feature, kind), names in said.items()]
    rest = sum(float(row["sure"]) < SURE for _, row in known)  # type: ignore[arg-type]
    if rest:
        lines.append(f"In {rest} of {len(known)} cases the most frequent kind could as well be another.")
    return " ".join(lines)


def _doubts(labels: list[str], rows: list[dict[str, object]]) -> Iterator[str]:
    for label, row in zip(labels, rows, strict=True):
        if row["questionable"]:
            shares: dict[str, Estimate] = row["shares"]  # type: ignore[assignment]
            yield (
                f"{label}: {shares['Q'].short} of the pairs are questionable, more than 10 %: people contradicted themselves. "
                "Look at the wording of the two questions."
            )
