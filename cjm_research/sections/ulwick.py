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
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.study import Opportunity, Persona, Study
from cjm_research.study.wants import unusable

LANDSCAPE = "importance and satisfaction 0–10, score 0–20"
ONE_SEGMENT = "Scores are taken within one segment, and this study has no persona yet. Add the first one."


@section("obstacles.ulwick", "What people want and do not get", scale=LANDSCAPE, method=ULWICK_METHOD)
def ulwick(study: Study, persona: str = "") -> Content:
    """Return what is important to people and how satisfied they are with it, one segment at a time."""
    asked = [o for o in study.opportunities if o.importance and o.satisfaction and not list(unusable(study, o))]
    refused = tuple(reason for o in study.opportunities for _, reason in unusable(study, o))
    outcomes = [
        (segment, outcome) for segment in segments(study, persona) for outcome in _outcomes(study, asked, segment)
    ]
    if not outcomes:
        raise Nothing(_why_none(study, asked), warnings=refused)
    titles = {opportunity.id: opportunity.outcome or opportunity.title for opportunity in asked}
    numbers = {id: str(number) for number, id in enumerate(titles, start=1)}
    points = _points(outcomes, numbers)
    scores = "; ".join(f"{titles[o.outcome]}, {segment.name}: {o.score}" for segment, o in outcomes)
    return Content(
        lead=_most_wanted(outcomes, titles),
        figure=charts.svg(_landscape(points, list(titles.values()))) if len(points) else "",
        alt=f"Outcomes by importance and satisfaction; {scores}",
        table=table(
            "Outcomes",
            outcomes,
            Column("no.", lambda line: numbers[line[1].outcome]),
            Column("outcome", lambda line: titles[line[1].outcome]),
            Column("segment", lambda line: line[0].name),
            Column("important to", lambda line: line[1].importance.short),
            Column("satisfied", lambda line: line[1].satisfaction.short),
            Column("score 0–20", lambda line: str(line[1].score)),
            Column("band", lambda line: _words(line[1].score)),
            Column("rank in 95 % of samples", lambda line: span(line[1].rank_low, line[1].rank_high)),
        ),
        base=f"{named(study, persona)}: those who answered both questions about an outcome.",
        sources=_sources_of(study, asked),
        warnings=refused,
    )


def segments(study: Study, persona: str) -> list[Persona]:
    """Return whom scores are taken for: the persona, or each persona by itself."""
    return [segment for segment in study.personas if not persona or segment.id == persona]


def _outcomes(study: Study, asked: list[Opportunity], segment: Persona) -> Iterator[Outcome]:
    """Yield the outcomes with their scores; outcomes of one source are drawn from the same people."""
    for source in dict.fromkeys(study.metric(o.importance or "").source for o in asked):
        answers = rows(study, source, segment.id) if source else None
        if answers is None or answers.empty:
            continue
        of_source = [o for o in asked if study.metric(o.importance or "").source == source]
        sides = [
            pd.DataFrame({o.id: top_boxes(study.metric(getattr(o, side) or ""), answers) for o in of_source})
            for side in ("importance", "satisfaction")
        ]
        yield from scored(sides[0], sides[1], study.about.thresholds)


def _points(outcomes: list[tuple[Persona, Outcome]], numbers: dict[str, str]) -> pd.DataFrame:
    points = []
    for segment, outcome in outcomes:
        if outcome.score.value is None:
            continue
        point = {"segment": segment.name, "label": numbers[outcome.outcome], "value": outcome.score.value}
        for side, share in (("importance", outcome.importance), ("satisfaction", outcome.satisfaction)):
            ends = {"": share.value, "_low": share.low, "_high": share.high}
            point |= {f"{side}{end}": 10 * (value or 0) for end, value in ends.items()}
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


def _most_wanted(outcomes: list[tuple[Persona, Outcome]], titles: dict[str, str]) -> str:
    known = [
        (outcome.score.value, segment, outcome) for segment, outcome in outcomes if outcome.score.value is not None
    ]
    if not known:
        return "Too few people answered to score an outcome."
    highest, segment, top = max(known, key=lambda scored: scored[0])
    least = BANDS[-1][0]
    strong = sum(outcome.score.low is not None and outcome.score.low >= least for _, _, outcome in known)
    over = sum(_over_served(outcome) for _, _, outcome in known)
    what = f"“{titles[top.outcome]}” for {segment.name}, score {top.score}, {_words(top.score)}"
    head = "Most wanted and least served:" if highest >= least else "Nothing here is under-served; highest is"
    lead = f"{head} {what}. {strong} of {len(known)} scores lie above 10 with their whole interval."
    return lead + (f" {over} outcome{'s are' if over > 1 else ' is'} over-served." if over else "")


def _over_served(outcome: Outcome) -> bool:
    """Say whether more people are satisfied than want it, by intervals that do not touch."""
    satisfied, wanted = outcome.satisfaction.low, outcome.importance.high
    return satisfied is not None and wanted is not None and satisfied > wanted


def _why_none(study: Study, asked: list[Opportunity]) -> str:
    if not study.personas:
        return ONE_SEGMENT
    if not asked:
        return (
            "No opportunity has both questions, importance and satisfaction, of a survey on 1–5. Bind them in the form "
            "of opportunities."
        )
    return "Nobody of these people was asked what is important to them."


def _sources_of(study: Study, asked: list[Opportunity]) -> tuple[str, ...]:
    return tuple(sorted({source for o in asked if (source := study.metric(o.importance or "").source)}))
