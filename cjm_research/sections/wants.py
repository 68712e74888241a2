"""Step 6: what customers want and do not get, and what kind of feature would please them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import Estimate
from cjm_research.analysis.priorities import (
    BANDS,
    KANO_METHOD,
    KANO_NAMES,
    KINDS,
    ULWICK_METHOD,
    band,
    kinds,
    top_boxes,
)
from cjm_research.analysis.priorities import kano as kano_row
from cjm_research.analysis.priorities import ulwick as ulwick_frame
from cjm_research.sections.priorities import span
from cjm_research.sections.reading import people, rows
from cjm_research.sections.section import Section, Table
from cjm_research.study import Opportunity, Persona, Study
from cjm_research.study.wants import unusable

LANDSCAPE, KINDS_SCALE = "importance and satisfaction 0–10, score 0–20", "share 0–100 %"
SURE = 0.95
ONE_SEGMENT = "Scores are taken within one segment, and this study has no persona yet. Add the first one."


def ulwick(study: Study, persona: str = "") -> Section:
    """Return what is important to people and how satisfied they are with it, one segment at a time."""
    asked = [o for o in study.opportunities if o.importance and o.satisfaction and not list(unusable(study, o))]
    refused = tuple(reason for o in study.opportunities for _, reason in unusable(study, o))
    titles = [found.outcome or found.title for found in asked]
    found = [(one, line) for one in _segments(study, persona) for line in _outcomes(study, asked, one)]
    if not found:
        return _nothing(
            "obstacles.ulwick", "What people want and do not get", _why_none(study, asked), LANDSCAPE, refused
        )
    numbers = {opportunity.id: str(place) for place, opportunity in enumerate(asked, start=1)}
    drawn = _points(found, numbers)
    lines = tuple(
        (numbers[str(line.outcome)], titles[int(numbers[str(line.outcome)]) - 1], one.name, line.importance.short,
         line.satisfaction.short, str(line.score), _words(line.score), _rank(line))
        for one, line in found
    )  # fmt: skip
    columns = (
        "no.",
        "outcome",
        "segment",
        "important to",
        "satisfied",
        "score 0–20",
        "band",
        "rank in 95 % of samples",
    )
    return Section(
        id="obstacles.ulwick",
        title="What people want and do not get",
        lead=_most_wanted(found, dict(zip(numbers, titles, strict=True))),
        figure=charts.svg(_landscape(drawn, titles)) if len(drawn) else "",
        alt="Outcomes by importance and satisfaction; "
        + "; ".join(f"{line[1]}, {line[2]}: {line[5]}" for line in lines),
        table=Table(caption="Outcomes", columns=columns, rows=lines),
        base=f"{people(study, persona)}: those who answered both questions about an outcome.",
        method=ULWICK_METHOD,
        sources=_sources_of(study, asked),
        scale=LANDSCAPE,
        warnings=refused,
    )


def kano(study: Study, persona: str = "") -> Section:
    """Return what kind of feature each solution is for people, one segment at a time."""
    found = [(one, row) for one in _segments(study, persona) for row in _features(study, one)]
    if not found:
        why = "No solution has a pair of Kano questions that these people were asked. Name its survey and two columns."
        return _nothing(
            "obstacles.kano", "What kind of feature is it?", why if study.personas else ONE_SEGMENT, KINDS_SCALE
        )
    found.sort(key=lambda pair: str(pair[1]["feature"]))
    labels = [_label(persona, one, row) for one, row in found]
    frame = pd.DataFrame(
        [line for label, (_, row) in zip(labels, found, strict=True) for line in _divided(label, row)]
    ).astype({"value": float})
    lines = tuple(_kano_line(label, row) for label, (_, row) in zip(labels, found, strict=True))
    columns = ("feature", "n", "kind", "same kind in samples", *KANO_NAMES.values(), "better", "worse")
    return Section(
        id="obstacles.kano",
        title="What kind of feature is it?",
        lead=_kinds_in_words(found),
        figure=charts.svg(charts.kano(frame, description="shares of Kano's kinds")) if frame["value"].notna().any() else "",
        alt="Shares of Kano's kinds; " + "; ".join(f"{line[0]}: {line[2]}, n = {line[1]}" for line in lines),
        table=Table(caption="Kinds of features", columns=columns, rows=lines, numeric=("n",)),
        base=f"{people(study, persona)}: those who answered both questions about a feature.",
        method=KANO_METHOD,
        sources=tuple(sorted({solution.kano.source for solution in study.solutions if solution.kano.source})),
        scale=KINDS_SCALE,
        warnings=tuple(_doubts(labels, [row for _, row in found])),
    )  # fmt: skip


def _segments(study: Study, persona: str) -> list[Persona]:
    return [one for one in study.personas if not persona or one.id == persona]


def _outcomes(study: Study, asked: list[Opportunity], segment: Persona) -> Iterator[pd.Series]:
    """Yield one line of the frame per outcome; outcomes of one source are drawn from the same people."""
    for source in dict.fromkeys(study.metric(o.importance or "").source for o in asked):
        answers = rows(study, source, segment.id) if source else None
        if answers is None or answers.empty:
            continue
        mine = [o for o in asked if study.metric(o.importance or "").source == source]
        sides = [
            pd.DataFrame({o.id: top_boxes(study.metric(getattr(o, side) or ""), answers) for o in mine})
            for side in ("importance", "satisfaction")
        ]
        frame = ulwick_frame(sides[0], sides[1], study.about.thresholds)
        yield from (line for _, line in frame.iterrows())


def _features(study: Study, segment: Persona) -> Iterator[dict[str, object]]:
    for solution in study.solutions:
        pair = solution.kano
        if not (pair.source and pair.functional and pair.dysfunctional) or pair.source not in study.present:
            continue
        answers = rows(study, pair.source, segment.id)
        if answers is not None:
            yield kano_row(solution.title, kinds(pair, answers), len(answers), study.about.thresholds)


def _points(found: list[tuple[Persona, pd.Series]], numbers: dict[str, str]) -> pd.DataFrame:
    points = []
    for one, line in found:
        if line.score.value is None:
            continue
        point = {"segment": one.name, "label": numbers[str(line.outcome)], "value": line.score.value}
        for side in ("importance", "satisfaction"):
            share: Estimate = line[side]
            point |= {
                side: 10 * (share.value or 0),
                f"{side}_low": 10 * (share.low or 0),
                f"{side}_high": 10 * (share.high or 0),
            }
        points.append(point)
    return pd.DataFrame(points)


def _landscape(points: pd.DataFrame, titles: list[str]) -> charts.Chart:
    bands = sorted(least for least, _ in BANDS)
    return charts.opportunity_landscape(
        points, bands=bands, names=titles, description="importance against satisfaction"
    )


def _words(score: Estimate) -> str:
    """Return the band of a score, and the bands its interval reaches into."""
    if score.value is None:
        return "–"
    ends = [band(end) for end in (score.low, score.high) if end is not None]
    others = [word for word in dict.fromkeys(ends) if word != band(score.value)]
    return f"{band(score.value)} (could be {' or '.join(others)})" if others else band(score.value)


def _rank(line: pd.Series) -> str:
    return span(line.rank_low, line.rank_high)


def _most_wanted(found: list[tuple[Persona, pd.Series]], titles: dict[str, str]) -> str:
    known = [(one, line) for one, line in found if line.score.value is not None]
    if not known:
        return "Too few people answered to score an outcome."
    one, line = max(known, key=lambda pair: pair[1].score.value)
    strong = sum(line.score.low is not None and line.score.low >= BANDS[-1][0] for _, line in known)
    over = sum(line.satisfaction.low is not None and line.satisfaction.low > line.importance.high for _, line in known)
    said = f"Most wanted and least served: “{titles[str(line.outcome)]}” for {one.name}, score {line.score}, {_words(line.score)}."
    said += f" {strong} of {len(known)} scores lie above 10 with their whole interval."
    return said + (f" {over} outcome{'s are' if over > 1 else ' is'} over-served." if over else "")


def _why_none(study: Study, asked: list[Opportunity]) -> str:
    if not study.personas:
        return ONE_SEGMENT
    if not asked:
        return (
            "No opportunity has both questions, importance and satisfaction, of a survey on 1–5. Bind them in the form of "
            "opportunities."
        )
    return "Nobody of these people was asked what is important to them."


def _sources_of(study: Study, asked: list[Opportunity]) -> tuple[str, ...]:
    return tuple(sorted({source for o in asked if (source := study.metric(o.importance or "").source)}))


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


def _nothing(id: str, title: str, why: str, scale: str, warnings: tuple[str, ...] = ()) -> Section:
    return Section(id=id, title=title, lead=why, scale=scale, warnings=warnings)
