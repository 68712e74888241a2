"""Step 6: what customers want and do not get."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import Estimate
from cjm_research.analysis.priorities import BANDS, ULWICK_METHOD, Outcome, band, top_boxes
from cjm_research.analysis.priorities import ulwick as scored
from cjm_research.people.priorities import span
from cjm_research.people.rows import named, rows
from cjm_research.sections.section import Section, Table
from cjm_research.study import Opportunity, Persona, Study
from cjm_research.study.wants import unusable

LANDSCAPE = "importance and satisfaction 0–10, score 0–20"
TITLE = "What people want and do not get"
ONE_SEGMENT = "Scores are taken within one segment, and this study has no persona yet. Add the first one."


def ulwick(study: Study, persona: str = "") -> Section:
    """Return what is important to people and how satisfied they are with it, one segment at a time."""
    asked = [o for o in study.opportunities if o.importance and o.satisfaction and not list(unusable(study, o))]
    refused = tuple(reason for o in study.opportunities for _, reason in unusable(study, o))
    titles = [found.outcome or found.title for found in asked]
    found = [(one, line) for one in segments(study, persona) for line in _outcomes(study, asked, one)]
    if not found:
        return Section(
            id="obstacles.ulwick", title=TITLE, lead=_why_none(study, asked), scale=LANDSCAPE, warnings=refused
        )
    numbers = {opportunity.id: str(place) for place, opportunity in enumerate(asked, start=1)}
    drawn = _points(found, numbers)
    lines = tuple(
        (
            numbers[line.outcome],
            titles[int(numbers[line.outcome]) - 1],
            one.name,
            line.importance.short,
            line.satisfaction.short,
            str(line.score),
            _words(line.score),
            span(line.rank_low, line.rank_high),
        )
        for one, line in found
    )
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
        title=TITLE,
        lead=_most_wanted(found, dict(zip(numbers, titles, strict=True))),
        figure=charts.svg(_landscape(drawn, titles)) if len(drawn) else "",
        alt="Outcomes by importance and satisfaction; "
        + "; ".join(f"{line[1]}, {line[2]}: {line[5]}" for line in lines),
        table=Table(caption="Outcomes", columns=columns, rows=lines),
        base=f"{named(study, persona)}: those who answered both questions about an outcome.",
        method=ULWICK_METHOD,
        sources=_sources_of(study, asked),
        scale=LANDSCAPE,
        warnings=refused,
    )


def segments(study: Study, persona: str) -> list[Persona]:
    """Return whom scores are taken for: the persona, or each persona by itself."""
    return [one for one in study.personas if not persona or one.id == persona]


def _outcomes(study: Study, asked: list[Opportunity], segment: Persona) -> Iterator[Outcome]:
    """Yield the outcomes with their scores; outcomes of one source are drawn from the same people."""
    for source in dict.fromkeys(study.metric(o.importance or "").source for o in asked):
        answers = rows(study, source, segment.id) if source else None
        if answers is None or answers.empty:
            continue
        mine = [o for o in asked if study.metric(o.importance or "").source == source]
        sides = [
            pd.DataFrame({o.id: top_boxes(study.metric(getattr(o, side) or ""), answers) for o in mine})
            for side in ("importance", "satisfaction")
        ]
        yield from scored(sides[0], sides[1], study.about.thresholds)


def _points(found: list[tuple[Persona, Outcome]], numbers: dict[str, str]) -> pd.DataFrame:
    points = []
    for one, line in found:
        if line.score.value is None:
            continue
        point: dict[str, object] = {
            "segment": one.name,
            "label": numbers[line.outcome],
            "value": line.score.value,
        }
        for side, share in (("importance", line.importance), ("satisfaction", line.satisfaction)):
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


def _most_wanted(found: list[tuple[Persona, Outcome]], titles: dict[str, str]) -> str:
    known = [(line.score.value, one, line) for one, line in found if line.score.value is not None]
    if not known:
        return "Too few people answered to score an outcome."
    highest, one, line = max(known, key=lambda scored: scored[0])
    least = BANDS[-1][0]
    strong = sum(line.score.low is not None and line.score.low >= least for _, _, line in known)
    over = sum(_over_served(line) for _, _, line in known)
    what = f"“{titles[line.outcome]}” for {one.name}, score {line.score}, {_words(line.score)}"
    head = "Most wanted and least served:" if highest >= least else "Nothing here is under-served; highest is"
    said = f"{head} {what}. {strong} of {len(known)} scores lie above 10 with their whole interval."
    return said + (f" {over} outcome{'s are' if over > 1 else ' is'} over-served." if over else "")


def _over_served(line: Outcome) -> bool:
    """Say whether more people are satisfied than want it, by intervals that do not touch."""
    satisfied, wanted = line.satisfaction.low, line.importance.high
    return satisfied is not None and wanted is not None and satisfied > wanted


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
